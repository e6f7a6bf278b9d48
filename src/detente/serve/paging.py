"""Lists a page at a time: what is shown, after what to go on, and how many there are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from detente.errors import NotFoundError

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


def page_after(found: Iterable[Line], after: str, limit: int, key: Callable[[Line], str]) -> Page[Line]:
    """The page of a whole list that begins after the line of a key.

    Args:
        found: all lines, in an order that stays.

    Raises:
        NotFoundError: no line has this key (any more).
    """
    lines = list(found)
    first = 0
    if after:
        first = next((number for number, line in enumerate(lines, 1) if key(line) == after), 0)
        if not first:
            raise NotFoundError(f"the list has no {after!r} after which it could go on; begin again without `after`")
    return page_of(lines[first:], len(lines), limit, key)
