"""Contacts, a row each: in full as JSON Lines, as CSV, and as Parquet with typed columns."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from detente.export.formats.cells import write_table
from detente.export.formats.codebook import header_record
from detente.export.formats.columns import COLUMNS, Places
from detente.export.formats.form import SCHEMA, Field, Format, Material, Options, Tally, text_of
from detente.export.plain import plain
from detente.export.records import json_line
from detente.export.screen import Screen
from detente.model.listing import ContactLine

if TYPE_CHECKING:
    import pyarrow as pa

_FIELDS = tuple(column.field for column in COLUMNS)
_GROUP = 20_000  # contacts in one row group of a Parquet file


def _tally(material: Material, written: int) -> Tally:
    return Tally(written=written, matched=material.header.matched.contacts, unit="contact")


def _write_jsonl(material: Material, _: Options, sink: BinaryIO) -> Tally:
    written = 0
    with text_of(sink) as stream:
        for view in material.views():
            record = plain(view)
            stream.write(json_line({"schema": SCHEMA, **(record if isinstance(record, dict) else {})}, Screen()))
            written += 1
    return _tally(material, written)


def _write_csv(material: Material, options: Options, sink: BinaryIO) -> Tally:
    places = Places(material.registry)
    rows = ([column.value(line, places) for column in COLUMNS] for line in material.lines())
    return _tally(material, write_table(sink, _FIELDS, rows, options))


def _write_parquet(material: Material, _: Options, sink: BinaryIO) -> Tally:
    import pyarrow as pa  # noqa: PLC0415  (an extra; takes a fifth of a second)
    from pyarrow import parquet  # noqa: PLC0415  (the same)

    header = json.dumps(header_record("parquet", _FIELDS, material.header), ensure_ascii=False)
    schema = pa.schema([_arrow_field(field) for field in _FIELDS], metadata={"detente": header})
    places, written = Places(material.registry), 0
    with parquet.ParquetWriter(sink, schema) as writer:
        for group in _groups(material.lines()):
            columns = [[_arrow_value(column.value(line, places)) for line in group] for column in COLUMNS]
            arrays = [pa.array(values, kind.type) for values, kind in zip(columns, schema, strict=True)]
            writer.write_table(pa.table(arrays, schema=schema))
            written += len(group)
    return _tally(material, written)


def _groups(lines: Iterator[ContactLine]) -> Iterator[list[ContactLine]]:
    while group := list(islice(lines, _GROUP)):
        yield group


def _arrow_field(field: Field) -> "pa.Field":
    import pyarrow as pa  # noqa: PLC0415  (see above)

    types = {"text": pa.string(), "number": pa.int64(), "day": pa.date32(), "list": pa.list_(pa.string())}
    return pa.field(field.name, types[field.form], metadata={"means": field.means})


def _arrow_value(value: Any) -> Any:  # noqa: ANN401  (whatever a cell holds)
    return list(value) if isinstance(value, tuple) else value


_JSONL_FIELDS = (
    Field(name="schema", form="number", means="version of the form"),
    Field(name="asked", form="text", means="id of the contact"),
    Field(
        name="contact",
        form="object",
        means="each field with its value, the rule that chose it, and the accounts: value, tellers, reports, origins; "
        "`history` holds its status over time",
    ),
    Field(
        name="tellings",
        form="list",
        means="its reports in order of publication: document, outlet, address, language, day, origin, and `passages`, "
        "the words that each value rests on, with their place in the text",
    ),
    Field(name="wholes", form="list", means="visits that it is part of"),
    Field(name="parts", form="list", means="of a visit: contacts inside it"),
    Field(name="promises", form="list", means="what was promised at it, with its state on the day of the export"),
    Field(name="judgements", form="list", means="what people decided about its reports"),
    Field(name="first_learned", form="text", means="when its first report was learned, ISO 8601 in UTC"),
    Field(name="last_learned", form="text", means="when its latest report was learned"),
)
JSONL = Format(
    says="contacts in full, one JSON object a line: every account of every field, and all evidence",
    media="application/jsonl",
    suffix=".jsonl",
    fields=_JSONL_FIELDS,
    write=_write_jsonl,
)
CSV = Format(
    says="contacts, a row each",
    media="text/csv",
    suffix=".csv",
    fields=_FIELDS,
    write=_write_csv,
    chooses=("spreadsheet",),
    sources=("RFC 4180",),
)
PARQUET = Format(
    says="contacts, a row each, with typed columns and lists as lists",
    media="application/vnd.apache.parquet",
    suffix=".parquet",
    fields=_FIELDS,
    write=_write_parquet,
    binary=True,
    inside=True,
    needs=("pyarrow",),
    sources=("Apache Parquet format; the header stands under the key `detente` of the file's metadata",),
)
