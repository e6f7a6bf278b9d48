"""What an export is made from: a filter asked of a ledger, and what the export states of itself."""

from dataclasses import fields
from datetime import date

from detente.export.formats.form import Header, Material
from detente.ledger.book import Ledger
from detente.ledger.selection import Selection
from detente.model.listing import Filter
from detente.reference.registry import Registry

# Attribute of Filter -> how options and addresses call it, where that is another name.
_CALLED = {"sides": "side", "first": "since", "last": "until"}


def material_of(  # noqa: PLR0913  (each is said by whoever asks)
    book: Ledger,
    wanted: Filter,
    registry: Registry,
    *,
    as_of: date | None,
    today: date,
    version: str,
    site: str = "",
    address: str = "",
) -> Material:
    """The contacts that fit, for any form; to be used while the ledger stays in one state.

    Args:
        as_of: the day as of which the ledger is the one given, None for all that is known.
        today: day of the export.
        version: of detente.
        site: address of the site on which the contacts have pages, "" for none.
        address: under which the export itself is found again, "" for none.
    """
    selection = Selection(book.connection, wanted, as_of or today)
    given = {field.name: getattr(wanted, field.name) for field in fields(Filter)}
    header = Header(
        version=version,
        filters={
            _CALLED.get(name, name): " ".join(value) if isinstance(value, tuple) else str(value)
            for name, value in given.items()
            if value
        },
        as_of=as_of,
        accessed=today,
        coverage=selection.coverage(),
        matched=selection.matched(),
    )
    return Material(
        header=header,
        registry=registry,
        sides=wanted.sides,
        first=wanted.first,
        last=wanted.last,
        lines=selection.lines,
        views=selection.views,
        newest=selection.newest,
        documents=selection.documents,
        site=site,
        address=address,
    )
