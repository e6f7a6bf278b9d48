"""Contacts and their sources as a language model is told them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from detente.export.wording import party_in_words
from detente.ledger.filing import parties_of
from detente.model import Interval
from detente.model.contact import Account, Chosen, Contact
from detente.model.listing import ContactView, Passage, Telling
from detente.serve.citable import ContactInFull, FieldTold, Quotation, Source, StepTold, Told
from detente.serve.room import LONGEST, Room

Value = TypeVar("Value")
_ACCOUNTS, _HANDLES, _STEPS, _SOURCES, _PROMISES, _JUDGEMENTS, _VISITS = 20, 10, 30, 50, 20, 20, 50
_QUOTES, _PASSAGES = 8, 80  # of one report: in the full contact, and where its evidence is asked for
_MORE = "`evidence` shows one at a time, by its id as `report`"


def contact_in_full(view: ContactView) -> ContactInFull:
    """A contact with every account of its fields and the sentences of its reports."""
    room, contact = Room(), view.contact
    return ContactInFull(
        id=contact.id,
        asked=view.asked,
        fields=tuple(_fields(contact, room)),
        history=tuple(
            StepTold(said=step.said, status=step.status.value, reports=step.reports[:_HANDLES])
            for step in room.few(contact.history, _STEPS, "the history")
        ),
        reports=len(contact.reports),
        documents=contact.documents,
        origins=contact.origins,
        part_of=tuple(line.id for line in room.few(view.wholes, _VISITS, "the visits around it")),
        parts=tuple(line.id for line in room.few(view.parts, _VISITS, "the contacts inside it")),
        promises=room.take(map(room.promise, view.promises), _PROMISES, "promises", "`promises` lists them by side"),
        judgements=room.take(view.judgements, _JUDGEMENTS, "judgements", "`detente show` has them"),
        sources=quoted_sources(view.tellings, room),
        first_learned=view.first_learned,
        last_learned=view.last_learned,
        left_out=room.left_out,
    )


def quoted_sources(tellings: Iterable[Telling], room: Room, remedy: str = _MORE) -> tuple[Source, ...]:
    """Reports with the sentences that tell of the contact, as many as there is room for.

    Args:
        remedy: how to see the others.
    """
    return room.take((_source(one, room, quotes=True) for one in tellings), _SOURCES, "reports", remedy)


def sources_of(tellings: Iterable[Telling], room: Room) -> tuple[Source, ...]:
    """Reports with all the words that their values rest on, as many as there is room for."""
    return room.take((_source(one, room, quotes=False) for one in tellings), _SOURCES, "reports", _MORE)


def _fields(contact: Contact, room: Room) -> Iterator[FieldTold]:
    by = contact.corrected_by
    yield _chosen("kind", contact.kind, lambda kind: kind.value, by.get("kind", ""), room)
    yield _chosen("status", contact.status, lambda status: status.value, by.get("status", ""), room)
    yield _chosen("days", contact.days, _days, by.get("days", ""), room)
    yield _chosen("place", contact.place, str, by.get("place", ""), room)
    yield _chosen("asked_by", contact.asked_by, str, by.get("asked_by", ""), room)
    yield _several("sides", contact.sides, str, by.get("sides", ""), room)
    yield _several("parties", contact.parties, party_in_words, by.get("parties", ""), room)
    yield _several("topics", contact.topics, str, by.get("topics", ""), room)
    yield _several("outcomes", contact.outcomes, str, by.get("outcomes", ""), room)
    yield _several("told_by", contact.told_by, str, by.get("told_by", ""), room)


def _days(days: Interval) -> str:
    """Such as `2024-05-31`, or `2024-05-01/2024-05-31 (month)`: first and last possible day."""
    if days.start == days.end:
        return days.start.isoformat()
    return f"{days.start.isoformat()}/{days.end.isoformat()} ({days.precision.value})"


def _chosen(name: str, chosen: Chosen[Value] | None, words: Callable[[Value], str], by: str, room: Room) -> FieldTold:
    if chosen is None:
        return FieldTold(field=name, value="", rule="corrected" if by else "", corrected_by=by, accounts=())
    accounts = _accounts(name, chosen.accounts, words, room)
    value = words(chosen.value)
    return FieldTold(field=name, value=value, rule=chosen.rule, corrected_by=chosen.by or by, accounts=accounts)


def _several(
    name: str, accounts: Sequence[Account[Value]], words: Callable[[Value], str], by: str, room: Room
) -> FieldTold:
    told = _accounts(name, accounts, words, room)
    return FieldTold(field=name, value="", rule="corrected" if by else "", corrected_by=by, accounts=told)


def _accounts(
    name: str, accounts: Sequence[Account[Value]], words: Callable[[Value], str], room: Room
) -> tuple[Told, ...]:
    return tuple(
        Told(
            value=words(account.value),
            told_by=account.tellers,
            origins=account.origins,
            reports=room.few(account.reports, _HANDLES, f"the reports that tell {name} so"),
        )
        for account in room.few(accounts, _ACCOUNTS, f"the accounts of {name}")
    )


def _source(telling: Telling, room: Room, *, quotes: bool) -> Source:
    """A report with the sentences that tell of the contact, or with all the words that its values rest on."""
    passages = [one for one in telling.passages if one.field == "quote" or not quotes]
    most = _QUOTES if quotes else _PASSAGES
    return Source(
        report=telling.report,
        document=telling.name,
        outlet=telling.outlet,
        address=telling.url,
        lang=telling.lang,
        published=telling.published,
        learned=telling.learned,
        origin=telling.origin,
        kind=telling.kind,
        status=telling.status,
        told_by=telling.told_by,
        quotations=tuple(map(_quotation, room.few(passages, most, f"the quotations of report {telling.report}"))),
    )


def _quotation(passage: Passage) -> Quotation:
    party = passage.field == "party"
    return Quotation(
        field=passage.field,
        value=", ".join(map(party_in_words, parties_of(passage.value))) if party else passage.value,
        start=passage.span.start,
        end=passage.span.end,
        words=passage.words[:LONGEST],
        letters_left_out=max(len(passage.words) - LONGEST, 0),
    )
