"""The rows of a shard: one a kept document, for analysis as it stands and for a ledger without reading it again."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import msgspec
import pyarrow as pa
from pyarrow import parquet

from detente.corpus.journal import Done
from detente.errors import UnreadableError
from detente.ledger.filing import document_key, handles
from detente.model import Document, Report, Span
from detente.model.reading import Filed

_ROWS, _LETTERS = 512, 8_000_000  # of one row group at most, which is what is held in memory
_READ_AT_ONCE = 64


class Column(NamedTuple):
    """A column of the Parquet files: its name, type and meaning."""

    name: str
    type: pa.DataType
    means: str


_TEXTS = pa.list_(pa.string())
COLUMNS = (
    Column("id", pa.string(), "the record's own id, the address of an archived page, or the path"),
    Column("key", pa.string(), "of the document in a ledger"),
    Column("url", pa.string(), "address"),
    Column("outlet", pa.string(), "publisher"),
    Column("published", pa.date32(), "day of publication, as stated"),
    Column("fetched", pa.timestamp("us", "UTC"), "when the page was archived"),
    Column("lang", pa.string(), "language that it was read in"),
    Column("stated_lang", pa.string(), "language that its source or the caller states"),
    Column("official", pa.string(), "side whose official outlet published it, empty for the press"),
    Column("named", pa.bool_(), "whether the source itself gives the id"),
    Column("title_start", pa.int32(), "where the title begins in the text, in code points"),
    Column("title_end", pa.int32(), "where it ends"),
    Column("text", pa.string(), "title, a blank line and the body, as read"),
    Column("reports", _TEXTS, "handle of each report in a ledger; the lists that follow go with it"),
    Column("kinds", _TEXTS, "call, meeting, visit, talks or message"),
    Column("statuses", _TEXTS, "held, planned, proposed, denied or cancelled"),
    Column("sides", pa.list_(_TEXTS), "codes of the sides"),
    Column("first_days", pa.list_(pa.date32()), "first possible day of the contact"),
    Column("last_days", pa.list_(pa.date32()), "last possible day"),
    Column("places", _TEXTS, "city or state"),
    Column("topics", pa.list_(_TEXTS), "topics"),
    Column("quotes", _TEXTS, "the words that tell it most plainly"),
    Column("offset", pa.int64(), "where its record begins in the input; its number when that is no archive"),
    Column("length", pa.int64(), "bytes of the record"),
    Column("reader", pa.string(), "version that read it"),
    Column("reading", pa.string(), "all that a ledger files of it, without the text, as JSON"),
)
_SCHEMA = pa.schema([pa.field(one.name, one.type, metadata={"means": one.means}) for one in COLUMNS])


class RowWriter:
    """Writes rows in groups, so that memory does not grow with the file."""

    def __init__(self, path: Path, version: str) -> None:
        schema = _SCHEMA.with_metadata({"detente": version})
        self._writer = parquet.ParquetWriter(path, schema, compression="zstd")
        self._schema = schema
        self._rows: list[dict[str, Any]] = []
        self._letters = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._flush()
        self._writer.close()

    def add(self, done: Done, filed: Filed) -> None:
        """Write the row of a kept document."""
        self._rows.append(_row(done, filed))
        self._letters += len(filed.document.text)
        if len(self._rows) == _ROWS or self._letters > _LETTERS:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows, self._letters = [], 0


def _row(done: Done, filed: Filed) -> dict[str, Any]:
    document = filed.document
    key, title = document_key(document), document.title
    without_text = replace(filed, document=replace(document, text=""))
    return {
        "id": document.id,
        "key": key,
        "url": document.url,
        "outlet": document.outlet,
        "published": document.published,
        "fetched": done.fetched,
        "lang": filed.lang,
        "stated_lang": document.lang,
        "official": filed.official,
        "named": document.named,
        "title_start": title.start if title else None,
        "title_end": title.end if title else None,
        "text": document.text,
        "reports": handles(key, filed.reports),
        **_columns_of(document, filed.reports),
        "offset": done.offset,
        "length": done.length,
        "reader": filed.version,
        "reading": msgspec.json.encode(without_text).decode(),
    }


def _columns_of(document: Document, reports: Sequence[Report]) -> dict[str, Any]:
    days = [report.days.value if report.days else None for report in reports]
    return {
        "kinds": [report.kind.value.value for report in reports],
        "statuses": [report.status.value.value for report in reports],
        "sides": [sorted({side.value for side in report.sides}) for report in reports],
        "first_days": [one.start if one else None for one in days],
        "last_days": [one.end if one else None for one in days],
        "places": [report.place.value if report.place else None for report in reports],
        "topics": [sorted({topic.value for topic in report.topics}) for report in reports],
        "quotes": [document.quote(report.quotes[0]) for report in reports],
    }


def read_rows(path: Path) -> Iterator[Filed]:
    """The readings of a Parquet file that this form of rows wrote.

    Raises:
        UnreadableError: no such file, or one that is damaged.
    """
    decoder = msgspec.json.Decoder(Filed)
    for row in _rows(path, ["text", "reading"]):
        filed = decoder.decode(row["reading"])
        yield replace(filed, document=replace(filed.document, text=row["text"]))


def read_documents(path: Path) -> Iterator[Document]:
    """The documents of a Parquet file of any version, as they were given to the reader.

    Raises:
        UnreadableError: as for `read_rows`.
    """
    columns = ["id", "text", "title_start", "title_end", "published", "stated_lang", "outlet", "url", "named"]
    for row in _rows(path, columns):
        yield Document(
            id=row["id"],
            text=row["text"],
            title=Span(start=row["title_start"], end=row["title_end"]) if row["title_end"] else None,
            published=row["published"],
            lang=row["stated_lang"],
            outlet=row["outlet"],
            url=row["url"],
            named=row["named"],
        )


def _rows(path: Path, columns: list[str]) -> Iterator[dict[str, Any]]:
    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_READ_AT_ONCE, columns=columns):
                yield from batch.to_pylist()
    except FileNotFoundError as error:
        raise UnreadableError("not-found", "the rows of a shard are gone", "run `detente corpus` again") from error
    except (pa.ArrowException, OSError) as error:
        raise UnreadableError("binary", f"damaged rows ({error})", "remove the manifest and run again") from error
