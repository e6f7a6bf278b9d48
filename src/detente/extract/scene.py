"""One sentence as the extractor sees it: its actors, cues, times and places, and where its clauses part."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, Protocol, TypeVar

from detente.model.annotated import CueHit, Sentence
from detente.model.grounded import Actor, Grounded, PlaceHit, Timed
from detente.model.report import Kind, Outcome, Status
from detente.model.text import Span
from detente.model.words import Words, fold_word
from detente.reference.languages import Language

KINDS = frozenset(kind.value for kind in Kind)
STATUSES = frozenset(status.value for status in Status)
OUTCOMES = frozenset(outcome.value for outcome in Outcome)
_SOON = 2
# Files of scripts whose every character is a word let a gap hold so many words.
_DENSE = 12
_COMMAS = frozenset({",", "،", "、", "，"})
# Cues after which an actor is no longer one of the parties.
STOPS = frozenset({"about", "occasion", "clause", "source", "told"})


class _Placed(Protocol):
    @property
    def first(self) -> int: ...

    @property
    def last(self) -> int: ...


Thing = TypeVar("Thing", bound=_Placed)


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A sentence with what was found in it, each in text order.

    Attributes:
        contacts: cues of contacts, none overlapping another.
        settings: first words of contact nouns that a preposition makes the setting of something else.
        commas: places of the commas.
        negated: first words of contact cues that a negation stands right before.
        goals: in a sentence about something called off, places right after a word such as "to" or "until".
        cues: all other cues.
        topical: whether words after a mention say of whom the sentence speaks.
        dense: whether every character is a word, so that words stand further apart.
    """

    number: int
    sentence: Sentence
    span: Span
    actors: tuple[Actor, ...]
    contacts: tuple[CueHit, ...]
    cues: tuple[CueHit, ...]
    topics: tuple[CueHit, ...]
    times: tuple[Timed, ...]
    places: tuple[PlaceHit, ...]
    settings: frozenset[int]
    commas: frozenset[int]
    goals: frozenset[int]
    negated: frozenset[int]
    topical: bool = False
    dense: bool = False

    def of(self, *meanings: str) -> list[CueHit]:
        """Cues with one of these meanings."""
        return [cue for cue in self.cues if cue.means in meanings]

    @property
    def statuses(self) -> list[CueHit]:
        """Cues of status; one inside a longer one ("ruled out" in "cannot be ruled out") does not count.

        Nor does one inside words that say at whose request ("at the invitation of").
        """
        requests = self.of("asked")
        marks = [
            cue
            for cue in self.cues
            if cue.means in STATUSES and not any(one.first <= cue.first and cue.last <= one.last for one in requests)
        ]
        return [
            one
            for one in marks
            if not any(
                other.first <= one.first and one.last <= other.last and other.last - other.first > one.last - one.first
                for other in marks
            )
        ]

    def segment(self, cue: CueHit) -> tuple[int, int]:
        """The clause [first, last) around a contact cue, as clause cues and sentence bounds cut it."""
        first, last = self.sentence.first, self.sentence.last
        for mark in self.cues:
            if mark.means != "clause":
                continue
            if mark.last <= cue.first:
                first = max(first, mark.last)
            elif mark.first >= cue.last:
                last = min(last, mark.first)
            elif self.topical and mark.last > cue.last:
                last = min(last, mark.last)  # the ending of the verb that closes its clause belongs to both
        return first, last

    def reach(self, cue: CueHit) -> tuple[int, int]:
        """The clause of a contact noun with a relative clause after it that only says when, where or whether.

        "The summit of the two Koreas, which was planned for 12 June in Singapore, ..."
        """
        first, last = self.segment(cue)
        opening = next((mark for mark in self.cues if mark.means == "clause" and mark.first == last), None)
        if cue.frame != "noun" or opening is None:
            return first, last
        status = any(0 <= mark.first - opening.last <= _SOON for mark in self.statuses)
        acting = any(opening.last <= one.first <= opening.last + _SOON and not one.marks for one in self.actors)
        if not status or acting:
            return first, last
        later = [mark.first for mark in self.cues if mark.means == "clause" and mark.first > opening.first]
        return first, min([self.sentence.last, *later])

    def opens_at(self, cue: CueHit) -> bool:
        """Whether a contact noun stands after a word such as "in" or "during", as the setting of something else."""
        return cue.frame == "noun" and cue.first in self.settings

    def leads_to(self, place: int) -> bool:
        """Whether a word such as "to" or "until" stands before a place, an article or "on" in between at most."""
        return not self.goals.isdisjoint({place, place - 1, place + 1})

    def goal_after(self, place: int) -> bool:
        """Whether a word such as "until" stands right after a time, as part of it or behind it."""
        return not self.goals.isdisjoint({place, place + 1})

    def stops(self, first: int, last: int, meanings: frozenset[str] = STOPS) -> bool:
        """Whether a cue that ends the list of parties stands inside words [first, last)."""
        return any(first <= cue.first and cue.last <= last for cue in self.cues if cue.means in meanings)


