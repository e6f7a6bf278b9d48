"""How a contact is cited: a sentence for people; the export formats give the same for reference managers."""

from datetime import date

from detente import __version__
from detente.export.screen import one_line
from detente.export.wording import day_in_words
from detente.model.listing import ContactView


def citation_of(view: ContactView, accessed: date) -> str:
    """A sentence that names the contact, its reports and the day it was looked at."""
    contact = view.contact
    outlets = sorted({one_line(one.outlet or one.name) for one in view.tellings})
    days = contact.days.value if contact.days else None
    when = "day unknown" if days is None else days.start.isoformat()
    if days is not None and days.start != days.end:
        when += f"/{days.end.isoformat()}"
    return (
        f"Contact {contact.id} ({contact.status.value.value} {contact.kind.value.value}, "
        f"{' and '.join(contact.codes)}, {when}), as reported by {', '.join(outlets)}. detente {__version__}, ledger as learned by "
        f"{view.last_learned}. Accessed {day_in_words(accessed)}."
    )
