"""A folder of finished shards, read back: documents with their readings, and refusals."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from detente.corpus.manifest import SUFFIX, manifest_paths, parquet_file, read_manifest, refusals_file
from detente.corpus.rows import read_documents, read_rows
from detente.errors import DataError, UnreadableError
from detente.model import Document, Refusal
from detente.model.reading import Filed

_AGAIN = "run `detente corpus` again"


def stored(out: Path, version: str) -> Iterator[Document | Filed | Refusal]:
    """What a folder holds, shard by shard: readings that this version made, otherwise the documents alone.

    A shard whose files are damaged is one refusal.

    Args:
        version: what reads now (`detente.corpus.version.version_of`).
    """
    for path in manifest_paths(out):
        try:
            manifest = read_manifest(path)
            rows = parquet_file(out, manifest.name)
            yield from read_rows(rows) if manifest.version == version else read_documents(rows)
        except UnreadableError as error:
            yield Refusal(source=str(path), reason=error.reason, detail=error.detail, remedy=error.remedy)
        except DataError as error:
            yield Refusal(source=str(path), reason="not-json", detail=str(error), remedy=_AGAIN)


def stored_refusals(out: Path) -> Iterator[Refusal]:
    """What was refused when the shards of a folder were read."""
    for path in manifest_paths(out):
        refused = refusals_file(out, path.name.removesuffix(SUFFIX))
        try:
            with refused.open("rb") as stream:
                for line in stream:
                    yield msgspec.json.decode(line, type=Refusal)
        except OSError as error:
            yield Refusal(source=str(refused), reason="not-found", detail=error.strerror or str(error), remedy=_AGAIN)
        except msgspec.DecodeError as error:
            yield Refusal(source=str(refused), reason="not-json", detail=str(error), remedy=_AGAIN)
