"""Bytes to text: byte order mark, declared encoding, UTF-8, and only then a guess."""

import codecs
import re

from charset_normalizer import from_bytes

from detente.errors import UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF picture or sound"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "a gzip file inside another"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\0", "a database"),
)
# Encodings that a page may name but that turn text into other text, or take quadratic time.
_NEVER = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "unicode-escape", "utf-7", "undefined"})
# What browsers read under a name: the label of the standard stands for its larger sibling.
_LARGER = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "iso8859-9": "cp1254", "tis-620": "cp874",
}  # fmt: skip
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,400}?(?:charset|encoding)\s*=\s*[\"']?\s*([a-z0-9_.:-]{1,40})", re.IGNORECASE
)
_DECLARED_WITHIN = 4096
_NO_CONTROLS = bytes(c for c in range(256) if c not in {*range(0x20), 0x7F} or chr(c) in "\t\n\r\f\v\x1b")
_MOST_CONTROLS = 0.05
_FEW_BROKEN = 0.001  # share of stray bytes in a text that is otherwise plain ASCII, where nothing else could be told
_SHORTEST_GUESS = 16  # bytes; below it a guess is a coin toss


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data`, settled as `settled` does.

    Args:
        data: all bytes of one document.
        declared: the encoding that the document names itself.

    Raises:
        UnreadableError: empty, binary or encoding.
    """
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise _binary(kind)
    if not data.strip():
        raise UnreadableError("empty", "nothing but blanks", "check what wrote it")
    text = settled(_decoded(data, declared))
    if _too_many_controls(text):
        raise _binary("mostly control characters")
    if not text.strip():
        raise UnreadableError("empty", "nothing but blanks", "check what wrote it")
    return text


def declared_in(data: bytes) -> str | None:
    """The encoding that the head of an HTML page names, if any."""
    found = _DECLARED.search(data, 0, _DECLARED_WITHIN)
    return found[1].decode("ascii") if found else None


def settled(text: str) -> str:
    """The text with a line feed for every line end, no byte order mark, and U+FFFD for half a surrogate pair."""
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate, which no file or database could take later
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def in_utf8(head: bytes) -> bytes:
    """The first bytes of a file as they would be in UTF-8 without a mark, as far as a mark tells their encoding."""
    marked = marked_encoding(head)
    return head[len(marked[0]) :].decode(marked[1], "ignore").encode() if marked else head


def marked_encoding(head: bytes) -> tuple[bytes, str] | None:
    """The byte order mark at the beginning and the encoding that it stands for."""
    return next(((mark, name) for mark, name in _MARKS if head.startswith(mark)), None)


def _decoded(data: bytes, declared: str | None) -> str:
    if marked := marked_encoding(data):
        mark, encoding = marked
        text = _nearly(data[len(mark) :], encoding)
        if text is None:
            raise _untold(f"a mark of {encoding.upper()} before bytes that are not")
        return text
    codec = _codec(declared)
    text = _strictly(data, "utf-8")
    # Plain ASCII may be a seven-bit encoding such as ISO-2022-JP; beyond ASCII, valid UTF-8 is no accident,
    # whatever a template declares. UTF-16 of some scripts is ASCII too, but full of control characters.
    if text is not None and not (data.isascii() and (codec or _too_many_controls(text))):
        return text
    candidates = (_strictly(data, codec) if codec else None, text, _nearly(data, "utf-8"))
    chosen = next((found for found in candidates if found is not None), None)
    return _guessed(data) if chosen is None or _too_many_controls(chosen) else chosen


def _guessed(data: bytes) -> str:
    best = from_bytes(data).best() if len(data) >= _SHORTEST_GUESS else None
    text = _nearly(data, best.encoding) if best else None
    if text is not None and not _too_many_controls(text):
        return text
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") <= _FEW_BROKEN * len(text):
        return text
    if _too_many_controls(data.decode("latin-1")):
        raise _binary("bytes in no order of text")
    raise _untold("no encoding fits its bytes")


def _codec(declared: str | None) -> str | None:
    """The Python codec behind a declared name, None for one that is unknown or must not be believed."""
    if not declared:
        return None
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return None
    # A page whose ASCII declaration could be read is not in UTF-16 or UTF-32.
    if name in _NEVER or name.startswith(("utf-16", "utf-32")):
        return None
    return _LARGER.get(name, name)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):  # LookupError: a codec of bytes to bytes, such as "zip"
        return None


def _nearly(data: bytes, encoding: str) -> str | None:
    """The text with U+FFFD for a few broken letters (a file cut off, a bad byte), None when they are many."""
    text = data.decode(encoding, "replace")
    broken = text.count("\ufffd")
    if not broken:
        return text
    letters = len(text) - sum(text.count(c) for c in map(chr, range(0x80)))
    return text if broken * 10 <= letters - broken else None


def _too_many_controls(text: str) -> bool:
    # Deleting all else from the bytes is some thirty times faster than counting each control character in the text.
    return len(text.encode("utf-8", "replace").translate(None, _NO_CONTROLS)) > _MOST_CONTROLS * len(text)


def _binary(detail: str) -> UnreadableError:
    return UnreadableError("binary", detail, "give its text instead")


def _untold(detail: str) -> UnreadableError:
    return UnreadableError("encoding", detail, "convert it to UTF-8")
