"""Places in ordered lists: where the next page begins, however many rows came or went before it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from typing import TypeVar

from detente.errors import UsageError

Line = TypeVar("Line")
Value = TypeVar("Value", str, int, float)
Place = tuple[str | int | float, ...]


def cut(
    lines: Iterable[Line], place: Callable[[Line], Place], *, after: str, limit: int
) -> tuple[list[Line], str, int]:
    """At most `limit` lines behind a place; the place of the last one, "" where nothing follows; how many there are.

    Args:
        lines: all that fit, in the order of their places.
        place: what a line is ordered by; no two lines have the same.
        after: what an earlier call gave as the place.

    Raises:
        UsageError: `after` is no place in this list.
    """
    every = list(lines)
    left = every
    if after and every:
        behind = place_of(after, *map(type, place(every[0])))
        left = [line for line in every if place(line) > behind]
    shown = left[:limit]
    return shown, cursor_of(place(shown[-1])) if len(left) > limit else "", len(every)


def cursor_of(place: Place) -> str:
    """A place as a word for an address."""
    text = json.dumps(place, ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def place_of(cursor: str, *types: type) -> Place:
    """The place that a cursor stands for.

    Args:
        types: of its values.

    Raises:
        UsageError: it stands for none.
    """
    try:
        place = json.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError) as error:  # no base64, no JSON, or no ASCII
        raise _no_place(cursor) from error
    if not isinstance(place, list) or [type(value) for value in place] != list(types):
        raise _no_place(cursor)
    return tuple(place)


def _no_place(cursor: str) -> UsageError:
    return UsageError(f"{cursor!r} is no place in this list; give `next` of the answer before as `after`")
