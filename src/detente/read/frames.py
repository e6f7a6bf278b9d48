"""How zstd and lz4 frames are put together (RFC 8878, and the LZ4 frame format 1.6): their parts, not unfolded."""

from collections.abc import Iterator

from detente.errors import UnreadableError
from detente.read.raw import Raw

ZSTD, LZ4 = b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18"
SKIPPABLE = b"\x2a\x4d\x18"  # behind a byte of 0x50 to 0x5F
_DICTIONARY_SIZES, _CONTENT_SIZES = (0, 1, 2, 4), (0, 2, 4, 8)
_MOST_WINDOW = 1 << 25  # what zstd has to remember; 8 MiB is what it uses up to level 19
_MOST_ZSTD_BLOCK = 1 << 17
_RUN, _RESERVED = 1, 3
_LZ4_BLOCKS = {4: 1 << 16, 5: 1 << 18, 6: 1 << 20, 7: 1 << 22}


def zstd_parts(raw: Raw) -> Iterator[bytes]:
    """Header, blocks and checksum of the zstd frame where `raw` stands, taken as they are given.

    Raises:
        UnreadableError: damaged, or too-large for one that asks for too much memory.
    """
    flags = _exactly(raw, 5)[4]
    single = bool(flags & 0x20)
    sizes = _CONTENT_SIZES[flags >> 6] or int(single)
    length = 5 + (not single) + _DICTIONARY_SIZES[flags & 3] + sizes
    header = _exactly(raw, length)
    if (int.from_bytes(header[length - sizes :], "little") if single else _window(header[5])) > _MOST_WINDOW:
        raise UnreadableError("too-large", "it has to be unfolded in too large a memory", "unpack the archive first")
    yield _taken(raw, length)
    last = False
    while not last:
        block = int.from_bytes(_exactly(raw, 3), "little")
        last, kind, size = bool(block & 1), block >> 1 & 3, block >> 3
        if kind == _RESERVED or size > _MOST_ZSTD_BLOCK:
            raise _broken("no block of zstd")
        yield _taken(raw, 3 + (1 if kind == _RUN else size))
    if flags & 4:
        yield _taken(raw, 4)


def lz4_parts(raw: Raw) -> Iterator[bytes]:
    """Header, blocks and checksum of the lz4 frame where `raw` stands, taken as they are given.

    Raises:
        UnreadableError: damaged.
    """
    _, _, _, _, flags, block_flags = _exactly(raw, 6)
    most = _LZ4_BLOCKS.get(block_flags >> 4 & 7)
    if flags >> 6 != 1 or most is None:
        raise _broken("no frame of lz4")
    yield _taken(raw, 7 + (8 if flags & 8 else 0) + (4 if flags & 1 else 0))
    while size := int.from_bytes(_exactly(raw, 4), "little") & 0x7FFFFFFF:
        if size > most:
            raise _broken("no block of lz4")
        yield _taken(raw, 4 + size + (4 if flags & 16 else 0))
    yield _taken(raw, 4 + (4 if flags & 4 else 0))


def _window(descriptor: int) -> int:
    base = 1 << (10 + (descriptor >> 3))
    return base + (base >> 3) * (descriptor & 7)


def _exactly(raw: Raw, count: int) -> bytes:
    data = raw.peek(count)
    if len(data) < count:
        raise _broken("it breaks off")
    return data


def _taken(raw: Raw, count: int) -> bytes:
    data = _exactly(raw, count)
    raw.at += count
    return data


def _broken(detail: str) -> UnreadableError:
    return UnreadableError("damaged", detail, "fetch the archive again")
