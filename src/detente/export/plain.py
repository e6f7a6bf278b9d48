"""Any value of the model as JSON: fields under their names, days in ISO 8601, one line a value."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum

from detente.export.records import json_line
from detente.export.screen import Screen

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def plain_lines(values: Iterable[object], screen: Screen) -> Iterator[str]:
    """One line of JSON a value."""
    for value in values:
        yield json_line(plain_record(value), screen)


def plain_record(value: object) -> dict[str, Json]:
    """A value as a JSON object; one that is none stands under `value`."""
    record = plain(value)
    return record if isinstance(record, dict) else {"value": record}


def plain(value: object) -> Json:
    """A value as JSON holds it.

    Raises:
        TypeError: a value that no field of the model has.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, frozenset | set):
        return sorted((plain(one) for one in value), key=str)
    raise TypeError(f"no JSON for {type(value).__name__}")
