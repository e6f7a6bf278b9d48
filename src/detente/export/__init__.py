"""Readings to bytes: one module a format, one line of `FORMATS` each."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from detente.export.gold import gold
from detente.export.reading import Item
from detente.export.records import records
from detente.export.screen import Screen
from detente.export.table import table

__all__ = ["FORMATS", "Export", "Item", "Screen"]

Export = Callable[[Iterable[Item], Screen], Iterator[str]]

FORMATS: Mapping[str, Export] = MappingProxyType({
    "table": table,
    "json": records,
    "gold": gold,
})  # fmt: skip
