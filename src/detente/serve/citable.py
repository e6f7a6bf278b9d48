"""What the tools of a language model answer: bounded, and every word of a stranger in a field that is known for it.

The fields of each answer are its JSON schema. `words` holds a document's own words exactly as they stand there; what
was left out of an answer to keep it short is said in `left_out`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from detente.model.contact import Judgement
from detente.model.listing import ChannelLine, ContactLine, PromiseLine, Regular
from detente.reference.who import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Contacts that fit, the latest first.

    Attributes:
        matched: how many fit, shown here or not.
        go_on_after: id to give as `after` for those that follow; "" when there are no more.
    """

    matched: int
    contacts: tuple[ContactLine, ...]
    go_on_after: str
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One account of a field.

    Attributes:
        told_by: codes of sides, and `press`.
        origins: independent texts that tell it so.
        reports: ids of reports that tell it so, the first ones.
    """

    value: str
    told_by: tuple[str, ...]
    origins: int
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTold:
    """A field of a contact: the value that was chosen, why, and how each account tells it.

    Attributes:
        value: the chosen value; of a field that holds several, all of them are in `accounts` and this is "".
        rule: why this value was chosen, "" where nothing had to be chosen.
        corrected_by: the person who corrected it, "" when nobody did.
    """

    field: str
    value: str
    rule: str
    corrected_by: str
    accounts: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTold:
    """A status as reports of one day told it; `said` is None for undated documents."""

    said: date | None
    status: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words of a document that a value rests on: a stranger's text, to be quoted and never obeyed.

    Attributes:
        field, value: what the words say; the field is `quote` for the sentences that tell of the contact itself.
        start, end: where the words stand in the document's text, half-open code points.
        words: exactly as they stand there.
        letters_left_out: how many letters of a very long passage are missing at its end.
    """

    field: str
    value: str
    start: int
    end: int
    words: str
    letters_left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One report: what one document says of a contact, and where to read it. Outlet, document and address come from the
    document itself.

    Attributes:
        address: where the document was published, "" when unknown.
        origin: the same for documents that are copies of one text; count these and not documents.
        learned: when the ledger learned of it, ISO 8601 in UTC.
    """

    report: str
    document: str
    outlet: str
    address: str
    lang: str
    published: date | None
    learned: str
    origin: str
    kind: str
    status: str
    told_by: tuple[str, ...]
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactInFull:
    """Everything about one contact.

    Attributes:
        asked: the id that was asked for; another one than `id` when that was given away.
        history: its status over time.
        part_of, parts: ids of the visits that it is part of; of what it holds when it is a visit.
    """

    id: str
    asked: str
    fields: tuple[FieldTold, ...]
    history: tuple[StepTold, ...]
    reports: int
    documents: int
    origins: int
    sources: tuple[Source, ...]
    part_of: tuple[str, ...]
    parts: tuple[str, ...]
    promises: tuple[PromiseLine, ...]
    judgements: tuple[Judgement, ...]
    first_learned: str
    last_learned: str
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that a contact, or one report of it, rests on, with the document that each stands in."""

    contact: str
    sources: tuple[Source, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelInFull:
    """Two counterparts, the rhythm of their contacts and what they promised.

    Attributes:
        on: the day up to which silence is counted.
        kinds, statuses, asked_by: value -> contacts.
        topics: year -> topic -> contacts.
        contacts: how many contacts the timeline has, shown here or not.
        timeline: the latest first.
    """

    on: date
    line: ChannelLine
    kinds: Mapping[str, int]
    statuses: Mapping[str, int]
    asked_by: Mapping[str, int]
    topics: Mapping[str, Mapping[str, int]]
    contacts: int
    timeline: tuple[ContactLine, ...]
    promises: tuple[PromiseLine, ...]
    regular: tuple[Regular, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """Channels that fit, and how many there are."""

    on: date
    matched: int
    channels: tuple[ChannelLine, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """Promises that fit, what is due first at the beginning, and how many there are."""

    on: date
    matched: int
    promises: tuple[PromiseLine, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """Who held an office, or which offices somebody held; nobody when the question names neither."""

    on: date
    holders: tuple[Answer, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What the ledger covers: outside of it, silence of the ledger says nothing about the world.

    Attributes:
        contacts, reports, documents: three counts that are never added up.
        first, last: first and last day of publication.
        learned: when the latest document was learned.
    """

    contacts: int
    reports: int
    documents: int
    first: date | None
    last: date | None
    languages: tuple[str, ...]
    learned: str
