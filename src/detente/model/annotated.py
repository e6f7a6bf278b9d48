"""Layers that annotation lays over a document; places are word numbers, half-open [first, last)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from detente.model.text import Document, Span
from detente.model.words import Words


class MentionKind(StrEnum):
    """What a mention names."""

    STATE = "state"
    OFFICE = "office"
    BODY = "body"
    PLACE = "place"
    PERSON = "person"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place in the text that names somebody or something.

    Attributes:
        value: state code, office title, body id, place name; for a person the written form.
        form: name, adjective, full (a person's whole name) or surname.
        side: code it stands for, "" when it says none.
        role: registry role of an office, or kind of a body or place.
        persons: registry ids a person mention may mean.
        bare: whether its last word stands as the registry has it, so that no ending of it can be a case.
    """

    first: int
    last: int
    kind: MentionKind
    value: str
    form: str = "name"
    side: str = ""
    role: str = ""
    persons: tuple[str, ...] = ()
    bare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CueHit:
    """Words that a language file knows: a contact, a status, a statement, ... (`means`)."""

    first: int
    last: int
    means: str
    status: str = ""
    frame: str = "verb"
    office: str = ""
    present: bool = False
    row: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeHit:
    """A time expression with the values that its words fill in; nothing is counted yet.

    Attributes:
        means, direction, unit, count: as in the language file.
        days, months, years, weekdays: values in text order (months 1 to 12, weekdays 0 = Monday).
        season: 0 winter to 3 autumn, None without one.
        calendar: of `hijri`, when it is not the Gregorian one.
        hijri: month and day of that calendar, when its year is not said; day 0 for the whole month.
    """

    first: int
    last: int
    means: str
    direction: str
    unit: str
    count: int
    days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    season: int | None = None
    calendar: str = ""
    hijri: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence as words [first, last).

    Attributes:
        paragraph: number of its paragraph.
        title, junk: whether it lies in the title or in page furniture.
    """

    first: int
    last: int
    paragraph: int
    title: bool = False
    junk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """A document with its layers, each in text order.

    Attributes:
        attached: first words of mentions and cues that begin with small words written together with them, and those
            words ("and", "and to the" in Arabic).
    """

    document: Document
    lang: str
    words: Words
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...] = ()
    cues: tuple[CueHit, ...] = ()
    times: tuple[TimeHit, ...] = ()
    quotes: tuple[Span, ...] = ()
    topics: tuple[CueHit, ...] = field(default=())
    attached: Mapping[int, str] = field(default_factory=dict[int, str])
