"""Words that no report of a contact in a language is without: found in a text many times faster than its patterns."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick

from detente.model import Kind
from detente.model.words import distinct_words, fold_word, split_words, word_forms
from detente.reference.languages import Grammar, Language
from detente.reference.lexicon import Lexicon
from detente.reference.patterns import is_unspaced, pattern_choices
from detente.reference.registry import Registry
from detente.reference.remembered import Remembered
from detente.reference.vocabulary import Entry, Vocabulary, collector_paused

_KINDS = frozenset(kind.value for kind in Kind)
_OTHER_SENSE = "other-sense"
_NAMED = frozenset({"state", "body", "place", "office", "full", "surname"})
_GRAMMAR = 50  # a small word of the grammar counts as standing in so many kinds of patterns
_MARKS = "=^_!#"  # what atoms of names begin with
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a pattern: the choices of one word, and those of several, in any order."""

    single: frozenset[str]
    longer: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, choices: Iterable[Sequence[str]]) -> "_Part":
        found = [frozenset(choice) for choice in choices]
        single = frozenset().union(*(choice for choice in found if len(choice) == 1))
        return cls(single, tuple(choice for choice in found if len(choice) > 1))

    @property
    def atoms(self) -> frozenset[str]:
        return self.single.union(*self.longer)


@dataclass(frozen=True, slots=True)
class _Contact:
    """A cue of a contact: a text has it only where it has a choice of every part."""

    parts: tuple[_Part, ...]

    def stands_in(self, atoms: AbstractSet[str]) -> bool:
        for part in self.parts:  # a loop, since this is asked some hundred times a page
            if part.single.isdisjoint(atoms) and not any(choice <= atoms for choice in part.longer):
                return False
        return True


class _Name(NamedTuple):
    """A name of whom it may mean: a text has it only where it has all its words, in any order."""

    words: frozenset[str]
    sides: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Telling:
    """What a piece of text says: the patterns that it is an anchor of, and what it has of the words of any.

    Attributes:
        sides: those of all its names.
    """

    contacts: tuple[_Contact, ...]
    names: tuple[_Name, ...]
    sides: frozenset[str]
    atoms: frozenset[str]


class Anchors:
    """The anchors of one language; a class because they are gathered once and asked for every page.

    Args:
        vocabulary: the compiled language.
        registry: tells for which sides a person acts.
    """

    def __init__(self, vocabulary: Vocabulary, registry: Registry) -> None:
        self._lexicon, self._sides = vocabulary.lexicon, _Sides(registry)
        self._contacts = _contacts(vocabulary.language)
        with collector_paused():
            self._names = _names(self._lexicon, self._sides)
        self._anchors = self._contacts.keys() | self._names.keys()
        self._runs = [anchor for anchor in self._anchors if is_unspaced(anchor)]
        self._automaton = AhoCorasick(self._runs) if self._runs else None
        self._letters = vocabulary.language.words.letters
        contacts = {id(cue): cue for cues in self._contacts.values() for cue in cues}  # most have many anchors
        of_contacts = (part.atoms for cue in contacts.values() for part in cue.parts)
        of_names = (name.words for names in self._names.values() for name in names)
        self._needed = frozenset(chain.from_iterable(chain(of_contacts, of_names)))
        # One look into one table for each word of a page: most of the cost of a look is memory that is far away.
        self._told = Remembered(self._telling)

    def likely(self, sentences: Sequence[str], account: str | None) -> list[int]:
        """The sentences that may have a contact and two sides, by number.

        Args:
            account: the side whose own account the text is, which needs no name.
        """
        own = frozenset((account,)) if account else frozenset()
        of_piece = self._told.__getitem__
        return [
            number
            for number, sentence in enumerate(sentences)
            if (told := list(filter(None, map(of_piece, self._pieces(sentence))))) and _is_likely(told, own)
        ]

    def _pieces(self, text: str) -> Collection[str]:
        """The words of a text with the marks that cling to them; runs of characters where nothing is between words.

        Blanks cut many times faster than letters do, and most of what they leave has been seen on other pages.
        """
        return text.split() if self._automaton is None else distinct_words(text) | self._found_runs(text)

    def _found_runs(self, text: str) -> set[str]:
        if self._automaton is None:
            return set()
        return {
            self._runs[found[0]]
            for found in self._automaton.find_matches_as_indexes(text.translate(self._letters), overlapping=True)
        }

    def _telling(self, piece: str) -> _Telling | None:
        """What a piece says, None for nothing."""
        atoms = {piece, *(atom for word in distinct_words(piece) for atom in self._lexicon.atoms(word))}
        contacts = [one for anchor in atoms & self._contacts.keys() for one in self._contacts[anchor]]
        names = [one for anchor in atoms & self._names.keys() for one in self._names[anchor]]
        needed = self._needed & atoms
        if not needed:
            return None
        sides = frozenset().union(*(name.sides for name in names))
        return _Telling(tuple(contacts), tuple(names), sides, needed)

    def confirms(self, sentence: str, account: str | None) -> bool:
        """Whether a sentence has a whole cue of a contact, and names of two sides with that of the account."""
        hits = self._lexicon.find(split_words(sentence))
        cues = [hit for hit in hits if hit.payload.layer == "cue"]
        others = [hit for hit in cues if hit.payload.means == _OTHER_SENSE]
        contacts = [cue for cue in cues if cue.payload.means in _KINDS]
        if all(any(other.first < cue.last and cue.first < other.last for other in others) for cue in contacts):
            return False
        sides = {side for hit in hits for side in self._sides.of(hit.payload)}
        return len(sides | {account} if account else sides) > 1


