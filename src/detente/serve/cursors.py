"""Places in ordered lists: where the next page begins, however many rows came or went before it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable, Iterable
from typing import TypeVar

from detente.errors import UsageError

Line = TypeVar("Line")
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
    try:
        behind = _decoded(after) if after else None
        left = [line for line in every if behind is None or place(line) > behind]
    except (ValueError, TypeError, Error, RecursionError) as error:
        raise UsageError(f"{after!r} is no place in this list; give `next` of the answer before as `after`") from error
    shown = left[:limit]
    return shown, _encoded(place(shown[-1])) if len(left) > limit else "", len(every)


def _encoded(place: Place) -> str:
    text = json.dumps(place, ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decoded(after: str) -> Place:
    place = json.loads(urlsafe_b64decode(after.encode("ascii") + b"=" * (-len(after) % 4)))
    if not isinstance(place, list):
        raise TypeError("a place is a list")
    return tuple(place)
