"""Names that a model points at become mentions, so that the resolve room reads them as it reads its own."""

from collections.abc import Iterable
from dataclasses import replace

from detente.extract.llm.quoting import Quotable, word_range
from detente.extract.llm.reply import Reply
from detente.model import Span
from detente.model.annotated import Annotated, Mention, MentionKind

_LONGEST = 6  # words; more is a description and no name


def quotable(annotated: Annotated) -> Quotable:
    """The text of a document as quotations are looked for in it."""
    return Quotable(annotated.document.text, [junk.span for junk in annotated.document.junk])


def with_names(annotated: Annotated, reply: Reply, text: Quotable) -> Annotated:
    """The document with the parties that the reply quotes as names, wherever no mention stands yet.

    Only words that stand in their quotation, and the quotation in the text; what they mean is for `resolve` to say.
    """
    found = (
        span
        for contact in reply.contacts
        for party in contact.lists.get("parties", ())
        if (outer := text.place(party.quote)) is not None
        and (span := text.place_inside(party.value, outer)) is not None
    )
    added = list(_mentions(annotated, found))
    if not added:
        return annotated
    mentions = sorted((*annotated.mentions, *added), key=lambda one: one.first)
    return replace(annotated, mentions=tuple(mentions))


def _mentions(annotated: Annotated, spans: Iterable[Span]) -> Iterable[Mention]:
    words = annotated.words
    taken = {place for one in annotated.mentions for place in range(one.first, one.last)}
    taken |= {place for one in annotated.cues for place in range(one.first, one.last)}
    for span in sorted(set(spans)):
        first, last = word_range(words.starts, words.ends, span)
        places = range(first, last)
        if 0 < len(places) <= _LONGEST and taken.isdisjoint(places):
            taken.update(places)
            value = annotated.document.quote(words.span(first, last))
            yield Mention(first=first, last=last, kind=MentionKind.NAME, value=value)
