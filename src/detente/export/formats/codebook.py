"""What an export states of itself: the header of a file, and the codebook that stands beside one."""

import json
from collections.abc import Iterable
from typing import Any

from detente.export.formats.form import SCHEMA, Field, Header


def header_record(name: str, fields: Iterable[Field], header: Header) -> dict[str, Any]:
    """Format, schema version, coverage, filters, counts and fields, as JSON holds them.

    Args:
        name: of the format.
    """
    coverage = header.coverage
    return {
        "format": name,
        "schema": SCHEMA,
        "made_by": f"detente {header.version}",
        "accessed": header.accessed.isoformat(),
        "as_of": header.as_of.isoformat() if header.as_of else None,
        "filters": dict(header.filters),
        "matched": {
            "contacts": header.matched.contacts,
            "reports": header.matched.reports,
            "documents": header.matched.documents,
        },
        "coverage": {
            "first_publication": coverage.first.isoformat() if coverage.first else None,
            "last_publication": coverage.last.isoformat() if coverage.last else None,
            "languages": list(coverage.languages),
            "contacts": coverage.contacts,
            "reports": coverage.reports,
            "documents": coverage.documents,
            "origins": coverage.origins,
            "last_learned": coverage.learned or None,
        },
        "fields": [{"name": one.name, "form": one.form, "means": one.means} for one in fields],
    }


def codebook(name: str, fields: Iterable[Field], header: Header) -> str:
    """The file beside an export, `FILE.codebook.json`."""
    return json.dumps(header_record(name, fields, header), ensure_ascii=False, indent=2) + "\n"


def in_words(header: Header) -> str:
    """Schema version, coverage and filters on one line, for formats that hold a remark and for people."""
    coverage = header.coverage
    span = f"{coverage.first} to {coverage.last}" if coverage.first else "no dated document"
    languages = " ".join(coverage.languages) or "no language"
    filters = " ".join(f"{name}={value}" for name, value in header.filters.items()) or "none"
    known = f", as known on {header.as_of}" if header.as_of else ""
    return (
        f"detente {header.version}, schema {SCHEMA}; coverage {span}, {coverage.documents:,} documents, {languages}"
        f"{known}; filters: {filters}"
    )


def citation(header: Header) -> str:
    """The snapshot of the ledger that the selection was taken from, for whoever cites it."""
    coverage = header.coverage
    return (
        f"{header.matched.contacts:,} contacts selected from a ledger of {coverage.contacts:,} contacts and "
        f"{coverage.reports:,} reports in {coverage.documents:,} documents, last learned "
        f"{coverage.learned or 'never'}; {in_words(header)}"
    )
