"""Words of a text, in any script, with their places."""

from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import normalize

import regex

from detente.model.text import Span

# Abbreviations of single letters stay whole (U.S.), a possessive is a word of its own, scripts without spaces give
# one word a character but for numbers such as 23, and every mark of punctuation is a word, so that
# patterns can see commas and quotation marks.
_WORD = regex.compile(
    r"(?:\p{L}\.){2,}|['’]s\b"
    r"|[\p{Han}&&\p{nt=numeric}]{2,}(?=\p{Han})"
    r"|[\p{Han}\p{Hiragana}\p{Katakana}ー]"
    r"|[[\p{L}\p{M}‌‍]--[\p{Han}\p{Hiragana}\p{Katakana}ーʼ]]+"
    r"|\p{Nd}+|[^\s\p{Cf}]",
    regex.V1,
)
_LETTERS = regex.compile(r"(?:\p{L}\.){2,}|[\p{L}\p{M}‌‍]+")
_JOINERS = {
    ord("–"): "-",
    ord("—"): "-",
    ord("‑"): "-",
    ord("−"): "-",
    ord("‌"): None,
    ord("‍"): None,
    ord("’"): "'",
    ord("ʼ"): "'",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text as parallel tuples.

    Attributes:
        text: what they were split from.
        starts, ends: half-open code point places in `text`.
        forms: the words as written.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    forms: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.forms)

    def span(self, first: int, last: int) -> Span:
        """The span of words [first, last)."""
        return Span(start=self.starts[first], end=self.ends[last - 1])


def split_words(text: str) -> Words:
    """Split text into words and marks of punctuation; white space separates and is not kept."""
    spans = [match.span() for match in _WORD.finditer(text)]
    starts = tuple(start for start, _ in spans)
    ends = tuple(end for _, end in spans)
    return Words(text, starts, ends, tuple(text[start:end] for start, end in spans))


def distinct_words(text: str) -> set[str]:
    """The words of letters in a text, each once: several times faster than splitting it.

    A run of characters written without spaces is one word here.
    """
    return set(_LETTERS.findall(text))


def fold_word(word: str, letters: Mapping[int, str] | None = None) -> str:
    """A word without case, joiners and the letter variants of its language.

    Args:
        letters: code point of a letter -> the letter that it counts as, as `str.maketrans` makes it.
    """
    if word.isascii() and not letters:
        return word.lower()
    word = normalize("NFC", word)
    if letters:
        word = word.translate(letters)
    return word.casefold().translate(_JOINERS)
