"""What other lists call a state on a day: ISO 3166-1, Correlates of War, Gleditsch-Ward."""

from dataclasses import dataclass
from datetime import date

from detente.reference.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCodes:
    """Codes of one state on one day; None where a list has none.

    Attributes:
        iso2, iso3: ISO 3166-1 alpha-2 and alpha-3.
        cow: Correlates of War, state system v2016.
        gw: Gleditsch-Ward v5.
    """

    iso2: str | None = None
    iso3: str | None = None
    cow: str | None = None
    gw: str | None = None


def codes_on(registry: Registry, side: str, day: date) -> StateCodes:
    """The codes of `side` on `day`; all None for a body, an unknown side, or a state that did not exist.

    Args:
        registry: with its table state_codes.csv.
        side: a code of states.csv (`SU`, `DE`).
        day: calendar day; the table is complete from 1945.
    """
    found = {
        row.scheme: row.value
        for row in registry.state_codes.get(side, ())
        if (row.valid_from or date.min) <= day <= (row.valid_to or date.max)
    }
    return StateCodes(iso2=found.get("iso2"), iso3=found.get("iso3"), cow=found.get("cow"), gw=found.get("gw"))
