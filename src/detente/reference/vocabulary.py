"""All that detente recognises in one language, as one lexicon: the language file and the registry's names together."""

import gc
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from anyascii import anyascii
from rapidfuzz import fuzz

from detente.model import Person
from detente.model.words import fold_word
from detente.reference.languages import Cue, Language, OfficeWords, TimeWords, TopicWords
from detente.reference.lexicon import Lexicon, expand_pattern
from detente.reference.registry import Registry
from detente.reference.slots import Slots
from detente.reference.unspaced import unspaced_surnames, without_dots

_LATIN = "en"
_SHORT = 3
_GIVEN_AND_FAMILY = 2
_ALIKE = 60.0
_REGNAL = re.compile(r" [IVX]+( of .+)?$")
_LATIN_LETTERS = "\u0250"  # the first letter behind the Latin ones


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
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
    with _collector_paused():
        _add_words(lexicon, language)
        _add_times(lexicon, language)
        _add_states(lexicon, language, registry)
        _add_bodies_and_places(lexicon, language, registry)
        _add_persons(lexicon, language, registry)
    return Vocabulary(language, lexicon, slots)


@contextmanager
def _collector_paused() -> Iterator[None]:
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
    for number, cue in enumerate(language.cue):
        entry = Entry("cue", cue.means, row=cue, number=number)
        for form in cue.any:
            lexicon.add(form, entry)
    for office in language.office:
        entry = Entry("office", office.means, side=office.side or "", role=office.role, row=office)
        around = replace(entry, slots=("{state}",))
        for form in office.any:
            lexicon.add(form, around if "{state}" in form else entry)
    silent = Entry("silent", "")
    for form in language.words.silent:
        lexicon.add_name(form, silent)
    for topic in language.topic:
        entry = Entry("topic", topic.means, row=topic)
        for form in topic.any:
            lexicon.add(form, entry)


def _add_times(lexicon: Lexicon[Entry], language: Language) -> None:
    for row in language.time:
        for form in row.any:
            for sequence in expand_pattern(form):
                lexicon.add_sequence(sequence, Entry("time", row.means, row=row, slots=tuple(sequence)))


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


def _add_bodies_and_places(lexicon: Lexicon[Entry], language: Language, registry: Registry) -> None:
    for body in registry.bodies.values():
        entry = Entry("body", body.id, side=body.side, role=body.kind)
        forms = [*body.names.get(language.code, ()), *language.bodies.get(body.id, ())]
        if len(body.short) >= _SHORT or body.short == body.side:
            forms.append(body.short)
        if language.code == _LATIN or not body.names.get(language.code):
            forms += body.names.get(_LATIN, ())
        for name in forms:
            if name:
                lexicon.add_name(name, entry)
    states = {place.name for place in registry.places if place.side in registry.states}
    for place in registry.places:
        if place.name in states and place.side not in registry.states:
            continue  # the seat of an organisation in a state's capital is the capital first
        entry = Entry("place", place.name, side=place.side, role=place.kind)
        own = (*_forms(place.names, language), *language.places.get(place.name, ()))
        for name in own if own and not _is_english(language) else (place.name, *own):
            lexicon.add_name(name, entry)


def _is_english(language: Language) -> bool:
    return language.code == _LATIN


def _forms(names: Mapping[str, tuple[str, ...]], language: Language) -> tuple[str, ...]:
    """The forms of a name in a language, in English when there is none and the language has capital letters."""
    return names.get(language.code) or (names.get(_LATIN, ()) if language.capitals else ())


def _add_persons(lexicon: Lexicon[Entry], language: Language, registry: Registry) -> None:
    full: defaultdict[str, list[str]] = defaultdict(list)
    surnames: defaultdict[str, list[str]] = defaultdict(list)
    common = _grammar_words(language)
    everyday = _Everyday(lexicon, language)
    for person in registry.persons.values():
        for form in _person_forms(person, language):
            full[form].append(person.id)
            if _is_regnal(person.name, form):
                continue
            family_first = _state_of(person.id) in registry.family_first
            surname = surname_of(form, family_first=family_first)
            if language.code != _LATIN and len(form.split()) > _GIVEN_AND_FAMILY:
                surname = _surname_like(form, surname_of(person.name, family_first=family_first)) or surname
            # "No", "Le", "Les" begin sentences more often than they name somebody.
            double = _double_surname(form, family_first=family_first)
            spaced = (surname, _without_particle(surname, language), double)
            shorts = [one for one in spaced if one and (len(one) >= _SHORT or not lexicon.has_word(one))]
            shorts = [one for one in shorts if one.casefold() not in common and not everyday.holds(one)]
            shorts += unspaced_surnames(form, language.words.han_surnames.get(_state_of(person.id), 0))
            for short in shorts:
                if short != form and person.id not in surnames[short]:
                    surnames[short].append(person.id)
    for form, ids in full.items():
        lexicon.add_name(form, Entry("full", form, persons=tuple(dict.fromkeys(ids))))
    for form, ids in surnames.items():
        lexicon.add_name(form, Entry("surname", form, persons=tuple(ids)))


