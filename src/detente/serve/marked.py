"""A stored text cut into paragraphs and runs, each with all that is said of it: evidence, page furniture, refusals.

Spans nest and overlap as they like; a run is a stretch over which none of them begins or ends. Nothing is dropped or
added: paragraphs and what stands between them, joined, are the text.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from detente.export.screen import visible
from detente.model.report import Rejected
from detente.model.text import Junk
from detente.model.views import DocumentPassage

_PARAGRAPH = re.compile(r"([^\n]*)(\n*)")
_KEPT = re.compile(r"([\n\t])")  # white space that is no danger: line ends and tabs of the text
Layer = DocumentPassage | Junk | Rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of text of which the same is said throughout.

    Attributes:
        passages: words that values of reports rest on.
        begins: handles of the reports whose evidence begins here, or goes on here after a gap, in this paragraph.
        refused: numbers, from 1, of the near-contacts seen here and not reported.
    """

    text: str
    passages: tuple[DocumentPassage, ...] = ()
    begins: tuple[str, ...] = ()
    junk: tuple[str, ...] = ()
    refused: tuple[int, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether nothing is said of it."""
        return not (self.passages or self.junk or self.refused)

    @property
    def reports(self) -> tuple[str, ...]:
        """Handles of the reports that rest on it."""
        return tuple(dict.fromkeys(one.report for one in self.passages))

    @property
    def fields(self) -> tuple[str, ...]:
        """Fields of these reports that rest on it, each once."""
        return tuple(dict.fromkeys(one.field for one in self.passages))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A line of a text.

    Attributes:
        start: where it begins in the text.
        gap: the line ends after it.
    """

    start: int
    runs: tuple[Run, ...]
    gap: str


def marked(
    text: str, passages: Iterable[DocumentPassage], junk: Iterable[Junk], refused: Iterable[Rejected]
) -> Iterator[Paragraph]:
    """The text in paragraphs, each cut where something begins or ends."""
    near = tuple(refused)
    numbers = {id(one): number for number, one in enumerate(near, 1)}
    cuts = _Cuts((*passages, *junk, *near))
    for found in _PARAGRAPH.finditer(text):
        if found[0]:
            runs = _joined(cuts.within(found.start(1), found.end(1)), text, numbers)
            yield Paragraph(start=found.start(), runs=tuple(runs), gap=found[2])


def shown(text: str) -> str:
    """Text of strangers with what would be obeyed instead of shown as escapes, its line ends and tabs kept."""
    if text.isprintable():  # so is most of it, and looking closer takes ten times as long
        return text
    return "".join(part if part in ("\n", "\t") else visible(part) for part in _KEPT.split(text))


class _Cuts:
    """Layers of a text, walked once from its beginning to its end."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = layers
        self._ahead = sorted(range(len(layers)), key=lambda at: layers[at].span.start, reverse=True)
        self._here: list[int] = []
        self._border = 0  # where something begins or ends next

    def within(self, start: int, end: int) -> Iterator[tuple[int, int, list[Layer]]]:
        """Stretches of [start, end) with the layers over each; paragraphs are asked for in their order."""
        at = start
        while at < end:
            if at >= self._border:
                self._move(at)
            following = min(end, self._border)
            yield at, following, [self._layers[one] for one in self._here]
            at = following

    def _move(self, at: int) -> None:
        """Take in what begins up to here, let go what has ended, and look where that is so next."""
        while self._ahead and self._layers[self._ahead[-1]].span.start <= at:
            self._here.append(self._ahead.pop())
        self._here = sorted(one for one in self._here if self._layers[one].span.end > at)
        borders = [self._layers[one].span.end for one in self._here]
        if self._ahead:
            borders.append(self._layers[self._ahead[-1]].span.start)
        self._border = min(borders, default=sys.maxsize)


def _joined(stretches: Iterable[tuple[int, int, list[Layer]]], text: str, numbers: dict[int, int]) -> Iterator[Run]:
    """Runs of one paragraph."""
    before: frozenset[str] = frozenset()
    for start, end, layers in stretches:
        if not layers:
            before = frozenset()
            yield Run(text=text[start:end])
            continue
        passages = tuple(one for one in layers if isinstance(one, DocumentPassage))
        reports = dict.fromkeys(one.report for one in passages)
        yield Run(
            text=text[start:end],
            passages=passages,
            begins=tuple(one for one in reports if one not in before),
            junk=tuple(one.rule for one in layers if isinstance(one, Junk)),
            refused=tuple(numbers[id(one)] for one in layers if isinstance(one, Rejected)),
        )
        before = frozenset(reports)
