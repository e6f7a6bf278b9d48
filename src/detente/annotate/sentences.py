"""Sentences of a text in any script, by terminators, abbreviations and line ends."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from itertools import compress

from detente.model import Document, Span
from detente.model.annotated import Sentence
from detente.model.words import Words

_TERMINATORS = frozenset(".!?…。！？؟۔।॥｡;")
_SOFT = frozenset(".")
_NEVER_ALONE = frozenset(";")
_ENDING = _TERMINATORS - _NEVER_ALONE
_CLOSERS = frozenset("\"'”’»)]）」』›")
_MARKS = _ENDING | _CLOSERS
_BREAKS = re.compile(r"\n+")
_WRAPPED_LINE = 60


def split_sentences(document: Document, words: Words, abbreviations: Collection[str]) -> tuple[Sentence, ...]:
    """Sentences in text order; every word is in exactly one.

    Args:
        abbreviations: folded words after which a full stop ends nothing.
    """
    title = () if document.title is None else (document.title,)
    junk = tuple(one.span for one in document.junk)
    sentences = []
    for first, last, paragraph in _bounds(words, frozenset(abbreviations)):
        start, end = words.starts[first], words.ends[last - 1]
        sentences.append(
            Sentence(
                first=first,
                last=last,
                paragraph=paragraph,
                title=bool(title) and _meets(title, start, end),
                junk=bool(junk) and _meets(junk, start, end),
            )
        )
    return tuple(sentences)


def _meets(regions: Iterable[Span], start: int, end: int) -> bool:
    """Whether [start, end) shares a code point with one of the regions."""
    return any(one.start < end and start < one.end for one in regions)


def _bounds(words: Words, abbreviations: frozenset[str]) -> Iterator[tuple[int, int, int]]:
    first, paragraph = 0, 0
    before_breaks = _before_breaks(words)
    marks = compress(range(len(words)), map(_MARKS.__contains__, words.forms))
    for here in sorted({*before_breaks, *marks}):
        ends_line = here in before_breaks and _line_ends(words, here)
        if ends_line or _stops(words, here, abbreviations):
            stop = here + 1
            attached = stop < len(words) and words.starts[stop] == words.ends[here]
            if attached and words.forms[stop] in _CLOSERS and not ends_line:
                continue
            if stop > first:
                yield first, stop, paragraph
            first = stop
            paragraph += ends_line
    if first < len(words):
        yield first, len(words), paragraph


def _before_breaks(words: Words) -> frozenset[int]:
    """The words with a line break between them and the next word."""
    before = {bisect_left(words.starts, found.start()) - 1 for found in _BREAKS.finditer(words.text)}
    return frozenset(before - {-1, len(words) - 1})


def _stops(words: Words, here: int, abbreviations: frozenset[str]) -> bool:
    """Whether a sentence ends with word `here`, leaving line ends aside."""
    form = words.forms[here]
    if form in _CLOSERS and here and words.forms[here - 1] in _ENDING:
        return here + 1 < len(words) and not words.forms[here + 1][0].islower()
    if form not in _ENDING:
        return False
    if form not in _SOFT:
        return True
    before = words.forms[here - 1] if here else ""
    if before.casefold() in abbreviations or (len(before) == 1 and before.isalpha() and before.isupper()):
        return False
    following = words.forms[here + 1] if here + 1 < len(words) else ""
    if words.ends[here] < len(words.text) and not words.text[words.ends[here]].isspace() and following not in _CLOSERS:
        return False
    return not (following[:1].islower() or following[:1] == ",")


def _line_ends(words: Words, here: int) -> bool:
    """Whether the line break between two words separates sentences.

    A line of at least 60 characters that stops amid a sentence, followed by a small letter, is wrapped text.
    """
    gap = words.text[words.ends[here] : words.starts[here + 1]]
    if gap.count("\n") > 1 or words.forms[here] in _TERMINATORS:
        return True
    begins = words.text.rfind("\n", 0, words.ends[here]) + 1
    wrapped = words.ends[here] - begins >= _WRAPPED_LINE and words.forms[here + 1][0].islower()
    return not wrapped
