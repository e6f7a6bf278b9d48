"""Where a quotation stands in a text: letter by letter, else as people would call it the same; never by guessing.

A model gives a passage back with other quotation marks, dashes or spaces, composed letters for decomposed ones, or
without the soft hyphens and bidi controls that nobody sees. Both the text and the quotation are folded grapheme by
grapheme, and what is found is taken back to the very code points of the text. A quotation that begins or ends inside
a word, or inside a grapheme, is refused: it would let any letter stand as evidence.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

import regex

from detente.model import Span
from detente.model.words import split_words

_GRAPHEME = regex.compile(r"\X")
_WORDLIKE = regex.compile(r"[\p{L}\p{N}\p{M}]")
# Scripts that write no spaces: a word of theirs ends where nobody can see it.
_UNSPACED = regex.compile(r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_SAME = str.maketrans(
    dict.fromkeys("‘’‚‛′`´＇‹›\u02bc\u02b9", "'")
    | dict.fromkeys("“”„‟″«»＂〝〞「」『』", '"')
    | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
)


@lru_cache(maxsize=1 << 14)
def _folded(grapheme: str) -> str:
    """A grapheme as it is compared; a space for white space, nothing for what is not seen."""
    # Before and after: some marks have a compatible form that is a space with an accent.
    plain = unicodedata.normalize("NFKC", grapheme.translate(_SAME)).translate(_SAME)
    if plain.isspace():
        return " "
    return "".join(letter for letter in plain if unicodedata.category(letter) not in {"Cf", "Cc"})


def folded(words: str) -> str:
    """Words as they are compared: one space for white space, plain marks, nothing that is not seen."""
    return " ".join("".join(map(_folded, _GRAPHEME.findall(words))).split())


class Quotable:
    """A text in which quotations are looked for; a class because it is folded once and asked often.

    Args:
        text: of the document.
        without: stretches in which no quotation may stand, such as page furniture.
    """

    def __init__(self, text: str, without: Sequence[Span] = ()) -> None:
        self._text, self._without = text, without
        words = split_words(text)
        self._starts, self._ends = words.starts, words.ends
        self._build()

    def _build(self) -> None:
        letters: list[str] = []
        self._origin: list[int] = []  # of each folded letter: the grapheme that it comes from
        self._graphemes: list[tuple[int, int]] = []
        for number, match in enumerate(_GRAPHEME.finditer(self._text)):
            self._graphemes.append(match.span())
            for letter in _folded(match.group()):
                if letter == " " and (not letters or letters[-1] == " "):
                    continue
                letters.append(letter)
                self._origin.append(number)
        self._plain = "".join(letters)

    def places(self, quote: str) -> list[Span]:
        """Every place where a quotation stands, in text order; those that read so letter by letter, if there are any.

        Empty for one that stands nowhere, or that holds neither a letter nor a digit.
        """
        wanted = quote.strip()
        if _WORDLIKE.search(folded(wanted)) is None:
            return []
        exact = [Span(start=at, end=at + len(wanted)) for at in _occurrences(self._text, wanted)]
        found = [span for span in exact if self._may_stand(span)]
        return found or [span for span in self._alike(folded(wanted)) if self._may_stand(span)]

    def place(self, quote: str, within: Sequence[Span] = ()) -> Span | None:
        """The place that a quotation means: the first one inside one of `within`, else the first one in the text."""
        found = self.places(quote)
        inside = (span for span in found if any(outer.covers(span) for outer in within))
        return next(inside, found[0] if found else None)

    def place_inside(self, words: str, outer: Span) -> Span | None:
        """The first place of some words inside a stretch, None when they do not stand in it."""
        return next((span for span in self.places(words) if outer.covers(span)), None)

    def _alike(self, wanted: str) -> Iterator[Span]:
        for at in _occurrences(self._plain, wanted):
            first, last = self._origin[at], self._origin[at + len(wanted) - 1]
            whole_first = at == 0 or self._origin[at - 1] != first
            after = at + len(wanted)
            whole_last = after == len(self._origin) or self._origin[after] != last
            if whole_first and whole_last:
                yield Span(start=self._graphemes[first][0], end=self._graphemes[last][1])

    def _may_stand(self, span: Span) -> bool:
        if any(span.overlaps(one) for one in self._without):
            return False
        return not (self._cuts(span.start) or self._cuts(span.end))

    def _cuts(self, at: int) -> bool:
        """Whether a place lies inside a word or a grapheme."""
        if at in {0, len(self._text)}:
            return False
        grapheme = bisect_right(self._graphemes, (at, -1)) - 1
        if self._graphemes[grapheme][0] < at < self._graphemes[grapheme][1]:
            return True
        word = bisect_right(self._starts, at) - 1
        if word < 0 or not self._starts[word] < at < self._ends[word]:
            return False
        before, after = self._text[at - 1], self._text[at]
        if _UNSPACED.match(before) or _UNSPACED.match(after):
            return False
        return bool(_WORDLIKE.match(before) and _WORDLIKE.match(after))


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def word_range(starts: Sequence[int], ends: Sequence[int], span: Span) -> tuple[int, int]:
    """The words [first, last) that a span touches; first == last when it touches none."""
    return bisect_right(ends, span.start), bisect_left(starts, span.end)