def _is_regnal(name: str, form: str) -> bool:
    """Whether the last word of a form counts a ruler ("Benedict XVI", "عبد الله الثاني") or names his state."""
    if not _REGNAL.search(name):
        return False
    return form[0] >= _LATIN_LETTERS or len(form.split()) != _GIVEN_AND_FAMILY or _REGNAL.search(form) is not None


def _state_of(person: str) -> str:
    """The state in which a person was first entered, from the id (`cn.wang-yi`)."""
    return person.partition(".")[0].upper()


def _without_particle(surname: str, language: Language) -> str:
    """A surname without a particle that a hyphen joins to it ("el-Sisi" is also called "Sisi")."""
    particle, hyphen, rest = surname.partition("-")
    return rest if hyphen and particle.casefold() in language.words.particles else ""


def _grammar_words(language: Language) -> frozenset[str]:
    """The small words of a language, in small letters and without accents."""
    grammar = language.grammar
    lists = (grammar.articles, grammar.of, grammar.joins, grammar.at_words, grammar.to_words, grammar.with_words)
    return frozenset(word.casefold() for words in lists for word in words)


class _Everyday:
    """The words that a text without capital letters cannot tell from a surname, so that no surname is made of them."""

    def __init__(self, lexicon: Lexicon[Entry], language: Language) -> None:
        grammar = language.grammar
        lists = (grammar.from_words, grammar.about_words, grammar.between, grammar.until_words, grammar.not_words)
        self._lexicon, self._language, self._slots = lexicon, language, Slots(language)
        self._letters = language.words.letters
        self._small = {fold_word(word, self._letters) for words in lists for word in words}
        self._small |= {fold_word(word, self._letters) for word in _grammar_words(language)}
        self._known: dict[str, bool] = {}

    def holds(self, surname: str) -> bool:
        """Whether a surname is also a word, a number or a day of the language, as it is or behind a particle."""
        if self._language.capitals or self._language.order == "sov":
            return False  # where the verb stands last, endings and titles tell names from words
        if surname not in self._known:
            forms = (surname, *(particle + surname for particle in self._language.words.proclitics))
            self._known[surname] = any(self._is_word(form) for form in forms)
        return self._known[surname]

    def _is_word(self, form: str) -> bool:
        slots = {slot for slot in self._slots.names(form) if slot != "{state}"}
        return bool(slots) or fold_word(form, self._letters) in self._small or self._lexicon.has_word(form)


def _double_surname(form: str, *, family_first: bool) -> str:
    """The two family names of a longer name ("López Obrador"), "" where there are not two."""
    parts = form.split()
    if family_first or len(parts) <= _GIVEN_AND_FAMILY or not all(part[0].isupper() for part in parts[-2:]):
        return ""
    return " ".join(parts[-2:])


def _person_forms(person: Person, language: Language) -> Iterator[str]:
    own = [_spoken(form) for form in person.forms.get(language.code, ())]
    own += [undotted for form in own if (undotted := without_dots(form)) != form]
    yield from own
    if language.code == _LATIN or language.capitals:
        yield person.name
        yield from (form for form in person.forms.get(_LATIN, ()) if form != person.name)


def _surname_like(form: str, surname: str) -> str:
    """The first or last word of a long name that sounds like the surname in English, "" when neither does.

    Lists in some languages put the family name first and end with the father's name.
    """
    plain = anyascii(surname).casefold()
    words = form.split()
    likeness, best = max((fuzz.ratio(anyascii(word).casefold(), plain), word) for word in (words[0], words[-1]))
    return best if likeness >= _ALIKE else ""


def _spoken(form: str) -> str:
    """A name as texts have it: "Family, Given" as lists write it is turned round."""
    family, comma, given = form.partition(",")
    return f"{given.strip()} {family.strip()}" if comma else form


def surname_of(name: str, *, family_first: bool) -> str:
    """The word by which news calls a person after the first mention, "" when the name is one word.

    Args:
        name: as usually written in its language.
        family_first: whether the family name comes first.
    """
    parts = name.split()
    if len(parts) == 1 or "of" in parts:
        return ""  # "Abdullah II of Jordan" has no surname
    surname = parts[0] if family_first else parts[-1]
    return surname if len(surname) >= _SHORT or family_first else ""
