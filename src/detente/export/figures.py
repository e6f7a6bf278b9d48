"""Figures of a measured reading, for people and as JSON (`detente eval`)."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from detente.export.screen import Screen, one_line

_INDENT = "    "


class _Share(Protocol):
    @property
    def precision(self) -> float: ...

    @property
    def recall(self) -> float: ...

    @property
    def f1(self) -> float: ...

    @property
    def number(self) -> int: ...


class Measured(Protocol):
    """`detente.measure.Figures`."""

    @property
    def documents(self) -> int:
        """How many."""

    @property
    def contacts(self) -> _Share:
        """Precision, recall and F1 of contacts."""

    @property
    def strict(self) -> _Share:
        """The same, when fields have to be right too."""

    @property
    def fields(self) -> Mapping[str, tuple[float, int]]:
        """Field -> accuracy on contacts found, and their number."""

    @property
    def sets(self) -> Mapping[str, _Share]:
        """Field of several values -> its share on contacts found."""

    @property
    def alarms(self) -> tuple[int, int]:
        """Documents without a contact in which one was read, of how many."""

    @property
    def between(self) -> Mapping[str, tuple[float, float]]:
        """Bounds of 95 % of `f1` and `strict`."""


class _Contact(Protocol):
    @property
    def kind(self) -> str: ...

    @property
    def status(self) -> str: ...

    @property
    def sides(self) -> Sequence[str]: ...


class _Cause(Protocol):
    """`detente.measure.Cause`."""

    @property
    def group(self) -> str: ...

    @property
    def reason(self) -> str: ...

    @property
    def document(self) -> str: ...

    @property
    def contact(self) -> _Contact: ...

    @property
    def words(self) -> str: ...


def figures_table(whole: Measured, groups: Mapping[str, Measured], screen: Screen) -> Iterator[str]:
    """A line for all documents and one a group, then the fields of all."""
    by_document = all(one.documents for one in groups.values())
    heading = f"{'':<12}{'documents':>10}{'contacts':>10}{'precision':>11}{'recall':>8}{'F1':>7}{'strict F1':>11}"
    yield screen.style(heading + ("  false alarms" if by_document else ""), "strong") + "\n"
    for name, one in (("all", whole), *groups.items()):
        documents = str(one.documents) if one.documents else ""
        alarms = f"{one.alarms[0]} of {one.alarms[1]}" if by_document else ""
        yield (
            f"{one_line(name)[:12]:<12}{documents:>10}{one.contacts.number:>10}{one.contacts.precision:>11.3f}"
            f"{one.contacts.recall:>8.3f}{one.contacts.f1:>7.3f}{one.strict.f1:>11.3f}  {alarms}".rstrip()
            + "\n"
        )
    for name, (low, high) in whole.between.items():
        title = {"f1": "F1", "strict": "strict F1"}[name]
        yield (
            screen.style(f"{title} lies between {low:.3f} and {high:.3f} (95 %, bootstrap over documents)", "dim")
            + "\n"
        )
    yield "\non contacts that were found\n"
    for name, (right, known) in whole.fields.items():
        yield f"  {name:<14}{right:>6.2f}  of {known}\n"
    for name, share in whole.sets.items():
        yield f"  {name:<14}{share.f1:>6.2f}  F1 of {share.number} values\n"


def causes_list(causes: Iterable[_Cause], most: int, screen: Screen) -> Iterator[str]:
    """Mistakes grouped by cause, the most frequent first.

    Args:
        most: how many of each are shown in full; how many more there are is said.
    """
    groups: dict[tuple[str, str], list[_Cause]] = {}
    for cause in causes:
        groups.setdefault((cause.group, cause.reason), []).append(cause)
    totals = Counter({key: len(found) for key, found in groups.items()})
    for (group, reason), number in totals.most_common():
        found = groups[group, reason]
        yield "\n" + screen.wrapped([(f"{number} {group}: {reason}", "strong")])
        for cause in found[:most]:
            contact = cause.contact
            what = f"{one_line(cause.document)}  {contact.kind}, {contact.status}, {' '.join(contact.sides)}  "
            yield screen.wrapped([(what, "name"), (one_line(cause.words), "dim")], first="  ", indent=_INDENT)
        if number > most:
            yield f"  and {number - most} more\n"


def figures_json(whole: Measured, groups: Mapping[str, Measured]) -> str:
    """One JSON object and a newline: the figures of all, and of each group by its name."""
    return (
        json.dumps({"all": plain_figures(whole), "groups": {name: plain_figures(one) for name, one in groups.items()}})
        + "\n"
    )


def plain_figures(one: Measured) -> dict[str, Any]:
    """The figures as JSON holds them."""
    return {
        "documents": one.documents,
        "contacts": _share(one.contacts),
        "strict": _share(one.strict),
        "fields": {name: {"accuracy": right, "number": known} for name, (right, known) in one.fields.items()},
        "sets": {name: _share(share) for name, share in one.sets.items()},
        "false_alarm_documents": list(one.alarms),
        "confidence_95": {name: list(bounds) for name, bounds in one.between.items()},
    }


def _share(one: _Share) -> dict[str, float | int]:
    return {"precision": one.precision, "recall": one.recall, "f1": one.f1, "number": one.number}
