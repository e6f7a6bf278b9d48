"""What a model is asked to answer: the fields of the codebook, each value with its quotation, everything bounded.

Small models never close a list or a string that has no bound, so every one has one.
"""

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, WithJsonSchema

from detente.model import TOPICS, Kind, Outcome, Status

# Entries of each list; what a reply has beyond them is dropped and counted.
MOST = {"contacts": 12, "quotes": 3, "sides": 12, "parties": 12, "topics": 8, "outcomes": 6, "told_by": 6}
_WORDS, _QUOTE, _CODE = 120, 400, 12  # characters


def _known(codes: frozenset[str]) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in codes:
            raise ValueError("outside the codebook")
        return value

    return check


def _codes(values: Iterable[str]) -> tuple[AfterValidator, WithJsonSchema]:
    """One of the codes: checked when a reply is read, listed when a reply is asked for."""
    listed = list(values)
    return AfterValidator(_known(frozenset(listed))), WithJsonSchema({"type": "string", "enum": listed})


_KINDS, _STATUSES, _OUTCOMES = _codes(Kind), _codes(Status), _codes(Outcome)
_TOPIC_CODES = _codes(TOPICS)

Words = Annotated[str, StringConstraints(min_length=1, max_length=_WORDS)]
Quote = Annotated[str, StringConstraints(min_length=1, max_length=_QUOTE)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=_CODE)]


class Said(BaseModel):
    """A value in the words of the text, and the passage of the text that it rests on."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    value: Words
    quote: Quote


class SaidParty(Said):
    """A person, office or delegation as the text names it, and the code of the side it acts for."""

    side: Code


class SaidCode(Said):
    """The code of a side, or `press`."""

    value: Code


class SaidKind(Said):
    """How the sides were in contact."""

    value: Annotated[str, _KINDS[0], _KINDS[1]]


class SaidStatus(Said):
    """Whether it took place."""

    value: Annotated[str, _STATUSES[0], _STATUSES[1]]


class SaidTopic(Said):
    """What it was about."""

    value: Annotated[str, _TOPIC_CODES[0], _TOPIC_CODES[1]]


class SaidOutcome(Said):
    """What came of it."""

    value: Annotated[str, _OUTCOMES[0], _OUTCOMES[1]]


# Field -> the form of its value, or of each of its values; in the order in which a reply is asked for: the passages
# first, so that a model has found the sentence before it says what it means.
SINGLE: dict[str, type[Said]] = {
    "kind": SaidKind, "status": SaidStatus, "days": Said, "place": Said, "asked_by": SaidCode,
}  # fmt: skip
LISTS: dict[str, type[Said]] = {
    "sides": SaidCode, "parties": SaidParty, "topics": SaidTopic, "outcomes": SaidOutcome, "told_by": SaidCode,
}  # fmt: skip
_ORDER = ("kind", "status", "sides", "parties", "days", "place", "asked_by", "topics", "outcomes", "told_by")
_NEEDED = ["quotes", "kind", "status", "sides"]


def reply_schema(most: int = MOST["contacts"]) -> dict[str, Any]:
    """The JSON schema of a reply, without references, which some servers do not follow.

    Args:
        most: contacts in one reply.
    """
    fields: dict[str, Any] = {"quotes": _list("quotes", {"type": "string", "minLength": 1, "maxLength": _QUOTE})}
    for name in _ORDER:
        model = SINGLE.get(name)
        fields[name] = _plain(model) if model is not None else _list(name, _plain(LISTS[name]))
    contact = {"type": "object", "properties": fields, "required": _NEEDED, "additionalProperties": False}
    contacts = {"type": "array", "maxItems": most, "items": contact}
    return {
        "type": "object",
        "properties": {"contacts": contacts},
        "required": ["contacts"],
        "additionalProperties": False,
    }


def _list(name: str, item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "maxItems": MOST[name], "items": item}


def _plain(model: type[Said]) -> dict[str, Any]:
    """The schema of a model without the titles and descriptions that pydantic adds: they cost tokens."""
    schema = model.model_json_schema()
    properties = {
        name: {key: value for key, value in one.items() if key != "title"} for name, one in schema["properties"].items()
    }
    return {
        "type": "object",
        "properties": properties,
        "required": schema["required"],
        "additionalProperties": False,
    }
