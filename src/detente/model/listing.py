"""What a ledger answers: lines of lists, and one contact or channel in full."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from detente.model.actors import Party
from detente.model.capture import Capture
from detente.model.contact import Contact, Judgement
from detente.model.report import Kind, Status
from detente.model.text import Span
from detente.model.time import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """A contact in a list.

    Attributes:
        told: day of publication of its first report, where its own days are unknown.
        accounts: how many of its fields are told differently.
        reports, documents, origins: three counts that are never added up.
    """

    id: str
    told: date | None
    kind: Kind
    status: Status
    sides: tuple[str, ...]
    parties: tuple[Party, ...]
    days: Interval | None
    place: str
    asked_by: str
    topics: tuple[str, ...]
    outcomes: tuple[str, ...]
    told_by: tuple[str, ...]
    reports: int
    documents: int
    origins: int
    accounts: int
    confirmed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseLine:
    """Something undertaken, offered, demanded or announced.

    Attributes:
        kind: agreement, proposal, commitment, handover, demand, or contact for an announced one.
        by: sides that undertook it; empty when the text leaves it open.
        said: day of publication of the first report that tells it, None of an undated one.
        state: open, kept, overdue or withdrawn, on the day asked for.
        settled_by: handle of the report that settled it, "" while nothing did.
        words: the passage that tells it.
        settled_words: the passage that settled it.
    """

    id: str
    contact: str
    kind: str
    by: tuple[str, ...]
    sides: tuple[str, ...]
    topics: tuple[str, ...]
    said: date | None
    due: tuple[date, date] | None
    regular: bool
    state: str
    settled_by: str
    settled_on: date | None
    report: str
    words: str
    settled_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLine:
    """Two counterparts and the rhythm of what they held, on the day asked for.

    Attributes:
        a, b: ends: states (RU), offices (RU: president) or bodies (RU: SVR).
        level: state, office or body.
        contacts: of any status; `held` those on a day known to a month.
        first, last: first and last held day, None without any.
        median_gap: days between one held day and the next, None with fewer than two days.
        silence: days since the last held day, None without any.
        rarity: share of its gaps, the present silence counted among them, that are at least as long; None with fewer
            than three.
    """

    a: str
    b: str
    level: str
    contacts: int
    held: int
    first: date | None
    last: date | None
    median_gap: float | None
    longest_gap: int | None
    silence: int | None
    rarity: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Regular:
    """A promise of regular contact, and what came of it.

    Attributes:
        since: contacts held after it was promised.
        kept: whether the present silence is no longer than the longest gap that the channel had known until then, or
            than a year where it had known none; None while nothing can be said.
    """

    promise: PromiseLine
    since: int
    kept: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelView:
    """A channel in full.

    Attributes:
        reports, documents, origins: that tell of its contacts; counts that are never added up.
        kinds, statuses, asked_by: value -> contacts.
        topics: year -> topic -> contacts.
        timeline: its contacts, the latest first.
    """

    line: ChannelLine
    reports: int
    documents: int
    origins: int
    kinds: Mapping[str, int]
    statuses: Mapping[str, int]
    asked_by: Mapping[str, int]
    topics: Mapping[str, Mapping[str, int]]
    timeline: tuple[ContactLine, ...]
    promises: tuple[PromiseLine, ...]
    regular: tuple[Regular, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of a document that a value of a report rests on."""

    field: str
    value: str
    span: Span
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One report of a contact, with its document.

    Attributes:
        origin: name of the text that the document is a copy of.
        version: what read it.
        passages: quotes first.
        capture: the last answer of the network that the document was read from, None when it came otherwise.
    """

    report: str
    document: str
    name: str
    outlet: str
    url: str
    lang: str
    published: date | None
    learned: str
    origin: str
    version: str
    kind: str
    status: str
    told_by: tuple[str, ...]
    passages: tuple[Passage, ...]
    capture: Capture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """A contact in full.

    Attributes:
        asked: the id that was asked for; another one than the contact's when it was given away.
        tellings: its reports in order of publication.
        wholes, parts: the visits that it is part of; what it holds when it is a visit.
        judgements: those that speak of its reports.
        first_learned, last_learned: when its first and its latest report were learned.
    """

    asked: str
    contact: Contact
    tellings: tuple[Telling, ...]
    wholes: tuple[ContactLine, ...]
    parts: tuple[ContactLine, ...]
    promises: tuple[PromiseLine, ...]
    judgements: tuple[Judgement, ...]
    first_learned: str
    last_learned: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A document in a list.

    Attributes:
        copies: how many documents of the ledger come from the same origin, this one included.
    """

    key: str
    name: str
    outlet: str
    url: str
    title: str
    lang: str
    published: date | None
    learned: str
    reports: int
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalLine:
    """Something that could not be read."""

    source: str
    reason: str
    detail: str
    remedy: str
    learned: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which contacts are asked for; empty values ask for nothing.

    Attributes:
        sides: codes that must all take part.
        person: a name, or part of one, or the registry's id.
        first, last: days that the contact's days must meet.
        text: words that must stand in a sentence that tells of it.
    """

    sides: tuple[str, ...] = ()
    person: str = ""
    office: str = ""
    kind: str = ""
    status: str = ""
    topic: str = ""
    place: str = ""
    first: date | None = None
    last: date | None = None
    outlet: str = ""
    lang: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that a check found wrong in a ledger."""

    what: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """What two coders said differently.

    Attributes:
        question: what was asked: contact (is it one), same (are two reports of one contact), or a field.
        about: the report, or two of them, that the question is about.
    """

    question: str
    about: str
    one: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two coders agree.

    Attributes:
        items: questions that both answered.
        agreed: of these, answered alike.
        kappa: Cohen's kappa (1960, doi 10.1177/001316446002000104); None where chance alone would agree on everything.
        disagreements: in the order of questions.
    """

    items: int
    agreed: int
    kappa: float | None
    disagreements: tuple[Disagreement, ...]
