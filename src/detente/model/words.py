"""Words of a text, in any script, with their places."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from unicodedata import normalize

import regex

from detente.model.text import Span

# Abbreviations of single letters stay whole (U.S.), a possessive is a word of its own, scripts without spaces give
# one word a character but for numbers such as 23, and every mark of punctuation is a word, so that
# patterns can see commas and quotation marks. What most words are stands first.
_WORD = r"({part}{{2,}}|{digit}+|(?:{letter}\.){{2,}}|['’]s(?!{inner})|{number}{{2,}}(?={han})|{part}|{mark})"
_CLASSES = {
    "part": r"[[\p{L}\p{M}‌‍]--[\p{Han}\p{Hiragana}\p{Katakana}ーʼ]]",
    "letter": r"\p{L}",
    "inner": r"\w",
    "number": r"[\p{Han}&&\p{nt=numeric}]",
    "han": r"\p{Han}",
    "digit": r"\p{Nd}",
    "mark": r"[^\s\p{Cf}]",
}
_FAR = re.compile("[\U00010000-\U0010ffff]")
_LETTERS = regex.compile(r"(?:\p{L}\.){2,}|[\p{L}\p{M}‌‍]+")
_UNSPACED = "\u2e80"  # the first character that may be of a script written without spaces
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
_JOINING = frozenset(map(chr, _JOINERS))


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
    parts = _parts(text)
    places = list(accumulate(map(len, parts)))
    return Words(text, tuple(places[:-1:2]), tuple(places[1::2]), tuple(parts[1::2]))


def word_forms(text: str) -> list[str]:
    """The forms of `split_words` without their places, sooner had for a name or a short pattern."""
    letters = text.replace(" ", "")
    if letters.isalpha() and (letters.isascii() or (max(letters) < _UNSPACED and "ʼ" not in letters)):
        return text.split()
    return _parts(text)[1::2]


def _parts(text: str) -> list[str]:
    """What separates and what is a word by turns, so that the lengths say the places."""
    return (_far_words() if _FAR.search(text) else _words()).split(text)


@cache
def _words() -> re.Pattern[str]:
    """A word of characters below U+10000, which all but a few texts are made of.

    `re` has no classes of Unicode, but looks up in one step whether a character is in a list of ranges: it splits a
    text in a third of the time of `regex`. The lists are asked of `regex`, so that both mean the same characters.
    """
    near = "".join(map(chr, range(0x10000)))
    ranges = {
        name: "".join(f"{re.escape(run[0])}-{re.escape(run[-1])}" for run in regex.findall(f"{kind}+", near, regex.V1))
        for name, kind in _CLASSES.items()
    }
    return re.compile(_WORD.format_map({name: f"[{kind}]" for name, kind in ranges.items()}))


@cache
def _far_words() -> "regex.Pattern[str]":
    """A word of any characters, for texts with rare ones such as emoji."""
    return regex.compile(_WORD.format_map(_CLASSES), regex.V1)


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
    word = word.casefold()
    return word if _JOINING.isdisjoint(word) else word.translate(_JOINERS)
