"""The text of a reply -> its JSON, mended where that leaves no doubt: prose around it, fences, commas, a cut end."""

import json
import re
from itertools import islice
from typing import Any

from detente.errors import NoAnswerError

DEEPEST = 24  # brackets in brackets; the schema needs seven
_FENCE = re.compile(r"^[^\S\n]*```[a-zA-Z]*[^\S\n]*$", re.MULTILINE)  # no blank lines: each would look through all
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)
_BRACKET = re.compile(r"[{\[]")
_TRIES = 20
_PAIRS = {"{": "}", "[": "]"}


class Twice:
    """Stands for the value of a key that an object has twice: which of the two is meant nobody can tell."""


class NoNumber:
    """Stands for NaN and Infinity, which JSON does not have."""


def json_of(text: str) -> tuple[Any, bool]:
    """What a reply holds, and whether it had to be mended.

    Raises:
        NoAnswerError: bad-json, when no JSON is in it, or too-deep.
    """
    whole = _loaded(text)
    if whole is not None:
        return whole[0], False
    plain = _FENCE.sub("", _THOUGHT.sub("", text.removeprefix("\ufeff")))
    begins = (match.start() for match in _BRACKET.finditer(plain))
    for begin in islice(begins, _TRIES):  # prose has brackets too
        mended = _loaded(_closed(plain, begin), strict=False)
        if mended is not None and _may_be_reply(mended[0]):
            return mended[0], True
    raise NoAnswerError("bad-json", "the reply holds no JSON that could be mended")


def _may_be_reply(value: object) -> bool:
    """Whether it is more than brackets of prose, such as a footnote [1]."""
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict) for one in value))


def _loaded(text: str, *, strict: bool = True) -> tuple[Any] | None:
    """The JSON value of a text, in a tuple since it may be null; None for a text that is none.

    Args:
        strict: whether a line break inside a string, which models like to write, is refused.
    """
    try:
        return (json.loads(text, object_pairs_hook=_object, parse_constant=lambda _: NoNumber(), strict=strict),)
    except RecursionError as error:
        raise NoAnswerError("too-deep", f"the reply nests brackets more than {DEEPEST} deep") from error
    except ValueError:  # also a number of more digits than Python converts
        return None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        found[key] = Twice() if key in found else value
    return found


def _closed(text: str, begin: int) -> str:
    """The first bracketed stretch of a text, without commas before a bracket; a cut end goes back to the last comma.

    Raises:
        NoAnswerError: too-deep.
    """
    mender, at = _Mender(), begin
    while at < len(text):
        after = _string_end(text, at) if text[at] == '"' else at + 1
        if after < 0 or not mender.takes(text[at:after]):
            break
        at = after
    return mender.whole()


class _Mender:
    """JSON as it comes in, a string or another letter at a time."""

    def __init__(self) -> None:
        self._open: list[str] = []  # the brackets that would close what is open
        self._kept: list[str] = []
        self._comma = -1  # index in `_kept` of a comma after which only white space came
        self._safe: tuple[int, str] = (0, "")  # so much of `_kept` is whole once these brackets close it

    def takes(self, part: str) -> bool:
        """Take the next part; False when what was begun is complete, or cannot go on so."""
        if part in {"}", "]"}:
            return self._closes(part)
        if part in _PAIRS:
            self._open.append(_PAIRS[part])
            if len(self._open) > DEEPEST:
                raise NoAnswerError("too-deep", f"the reply nests brackets more than {DEEPEST} deep")
        elif part == ",":
            self._mark()
        self._kept.append(part)
        if not part.isspace():
            self._comma = len(self._kept) - 1 if part == "," else -1
        return True

    def whole(self) -> str:
        """What came in as far as it is whole, closed."""
        return "".join(self._kept[: self._safe[0]]) + self._safe[1]

    def _closes(self, bracket: str) -> bool:
        if not self._open or self._open[-1] != bracket:
            return False
        if self._comma >= 0:
            self._kept[self._comma] = ""
        self._open.pop()
        self._kept.append(bracket)
        self._comma = -1
        self._mark()
        return bool(self._open)

    def _mark(self) -> None:
        self._safe = len(self._kept), "".join(reversed(self._open))


def _string_end(text: str, begin: int) -> int:
    """The place after the string that begins here, -1 when it does not end."""
    at = begin + 1
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text[at] == '"':
            return at + 1
        else:
            at += 1
    return -1
