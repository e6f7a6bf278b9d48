"""Persons of the registry by name: in full in any language, by surname, or by likeness."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from anyascii import anyascii
from rapidfuzz import fuzz, process

from detente.model.actors import Person
from detente.reference.folding import fold
from detente.reference.registry import Registry

_ALIKE = 85.0
_MOST_ALIKE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A person found by name.

    Attributes:
        match: `name`, `surname` or `fuzzy`.
        score: 0 to 100; 100 unless fuzzy.
    """

    person: Person
    match: str
    score: float


def persons_named(words: str, registry: Registry) -> tuple[Named, ...]:
    """Persons whose name is `words` (folded): exactly, else as their surname, else alike."""
    forms = [(person, form) for person in registry.persons.values() for form in _forms(person)]
    exact = _distinct(person for person, form in forms if form == words)
    if exact:
        return tuple(Named(person=person, match="name", score=100.0) for person in exact)
    surname = _distinct(person for person, form in forms if _is_surname(words, person, form, registry))
    if surname:
        return tuple(Named(person=person, match="surname", score=100.0) for person in surname)
    return _alike(words, forms, registry)


def _forms(person: Person) -> Iterator[str]:
    yield fold(person.name)
    for forms in person.forms.values():
        yield from map(fold, forms)


def _distinct(persons: Iterable[Person]) -> list[Person]:
    return list({person.id: person for person in persons}.values())


def _family_first(person: Person, registry: Registry) -> bool:
    # An id starts with the state where the person was first entered.
    return person.id.partition(".")[0].upper() in registry.family_first


def _is_surname(words: str, person: Person, form: str, registry: Registry) -> bool:
    if _family_first(person, registry):
        return form.startswith(f"{words} ")
    return form.endswith(f" {words}")


def _alike(words: str, forms: Iterable[tuple[Person, str]], registry: Registry) -> tuple[Named, ...]:
    """The most alike, romanised; a single word is compared with surnames."""
    single = " " not in words
    choices: dict[str, list[Person]] = {}
    for person, form in forms:
        if single and " " in form:
            form = form.split(" ")[0 if _family_first(person, registry) else -1]  # noqa: PLW2901 - the part compared
        choices.setdefault(fold(anyascii(form)), []).append(person)
    found = process.extract(
        fold(anyascii(words)),
        list(choices),
        scorer=fuzz.ratio if single else fuzz.token_sort_ratio,
        score_cutoff=_ALIKE,
        limit=_MOST_ALIKE,
    )
    named: dict[str, Named] = {}
    for choice, score, _ in found:
        for person in choices[choice]:
            named.setdefault(person.id, Named(person=person, match="fuzzy", score=round(score, 1)))
    return tuple(named.values())
