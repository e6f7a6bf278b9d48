"""Records that ended the process that read them: their bytes and the reason, kept where a person can look."""

from pathlib import Path

import msgspec

from detente.corpus.manifest import Quarantined, quarantine_folder
from detente.corpus.plan import Shard
from detente.corpus.source import Numbered
from detente.read.frames import LZ4, ZSTD
from detente.read.members import GZIP, PLAIN
from detente.read.warc import Item

_ENDINGS = {GZIP: ".warc.gz", PLAIN: ".warc", ZSTD: ".warc.zst", LZ4: ".warc.lz4"}
_PIECE = 1 << 20


def set_apart(
    path: Path, shard: Shard, one: Quarantined, content: Numbered | Item | None, scratch: Path
) -> Quarantined:
    """Keep a record in the quarantine below the scratch folder, and say beside it why.

    Args:
        path: of the shard's file.
        content: the record as its reader gives it, where its bytes are no file of their own.

    Returns:
        The record with the name of what is kept of it.
    """
    folder = quarantine_folder(scratch)
    folder.mkdir(exist_ok=True)
    name = f"{shard.name}-{one.offset}"
    if any(folder.glob(f"{name}.*")):  # several records of one member, which end where it ends
        name += f".{len(list(folder.iterdir()))}"
    file = ""
    if content is not None:
        file = f"{name}.record.json"
        record = content.content if isinstance(content, Numbered) else content
        (folder / file).write_bytes(msgspec.json.encode(record))
    elif one.length:
        file = _cut_out(path, one, folder, name)
    kept = msgspec.structs.replace(one, file=file)
    told = {"input": shard.shown, **msgspec.to_builtins(kept)}
    (folder / f"{name}.json").write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n")
    return kept


def _cut_out(path: Path, one: Quarantined, folder: Path, name: str) -> str:
    with path.open("rb") as stream:
        stream.seek(one.offset)
        head = stream.read(min(one.length, _PIECE))
        ending = next((ending for mark, ending in _ENDINGS.items() if head.startswith(mark)), ".bin")
        with (folder / f"{name}{ending}").open("wb") as sink:
            left = one.length
            while head:
                sink.write(head)
                left -= len(head)
                head = stream.read(min(left, _PIECE))
    return f"{name}{ending}"
