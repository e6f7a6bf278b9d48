"""Records: JSON Lines, or a JSON file that is one object or an array of objects."""

import io
import itertools
import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import IO, TYPE_CHECKING, Any

import msgspec

from detente.errors import UnreadableError
from detente.model import Document, Refusal
from detente.read.arrays import items
from detente.read.compose import compose
from detente.read.decode import marked_encoding, settled
from detente.read.run import Run, Source, refusal
from detente.read.source import replayed

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

FIELDS = ("id", "lang", "published", "title", "text", "url", "outlet")
_DECODER: msgspec.json.Decoder[Any] = msgspec.json.Decoder()
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].*)?", re.DOTALL)
_LANG = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.IGNORECASE | re.DOTALL)
_LINES_TRIED = 5  # of a file that is no JSON as a whole, before it is refused as a whole
_CHUNK = 1 << 16
_MOST_SLOWLY = 2_000_000  # bytes; what the standard library makes of them may take thirty times as many

Record = dict[str, Any]


def read_jsonl(source: Source, run: Run) -> Iterator[Document | Refusal]:
    """One document or refusal for each line that is not blank; a line is named `path:line`, counted from 1.

    Raises:
        UnreadableError: empty, when there is no line with anything in it.
    """
    nothing = True
    for where, line in _lines(_in_utf8(source.head, source.stream), source.name, run.limits.line_bytes):
        nothing = False
        yield _from_line(line, where, run)
    if nothing:
        raise UnreadableError("empty", "no record in it", "check what wrote it")


def read_json(source: Source, run: Run) -> Iterator[Document | Refusal]:
    """The documents of one object, an array of objects (`path:1` is the first), or of JSON Lines after all.

    Raises:
        UnreadableError: empty, encoding, not-json or too-large.
    """
    stream = _in_utf8(source.head, source.stream)
    start = stream.peek(_CHUNK)
    blanks = len(start) - len(start.removeprefix(b"\xef\xbb\xbf").lstrip())
    if start[blanks : blanks + 1] != b"[":
        yield from _from_object(stream, source.name, run)
        return
    stream.read(blanks + 1)
    nothing = True
    for number, item in enumerate(items(stream, run.limits.array_bytes), start=1):
        nothing = False
        yield _from_line(item, f"{source.name}:{number}", run)
    if nothing:
        raise UnreadableError("empty", "an array without records", "check what wrote it")


def _from_object(stream: io.BufferedReader, name: str, run: Run) -> Iterator[Document | Refusal]:
    limit = run.limits.array_bytes
    data = stream.read(limit + 1)
    if len(data) <= limit and data.strip():
        try:
            value = _value(data.removeprefix(b"\xef\xbb\xbf"), run)
        except UnreadableError:
            lines = (line for line in io.BytesIO(data) if line.strip())
            if not any(_is_record(line, run) for line in itertools.islice(lines, _LINES_TRIED)):
                raise
        else:
            yield _from_value(value, name, run)
            return
    yield from read_jsonl(Source(name=name, head=b"", stream=replayed(data, stream)), run)


def _lines(stream: IO[bytes], name: str, limit: int) -> Iterator[tuple[str, bytes | None]]:
    """Every line that is not blank with its place; None stands for one over the limit."""
    for number in itertools.count(1):
        line = stream.readline(limit + 1)
        if not line:
            return
        where = f"{name}:{number}"
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield where, None
        elif line.removeprefix(b"\xef\xbb\xbf" if number == 1 else b"").strip():
            yield where, line.removeprefix(b"\xef\xbb\xbf")


def _from_line(line: bytes | None, where: str, run: Run) -> Document | Refusal:
    if line is None:
        detail = f"a line of more than {run.limits.line_bytes:,} bytes"
        return Refusal(source=where, reason="too-large", detail=detail, remedy="split it, or raise the limit")
    try:
        return _document(_value(line, run), where, run)
    except UnreadableError as error:
        return refusal(where, error)


def _from_value(value: object, where: str, run: Run) -> Document | Refusal:
    try:
        return _document(value, where, run)
    except UnreadableError as error:
        return refusal(where, error)


def _is_record(line: bytes, run: Run) -> bool:
    try:
        return isinstance(_value(line, run), dict)
    except UnreadableError:
        return False


def _value(data: bytes, run: Run) -> object:
    """The fields that are asked for of the record in `data`, or what else is written there."""
    columns = _columns(run)
    names = tuple(sorted(set(columns.values())))
    try:
        parts = msgspec.structs.astuple(_decoder(names).decode(data))
        found = {name: _part(bytes(part)) for name, part in zip(names, parts, strict=True) if bytes(part)}
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # msgspec refuses some lines that the standard library takes: lone surrogates, NaN, integers of 20 digits.
        return _value_slowly(data)
    # The message about a record without a text names the fields that it has.
    return found if columns["text"] in found or len(data) > _MOST_SLOWLY else _value_slowly(data)


