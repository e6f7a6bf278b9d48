"""The text of a reply -> what the model says, field by field; what breaks the schema is dropped and counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from detente.errors import NoAnswerError
from detente.extract.llm.mending import json_of
from detente.extract.llm.schema import LISTS, MOST, SINGLE, Said
from detente.model.dropping import Dropped

_FIELDS = frozenset({*SINGLE, *LISTS, "quotes"})
_LONGEST_QUOTE = 400
# Kind of error, as pydantic calls it -> reason.
_REASONS = MappingProxyType({"string_too_long": "too-long", "value_error": "outside-codebook"})


@dataclass(slots=True)
class SaidContact:
    """One contact as a model says it; nothing of it has been looked for in the text yet."""

    quotes: list[str] = field(default_factory=list)
    single: dict[str, Said] = field(default_factory=dict[str, Said])
    lists: dict[str, list[Said]] = field(default_factory=dict[str, list[Said]])


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a model says of one document.

    Attributes:
        dropped: what broke the schema, one entry a field or value.
        mended: whether the JSON had to be mended.
    """

    contacts: tuple[SaidContact, ...]
    dropped: tuple[Dropped, ...]
    mended: bool


def read_reply(text: str) -> Reply:
    """What the text of a reply says.

    Raises:
        NoAnswerError: bad-json, too-deep or wrong-shape; there is nothing in it to go by.
    """
    found, mended = json_of(text)
    dropped: list[Dropped] = []
    contacts = []
    for one in _bounded("contacts", _contacts_in(found, dropped), dropped):
        if isinstance(one, dict):
            contacts.append(_contact(one, dropped))
        else:
            dropped.append(Dropped(field="contact", reason="wrong-type"))
    return Reply(contacts=tuple(contacts), dropped=tuple(dropped), mended=mended)


def _contacts_in(found: object, dropped: list[Dropped]) -> list[Any]:
    """The list of contacts; models asked without a schema like to leave its wrapping out."""
    if isinstance(found, list):
        return found
    if isinstance(found, dict):
        if isinstance(found.get("contacts"), list):
            dropped += [Dropped(field=_name(key), reason="unknown-field") for key in found if key != "contacts"]
            return list(found["contacts"])
        if "kind" in found and "sides" in found:
            return [found]
    raise NoAnswerError("wrong-shape", "the reply is no list of contacts")


def _contact(said: Mapping[str, Any], dropped: list[Dropped]) -> SaidContact:
    contact = SaidContact()
    for name, value in said.items():
        if name not in _FIELDS:
            dropped.append(Dropped(field=_name(name), reason="unknown-field"))
        elif name in SINGLE:
            if value is not None and (one := _said(name, SINGLE[name], value, dropped)) is not None:
                contact.single[name] = one
        elif not isinstance(value, list):
            if value is not None:
                dropped.append(Dropped(field=name, reason="wrong-type"))
        elif name == "quotes":
            contact.quotes = [one for one in _bounded(name, value, dropped) if _is_quote(one, dropped)]
        else:
            whole = (_said(name, LISTS[name], one, dropped) for one in _bounded(name, value, dropped))
            contact.lists[name] = [one for one in whole if one is not None]
    return contact


def _name(key: str) -> str:
    """A key of a stranger's object; only known ones are ever shown."""
    return key if key in _FIELDS else "other"


def _bounded(name: str, values: list[Any], dropped: list[Dropped]) -> list[Any]:
    dropped += [Dropped(field=name, reason="too-many")] * (len(values) - MOST[name])
    return values[: MOST[name]]


def _is_quote(value: object, dropped: list[Dropped]) -> bool:
    if isinstance(value, str) and 0 < len(value) <= _LONGEST_QUOTE:
        return True
    reason = "too-long" if isinstance(value, str) and value else "wrong-type"
    dropped.append(Dropped(field="quotes", reason=reason))
    return False


def _said(name: str, form: type[Said], value: object, dropped: list[Dropped]) -> Said | None:
    """A value with its quotation, None for one that breaks the schema."""
    try:
        return form.model_validate(value)
    except ValidationError as error:
        dropped.append(Dropped(field=name, reason=_reason(error)))
        return None


def _reason(error: ValidationError) -> str:
    faults: Iterable[Any] = error.errors(include_url=False, include_context=False, include_input=False)
    for fault in faults:
        if fault["loc"] == ("quote",):
            if fault["type"] in {"missing", "string_too_short"}:
                return "no-quote"
            if fault["type"] == "string_type":
                return "no-quote"
        if fault["type"] in _REASONS:
            return _REASONS[fault["type"]]
    return "wrong-type"
