"""Contacts: all reports of one event, a value for each field, and the accounts that differ."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from detente.model.actors import Party
from detente.model.report import Kind, Status
from detente.model.time import Interval

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A report as merging sees it: its values, and what its document says of itself.

    Attributes:
        report: handle of the report, the same after every reading that finds it again.
        document: key of its document.
        origin: name of the text that its document is a copy of; documents of one origin count once.
        official: side whose official outlet published the document, "" for the press.
        place_side: code of the state that the place lies in or is, "" when unknown.
        place_whole: whether the place is a whole state.
        wording: a name for each sentence that tells of it, the same for the same words; short sentences have none.
        headline: whether the title of the document tells of it.
    """

    report: str
    document: str
    origin: str
    published: date | None
    outlet: str
    official: str
    kind: Kind
    status: Status
    sides: tuple[str, ...]
    parties: tuple[Party, ...]
    days: Interval | None
    place: str
    place_side: str
    place_whole: bool
    asked_by: str
    topics: tuple[str, ...]
    outcomes: tuple[str, ...]
    told_by: tuple[str, ...]
    wording: tuple[str, ...] = ()
    headline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Generic[Value]):
    """One value of a field, and who tells it so.

    Attributes:
        tellers: sides, and `PRESS`, that tell it, sorted.
        reports: handles of the reports with this value, sorted.
        origins: how many independent texts they come from.
    """

    value: Value
    tellers: tuple[str, ...]
    reports: tuple[str, ...]
    origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen(Generic[Value]):
    """The value of a field, the rule that chose it, and every account, the chosen one first.

    Attributes:
        rule: a key of `detente.merge.RULES`.
        by: who corrected it, "" when the machine chose.
    """

    value: Value
    rule: str
    accounts: tuple[Account[Value], ...]
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A status as some reports of one day told it.

    Attributes:
        said: day of publication, None of undated documents.
        reports: handles of the reports that tell it, sorted.
    """

    said: date | None
    status: Status
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """All reports of one contact.

    Attributes:
        id: of twelve letters; follows from the earliest report, so that it stays while others are added.
        reports: handles, sorted by publication.
        documents, origins: how many documents report it, and how many independent texts these are.
        history: its status over time, in order of publication.
        confirmed_by: persons who confirmed it, sorted.
        corrected_by: field -> who corrected it.
    """

    id: str
    reports: tuple[str, ...]
    documents: int
    origins: int
    kind: Chosen[Kind]
    status: Chosen[Status]
    sides: tuple[Account[str], ...]
    parties: tuple[Account[Party], ...]
    days: Chosen[Interval] | None
    place: Chosen[str] | None
    asked_by: Chosen[str] | None
    topics: tuple[Account[str], ...]
    outcomes: tuple[Account[str], ...]
    told_by: tuple[Account[str], ...]
    history: tuple[Step, ...]
    confirmed_by: tuple[str, ...] = ()
    corrected_by: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of its sides, sorted."""
        return tuple(account.value for account in self.sides)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A person's stored decision about reports; it outranks the machine on every rebuild.

    Attributes:
        id: SHA-256 of its content.
        verdict: merge, split, correct, reject or confirm.
        reports: handles that it is about, sorted.
        others: of a split: handles of the reports that are another contact.
        about, value: of a correction: the field, and its value as JSON text.
        by, why: who decided, and why.
        at: when, ISO 8601 with seconds in UTC; of two that contradict each other the later holds.
    """

    id: str
    verdict: str
    reports: tuple[str, ...]
    by: str
    why: str
    at: str
    others: tuple[str, ...] = ()
    about: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """A merge or split: reports that are of one contact, and those that are of another one."""

    together: frozenset[str]
    others: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What judgements come to.

    Attributes:
        partings: merges and splits, the latest first.
        parted: handles of all reports that one of them speaks of.
        rejected: handles of reports that are no contact.
        corrected: handle and field -> the correction that holds.
        confirmed: handle -> persons who confirmed its contact, sorted.
    """

    partings: tuple[Parting, ...] = ()
    parted: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()
    corrected: Mapping[tuple[str, str], Judgement] = field(default_factory=dict[tuple[str, str], Judgement])
    confirmed: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    def of_two(self, left: str, right: str) -> bool | None:
        """Whether people put two reports together (True) or apart (False); None when nobody said."""
        for one in self.partings:
            first, second = left in one.together, right in one.together
            if first and second:
                return True
            if (first and right in one.others) or (second and left in one.others):
                return False
        return None
