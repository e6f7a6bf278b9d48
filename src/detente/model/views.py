"""What pages and programs ask a ledger for beside its lists: persons, states, documents, reports, coverage, bins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from detente.model.actors import Party
from detente.model.capture import Capture
from detente.model.contact import Judgement
from detente.model.listing import ContactLine, DocumentLine, Passage, PromiseLine, Telling
from detente.model.registered import NameForm, TermLine
from detente.model.report import Kind, Rejected, Status
from detente.model.selection import Coverage
from detente.model.text import Junk, Span
from detente.model.time import Interval

Cell = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """A person who takes part in contacts, in a list.

    Attributes:
        key: the registry's id (`us.joe-biden`); of somebody it does not know, the name as reports write it.
        name: usual English spelling.
        sides: codes acted for, the most frequent first.
        offices: short English titles held at these contacts, the most frequent first.
        contacts: of any status; `held` those on a day known to a month, as of a channel.
        first, last: first and last held day, None without any.
    """

    key: str
    name: str
    sides: tuple[str, ...]
    offices: tuple[str, ...]
    contacts: int
    held: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """A person of another side in the same contacts.

    Attributes:
        key, name: as of `PersonLine`.
        contacts: in common; `held` those on a day known to a month.
        last: last held day in common, None without any.
    """

    key: str
    name: str
    sides: tuple[str, ...]
    contacts: int
    held: int
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person in full.

    Attributes:
        names: in all scripts, as the registry has them; empty for somebody it does not know.
        terms: the earliest first.
        contacts: all, the latest first.
        counterparts: the one with the most contacts first.
    """

    line: PersonLine
    names: tuple[NameForm, ...]
    terms: tuple[TermLine, ...]
    contacts: tuple[ContactLine, ...]
    counterparts: tuple[Counterpart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLine:
    """A side in a list.

    Attributes:
        name: usual English name, the code where the registry has none.
        body: whether it is an organisation and no state.
        contacts: of any status; `held` those on a day known to a month, as of a channel.
        counterparts: how many sides it has contacts with.
        first, last: first and last held day, None without any.
        silence_days: since the last held day, None without any.
    """

    code: str
    name: str
    body: bool
    contacts: int
    held: int
    counterparts: int
    first: date | None
    last: date | None
    silence_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DyadLine:
    """A counterpart of a side, and their contacts.

    Attributes:
        held: on a day known to a month; `planned` those of status planned.
        silence_days: since the last held day, None without any.
    """

    code: str
    name: str
    contacts: int
    held: int
    planned: int
    first: date | None
    last: date | None
    silence_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StateView:
    """A side in full.

    Attributes:
        counterparts: the one with the most contacts first.
        network: two codes and the contacts between them, among the side and its counterparts.
        persons: those who act for it, at most fifty, of `persons_total`.
        kinds, statuses: value -> contacts.
        latest: its latest contacts, at most fifty, of `line.contacts`.
    """

    line: StateLine
    counterparts: tuple[DyadLine, ...]
    network: tuple[tuple[str, str, int], ...]
    persons: tuple[PersonLine, ...]
    persons_total: int
    kinds: Mapping[str, int]
    statuses: Mapping[str, int]
    latest: tuple[ContactLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A run of days on which no document was published.

    Attributes:
        first, last: both included.
        days: how many.
    """

    first: date
    last: date
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageView:
    """What a whole ledger covers, and where it has nothing.

    Attributes:
        languages, outlets: value -> documents, the most first; documents that name no outlet stand under "".
        months, days: `2022-03`, `2022-03-12` -> documents published then, in order.
        gaps: runs of days without a document between the first and the last day of publication, the longest first.
        undated: documents that state no day.
        refusals: reason -> how many.
        versions: extractor version -> readings, those of the past included.
    """

    coverage: Coverage
    languages: Mapping[str, int]
    outlets: Mapping[str, int]
    months: Mapping[str, int]
    days: Mapping[str, int]
    gaps: tuple[Gap, ...]
    undated: int
    refusals: Mapping[str, int]
    versions: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPassage:
    """Words of a document that a value of a report rests on.

    Attributes:
        report: handle of the report; `contact` the id of its contact, "" when a judgement rejected it.
    """

    span: Span
    field: str
    value: str
    report: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTelling:
    """A report of a document, and what became of it.

    Attributes:
        contact: id of its contact, "" when it was rejected.
        rejected: the judgement by which it is no contact, None when it counts.
    """

    telling: Telling
    contact: str
    rejected: Judgement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLine:
    """One reading of a document.

    Attributes:
        version: what read it.
        latest: whether it is the one that holds.
    """

    version: str
    lang: str
    learned: str
    reports: int
    latest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document in full, as its latest reading has it.

    Attributes:
        title: where the title stands in the text, None without any.
        official: side whose official outlet published it, "" for the press.
        dated: first and last day to which it was dated, None when it was not.
        passages: in text order.
        tellings: its reports in text order.
        rejected: near-contacts that were seen and not reported, in text order.
        readings: the latest first.
        copies: other documents of the same origin, the latest day of publication first.
        captures: the answers of the network that it was read from, the latest first.
    """

    line: DocumentLine
    text: str
    title: Span | None
    official: str
    dated: tuple[date, date] | None
    junk: tuple[Junk, ...]
    passages: tuple[DocumentPassage, ...]
    tellings: tuple[DocumentTelling, ...]
    rejected: tuple[Rejected, ...]
    readings: tuple[ReadingLine, ...]
    copies: tuple[DocumentLine, ...]
    captures: tuple[Capture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """A report that holds, in a list.

    Attributes:
        handle: of twelve letters.
        contact: id of its contact.
        document: key of its document.
        published: day of publication, stated or concluded.
    """

    handle: str
    contact: str
    document: str
    outlet: str
    lang: str
    published: date | None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report in full.

    Attributes:
        line: its values; `line.contact` is "" when it does not hold.
        holds: whether it is of the latest reading of its document and was not rejected.
        rejected: the judgement by which it is no contact, None without one.
        reader, pattern: extractor, and the cue and rule that found it.
        version, learned: of the reading.
        official: side whose official outlet published the document, "" for the press.
        place_side: state that the place lies in or is; `place_whole` whether it is a whole state.
        headline: whether the title tells of it.
        passages: quotes first.
        promises: made in it, as far as it is the one that tells them first.
    """

    line: ReportLine
    holds: bool
    rejected: Judgement | None
    reader: str
    pattern: str
    version: str
    learned: str
    name: str
    url: str
    title: str
    origin: str
    official: str
    place_side: str
    place_whole: bool
    headline: bool
    passages: tuple[Passage, ...]
    promises: tuple[PromiseLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Contacts of one status in one period.

    Attributes:
        period: `2022-03` or `2022`, by the last possible day; "" for contacts whose days are unknown.
    """

    period: str
    status: str
    contacts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value that contacts can be filtered by.

    Attributes:
        value: as a filter takes it; of a person the key of `PersonLine`.
        name: for people: of a side or person its name, else the value.
    """

    value: str
    name: str
    contacts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """Values of one field, the most frequent first.

    Attributes:
        values: all, or as many as were asked for.
        total: how many there are.
    """

    values: tuple[FacetValue, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What contacts can be filtered by, field by field."""

    sides: Facet
    persons: Facet
    offices: Facet
    kinds: Facet
    statuses: Facet
    topics: Facet
    places: Facet
    outlets: Facet
    langs: Facet


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a query of a stranger gave.

    Attributes:
        rows: a blob is the text by which SQL writes it, `x'00ff'`.
        cut: whether there were more rows, or larger ones, than may be shown.
        elapsed: seconds that it took.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    cut: bool
    elapsed: float
