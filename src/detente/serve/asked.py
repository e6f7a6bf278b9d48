"""What an address asks for: the same names on every page, in the API, in feeds and exports."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from detente.errors import UsageError
from detente.model import TOPICS, Kind, Status
from detente.model.listing import Filter
from detente.reference.ends import side_named
from detente.reference.registry import Registry

_LONGEST = 500  # letters of one value
PAGE = 50
MOST = 500
Word = Annotated[str, Field(max_length=_LONGEST)]
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def _as_typed(given: object) -> object:
    if isinstance(given, str) and not _DAY.fullmatch(given):
        raise ValueError("a day is written as 2021-11-03")
    return given


# Nothing but ISO 8601 in full: pydantic would take seconds since 1970 and times of day as well.
Day = Annotated[date, BeforeValidator(_as_typed)]


class Given(BaseModel):
    """What the query of an address gives; nothing but what is known, and no empty values, which forms send."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, given: object) -> object:
        return _filled(given) if isinstance(given, Mapping) else given


class Asked(Given):
    """Which contacts are asked for."""

    q: Word = Field("", description='Words in a sentence that tells of it; "..." and * work.')
    side: tuple[Word, ...] = Field((), description="A side, by code or name; all that are given must take part.")
    person: Word = Field("", description="Somebody who takes part: a name, a surname, or an id of the registry.")
    office: Word = Field("", description="An office that takes part, such as `CIA director`.")
    kind: Kind | None = Field(None, description="How the sides were in contact.")
    status: Status | None = Field(None, description="Whether it took place.")
    topic: Word = Field("", description="What it was about.", json_schema_extra={"enum": ["", *TOPICS]})
    place: Word = Field("", description="Where, by the usual English name.")
    since: Day | None = Field(None, description="From this day on.")
    until: Day | None = Field(None, description="Up to this day.")
    outlet: Word = Field("", description="Reported by this outlet.")
    lang: Word = Field("", description="Reported in this language, ISO 639-1.")
    as_of: Day | None = Field(None, description="Answer with what had been learned by the end of this day.")

    @field_validator("topic")
    @classmethod
    def _known(cls, topic: str) -> str:
        if topic and topic not in TOPICS:
            raise ValueError(f"no topic {topic!r}; there are {', '.join(TOPICS)}")
        return topic

    def filter(self, registry: Registry) -> Filter:
        """What is asked of the ledger.

        Raises:
            UsageError: a side that there is not.
        """
        if self.since and self.until and self.until < self.since:
            raise UsageError(f"until {self.until} is before since {self.since}; give the earlier day as since")
        return Filter(
            sides=tuple(side_named(one, registry) for one in self.side), person=self.person, office=self.office,
            kind=self.kind.value if self.kind else "", status=self.status.value if self.status else "",
            topic=self.topic, place=self.place, first=self.since, last=self.until, outlet=self.outlet, lang=self.lang,
            text=self.q,
        )  # fmt: skip

    def address(self, **changed: object) -> str:
        """It as the query of an address, `?` included, with some values changed; "" when nothing is asked."""
        return _address(self, changed)

    @property
    def narrowed(self) -> bool:
        """Whether anything but a day of knowledge is asked for."""
        return _narrowed(self)


class Listed(Asked):
    """Which contacts are asked for, a page at a time."""

    after: Word = Field("", description="Id of the contact after which to go on; `next` of an answer.")
    limit: int = Field(PAGE, ge=1, le=MOST, description="How many at most.")


class Known(Given):
    """As of which day something is asked for."""

    as_of: Day | None = Field(None, description="Answer with what had been learned by the end of this day.")

    def address(self, **changed: object) -> str:
        """It as the query of an address, as of `Asked`."""
        return _address(self, changed)

    @property
    def narrowed(self) -> bool:
        """Whether anything but a day of knowledge is asked for."""
        return _narrowed(self)


class Paged(Known):
    """A list, a page at a time."""

    after: str = Field("", max_length=4000, description="Where to go on: `next` of the answer before.")
    limit: int = Field(PAGE, ge=1, le=MOST, description="How many at most.")


class Ends(Known):
    """The two ends of a channel."""

    a: Annotated[Word, Field(min_length=1, description="A state, office or body, by code or name.")]
    b: Annotated[Word, Field(min_length=1, description="Its counterpart.")]


def _address(asked: BaseModel, changed: Mapping[str, object]) -> str:
    given = asked.model_dump(mode="json", exclude_defaults=True)
    wanted = {name: "true" if value is True else value for name, value in {**given, **changed}.items() if value}
    query = urlencode(wanted, doseq=True)
    return f"?{query}" if query else ""


def _narrowed(asked: BaseModel) -> bool:
    return bool(set(asked.model_dump(exclude_defaults=True)) - {"as_of", "after", "limit"})


def _filled(given: Mapping[Any, Any]) -> dict[Any, Any]:
    filled = {}
    for name, value in given.items():
        kept = [one for one in value if one != ""] if _many(value) else value
        if kept not in ("", []):
            filled[name] = kept
    return filled


def _many(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str)
