"""What people corrected in a contact: it stands beside the accounts, which stay as they were told."""

import json
from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from detente.model import TOPICS, Interval, Kind, Outcome, Party, Precision, Status
from detente.model.contact import Account, Chosen, Contact, Decisions, Judgement

Value = TypeVar("Value", bound=Hashable)

_SINGLE = ("kind", "status", "days", "place", "asked_by")
_LISTS = ("sides", "parties", "topics", "outcomes")
CORRECTABLE = (*_SINGLE, *_LISTS)


def corrected(contact: Contact, decisions: Decisions) -> Contact:
    """The contact with what people corrected in any of its reports; of two corrections of a field the later holds."""
    found: dict[str, Judgement] = {}
    for handle in contact.reports:
        for about in CORRECTABLE:
            new, old = decisions.corrected.get((handle, about)), found.get(about)
            if new is not None and (old is None or (old.at, old.id) < (new.at, new.id)):
                found[about] = new
    if not found:
        return contact
    changes: dict[str, Any] = {about: _correction(contact, about, one) for about, one in found.items()}
    return replace(contact, corrected_by={about: found[about].by for about in sorted(found)}, **changes)


def _correction(contact: Contact, about: str, judgement: Judgement) -> Any:  # noqa: ANN401  (each field has its own type)
    value = corrected_value(about, judgement.value)
    if about in _LISTS:
        return _listed(getattr(contact, about), value)
    known: Chosen[Any] | None = getattr(contact, about)
    if value is None:
        return None
    return Chosen(value=value, rule="corrected", accounts=known.accounts if known else (), by=judgement.by)


def _listed(known: Sequence[Account[Value]], values: Sequence[Value]) -> tuple[Account[Value], ...]:
    """The values that a person gave, with those who tell them; one that nobody tells has no report."""
    told = {_name(account.value): account for account in known}
    return tuple(
        replace(told[_name(value)], value=value)
        if _name(value) in told
        else Account(value=value, tellers=(), reports=(), origins=0)
        for value in values
    )


def _name(value: object) -> object:
    """What makes two values of a list the same: of a party the person and the side."""
    if isinstance(value, Party):
        return value.side, (value.name or value.office or "").casefold()
    return value


def corrected_value(about: str, text: str) -> Any:  # noqa: ANN401  (each field has its own type)
    """The value that a correction's JSON text stands for; None empties a field that may be empty.

    Raises:
        ValueError: a field that cannot be corrected, or a value that it cannot have.
    """
    value = json.loads(text)
    if about not in CORRECTABLE:
        raise ValueError(f"no field {about!r} to correct; there are {', '.join(CORRECTABLE)}")
    if about in _LISTS:
        return _list_value(about, value)
    if about in {"kind", "status"}:
        known = [one.value for one in (Kind if about == "kind" else Status)]
        if value not in known:
            raise ValueError(f"no {about} {value!r}; there are {', '.join(known)}")
        return Kind(value) if about == "kind" else Status(value)
    if value is None:
        return None
    if about == "days":
        if not isinstance(value, list) or [type(one) for one in value] != [str, str]:
            raise ValueError(f"days are [first, last], not {value!r}")
        start, end = map(date.fromisoformat, value)
        return Interval(start=start, end=end, precision=Precision.DAY if start == end else Precision.SPAN)
    if not isinstance(value, str):
        raise ValueError(f"{about} is a text, not {value!r}")  # noqa: TRY004  (callers catch one kind of error)
    return value


def _list_value(about: str, value: object) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{about} are a list, not {value!r}")  # noqa: TRY004  (callers catch one kind of error)
    if about == "parties":
        return tuple(_party(one) for one in value)
    found = tuple(sorted({str(one) for one in value}))
    known = {"topics": set(TOPICS), "outcomes": {one.value for one in Outcome}}.get(about)
    strange = [one for one in found if known is not None and one not in known]
    if strange:
        raise ValueError(f"no such value {strange[0]!r}; there are {', '.join(sorted(known or ()))}")
    if about == "sides" and len(found) < 2:  # noqa: PLR2004  a contact is between two
        raise ValueError("a contact has two sides or more")
    return found


def _party(value: object) -> Party:
    if not isinstance(value, list) or len(value) != 3 or not value[1]:  # noqa: PLR2004  name, side, office
        raise ValueError(f"a party is [name, side, office], not {value!r}")
    name, side, office = value
    return Party(name=name or None, side=str(side), office=office or None)
