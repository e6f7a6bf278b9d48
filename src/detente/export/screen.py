"""Text for people: wrapped to a width in cells, styled where the screen allows it, never able to command a terminal."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.cells import cell_len

_STYLES = {
    "": "",
    "strong": "1",
    "dim": "2",
    "good": "32",
    "ahead": "36",
    "open": "33",
    "bad": "31",
    "gone": "35",
    "name": "34",
    "cue": "33",
    "time": "36",
    "topic": "32",
}
_NARROWEST, _WIDEST = 40, 120
# What a terminal obeys instead of showing it: controls, bidi controls, line separators, tags, lone surrogates. Joiners
# stay as they are, for they shape the letters of many languages.
_OBEYED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u180e\u200e\u200f\u2028-\u202e\u2061-\u2064\u2066-\u206f\ud800-\udfff\ufeff"
    "\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
# Scripts without spaces, where a line may break before each sign.
_SIGNS = "\u2e80-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_PARTS = re.compile(rf"\s+|[{_SIGNS}]|[^\s{_SIGNS}]+")
_SIGN = re.compile(rf"[{_SIGNS}]")
Piece = tuple[str, str]


def visible(text: str) -> str:
    r"""The text with control characters, bidi controls and line separators as escapes such as `\u202e`."""
    return _OBEYED.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def one_line(text: str) -> str:
    """The text, visible, with every run of white space as one space."""
    return visible(" ".join(text.split()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What text is laid out for.

    Attributes:
        width: columns, each as wide as a Latin letter.
        colour: whether styles may be shown; no style says what no word says.
        symbols: whether it can show more than ASCII.
    """

    width: int = 80
    colour: bool = False
    symbols: bool = True

    def style(self, text: str, style: str) -> str:
        """The text in a style, if there are styles here."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.colour and style and text else text

    def symbol(self, symbol: str, plain: str) -> str:
        """The symbol, or its ASCII stand-in."""
        return symbol if self.symbols else plain

    def wrapped(self, pieces: Iterable[Piece], *, first: str = "", indent: str = "") -> str:
        """Styled pieces as lines that end in a newline.

        Args:
            pieces: texts without newlines and their styles; make strangers' text `visible` before.
            first: what stands before the first line, unstyled.
            indent: what stands before the others.
        """
        width = min(max(self.width, _NARROWEST), _WIDEST)
        lines: list[list[Piece]] = [[]]
        room = width - cell_len(first)
        for unit in _units(pieces, width - cell_len(indent)):
            size = sum(cell_len(text) for text, _ in unit)
            blank = unit[0][0].isspace()
            if size > room and not blank:
                lines.append([])
                room = width - cell_len(indent)
            if lines[-1] or not blank:
                lines[-1] += unit
                room -= size
        starts = [first, *[indent] * (len(lines) - 1)]
        return "".join(start + self._line(line) for start, line in zip(starts, lines, strict=True))

    def _line(self, pieces: list[Piece]) -> str:
        runs: list[Piece] = []  # pieces of one style share their escape codes
        for text, style in pieces:
            if runs and runs[-1][1] == style:
                runs[-1] = runs[-1][0] + text, style
            else:
                runs.append((text, style))
        if runs:
            runs[-1] = runs[-1][0].rstrip(), runs[-1][1]
        return "".join(self.style(text, style) for text, style in runs) + "\n"


def _units(pieces: Iterable[Piece], room: int) -> Iterator[list[Piece]]:
    """What a line is made of: white space, signs of scripts without spaces, and words, of several styles perhaps."""
    unit: list[Piece] = []
    for text, style in pieces:
        for part in _PARTS.findall(text):
            if part.isspace() or _SIGN.match(part):
                if unit:
                    yield from _fitting(unit, room)
                    unit = []
                yield [(part, style)]
            else:
                unit.append((part, style))
    if unit:
        yield from _fitting(unit, room)


def _fitting(unit: list[Piece], room: int) -> Iterator[list[Piece]]:
    """The unit, or parts of it no longer than a line."""
    if sum(cell_len(text) for text, _ in unit) <= room:
        yield unit
        return
    for text, style in unit:
        part = ""
        for letter in text:
            if part and cell_len(part) + cell_len(letter) > room:
                yield [(part, style)]
                part = ""
            part += letter
        yield [(part, style)]
