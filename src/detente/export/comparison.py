"""Readers measured on the same documents, side by side: for people and as JSON (`detente eval --compare`)."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from detente.export.figures import Measured, plain_figures
from detente.export.screen import Screen, one_line
from detente.export.table import counted

_LABEL, _COLUMN = 20, 16
_RULES = "rules"
_NONE = "-"


class _Cost(Protocol):
    """`detente.measure.Cost`."""

    @property
    def documents(self) -> int: ...

    @property
    def seconds(self) -> float: ...

    @property
    def wanted(self) -> int: ...

    @property
    def answered(self) -> int: ...

    @property
    def asked(self) -> int: ...

    @property
    def calls(self) -> int: ...

    @property
    def tokens(self) -> int: ...

    @property
    def written(self) -> int: ...

    @property
    def asked_seconds(self) -> float: ...

    def money(self, prices: tuple[float, float]) -> float: ...


class Compared(Protocol):
    """Some documents as each reader reads them, and what that cost."""

    @property
    def readers(self) -> Mapping[str, Measured]:
        """Reader -> figures, the rules first."""

    @property
    def cost(self) -> _Cost:
        """Time, calls and tokens."""


Prices = tuple[float, float] | None


def comparison_table(
    whole: Compared, groups: Mapping[str, Compared], model: str, prices: Prices, screen: Screen
) -> Iterator[str]:
    """A block of rows for all documents and one a group; a column a reader.

    Args:
        model: its name as a reader.
        prices: of a token that is sent and of one that is written; None when nobody said.
    """
    names = "".join(f"{name:>{_COLUMN}}" for name in whole.readers)
    yield screen.style(f"{'':<{_LABEL}}{names}", "strong") + "\n"
    for name, one in (("all", whole), *groups.items()):
        figures = one.readers[_RULES]
        told = f"{counted(figures.documents, 'document')}, {counted(figures.contacts.number, 'contact')}"
        yield "\n" + screen.style(f"{one_line(name) or 'no language'}: {told}", "strong") + "\n"
        yield from _quality(one.readers)
        yield from _expense(one.readers, one.cost, prices)
    yield "\n" + screen.style(_asked(model, whole.cost), "dim") + "\n"


def _asked(model: str, cost: _Cost) -> str:
    """What the columns of the model rest on."""
    told = f"{one_line(model)}: {cost.answered:,} of {counted(cost.documents, 'document')} answered"
    told += f", {cost.asked:,} asked now" if cost.asked < cost.wanted else ""
    rest = cost.documents - cost.answered
    return f"{told}; {rest:,} in its columns as the rules read them" if rest else told


def _quality(readers: Mapping[str, Measured]) -> Iterator[str]:
    plain: dict[str, Callable[[Measured], str]] = {
        "precision": lambda one: f"{one.contacts.precision:.3f}",
        "recall": lambda one: f"{one.contacts.recall:.3f}",
        "F1": lambda one: f"{one.contacts.f1:.3f}",
        "F1, 95 %": lambda one: _between(one, "f1"),
        "strict F1": lambda one: f"{one.strict.f1:.3f}",
        "strict F1, 95 %": lambda one: _between(one, "strict"),
        "false alarms": lambda one: f"{one.alarms[0]} of {one.alarms[1]}",
    }
    for title, words in plain.items():
        yield _row(title, (words(one) for one in readers.values()))
    for field in _names(readers, "fields"):
        yield _row(field, (_field(one, field) for one in readers.values()))
    for field in _names(readers, "sets"):
        yield _row(f"{field}, F1", (_set(one, field) for one in readers.values()))


def _names(readers: Mapping[str, Measured], kind: str) -> list[str]:
    """Fields of any reader, in the order of the first one that has them."""
    return list(dict.fromkeys(name for one in readers.values() for name in getattr(one, kind)))


def _between(one: Measured, name: str) -> str:
    low, high = one.between.get(name, (0.0, 0.0))
    return f"{low:.3f}-{high:.3f}"


def _field(one: Measured, name: str) -> str:
    if name not in one.fields:
        return _NONE
    right, known = one.fields[name]
    return f"{right:.2f} of {known}"


def _set(one: Measured, name: str) -> str:
    if name not in one.sets or not one.sets[name].number:
        return _NONE
    return f"{one.sets[name].f1:.2f} of {one.sets[name].number}"


def _expense(readers: Mapping[str, Measured], cost: _Cost, prices: Prices) -> Iterator[str]:
    """What a document cost: by the rules, and by a reader who asked the model; both ask the same question."""
    asked = cost.asked
    alone = f"{cost.seconds / cost.documents:.3f}" if cost.documents else _NONE
    rows = {
        "seconds a document": (alone, f"{cost.asked_seconds / asked:.3f}" if asked else _NONE),
        "calls a document": ("0", f"{cost.calls / asked:.2f}" if asked else _NONE),
        "tokens a document": ("0", f"{cost.tokens / asked:,.0f}" if asked else _NONE),
    }
    if prices is not None:
        rows["cost a document"] = ("0", f"{cost.money(prices) / asked:.6f}" if asked else _NONE)
    for title, (rules, model) in rows.items():
        yield _row(title, (rules if name == _RULES else model for name in readers))


def _row(title: str, cells: Iterator[str]) -> str:
    return f"  {title:<{_LABEL - 2}}" + "".join(f"{cell:>{_COLUMN}}" for cell in cells) + "\n"


def comparison_json(whole: Compared, groups: Mapping[str, Compared], model: str, prices: Prices) -> str:
    """One JSON object and a newline: `all` and each group with `readers` and `cost`, and who the model is."""
    told = {
        "model": model,
        "all": _plain(whole, prices),
        "groups": {name: _plain(one, prices) for name, one in groups.items()},
    }
    return json.dumps(told) + "\n"


def _plain(one: Compared, prices: Prices) -> dict[str, Any]:
    cost = one.cost
    return {
        "readers": {name: plain_figures(figures) for name, figures in one.readers.items()},
        "cost": {
            "documents": cost.documents,
            "rules_seconds": cost.seconds,
            "wanted": cost.wanted,
            "answered": cost.answered,
            "asked": cost.asked,
            "calls": cost.calls,
            "tokens": cost.tokens,
            "tokens_written": cost.written,
            "asked_seconds": cost.asked_seconds,
            "money": None if prices is None else cost.money(prices),
        },
    }
