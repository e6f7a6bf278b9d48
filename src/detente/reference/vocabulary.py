"""All that detente recognises in one language, as one lexicon: the language file and the registry's names together."""

import gc
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from msgspec import Struct
from msgspec.structs import replace

from detente.model.words import fold_word
from detente.reference.called import ENGLISH, Called, called_in, called_in_english, state_of
from detente.reference.languages import Cue, Language, OfficeWords, TimeWords, TopicWords
from detente.reference.lexicon import Lexicon
from detente.reference.patterns import expand_pattern
from detente.reference.registry import Registry
from detente.reference.slots import Slots

_SHORT = 3


class Entry(Struct, frozen=True, eq=False, gc=False):
    """What a pattern stands for.

    Attributes:
        layer: cue, topic, time, office, state, body, place, full or surname.
        means: its meaning in that layer: cue meaning, topic, office title, state code, body id, place name.
        slots: for a time pattern, the words of the pattern, so that slots can be read off; for an office, "{state}"
            when an adjective of a state stands in it ("ministre {state} de la défense").
        persons: for full and surname, the registry ids it may mean.
    """

    layer: str
    means: str
    side: str = ""
    role: str = ""
    form: str = "name"
    row: Cue | OfficeWords | TimeWords | TopicWords | None = None
    number: int = -1
    slots: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The lexicon of one language with the calendar that reads its time patterns."""

    language: Language
    lexicon: Lexicon[Entry]
    slots: Slots


def build_vocabulary(language: Language, registry: Registry) -> Vocabulary:
    """Compile a language file and the registry's names in that language.

    Names in a language that the registry has no form in are looked for in English when the language is written in
    Latin letters.
    """
    slots = Slots(language)
    lexicon: Lexicon[Entry] = Lexicon(language.words, capitals=language.capitals, slots=slots.names)
    with collector_paused():
        _add_words(lexicon, language)
        _add_times(lexicon, language)
        _add_states(lexicon, language, registry)
        lexicon.add_names(_bodies(language, registry))
        lexicon.add_names(_places(language, registry))
        _add_persons(lexicon, language, registry)
    return Vocabulary(language, lexicon, slots)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Without the garbage collector: it would walk hundreds of thousands of new nodes again and again and free none.

    Afterwards they are frozen, since they live as long as the process: with seventeen vocabularies the collector took
    more time than the reading.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def _add_words(lexicon: Lexicon[Entry], language: Language) -> None:
    lexicon.add_all(_cues_and_offices(language))
    silent = Entry("silent", "")
    lexicon.add_names((form, silent) for form in language.words.silent)
    topics = ((topic.any, Entry("topic", topic.means, row=topic)) for topic in language.topic)
    lexicon.add_all((form, entry) for forms, entry in topics for form in forms)


def _cues_and_offices(language: Language) -> Iterator[tuple[str, Entry]]:
    for number, cue in enumerate(language.cue):
        entry = Entry("cue", cue.means, row=cue, number=number)
        for form in cue.any:
            yield form, entry
    for office in language.office:
        entry = Entry("office", office.means, side=office.side or "", role=office.role, row=office)
        around = replace(entry, slots=("{state}",))
        for form in office.any:
            yield form, around if "{state}" in form else entry


def _add_times(lexicon: Lexicon[Entry], language: Language) -> None:
    sequences = ((row, words) for row in language.time for form in row.any for words in expand_pattern(form))
    lexicon.add_sequences((words, Entry("time", row.means, row=row, slots=tuple(words))) for row, words in sequences)


def _add_states(lexicon: Lexicon[Entry], language: Language, registry: Registry) -> None:
    for code, state in registry.states.items():
        entry = Entry("state", code, side=code)
        for name in _forms(state.names, language):
            lexicon.add_name(name, entry)
    for code, words in language.states.items():
        entry = Entry("state", code, side=code)
        for name in words.names:
            lexicon.add_name(name, entry)
        adjective = Entry("state", code, side=code, form="adjective")
        nouns = {*words.names, *(_forms(registry.states[code].names, language) if code in registry.states else ())}
        for form in words.adjectives:
            if form not in nouns:  # "Djibouti" is a noun first, whatever else it may be
                lexicon.add_capital(form, adjective)
        short = Entry("state", code, side=code, form="short")
        for form in words.short:
            lexicon.add_name(form, short)


def _bodies(language: Language, registry: Registry) -> Iterator[tuple[str, Entry]]:
    for body in registry.bodies.values():
        entry = Entry("body", body.id, side=body.side, role=body.kind)
        forms = [*body.names.get(language.code, ()), *language.bodies.get(body.id, ())]
        if len(body.short) >= _SHORT or body.short == body.side:
            forms.append(body.short)
        if language.code == ENGLISH or not body.names.get(language.code):
            forms += body.names.get(ENGLISH, ())
        for name in forms:
            if name:
                yield name, entry


def _places(language: Language, registry: Registry) -> Iterator[tuple[str, Entry]]:
    states = {place.name for place in registry.places if place.side in registry.states}
    for place in registry.places:
        if place.name in states and place.side not in registry.states:
            continue  # the seat of an organisation in a state's capital is the capital first
        entry = Entry("place", place.name, side=place.side, role=place.kind)
        own = (*_forms(place.names, language), *language.places.get(place.name, ()))
        for name in own if own and not _is_english(language) else (place.name, *own):
            yield name, entry


def _is_english(language: Language) -> bool:
    return language.code == ENGLISH


def _forms(names: Mapping[str, tuple[str, ...]], language: Language) -> tuple[str, ...]:
    """The forms of a name in a language, in English when there is none and the language has capital letters."""
    return names.get(language.code) or (names.get(ENGLISH, ()) if language.capitals else ())


def _add_persons(lexicon: Lexicon[Entry], language: Language, registry: Registry) -> None:
    full: defaultdict[str, list[str]] = defaultdict(list)
    surnames: defaultdict[str, list[str]] = defaultdict(list)
    worth = _Surnames(lexicon, language)
    for person, names in _called(language, registry):
        for form, surname, double, unspaced in names:
            _note(full[form], person)
            spaced = (surname, _without_particle(surname, language), double)
            for short in (*(one for one in spaced if one and worth[one]), *unspaced):
                if short != form:
                    _note(surnames[short], person)
    lexicon.add_names((form, Entry("full", form, persons=tuple(ids))) for form, ids in full.items())
    lexicon.add_names((form, Entry("surname", form, persons=tuple(ids))) for form, ids in surnames.items())


def _called(language: Language, registry: Registry) -> Iterator[tuple[str, list[Called]]]:
    """Every person's names in a language, those that it has of its own first."""
    code, han, first = language.code, language.words.han_surnames, registry.family_first
    native = code == ENGLISH
    for person in registry.persons.values():
        state = state_of(person.id)
        names = []
        if code in person.forms:
            names = called_in(code, person, family_first=state in first, han=han.get(state, 0))
        if native:
            names += called_in_english(person, family_first=state in first, native=True)
        elif language.capitals:
            names += registry.called_abroad[person.id]
        yield person.id, names


