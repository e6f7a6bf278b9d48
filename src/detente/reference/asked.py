"""Questions for an office: which side or body, which title."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from rapidfuzz import fuzz

from detente.model.actors import Body, Term
from detente.reference.folding import fold, within
from detente.reference.offices import office_label
from detente.reference.registry import Registry
from detente.reference.rows import Forms, RoleTitles

V = TypeVar("V")

_ALIKE = 75.0
# A word must share its first letters with a name of a side before their likeness counts, or short names would match.
_STEM = 4


@dataclass(frozen=True, slots=True)
class Asker:
    """Whom a phrase stands for: a side, and the body when the phrase names one."""

    side: str
    body: Body | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a question asks for.

    Attributes:
        titles: the offices that its title may mean; never empty.
        askers: sides and bodies that it may mean; empty when it names none.
        score: 100, or the likeness of an inflected name of the side.
    """

    titles: tuple[RoleTitles, ...]
    askers: tuple[Asker, ...]
    score: float


def office_asked(words: str, registry: Registry) -> Asked | None:
    """The office in a question (folded), None when there is none."""
    phrases = _phrases(registry)
    titles, rest = _longest(words, _titles(registry))
    askers, rest = _longest(rest, phrases)
    score = 100.0
    if titles and not askers and rest:
        askers, score = _alike(rest, phrases)
    if not titles and not rest:
        # A body alone ("Mossad") asks for its head.
        kinds = {asker.body.kind for asker in askers if asker.body}
        titles = [row for row in registry.roles if kinds.intersection(row.body_kinds)]
    if not titles:
        return None
    return Asked(titles=tuple(titles), askers=tuple(askers), score=score)


def terms_asked(asked: Asked, registry: Registry) -> tuple[Term, ...]:
    """Terms of the office asked for, of any day.

    Those whose title names the body asked for; else those of the very office; else, when the side is known, those of
    the same class of office.
    """
    labels = {(row.role, row.label) for row in asked.titles}
    roles, sides = {role for role, _ in labels}, {asker.side for asker in asked.askers}
    terms = [term for term in registry.terms if term.role in roles and (not sides or term.side in sides)]
    bodies = [asker.body for asker in asked.askers if asker.body]
    headed = [term for term in terms if any(_heads(term, body, registry) for body in bodies)]
    exact = [term for term in terms if (term.role, office_label(term, registry)) in labels]
    if headed or exact:
        return tuple(headed or exact)
    return tuple(terms) if sides else ()


def _heads(term: Term, body: Body, registry: Registry) -> bool:
    title = fold(f"{term.office} {office_label(term, registry)}")
    names = (body.short, *body.names.get("en", ()))
    return body.side == term.side and any(within(fold(name), title) for name in names if name)


# Nearly nine thousand phrases, made once for each registry that is asked.
@lru_cache(maxsize=4)
def _phrases(registry: Registry) -> tuple[tuple[str, Asker], ...]:
    return tuple(_all_phrases(registry))


@lru_cache(maxsize=4)
def _titles(registry: Registry) -> tuple[tuple[str, RoleTitles], ...]:
    return tuple((fold(title), row) for row in registry.roles for title in _flat(row.titles))


def _all_phrases(registry: Registry) -> Iterator[tuple[str, Asker]]:
    for code, state in registry.states.items():
        for name in (*_flat(state.names), *_flat(registry.adjectives[code])):
            yield fold(name), Asker(code, None)
    for place in registry.places:
        if place.kind == "seat":
            for name in (place.name, *_flat(place.names)):
                yield fold(name), Asker(place.side, None)
    for body in registry.bodies.values():
        for name in (body.short, *_flat(body.names)):
            yield fold(name), Asker(body.side, body)


def _flat(forms: Forms) -> Iterator[str]:
    for group in forms.values():
        yield from group


def _longest(words: str, phrases: Iterable[tuple[str, V]]) -> tuple[list[V], str]:
    """What the longest phrase in `words` stands for, and the words without it."""
    best = ""
    found: list[V] = []
    for phrase, value in phrases:
        if phrase and len(phrase) >= len(best) and within(phrase, words):
            if phrase != best and len(phrase) == len(best):
                continue
            if phrase != best:
                best, found = phrase, []
            if value not in found:
                found.append(value)
    return found, (" ".join(words.replace(best, " ", 1).split()) if best else words)


def _alike(words: str, phrases: Iterable[tuple[str, Asker]]) -> tuple[list[Asker], float]:
    """Sides whose name is most like a word of the question, for the case endings of languages that have them."""
    best = _ALIKE
    found: list[Asker] = []
    for phrase, asker in phrases:
        for word in words.split():
            if len(phrase) < _STEM or word[:_STEM] != phrase[:_STEM]:
                continue
            score = fuzz.ratio(word, phrase)
            if score > best:
                best, found = score, []
            if score == best and asker not in found:
                found.append(asker)
    return found, round(best, 1) if found else 100.0
