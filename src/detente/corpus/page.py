"""PROVISIONAL, until the fast extraction is merged: the article of an archived page, by trafilatura."""

from datetime import date

from detente.errors import UnreadableError
from detente.model import Document, Refusal
from detente.read.article import article
from detente.read.compose import compose
from detente.read.decode import declared_in, decode, settled
from detente.read.warc import Archived


def document(archived: Archived) -> Document | Refusal:
    """The article of a page, or why there is none."""
    try:
        found = article(decode(archived.body, archived.charset or declared_in(archived.body)))
    except UnreadableError as error:
        return Refusal(source=archived.url, reason=error.reason, detail=error.detail, remedy=error.remedy)
    if found is None:
        return Refusal(source=archived.url, reason="no-main-text", detail="no article", remedy="give its text")
    text, title = compose(settled(found.title or ""), settled(found.text))
    return Document(
        id=archived.url,
        text=text,
        title=title,
        published=date.fromisoformat(found.published) if found.published else None,
        outlet=found.outlet,
        url=archived.url,
    )