def _is_likely(told: Sequence[_Telling], own: frozenset[str]) -> bool:
    """Whether the pieces of a sentence have all words of a contact, and of names of two sides."""
    for one in told:  # a loop, since this is asked of most sentences of a page and of most pages
        if one.contacts:
            break
    else:
        return False
    if len(own.union(*[one.sides for one in told])) < 2:  # noqa: PLR2004 two sides
        return False
    atoms = frozenset().union(*[one.atoms for one in told])
    if not any(contact.stands_in(atoms) for one in told for contact in one.contacts):
        return False
    names = (name.sides for one in told for name in one.names if name.words <= atoms)
    return len(own.union(*names)) > 1


class _Sides:
    """The sides that an entry of a lexicon may stand for."""

    def __init__(self, registry: Registry) -> None:
        self._persons = registry.sides_of_persons
        self._alone = {side: frozenset((side,)) for side in registry.sides}

    def of(self, entry: Entry) -> frozenset[str]:
        if entry.layer not in _NAMED:
            return frozenset()
        if len(entry.persons) == 1:
            return self._persons[entry.persons[0]]
        if entry.persons:
            return frozenset().union(*map(self._persons.__getitem__, entry.persons))
        return self._alone.get(entry.side) or (frozenset((entry.side,)) if entry.side else frozenset())


def _contacts(language: Language) -> Mapping[str, list[_Contact]]:
    """The cues of a contact by their anchors, the words of the part that says most."""
    common = _Common(language)
    contacts: defaultdict[str, list[_Contact]] = defaultdict(list)
    for cue in language.cue:
        if cue.means not in _KINDS:
            continue
        for pattern in cue.any:
            parts = [choices for part in pattern_choices(pattern) if (choices := common.atoms(part))]
            if parts:
                contact = _Contact(tuple(map(_Part.of, parts)))
                for anchor in {min(choice, key=common.count) for choice in min(parts, key=common.score)}:
                    contacts[anchor].append(contact)
    return contacts


