"""The lines of a document, and what can be said of a line without knowing its language."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from detente.model import Document, Span

PROSE, SENTENCE = 200, 100  # width of a line that is surely a paragraph, and of one that may be
MENU_ITEM = 30
_ENDS = ".!?…。！？؟۔।॥։።｡"
_CLOSERS = "\"'”’»›」』）)]"
_LIST_MARKS = ",;:、，；：،؛"
# What may be long begins only where it is not preceded by more of it: else a line of blanks is gone over once for each.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<![^\s@])[^\s@]++@[^\s@]+\.[^\s@]+", re.IGNORECASE)
_LONGEST_ADDRESS = 500
_COUNT = re.compile(r"[0-9]{1,3}(?:[ .,][0-9]{3})+|[0-9]{1,7}|[0-9]{1,4}(?:[.,][0-9])?[kmKM]")
_YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}")
_CRUMB_MARK = re.compile("[>»›/|]")
_CRUMB_MARKS = re.compile(r"(?:(?<!\s)\s++)?+[>»›]\s*+|(?<!\s)\s++[/|]\s+")
_MOST_CRUMBS = 8
_TRAILING_COUNT = re.compile(r"(?:(?<!\s)\s++)?+[(\[]\s*+[0-9.,]++\s*+[)\]]\s*+$")
# All but blocks of narrow letters and marks without a hole: what has no meaning yet may become wide.
_PERHAPS_WIDE = re.compile("[^\0-\u0377\u03a3-\u052f\u0600-\u070d\u0900-\u0983\u2000-\u2064]")
_EDGE = frozenset("PSZC")  # first letters of the categories of punctuation, symbols, blanks and controls


@dataclass(frozen=True)
class Line:
    """A line that is not blank, without the blanks around it (no slots: what is said of it is worked out once)."""

    span: Span
    text: str

    @cached_property
    def width(self) -> int:
        """Letters, where one of Chinese, Japanese or Korean counts twice, as it says about twice as much.

        It is only counted as far as the rules ask for it.
        """
        return width(self.text[: PROSE + 1])

    @cached_property
    def ends_a_sentence(self) -> bool:
        """Whether it ends in a full stop or its like, perhaps within a quotation."""
        return self.text.rstrip(_CLOSERS)[-1:] in tuple(_ENDS)

    @cached_property
    def key(self) -> str:
        """The line for comparison as a whole: no case, no count at its end, no punctuation around it."""
        if self.text.endswith((")", "]")):
            return bare(_TRAILING_COUNT.sub("", self.text))
        return _without_end(self.opening)

    @cached_property
    def opening(self) -> str:
        """The line for comparison from its beginning: no case, no punctuation before it."""
        return opening(self.text)

    @property
    def is_prose(self) -> bool:
        """Whether it is a paragraph for certain."""
        return self.width > PROSE and self.ends_a_sentence

    @property
    def may_be_prose(self) -> bool:
        """Whether it may be a paragraph; two of these one after the other are taken for the article."""
        return self.width > SENTENCE and self.ends_a_sentence

    @property
    def is_symbols(self) -> bool:
        """Whether it has neither letter nor digit."""
        return not any(c.isalnum() for c in self.text)

    @property
    def is_address(self) -> bool:
        """Whether it is one web or mail address and nothing else."""
        # The longest is not for looks: on a line of dots the pattern takes quadratic time.
        return len(self.text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(self.text.strip("<>()[]•-–— ")) is not None

    @property
    def is_count(self) -> bool:
        """Whether it is a bare number, such as the count of shares, but not a year."""
        number = self.text.strip("()[]•+ ")
        return _COUNT.fullmatch(number) is not None and not _YEAR.fullmatch(number)

    @property
    def is_breadcrumb(self) -> bool:
        """Whether it is a way through a site: three or more short parts without digits, with > » / | between."""
        if self.width > PROSE or not _CRUMB_MARK.search(self.text):
            return False
        parts = _CRUMB_MARKS.split(self.text)
        named = [part for part in parts if part]
        return (
            3 <= len(named) <= _MOST_CRUMBS  # noqa: PLR2004  (two parts may be a headline and its site)
            and all(_is_name(part) for part in named)
            and not self.ends_a_sentence
        )

    @property
    def is_menu_item(self) -> bool:
        """Whether it could stand in a menu: short, no sentence, no digit (a day, an hour), no part of a list."""
        return _is_name(self.text) and not self.ends_a_sentence and not any(c in _LIST_MARKS for c in self.text)

    @property
    def announces_a_list(self) -> bool:
        """Whether what follows is what it speaks of."""
        return self.text.endswith((":", "："))


def lines_of(document: Document) -> tuple[Line, ...]:
    """The lines of a document that are not blank, without those of its title."""
    return tuple(line for line in _lines(document.text) if not (document.title and line.span.overlaps(document.title)))


def width(text: str) -> int:
    """Letters of the text, where those of Chinese, Japanese and Korean count twice."""
    return len(text) + sum(unicodedata.east_asian_width(c) in "WF" for c in _PERHAPS_WIDE.findall(text))


def bare(text: str) -> str:
    """The text without case, blanks doubled, or punctuation, symbols and blanks around it."""
    return _without_end(opening(text))


def opening(text: str) -> str:
    """The text without case, blanks doubled, or punctuation, symbols and blanks before it."""
    folded = _folded(text)
    start = 0
    while start < len(folded) and unicodedata.category(folded[start])[0] in _EDGE:
        start += 1
    return folded[start:].rstrip()


def _without_end(text: str) -> str:
    end = len(text)
    while end and unicodedata.category(text[end - 1])[0] in _EDGE:
        end -= 1
    return text[:end]


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _is_name(text: str) -> bool:
    return len(text) <= MENU_ITEM and width(text) <= MENU_ITEM and not any(c.isdigit() for c in text)


def _lines(text: str) -> Iterator[Line]:
    start = 0
    for raw in text.split("\n"):
        line = raw.strip()
        if line:
            at = start + raw.index(line)
            yield Line(span=Span(start=at, end=at + len(line)), text=line)
        start += len(raw) + 1
