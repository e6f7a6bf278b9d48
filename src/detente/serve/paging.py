"""Lists a page at a time: what is shown, after what to go on, and how many there are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from detente.serve.cursors import Place, cursor_of, place_of

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Line]):
    """A part of a list.

    Attributes:
        next: key of its last line, after which the list goes on; "" at the end.
        total: how many lines the whole list has.
    """

    lines: Sequence[Line]
    next: str
    total: int


def page_of(found: Iterable[Line], total: int, limit: int, key: Callable[[Line], str]) -> Page[Line]:
    """The page that begins with the first line found; `found` may end after one line more than the limit."""
    lines = [line for line, _ in zip(found, range(limit + 1), strict=False)]
    following = key(lines[limit - 1]) if len(lines) > limit else ""
    return Page(lines=lines[:limit], next=following, total=total)


def page_after(found: Iterable[Line], after: str, limit: int, place: Callable[[Line], Place]) -> Page[Line]:
    """The page of a whole list that begins behind a place, whatever came or went before it.

    Args:
        found: all lines, in the order of their places.
        place: what a line is ordered by; no two have the same.
        after: `next` of an earlier page.

    Raises:
        UsageError: `after` is no place in such a list.
    """
    lines = list(found)
    left = lines
    if after and lines:
        behind = place_of(after, *map(type, place(lines[0])))
        left = [line for line in lines if place(line) > behind]
    return page_of(left, len(lines), limit, lambda line: cursor_of(place(line)))
