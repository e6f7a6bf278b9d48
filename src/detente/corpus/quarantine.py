"""Records that ended the process that read them: their bytes and the reason, kept where a person can look."""

from pathlib import Path

import msgspec

from detente.corpus.manifest import Quarantined, quarantine_folder
from detente.corpus.plan import Plan, Shard
from detente.corpus.source import documents_in, is_archive

_ENDINGS = {
    b"\x1f\x8b\x08": ".warc.gz",
    b"WARC/": ".warc",
    b"\x28\xb5\x2f\xfd": ".warc.zst",
    b"\x04\x22\x4d\x18": ".warc.lz4",
}
_PIECE = 1 << 20


def set_apart(plan: Plan, shard: Shard, one: Quarantined, scratch: Path, *, document: bool) -> Quarantined:
    """Copy a record into the quarantine below the scratch folder, and say beside it why.

    Args:
        document: whether the reader of files had given it as a document, for files that are not archives.

    Returns:
        The record with the name of its copy.
    """
    folder = quarantine_folder(scratch)
    folder.mkdir(exist_ok=True)
    name = f"{shard.name}-{one.offset}"
    place = plan.place(shard)
    if is_archive(place):
        file = _cut_out(place, one, folder, name) if one.length else ""
    else:
        file = _written(plan, shard, one, folder, name) if document else ""
    kept = msgspec.structs.replace(one, file=file)
    told = {"input": shard.shown, **msgspec.to_builtins(kept)}
    (folder / f"{name}.json").write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n")
    return kept


def _cut_out(path: Path, one: Quarantined, folder: Path, name: str) -> str:
    with path.open("rb") as stream:
        stream.seek(one.offset)
        head = stream.read(min(one.length, _PIECE))
        ending = next((ending for magic, ending in _ENDINGS.items() if head.startswith(magic)), ".bin")
        with (folder / f"{name}{ending}").open("wb") as sink:
            left = one.length
            while head and left > 0:
                sink.write(head)
                left -= len(head)
                head = stream.read(min(left, _PIECE))
    return f"{name}{ending}"


def _written(plan: Plan, shard: Shard, one: Quarantined, folder: Path, name: str) -> str:
    """The document as the reader of files gives it; that reading it does no harm was seen before it killed."""
    found = next(documents_in(str(plan.place(shard)), plan.options, one.offset), None)
    if found is None:
        return ""
    file = f"{name}.document.json"
    (folder / file).write_bytes(msgspec.json.encode(found.content))
    return file
