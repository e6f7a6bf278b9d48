"""The documents of a selection as references, and the selection itself as one: BibTeX, RIS, CSL-JSON.

The first reference cites the selection, as data are cited: how many contacts, from which state of which ledger, by
which filters, and when (access date), in the way of the Joint Declaration of Data Citation Principles (2014,
doi 10.25490/a97f-egyk). The others are the documents that tell of the contacts.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from detente.export.formats.codebook import citation
from detente.export.formats.form import Field, Format, Header, Material, Options, Tally, text_of
from detente.export.formats.strict import web_address, xml_text
from detente.model.listing import DocumentLine

_KEY = 12  # letters of a document's key that name its reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What is cited.

    Attributes:
        key: unique in the file.
        data: whether it is the selection, otherwise a document.
        issued: day of publication, None when unknown.
        accessed: when the ledger learned it, or the selection was made.
    """

    key: str
    data: bool
    title: str
    publisher: str
    url: str
    lang: str
    issued: date | None
    accessed: date
    note: str


def references(material: Material) -> Iterator[Reference]:
    """The selection, and then its documents, the latest first."""
    yield _selection(material.header)
    for line in material.documents():
        yield _document(line)


def _selection(header: Header) -> Reference:
    words = citation(header)
    filters = ", ".join(f"{name} {value}" for name, value in header.filters.items())
    return Reference(
        key=f"detente-{hashlib.sha256(f'{words} {header.accessed}'.encode()).hexdigest()[:_KEY]}",
        data=True,
        title=_line(f"Contacts between states{': ' if filters else ''}{filters}"),
        publisher=f"detente {header.version}",
        url="",
        lang="en",
        issued=header.accessed,
        accessed=header.accessed,
        note=_line(words),
    )


def _document(line: DocumentLine) -> Reference:
    return Reference(
        key=f"doc-{line.key[:_KEY]}",
        data=False,
        title=_line(line.title or line.name),
        publisher=_line(line.outlet),
        url=web_address(line.url),
        lang=line.lang,
        issued=line.published,
        accessed=date.fromisoformat(line.learned[:10]),
        note=f"SHA-256 {line.key}",
    )


def _line(text: str) -> str:
    return xml_text(" ".join(text.split()))


def _counted(written: int, material: Material) -> Tally:
    return Tally(written=written, matched=material.header.matched.documents + 1, unit="reference")


# --- BibTeX ---

_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def _tex(text: str) -> str:
    return re.sub(r"[\\{}$&%#_~^]", lambda found: _TEX[found[0]], text)


def _bibtex(one: Reference) -> str:
    fields = {
        "title": f"{{{_tex(one.title)}}}",
        "howpublished" if one.data else "organization": _tex(one.publisher),
        "year": str(one.issued.year) if one.issued else "",
        "date": one.issued.isoformat() if one.issued else "",
        "url": re.sub(r"[{}\\]", lambda found: f"%{ord(found[0]):02X}", one.url),
        "urldate": one.accessed.isoformat(),
        "langid": one.lang,
        "note": _tex(one.note),
    }
    lines = (f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{'misc' if one.data else 'online'}{{{one.key},\n" + ",\n".join(lines) + "\n}\n\n"


def _write_bibtex(material: Material, _: Options, sink: BinaryIO) -> Tally:
    return _counted(_write_text(map(_bibtex, references(material)), sink), material)


def _write_text(chunks: Iterable[str], sink: BinaryIO) -> int:
    written = 0
    with text_of(sink) as stream:
        for chunk in chunks:
            stream.write(chunk)
            written += 1
    return written


# --- RIS ---


def _ris(one: Reference) -> dict[str, Any]:
    entry = {
        "type_of_reference": "DATA" if one.data else "NEWS",
        "id": one.key,
        "title": one.title,
        "publisher": one.publisher,
        "year": str(one.issued.year) if one.issued else "",
        "date": f"{one.issued:%Y/%m/%d}" if one.issued else "",
        "access_date": f"{one.accessed:%Y/%m/%d}",
        "language": one.lang,
        "urls": [one.url] if one.url else [],
        "notes": [one.note],
    }
    return {name: value for name, value in entry.items() if value}


def _write_ris(material: Material, _: Options, sink: BinaryIO) -> Tally:
    import rispy  # noqa: PLC0415  (an extra)

    # rispy numbers the entries of each call, which no reader of RIS expects.
    entries = (rispy.dumps([_ris(one)]).partition("\n")[2] + "\n" for one in references(material))
    return _counted(_write_text(entries, sink), material)


# --- CSL-JSON ---


def _csl(one: Reference) -> dict[str, Any]:
    entry = {
        "id": one.key,
        "type": "dataset" if one.data else "article-newspaper",
        "title": one.title,
        "publisher" if one.data else "container-title": one.publisher,
        "issued": _parts(one.issued) if one.issued else {},
        "accessed": _parts(one.accessed),
        "URL": one.url,
        "language": one.lang,
        "note": one.note,
    }
    return {name: value for name, value in entry.items() if value}


def _parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _write_csl(material: Material, _: Options, sink: BinaryIO) -> Tally:
    written = 0
    with text_of(sink) as stream:
        stream.write("[")
        for one in references(material):
            stream.write((",\n" if written else "\n") + json.dumps(_csl(one), ensure_ascii=False))
            written += 1
        stream.write("\n]\n")
    return _counted(written, material)


_MEANS = {
    "type": "the selection as data, documents as news",
    "key": "unique; of a document the first letters of its SHA-256",
    "title": "title of the document; of the selection its filters",
    "publisher": "outlet; of the selection, detente and its version",
    "issued": "day of publication; of the selection, of the export",
    "accessed": "when the ledger learned it; of the selection, of the export",
    "url": "address",
    "lang": "language, ISO 639-1",
    "note": "SHA-256 of the document; of the selection its counts, the ledger's, schema version, coverage, filters",
}


def _fields(**theirs: str) -> tuple[Field, ...]:
    """What each field of ours is called there."""
    return tuple(Field(name=name, form="text", means=_MEANS[ours]) for ours, name in theirs.items())


BIBTEX = Format(
    says="the documents, and the selection itself, for BibTeX and BibLaTeX",
    media="application/x-bibtex",
    suffix=".bib",
    fields=_fields(
        type="@misc, @online",
        key="key",
        title="title",
        publisher="organization, howpublished",
        issued="year, date",
        url="url",
        accessed="urldate",
        lang="langid",
        note="note",
    ),
    write=_write_bibtex,
    inside=True,
    sources=("BibLaTeX manual, section 2",),
)
RIS = Format(
    says="the documents, and the selection itself, for Zotero, EndNote and others",
    media="application/x-research-info-systems",
    suffix=".ris",
    fields=_fields(
        type="TY", key="ID", title="TI", publisher="PB", issued="PY, DA", accessed="Y2", lang="LA", url="UR", note="N1"
    ),
    write=_write_ris,
    inside=True,
    needs=("rispy",),
    sources=("RIS, as rispy writes it",),
)
CSL = Format(
    says="the documents, and the selection itself, for Zotero, pandoc and citeproc",
    media="application/vnd.citationstyles.csl+json",
    suffix=".json",
    fields=_fields(
        type="type",
        key="id",
        title="title",
        publisher="container-title, publisher",
        issued="issued",
        accessed="accessed",
        url="URL",
        lang="language",
        note="note",
    ),
    write=_write_csl,
    inside=True,
    sources=("CSL-JSON schema 1.0.2, https://github.com/citation-style-language/schema",),
)