def _note(persons: list[str], person: str) -> None:
    """Name a person once; they come one after another."""
    if not persons or persons[-1] != person:
        persons.append(person)


def _without_particle(surname: str, language: Language) -> str:
    """A surname without a particle that a hyphen joins to it ("el-Sisi" is also called "Sisi")."""
    if "-" not in surname:
        return ""
    particle, _, rest = surname.partition("-")
    return rest if particle.casefold() in language.words.particles else ""


def _grammar_words(language: Language) -> frozenset[str]:
    """The small words of a language, in small letters and without accents."""
    grammar = language.grammar
    lists = (grammar.articles, grammar.of, grammar.joins, grammar.at_words, grammar.to_words, grammar.with_words)
    return frozenset(word.casefold() for words in lists for word in words)


class _Surnames(dict[str, bool]):
    """Whether texts may call somebody by a word alone, worked out when a word is first asked for."""

    def __init__(self, lexicon: Lexicon[Entry], language: Language) -> None:
        super().__init__()
        self._lexicon, self._language, self._slots = lexicon, language, Slots(language)
        self._letters = language.words.letters
        grammar = language.grammar
        lists = (grammar.from_words, grammar.about_words, grammar.between, grammar.until_words, grammar.not_words)
        self._common = _grammar_words(language)
        self._small = {fold_word(word, self._letters) for words in (*lists, self._common) for word in words}
        # Without capital letters a text cannot tell a surname from a word, but where the verb stands last, endings and
        # titles do.
        self._everyday = not language.capitals and language.order != "sov"

    def __missing__(self, surname: str) -> bool:
        # "No", "Le", "Les" begin sentences more often than they name somebody.
        fits = len(surname) >= _SHORT or not self._lexicon.has_word(surname)
        self[surname] = fits and surname.casefold() not in self._common and not self._is_everyday(surname)
        return self[surname]

    def _is_everyday(self, surname: str) -> bool:
        """Whether a surname is also a word, a number or a day of the language, as it is or behind a particle."""
        forms = (surname, *(particle + surname for particle in self._language.words.proclitics))
        return self._everyday and any(map(self._is_word, forms))

    def _is_word(self, form: str) -> bool:
        if self._lexicon.has_word(form) or fold_word(form, self._letters) in self._small:
            return True
        return any(slot != "{state}" for slot in self._slots.names(form))