@cache
def _decoder(names: tuple[str, ...]) -> msgspec.json.Decoder[msgspec.Struct]:
    """Reads these fields, as they are written, and no other: twenty megabytes of names would take half a gigabyte."""
    fields = [(f"field_{place}", msgspec.Raw, msgspec.Raw(b"")) for place in range(len(names))]
    rename = {field: name for (field, _, _), name in zip(fields, names, strict=True)}
    return msgspec.json.Decoder(msgspec.defstruct("Record", fields, rename=rename))


def _part(data: bytes) -> object:
    """A value that is no list or object; of those, which no field can hold, an empty one."""
    if data[:1] in {b"[", b"{"}:
        return [] if data[:1] == b"[" else {}
    try:
        return _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _value_slowly(data)


def _value_slowly(data: bytes) -> object:
    if len(data) > _MOST_SLOWLY:
        raise UnreadableError("not-json", "not JSON, or of an odd form and large", "write one JSON object a line")
    try:
        value: object = json.loads(data.decode())
    except UnicodeDecodeError as error:
        raise UnreadableError("encoding", "JSON that is not UTF-8", "convert it to UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError("not-json", f"not JSON: {error}", "write one JSON object a line") from error
    return value


def _document(record: object, where: str, run: Run) -> Document:
    if not isinstance(record, dict):
        raise UnreadableError("not-json", f"JSON, but no object: {type(record).__name__}", "write one object a line")
    columns = _columns(run)
    if columns["text"] not in record:
        present = ", ".join(settled(name)[:40] for name in itertools.islice(record, 12)) or "none"
        raise UnreadableError(
            "missing-field", f"no field {columns['text']!r}; there are: {present}", "say which field holds the text"
        )
    values = {field: _string(record, name) for field, name in columns.items()}
    if not values["text"].strip() and not values["title"].strip():
        raise UnreadableError("empty", "neither title nor text", "leave the record out")
    if len(values["text"]) > run.limits.text_bytes:
        raise UnreadableError("too-large", f"a text of more than {run.limits.text_bytes:,} letters", "split it")
    text, title = compose(values["title"], values["text"])
    return Document(
        id=values["id"].strip() or where,
        text=text,
        title=title,
        published=_published(values["published"], columns["published"]) or run.published,
        lang=_lang(values["lang"], columns["lang"]) or run.lang,
        outlet=values["outlet"].strip() or run.outlet,
        url=values["url"].strip() or None,
        named=bool(values["id"].strip()),
    )


def _columns(run: Run) -> dict[str, str]:
    return {field: run.columns.get(field, field) for field in FIELDS}


def _string(record: Record, name: str) -> str:
    value = record.get(name)
    if value is None:
        return ""
    if isinstance(value, str):
        return settled(value)
    if isinstance(value, int) and not isinstance(value, bool):  # many files number their records
        return str(value)
    raise UnreadableError("bad-field", f"{name!r} holds a {type(value).__name__}", f"make {name!r} a string")


def _published(value: str, name: str) -> date | None:
    if not value.strip():
        return None
    found = _DAY.fullmatch(value.strip())
    try:
        if found:
            return date.fromisoformat(found[1])
    except ValueError:
        pass  # such as 30 February; told like any other that is no day
    raise UnreadableError("bad-field", f"{name!r} is {value[:40]!r}", "write the day as YYYY-MM-DD")


def _lang(value: str, name: str) -> str | None:
    if not value.strip():
        return None
    found = _LANG.fullmatch(value.strip())
    if not found:
        raise UnreadableError("bad-field", f"{name!r} is {value[:40]!r}", "write an ISO 639-1 code such as te")
    return found[1].lower()


def _in_utf8(head: bytes, stream: io.BufferedReader) -> io.BufferedReader:
    """The stream itself, or recoded when its mark says UTF-16 or UTF-32 (Windows shells write such files)."""
    marked = marked_encoding(head)
    if marked is None or marked[1] == "utf-8":
        return stream
    return io.BufferedReader(_Recoded(stream, marked[1]), _CHUNK)


class _Recoded(io.RawIOBase):
    def __init__(self, stream: io.BufferedReader, encoding: str) -> None:
        self._text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="\n")
        self._waiting = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        if not self._waiting:
            self._waiting = self._text.read(_CHUNK).encode()
        data, self._waiting = self._waiting[: len(view)], self._waiting[len(view) :]
        view[: len(data)] = data
        return len(data)
