"""Places in ordered lists: where the next page begins, however many rows came or went before it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from detente.errors import UsageError

Place = tuple[str | int | float, ...]


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
