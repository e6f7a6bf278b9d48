"""Many patterns over words at once: one engine for names, offices, cues and times of every language.

A pattern is a line of words. `word~` takes any ending, `(word)` may be absent, `a|b` is a choice, `…` a gap of at most
`WordRules.gap` words inside the sentence, `{day}` a slot that the calendar of the language fills. A proper name takes
the endings that its language allows (`WordRules.endings`), after dropping the letters in `WordRules.drop`.

Every distinct word of a text is turned once into the few *atoms* that the patterns know of it; most words have none.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import Generic, NamedTuple, TypeVar

import msgspec

from detente.model.words import Words, fold_word, word_forms
from detente.reference.languages import WordRules
from detente.reference.patterns import pattern_parts
from detente.reference.remembered import Remembered

_SHORTEST_STEM = 3
_USUAL_GAP = 6
# A longer gap, of a language with a character a word, does not run on into another clause.
_HALTS = frozenset("，；：")
# First letters of atoms: a name of one word, a word of a longer name, one written small, one without endings.
# and one in capital letters only, which stands for itself letter by letter ("UN" is not the "Un" of a name).
_ALONE, _TOGETHER, _SMALL, _PLAIN, _EXACT = _MARKS = "=^_!#"
Payload = TypeVar("Payload")


# Not a dataclass as other values are: hundreds are made for each document, and this one is made in a fifth of the time.
class Hit(msgspec.Struct, Generic[Payload], frozen=True):
    """A pattern found at words [first, last)."""

    first: int
    last: int
    payload: Payload


class _Node(msgspec.Struct, Generic[Payload], eq=False):
    # Most nodes are the end of one pattern, so what they do not need is not made: there are half a million of them.
    children: "dict[str, _Node[Payload]] | None" = None
    gap: "_Node[Payload] | None" = None
    payloads: tuple[Payload, ...] = ()


class _Start(NamedTuple, Generic[Payload]):
    """What a word can begin.

    Attributes:
        nodes: where it leads to from the root.
        alone: what it means when no pattern goes on behind it, as of nine words in ten that begin anything.
        seconds: the atoms with which some pattern goes on in the next word.
        beyond: those with which one goes on behind a gap.
    """

    nodes: tuple[_Node[Payload], ...]
    alone: tuple[Payload, ...]
    seconds: AbstractSet[str]
    beyond: AbstractSet[str]


class _Line(NamedTuple):
    """Words in which hits are looked for.

    Attributes:
        first: the place of the first in its text.
        atoms: of each word, and none behind the last one, so that nothing goes on there.
    """

    first: int
    forms: tuple[str, ...]
    atoms: list[tuple[str, ...]]


class Lexicon(Generic[Payload]):
    """Patterns of one language with a payload each.

    Args:
        rules: how the language writes and inflects words.
        capitals: whether proper names begin with a capital letter.
        slots: gives the slot names that a word can fill, such as ("{month}",) for "May".
    """

    def __init__(
        self, rules: WordRules, *, capitals: bool, slots: Callable[[str], Iterable[str]] = lambda _word: ()
    ) -> None:
        self._rules, self._capitals, self._slots = rules, capitals, slots
        self._root: _Node[Payload] = _Node()
        self._exact: set[str] = set()
        self._prefixes: set[str] = set()
        self._stems: dict[str, tuple[str, ...]] = {}
        self._fold = rules.letters
        self._endings = tuple(sorted(rules.endings, key=len, reverse=True))
        self._drop = tuple(rules.drop)
        self._known = Remembered(self._work_out)
        self._starts = Remembered(self._start)
        self._bare = Remembered(self._is_bare)
        self._acronyms: set[str] = set()
        self._gap = rules.gap

    def add(self, pattern: str, payload: Payload) -> None:
        """Add a pattern in the notation of language files."""
        self.add_all([(pattern, payload)])

    def add_all(self, patterns: Iterable[tuple[str, Payload]]) -> None:
        """Add patterns in the notation of language files, each with its payload.

        Walks all choices of a pattern at once: one of three parts with fifty choices each has 125,000 sequences, most
        of whose beginnings are the same.
        """
        known = Remembered(self._atom)
        for pattern, payload in patterns:
            ends = [self._root]
            for optional, choices in pattern_parts(pattern):
                atoms = [[known[word] for word in choice] for choice in choices]
                grown = _grow(ends, atoms)
                ends = list(dict.fromkeys([*grown, *ends] if optional else grown))
            alone = (payload,)
            for node in ends:
                if node is not self._root:
                    _hold(node, alone)
        self._forget()

    def add_sequences(self, sequences: Iterable[tuple[Sequence[str], Payload]]) -> None:
        """Add plain sequences of words, as `expand_pattern` gives them, each with its payload."""
        known = Remembered(self._atom)
        for words, payload in sequences:
            self._insert([known[word] for word in words], payload)
        self._forget()

    def add_capital(self, pattern: str, payload: Payload) -> None:
        """Add a pattern whose words are written with or without a capital, as it stands in the file.

        A pattern that begins with a capital letter matches only words that do ("Polish", not "polish").
        """
        if "~" in pattern or not pattern[0].isupper():
            self.add(pattern, payload)
        else:
            self._insert([self._plain_name_atom(word) for word in word_forms(pattern)], payload)
            self._forget()

    def _plain_name_atom(self, word: str) -> str:
        folded = fold_word(word, self._fold)
        if not word[0].isupper():
            self._exact.add(folded)
            return folded
        atom = _PLAIN + folded
        held = self._stems.get(folded, ())
        if atom not in held:
            self._stems[folded] = (*held, atom)
        return atom

    def add_name(self, name: str, payload: Payload) -> None:
        """Add a proper name: no notation, inflected word by word."""
        self.add_names([(name, payload)])

    def add_names(self, names: Iterable[tuple[str, Payload]]) -> None:
        """Add proper names, each with its payload; of many at once, each distinct word is worked out once."""
        alone = Remembered(lambda word: self._name_atom(word, _ALONE))
        together = Remembered(lambda word: self._name_atom(word, _TOGETHER))
        for name, payload in names:
            words = word_forms(name)
            known = together if len(words) > 1 else alone
            self._insert([known[word] for word in words], payload)
        self._forget()

    def _insert(self, atoms: Sequence[str], payload: Payload) -> None:
        if atoms:
            _hold(_walk(self._root, atoms), (payload,))

    def _forget(self) -> None:
        """What was worked out of words before there were more patterns."""
        self._known.clear()
        self._starts.clear()
        self._bare.clear()

    def _atom(self, word: str) -> str:
        if word == "…" or word.startswith("{"):
            return word
        folded = fold_word(word.rstrip("~"), self._fold)
        if word.endswith("~"):
            self._prefixes.add(folded)
            return folded + "~"
        self._exact.add(folded)
        return folded

    def _name_atom(self, word: str, kind: str) -> str:
        """The atom of a word of a name; one written small in the name may be small in the text too."""
        folded = fold_word(word, self._fold)
        if not word[0].isalpha():
            self._exact.add(folded)
            return folded
        if (word.isupper() and len(word) > 1) or (self._capitals and not word[1:].islower() and word[1:].isalpha()):
            self._acronyms.add(word)
            return _EXACT + word
        atom = (_SMALL if self._capitals and word.islower() else kind) + folded
        stems = [folded]
        if folded.endswith(self._drop):
            stems += (folded[: -len(end)] for end in self._drop if folded.endswith(end))
        for stem in stems:
            held = self._stems.get(stem, ())
            if atom not in held:
                self._stems[stem] = (*held, atom)
        return atom

    def atoms(self, word: str) -> tuple[str, ...]:
        """What the patterns know of a word as written; remembered."""
        return self._known[word]

    def _work_out(self, word: str) -> tuple[str, ...]:
        folded = fold_word(word, self._fold)
        found = list(self._word_atoms(folded, word))
        for particle in self._rules.proclitics:
            if folded.startswith(particle) and len(folded) - len(particle) >= _SHORTEST_STEM:
                found += self._word_atoms(folded[len(particle) :], word)
        found += self._slots(word)
        return tuple(dict.fromkeys(found))

    def _word_atoms(self, folded: str, word: str) -> Iterator[str]:
        if folded in self._exact:
            yield folded
        for end in range(1, len(folded) + 1):
            if folded[:end] in self._prefixes:
                yield folded[:end] + "~"
        if word in self._acronyms:
            yield _EXACT + word
        capital = not self._capitals or word[0].isupper()
        for atom in self._name_atoms(folded):
            if capital or atom[0] == _SMALL:
                yield atom

    def _name_atoms(self, folded: str) -> Iterator[str]:
        """Atoms of names that a word can be, as it stands or without an ending."""
        yield from (atom for atom in self._stems.get(folded, ()) if atom[1:] == folded)
        for ending in self._endings:
            if not folded.endswith(ending):
                continue
            stem = folded[: -len(ending)]
            for atom in self._stems.get(stem, ()):
                # A stem of one or two letters is only safe inside a name of several words.
                if atom[0] != _PLAIN and (len(stem) >= _SHORTEST_STEM or atom[0] == _TOGETHER):
                    yield atom

    def has_word(self, word: str) -> bool:
        """Whether a word stands as it is in a pattern, so that it is a word of the language and not only a name."""
        return fold_word(word, self._fold) in self._exact

    def is_bare(self, word: str) -> bool:
        """Whether a word as written stands in a pattern or name as it is, so that its ending is its own."""
        return self._bare[word]

    def _is_bare(self, word: str) -> bool:
        folded = fold_word(word, self._fold)
        return folded in self._exact or any(atom[1:] == folded for atom in self._stems.get(folded, ()))

    def sequences(self, wanted: Callable[[Payload], bool]) -> Iterator[tuple[tuple[str, ...], Payload]]:
        """The atoms of every pattern with a wanted payload, gaps left out; see `atoms`."""
        waiting: list[tuple[_Node[Payload], tuple[str, ...]]] = [(self._root, ())]
        while waiting:
            node, atoms = waiting.pop()
            if node.gap is not None:
                yield from ((atoms, payload) for payload in node.gap.payloads if wanted(payload))
                waiting.append((node.gap, atoms))
            for atom, child in (node.children or {}).items():
                for payload in child.payloads:
                    if wanted(payload):
                        yield (*atoms, atom), payload
                if child.children is not None or child.gap is not None:  # most nodes end their pattern
                    waiting.append((child, (*atoms, atom)))

    def find(self, words: Words, first: int = 0, last: int | None = None) -> list[Hit[Payload]]:
        """All hits inside words [first, last), the longest of each payload at each start, in order of place."""
        forms = words.forms[first:last]
        line = _Line(first, forms, [*map(self._known.__getitem__, forms), ()])
        atoms, reach = line.atoms, self._gap + 1
        hits: list[Hit[Payload]] = []
        for here, start in enumerate(map(self._starts.__getitem__, forms), 1):
            if start is None:
                continue
            nodes, alone, seconds, beyond = start
            if not seconds.isdisjoint(atoms[here]) or (
                beyond and not beyond.isdisjoint(chain.from_iterable(atoms[here : here + reach]))
            ):
                hits += self._from(nodes, line, here)
            elif alone:
                at = first + here
                hits += [Hit(at - 1, at, payload) for payload in alone]
        return hits

    def _start(self, word: str) -> _Start[Payload] | None:
        """What a word as written can begin, None when it begins nothing."""
        openings = self._root.children or {}
        nodes = tuple(openings[atom] for atom in self._known[word] if atom in openings)
        if not nodes:
            return None
        alone = {id(payload): payload for node in reversed(nodes) for payload in node.payloads}
        beyond = _atoms_after([node.gap for node in nodes if node.gap])
        return _Start(nodes, tuple(alone.values()), _atoms_after(nodes), beyond)

    def _from(self, nodes: Sequence[_Node[Payload]], line: _Line, after: int) -> Iterable[Hit[Payload]]:
        """The hits that begin with the word before `after`, which leads to these nodes; the longest first."""
        best: dict[int, Hit[Payload]] = {}
        first, _, atoms = line
        stack = [(node, after) for node in nodes]
        while stack:
            node, here = stack.pop()
            for payload in node.payloads:
                held = best.get(id(payload))
                if held is None or first + here > held.last:
                    best[id(payload)] = Hit(first + after - 1, first + here, payload)
            if node.children:
                for atom in atoms[here]:
                    child = node.children.get(atom)
                    if child is not None:
                        stack.append((child, here + 1))
            if node.gap is not None:
                stack += self._over_gap(node.gap, line, here)
        return sorted(best.values(), key=lambda hit: -hit.last) if len(best) > 1 else best.values()

    def _over_gap(self, gap: _Node[Payload], line: _Line, here: int) -> Iterable[tuple[_Node[Payload], int]]:
        """Where a pattern goes on that has a gap before `here`."""
        following = (gap.children or {}).keys()
        reached = line.atoms[here : here + self._gap + 1]
        if following.isdisjoint(chain.from_iterable(reached)):
            return
        for place, atoms in enumerate(reached, here):
            if self._gap > _USUAL_GAP and not _HALTS.isdisjoint(line.forms[place : place + 1]):
                return
            if not following.isdisjoint(atoms):
                yield gap, place


def _atoms_after(nodes: Sequence[_Node[Payload]]) -> AbstractSet[str]:
    """The atoms that lead on from any of the nodes."""
    after = [node.children.keys() for node in nodes if node.children]
    return after[0] if len(after) == 1 else frozenset().union(*after)


def _hold(node: _Node[Payload], alone: tuple[Payload]) -> None:
    """Let a node mean one thing more; nodes that mean it alone share the tuple."""
    if not node.payloads:
        node.payloads = alone
    elif not any(held is alone[0] for held in node.payloads):
        node.payloads += alone


def _grow(nodes: Sequence[_Node[Payload]], choices: Sequence[Sequence[str]]) -> list[_Node[Payload]]:
    """The nodes to which each of the choices leads from each of the nodes."""
    plain = [choice[0] for choice in choices if len(choice) == 1 and choice[0] != "…"]
    if len(plain) < len(choices):
        return [_walk(node, choice) for node in nodes for choice in choices]
    grown: list[_Node[Payload]] = []
    for node in nodes:
        if node.children is None:
            node.children = {atom: _Node() for atom in plain}
            grown += node.children.values()
        else:
            grown += [_walk(node, choice) for choice in choices]
    return grown


def _walk(node: _Node[Payload], atoms: Iterable[str]) -> _Node[Payload]:
    """The node that the atoms lead to, made where there is none."""
    for atom in atoms:
        if atom == "…":
            node.gap = node.gap or _Node()
            node = node.gap
        else:
            if node.children is None:
                node.children = {}
            following = node.children.get(atom)
            if following is None:
                following = node.children[atom] = _Node()
            node = following
    return node