def _names(lexicon: Lexicon[Entry], sides: "_Sides") -> Mapping[str, list[_Name]]:
    """The names of sides by their anchor, the word that stands in the names of the fewest sides."""
    named: dict[tuple[str, ...], frozenset[str]] = {}
    for atoms, entry in lexicon.sequences(lambda entry: entry.layer in _NAMED):
        if meant := sides.of(entry):
            _join(named, _together(atoms), meant)
    shared: dict[str, frozenset[str]] = {}
    for atoms, meant in named.items():
        for atom in atoms:
            _join(shared, atom, meant)
    # Words before marks, which only anchor what has no word.
    ranks = {
        atom: (not (is_unspaced(atom) or atom[-1:].isalpha()), len(meant), -len(atom)) for atom, meant in shared.items()
    }
    names: defaultdict[str, list[_Name]] = defaultdict(list)
    for atoms, meant in named.items():
        anchor = min(atoms, key=ranks.__getitem__)
        are_marks = ranks[anchor][0]
        names[anchor].append(_Name(frozenset(atom for atom in atoms if ranks[atom][0] == are_marks), meant))
    return names


def _join(known: dict[_Key, frozenset[str]], key: _Key, sides: frozenset[str]) -> None:
    """Add sides to those of a key; most keys have the same ones ever again, and share them."""
    held = known.get(key)
    if held is None:
        known[key] = sides
    elif held is not sides and not sides <= held:
        known[key] = held | sides


def _together(atoms: tuple[str, ...]) -> tuple[str, ...]:
    """The atoms of a name, those of a script without spaces as the one run of characters that they are."""
    begin = atoms[0].lstrip(_MARKS)
    if begin and not is_unspaced(begin):
        return atoms
    bare = "".join(atom.lstrip(_MARKS) for atom in atoms)
    return (bare,) if is_unspaced(bare) else atoms


class _Common:
    """How common a word is, judged by in how many kinds of patterns of the language it stands."""

    def __init__(self, language: Language) -> None:
        self._letters = language.words.letters
        spoken: defaultdict[str, set[str]] = defaultdict(set)
        rows: Iterable[Any] = (*language.cue, *language.office, *language.topic, *language.time)
        for row in rows:
            said = spoken["contact" if row.means in _KINDS else row.means]
            for part in chain.from_iterable(map(pattern_choices, row.any)):
                said.update(*part)
        kinds = Counter(word for words in spoken.values() for word in {self._atom(word).rstrip("~") for word in words})
        self._counts: Counter[str] = Counter()
        for row in rows:
            # Sentences of other things, written to be none of the row's: their words are those of all sentences.
            for example in (*row.never, *row.examples):
                self._counts.update({self._atom(word) for word in word_forms(example)})
        small = {self._atom(word) for words in _small_words(language.grammar) for word in words.split()}
        self._counts.update(kinds)
        self._counts.update(dict.fromkeys(small, _GRAMMAR))

    def atoms(self, choices: list[list[str]]) -> list[list[str]]:
        """The choices of a part as the lexicon has them, [] for a gap or a slot, which any word may fill."""
        if any(choice[0] == "…" or choice[0].startswith("{") for choice in choices):
            return []
        folded = [[self._atom(word) for word in choice if any(map(str.isalpha, word))] for choice in choices]
        return [["".join(words)] if is_unspaced(words[0]) else words for words in folded if words]

    def count(self, word: str) -> int:
        """In how many kinds of patterns a word stands."""
        return 0 if is_unspaced(word) else self._counts[word.rstrip("~")]

    def score(self, choices: list[list[str]]) -> tuple[int, int]:
        """The higher, the more often a choice stands in any text."""
        rarest = [min(choice, key=self.count) for choice in choices]
        return max(map(self.count, rarest)), -min(map(len, rarest))

    def _atom(self, word: str) -> str:
        return fold_word(word.rstrip("~"), self._letters) + ("~" if word.endswith("~") else "")


def _small_words(grammar: Grammar) -> Iterator[str]:
    lists = (
        grammar.articles, grammar.of, grammar.joins, grammar.at_words, grammar.to_words, grammar.with_words,
        grammar.from_words, grammar.about_words, grammar.between, grammar.until_words, grammar.not_words,
    )  # fmt: skip
    for words in lists:
        yield from words
