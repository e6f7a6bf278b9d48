"""The contacts of which something was learned last, as an Atom feed (RFC 4287) with ids that stay."""

from typing import BinaryIO
from uuid import NAMESPACE_URL, uuid5

from detente.export.formats.codebook import in_words
from detente.export.formats.form import Field, Format, Material, Options, Tally
from detente.export.formats.reports import quote_of
from detente.export.formats.strict import web_address, xml_text
from detente.export.formats.timelinejs import headline, time_in_words
from detente.model.listing import ContactView

# A feed is asked for again and again and tells what is new; the whole selection is in the other formats.
MOST = 100
_ATOM = "{http://www.w3.org/2005/Atom}"
_NEVER = "1970-01-01T00:00:00Z"


def _write(material: Material, _: Options, sink: BinaryIO) -> Tally:
    from feedgen.feed import FeedGenerator  # noqa: PLC0415  (an extra)

    header, feed = material.header, FeedGenerator()
    matched = min(header.matched.contacts, MOST)
    feed.id(_urn("feed", *(f"{name}={value}" for name, value in sorted(header.filters.items()))))
    feed.title("Contacts between states")
    feed.subtitle(xml_text(f"The latest {matched:,} of {header.matched.contacts:,} contacts; {in_words(header)}"))
    feed.updated(header.coverage.learned or _NEVER)
    feed.generator("detente", version=header.version)
    feed.author({"name": "detente"})
    if material.address:
        feed.link(href=material.address, rel="self", type="application/atom+xml")
    written = 0
    for view in material.newest(MOST):
        _add(feed.add_entry(order="append"), view, material.page_of(view.contact.id))
        written += 1
    sink.write(_related(feed.atom_str(), material.site))
    rest = header.matched.contacts - matched
    left_out = {f"older than the latest {MOST}": rest} if rest else {}
    return Tally(written=written, matched=matched, unit="contact", left_out=left_out)


def _related(feed: bytes, site: str) -> bytes:
    """The feed with what feedgen 1.0 leaves out: how a link of an entry relates to it.

    Without that all of them are `alternate`, of which an entry may have one.
    """
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415  (comes with feedgen)

    root = etree.fromstring(feed)
    for link in root.iterfind(f"{_ATOM}entry/{_ATOM}link"):
        page = bool(site) and link.get("href").startswith(f"{site}/contacts/")
        link.set("rel", "alternate" if page else "via")
    written: bytes = etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8")
    return written


def _urn(kind: str, *parts: str) -> str:
    return uuid5(NAMESPACE_URL, "|".join(("detente", kind, *parts))).urn


def _add(entry, view: ContactView, page: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001  (feedgen has no types)
    contact = view.contact
    entry.id(_urn("contact", contact.id))
    entry.title(xml_text(headline(contact)))
    entry.published(view.first_learned)
    entry.updated(view.last_learned)
    days = time_in_words(contact.days.value if contact.days else None)
    quotes = [f"{telling.outlet or telling.name}: {quote_of(telling)}" for telling in view.tellings]
    entry.summary(xml_text(f"{days}; contact {contact.id}"))
    entry.content(xml_text("\n\n".join([days, *quotes])), type="text")
    for term in (contact.kind.value.value, contact.status.value.value, *(account.value for account in contact.topics)):
        entry.category({"term": xml_text(term)})
    if page:
        entry.link({"href": page, "rel": "alternate", "type": "text/html"})
    for address in dict.fromkeys(filter(None, (web_address(telling.url) for telling in view.tellings))):
        entry.link({"href": address, "rel": "via"})


ATOM = Format(
    says=f"a feed of the {MOST} contacts of which something was learned last",
    media="application/atom+xml",
    suffix=".atom",
    fields=(
        Field(
            name="subtitle",
            form="text",
            means="of the feed: how many of how many contacts, schema version, coverage, filters",
        ),
        Field(
            name="id",
            form="text",
            means="UUID (RFC 9562, version 5) of the contact's id; of the feed of its filters",
        ),
        Field(name="title", form="text", means="status, kind, parties, place"),
        Field(name="published", form="text", means="when its first report was learned"),
        Field(name="updated", form="text", means="when its latest report was learned"),
        Field(name="summary", form="text", means="days, and id of the contact"),
        Field(name="content", form="text", means="days, and each report's outlet and sentence, as plain text"),
        Field(name="category", form="list", means="kind, status, topics"),
        Field(
            name="link",
            form="list",
            means="`alternate`: page of the contact, from a site; `via`: addresses of the documents",
        ),
    ),
    write=_write,
    inside=True,
    needs=("feedgen",),
    sources=("RFC 4287",),
)
