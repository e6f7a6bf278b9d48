"""How a contact is cited: a sentence for people, and files for reference managers."""

import io
from datetime import date

from detente import __version__
from detente.export.formats import EXPORTS
from detente.export.formats.form import Header, Material, Options
from detente.export.screen import one_line
from detente.export.wording import day_in_words
from detente.ledger import Ledger
from detente.ledger.document import show_document
from detente.ledger.selection import Selection
from detente.model.listing import ContactView, DocumentLine, Filter
from detente.model.selection import Matched
from detente.reference.registry import Registry
from detente.serve.wording import edtf

CITATIONS = ("bibtex", "ris", "csl")


def citation_of(view: ContactView, accessed: date) -> str:
    """A sentence that names the contact, its reports and the day it was looked at."""
    contact = view.contact
    outlets = sorted({one_line(one.outlet or one.name) for one in view.tellings})
    days = edtf(contact.days.value) if contact.days else "day unknown"
    return (
        f"Contact {contact.id} ({contact.status.value.value} {contact.kind.value.value}, "
        f"{' and '.join(contact.codes)}, {days}), as reported by {', '.join(outlets)}. detente {__version__}, "
        f"ledger as learned by {view.last_learned}. Accessed {day_in_words(accessed)}."
    )


def cited(book: Ledger, view: ContactView, form: str, registry: Registry, accessed: date) -> bytes:
    """The contact and the documents that tell of it as references.

    Args:
        form: one of `CITATIONS`.
    """
    keys = dict.fromkeys(one.document for one in view.tellings)
    documents = [show_document(book.connection, key).line for key in keys]
    sink = io.BytesIO()
    EXPORTS[form].write(_material(book, view, documents, registry, accessed), Options(), sink)
    return sink.getvalue()


def _material(
    book: Ledger, view: ContactView, documents: list[DocumentLine], registry: Registry, accessed: date
) -> Material:
    whole = Selection(book.connection, Filter(), accessed)
    header = Header(
        version=__version__,
        filters={"contact": view.contact.id},
        as_of=None,
        accessed=accessed,
        coverage=whole.coverage(),
        matched=Matched(contacts=1, reports=len(view.contact.reports), documents=len(documents)),
    )
    return Material(
        header=header,
        registry=registry,
        sides=(),
        first=None,
        last=None,
        lines=lambda: iter(()),
        views=lambda: iter((view,)),
        newest=lambda most: iter((view,)[:most]),
        documents=lambda: iter(documents),
    )
