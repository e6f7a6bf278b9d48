"""What the registry says of a person: names and terms of office."""

from dataclasses import dataclass
from datetime import date

from detente.model.time import Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class NameForm:
    """A way to write a name.

    Attributes:
        lang: ISO 639-1 code under which the registry has it.
    """

    form: str
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermLine:
    """A person's time in an office, as the registry has it.

    Attributes:
        office: short English title; `title` as the source gives it.
        start, end: first and last day that the source's precision allows; end None while open.
        current: whether it may run on the day asked for.
        stale: whether that day lies too long after `as_of`, the day on which an open term was last known to be open.
        source: the source in words.
    """

    side: str
    office: str
    title: str
    start: date
    start_precision: Precision
    end: date | None
    end_precision: Precision | None
    acting: bool
    current: bool
    stale: bool
    as_of: date | None
    source: str