class _Layer(Generic[Thing]):
    """The things of one kind in a document, in text order, cut by sentence."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self._things = tuple(things)
        self._firsts = [thing.first for thing in self._things]

    def inside(self, sentence: Sentence) -> tuple[Thing, ...]:
        """Those that begin in a sentence."""
        start = bisect_left(self._firsts, sentence.first)
        return self._things[start : bisect_left(self._firsts, sentence.last, start)]


class Stage:
    """The sentences of one document; a scene is made only of those that somebody asks for."""

    def __init__(self, grounded: Grounded, language: Language) -> None:
        annotated = grounded.annotated
        self._words, self._settings = annotated.words, _settings_of(language)
        self._topical, self._dense = bool(language.grammar.topic_words), language.words.gap >= _DENSE
        self._actors, self._places = _Layer(grounded.actors), _Layer(grounded.places)
        self._contacts = _Layer([cue for cue in annotated.cues if cue.means in KINDS])
        self._cues = _Layer([cue for cue in annotated.cues if cue.means not in KINDS])
        self._topics = _Layer(annotated.topics)
        self._times = _Layer(annotated.times)
        starts = [sentence.first for sentence in annotated.sentences]
        self._spoken = {bisect_right(starts, cue.first) - 1 for cue in annotated.cues if cue.means in KINDS}
        self._timed = {timed.hit.first: timed for timed in grounded.times}

    def actors(self, sentence: Sentence) -> tuple[Actor, ...]:
        """The actors of a sentence."""
        return self._actors.inside(sentence)

    def contacts(self, number: int, sentence: Sentence) -> tuple[CueHit, ...]:
        """The cues of contacts in a sentence, none overlapping another.

        Args:
            number: of the sentence in the document.
        """
        if number not in self._spoken:
            return ()
        found = self._contacts.inside(sentence)
        otherwise = [cue for cue in self._cues.inside(sentence) if cue.means == "other-sense"]
        return tuple(_longest([cue for cue in found if not _overlaps(cue, otherwise)]))

    def scene(self, number: int, sentence: Sentence, contacts: tuple[CueHit, ...]) -> Scene:
        """A sentence with all that was found in it.

        Args:
            number: of the sentence in the document.
            contacts: its cues of contacts, as `contacts` gives them.
        """
        words, settings = self._words, self._settings
        cues = self._cues.inside(sentence)
        off = any(cue.means == "cancelled" for cue in cues)
        forms = enumerate(words.forms[sentence.first : sentence.last], sentence.first)
        return Scene(
            number=number,
            sentence=sentence,
            span=words.span(sentence.first, sentence.last),
            actors=self._actors.inside(sentence),
            contacts=contacts,
            cues=cues,
            topics=self._topics.inside(sentence),
            times=tuple(self._timed[hit.first] for hit in self._times.inside(sentence)),
            places=self._places.inside(sentence),
            settings=settings.of(contacts, words, sentence),
            goals=settings.goals(words, sentence) if off else _NOWHERE,
            negated=settings.negated(contacts, words),
            topical=self._topical,
            dense=self._dense,
            commas=frozenset([place for place, form in forms if form in _COMMAS]),
        )


_NOWHERE: frozenset[int] = frozenset()


@cache
def _settings_of(language: Language) -> "_Settings":
    """The settings of a language, made once."""
    return _Settings(language)


class _Settings:
    """Finds contact nouns after a preposition of place or time, in the words of one language."""

    def __init__(self, language: Language) -> None:
        letters = language.words.letters
        self._letters = letters
        before = language.grammar.setting_words or language.grammar.at_words
        self._before = frozenset(fold_word(word, letters) for word in before)
        self._goals = frozenset(fold_word(word, letters) for word in language.grammar.until_words)
        self._not = frozenset(fold_word(word, letters) for word in language.grammar.not_words)
        self._small = frozenset(fold_word(word, letters) for word in language.grammar.articles)
        self._of = frozenset(fold_word(word, letters) for word in language.grammar.of)
        self._sov = language.order == "sov"

    def goals(self, words: Words, sentence: Sentence) -> frozenset[int]:
        """Places right after a word of destination."""
        return frozenset(
            place + 1
            for place in range(sentence.first, sentence.last - 1)
            if fold_word(words.forms[place], self._letters) in self._goals
        )

    def negated(self, contacts: Sequence[CueHit], words: Words) -> frozenset[int]:
        """First words of the contact cues that a word such as "not" stands right before."""
        return frozenset(
            cue.first
            for cue in contacts
            if cue.first and fold_word(words.forms[cue.first - 1], self._letters) in self._not
        )

    def of(self, contacts: Sequence[CueHit], words: Words, sentence: Sentence) -> frozenset[int]:
        """First words of the contact nouns that stand in such a setting."""
        found = set()
        for cue in contacts:
            if self._sov:
                after = words.forms[cue.last] if cue.last < sentence.last else ""
                if fold_word(after, self._letters) in self._before:
                    found.add(cue.first)
                continue
            before = self._past_articles(cue.first - 1, words, sentence)
            if before > sentence.first and fold_word(words.forms[before], self._letters) in self._of:
                before = self._past_articles(before - 1, words, sentence)  # "in the course of a meeting"
            if before >= sentence.first and fold_word(words.forms[before], self._letters) in self._before:
                found.add(cue.first)
        return frozenset(found)

    def _past_articles(self, place: int, words: Words, sentence: Sentence) -> int:
        while place > sentence.first and fold_word(words.forms[place], self._letters) in self._small:
            place -= 1
        return place


def _overlaps(cue: CueHit, others: Sequence[CueHit]) -> bool:
    return any(cue.first < other.last and other.first < cue.last for other in others)


def _longest(cues: Sequence[CueHit]) -> list[CueHit]:
    """Contact cues without overlaps: the longer one stands, of equals the verb."""
    kept: list[CueHit] = []
    for cue in sorted(cues, key=lambda one: (one.first - one.last, one.frame != "verb", one.first)):
        if all(cue.last <= other.first or cue.first >= other.last for other in kept):
            kept.append(cue)
    return sorted(kept, key=lambda cue: cue.first)
