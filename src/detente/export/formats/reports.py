"""Reports, a row each: what one document says of one contact, with its words."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from detente.export.formats.cells import Cell, write_table
from detente.export.formats.form import Field, Format, Material, Options, Tally
from detente.model.listing import ContactView, Telling

_FIELDS = (
    Field(name="report", form="text", means="handle of the report, unique"),
    Field(name="contact", form="text", means="id of the contact that it tells of"),
    Field(name="document", form="text", means="key of its document: SHA-256"),
    Field(name="origin", form="text", means="the text that the document copies: copies share it"),
    Field(name="outlet", form="text", means="who published the document"),
    Field(name="url", form="text", means="address of the document"),
    Field(name="lang", form="text", means="language of the document, ISO 639-1"),
    Field(name="published", form="day", means="day of publication, as stated or as found in the text"),
    Field(name="learned", form="text", means="when the ledger learned the document, ISO 8601 in UTC"),
    Field(name="kind", form="text", means="how this report calls the contact"),
    Field(name="status", form="text", means="the status that this report gives it"),
    Field(name="told_by", form="list", means="whose account it is: sides, or `press`"),
    Field(name="first_day", form="day", means="first possible day by this report"),
    Field(name="last_day", form="day", means="last possible day by this report"),
    Field(name="place", form="text", means="place by this report"),
    Field(name="asked_by", form="text", means="who asked for it, by this report"),
    Field(name="quote", form="text", means="the sentence that tells of it, as it stands in the document"),
    Field(name="start", form="number", means="where the quote begins in the document's text, in code points"),
    Field(name="end", form="number", means="where it ends, not included"),
)


def _write(material: Material, options: Options, sink: BinaryIO) -> Tally:
    rows = (row for view in material.views() for row in _rows(view))
    written = write_table(sink, _FIELDS, rows, options)
    return Tally(written=written, matched=material.header.matched.reports, unit="report")


def _rows(view: ContactView) -> Iterator[Sequence[Cell]]:
    for telling in view.tellings:
        values = {passage.field: passage.value for passage in telling.passages}
        first, _, last = values.get("days", "").partition("/")
        quote = next((passage for passage in telling.passages if passage.field == "quote"), None)
        yield (
            telling.report, view.contact.id, telling.document, telling.origin, telling.outlet, telling.url,
            telling.lang, telling.published, telling.learned, telling.kind, telling.status, telling.told_by, first,
            last, values.get("place", ""), values.get("asked_by", ""), quote_of(telling),
            quote.span.start if quote else None, quote.span.end if quote else None,
        )  # fmt: skip


def quote_of(telling: Telling) -> str:
    """The first sentence that tells of the contact, "" without one."""
    return next((passage.words for passage in telling.passages if passage.field == "quote"), "")


REPORTS = Format(
    says="reports, a row each, with the sentence, outlet, address and days",
    media="text/csv",
    suffix=".csv",
    fields=_FIELDS,
    write=_write,
    chooses=("spreadsheet",),
    sources=("RFC 4180",),
)
