"""Panels of dyads by month or year, filled with zeros: who was in contact with whom, and who was not.

A row stands for two sides and a period. Rows are there for every pair of states that both existed in the period, for
all periods of the ledger's coverage, and beyond that wherever there is a contact; `covered` tells the two apart: a zero
before the first document means nothing. Directed panels hold each pair twice, as directed dyad-years do (Correlates of
War; Gleditsch and Ward 1999, doi 10.1080/03050629908434958): what both did together is the same in both rows, what one
of them did stands on its own side.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations
from typing import BinaryIO

from detente.export.formats.cells import Cell, write_table
from detente.export.formats.columns import Places
from detente.export.formats.form import Field, Format, Material, Options, Tally
from detente.model import Kind, Status
from detente.model.listing import ContactLine
from detente.reference.codes import codes_on
from detente.reference.registry import Registry

Pair = tuple[str, str]
# Counters of a row in their order; what one side did is counted under both of its names and stands on its own side.
_SHARED = (
    "contacts",
    *(kind.value for kind in Kind),
    *(status.value for status in Status),
    "reports",
    "origins",
    "beyond",
    "undated",
)
_DIRECTED = ("asked", "hosted")
_ZEROS = (0,) * (len(_SHARED) + 2 * len(_DIRECTED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A month or year.

    Attributes:
        name: `2022-03` or `2022`.
        first, last: its days, both included.
    """

    name: str
    first: date
    last: date


def month_on(day: date) -> Period:
    """The month of a day."""
    first = day.replace(day=1)
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return Period(name=f"{day:%Y-%m}", first=first, last=following - timedelta(days=1))


def year_on(day: date) -> Period:
    """The year of a day."""
    return Period(name=f"{day.year:04}", first=date(day.year, 1, 1), last=date(day.year, 12, 31))


class _Panel:
    """One panel in the making.

    Args:
        period_on: the month or year of a day.
    """

    def __init__(self, material: Material, period_on: Callable[[date], Period], options: Options) -> None:
        self._material, self._period_on, self._directed = material, period_on, options.directed
        self._registry = material.registry
        self.cells: defaultdict[str, defaultdict[Pair, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        self.undated = 0
        self._periods: dict[str, Period] = {}
        places = Places(self._registry)
        for line in material.lines():
            self._count(line, places)

    def _count(self, line: ContactLine, places: Places) -> None:
        if line.days is None:
            self._count_undated(line)
            return
        period = self._period_on(line.days.start)
        self._periods[period.name] = period
        counts = {
            "contacts": 1, line.kind.value: 1, line.status.value: 1, "reports": line.reports, "origins": line.origins,
            "beyond": int(line.days.end > period.last),
        }  # fmt: skip
        for pair in combinations(sorted(line.sides), 2):
            cell = self.cells[period.name][pair]
            cell.update(counts)
            cell[f"asked {line.asked_by}"] += 1
            cell[f"hosted {places.side(line)}"] += 1

    def _count_undated(self, line: ContactLine) -> None:
        """In a column of its own, in the period of the first report: when it took place nobody knows."""
        if line.told is None:
            self.undated += 1
            return
        period = self._period_on(line.told)
        self._periods[period.name] = period
        for pair in combinations(sorted(line.sides), 2):
            self.cells[period.name][pair]["undated"] += 1

    @cached_property
    def covered(self) -> dict[str, Period]:
        """Periods from the first day of publication in the ledger to the last, as far as they were asked for."""
        coverage = self._material.header.coverage
        found: dict[str, Period] = {}
        if coverage.first is None or coverage.last is None:
            return found
        day = max(coverage.first, self._material.first or coverage.first)
        while day <= min(coverage.last, self._material.last or coverage.last):
            period = self._period_on(day)
            found[period.name] = period
            day = period.last + timedelta(days=1)
        return found

    def pairs_of(self, name: str) -> list[Pair]:
        """Pairs that have a row in a period, in alphabetical order."""
        existing, wanted = self._existing(name), set(self._material.sides)
        # Every contact of the selection has all sides that were asked for, so other pairs are no zeros but unasked.
        fewest = min(len(wanted), 2)
        pairs = (pair for pair in combinations(existing, 2) if not wanted or len(wanted & set(pair)) >= fewest)
        return sorted({*pairs, *self.cells[name]})

    def _existing(self, name: str) -> list[str]:
        period = self.covered.get(name)
        if period is None:
            return []
        return sorted(code for code in self._registry.states if _exists(self._registry, code, period))

    def expected(self) -> int:
        """How many rows the panel has, from the numbers of states and of other pairs alone."""
        total, wanted = 0, set(self._material.sides)
        for name in self._names():
            existing = set(self._existing(name))
            known = len(existing & wanted)
            if not wanted:
                total += len(existing) * (len(existing) - 1) // 2
            elif len(wanted) == 1:
                total += known * (len(existing) - 1)
            else:
                total += known * (known - 1) // 2
            total += sum(not self._is_zero_filled(pair, existing, wanted) for pair in self.cells[name])
        return total * (2 if self._directed else 1)

    @staticmethod
    def _is_zero_filled(pair: Pair, existing: set[str], wanted: set[str]) -> bool:
        return existing.issuperset(pair) and len(wanted.intersection(pair)) >= min(len(wanted), 2)

    def _names(self) -> list[str]:
        return sorted({*self.covered, *self._periods})

    def rows(self) -> Iterator[Sequence[Cell]]:
        """Period by period, pair by pair."""
        for name in self._names():
            period = self.covered.get(name) or self._periods[name]
            codes: dict[str, tuple[Cell, ...]] = {}
            pairs = self.pairs_of(name)
            for side in {side for pair in pairs for side in pair}:
                codes[side] = _codes(self._registry, side, period)
            if self._directed:
                pairs = sorted(one for a, b in pairs for one in ((a, b), (b, a)))
            for pair in pairs:
                yield self._row(period, pair, codes)

    def _row(self, period: Period, pair: Pair, codes: dict[str, tuple[Cell, ...]]) -> Sequence[Cell]:
        cell = self.cells[period.name].get((min(pair), max(pair)))
        covered = int(period.name in self.covered)
        sides = (period.name, *codes[pair[0]], *codes[pair[1]])
        if cell is None:
            return (*sides, *_ZEROS, covered)
        own = (cell[f"{what} {side}"] for what in _DIRECTED for side in pair)
        return (*sides, *(cell[name] for name in _SHARED), *own, covered)


def _exists(registry: Registry, side: str, period: Period) -> bool:
    """Whether a state existed on some day of a period, by the registry and by one of the lists that know it."""
    state = registry.states[side]
    if not _meets(period, state.valid_from, state.valid_to):
        return False
    listed = [row for row in registry.state_codes.get(side, ()) if row.scheme in {"cow", "gw"}]
    return not listed or any(_meets(period, row.valid_from, row.valid_to) for row in listed)


def _meets(period: Period, first: date | None, last: date | None) -> bool:
    return (first or date.min) <= period.last and period.first <= (last or date.max)


def _codes(registry: Registry, side: str, period: Period) -> tuple[Cell, ...]:
    """A side with its codes on the last day of the period on which it existed."""
    state = registry.states.get(side)
    # The registry's last day of a state is the first on which the lists no longer know it.
    ended = state.valid_to - timedelta(days=1) if state and state.valid_to else period.last
    found = codes_on(registry, side, min(ended, period.last))
    return side, found.iso3 or "", found.cow or "", found.gw or ""


def _writer(period_on: Callable[[date], Period], fields: tuple[Field, ...]) -> Callable[..., Tally]:
    def write(material: Material, options: Options, sink: BinaryIO) -> Tally:
        panel = _Panel(material, period_on, options)
        written = write_table(sink, fields, panel.rows(), options)
        left_out = {"without any day": panel.undated} if panel.undated else {}
        return Tally(written=written, matched=panel.expected(), unit="dyad-period", left_out=left_out)

    return write


def _side_fields(letter: str) -> Iterable[Field]:
    yield Field(name=f"side_{letter}", form="text", means="code of the side: ISO 3166-1 alpha-2 for states")
    for scheme, means in (
        ("iso3", "ISO 3166-1 alpha-3"),
        ("cow", "Correlates of War, state system v2016"),
        ("gw", "Gleditsch-Ward v5"),
    ):
        yield Field(
            name=f"{scheme}_{letter}", form="text", means=f"{means}, on the last day of the period; may be empty"
        )


def _fields(form: str) -> tuple[Field, ...]:
    counters = {
        "contacts": "contacts that begin in the period; one of three sides counts in three pairs",
        "reports": "reports of these contacts",
        "origins": "independent texts behind each of them, added up",
        "undated": "contacts that nobody gives a day, first reported in the period; in none of the numbers before",
        "beyond": "of the contacts, those whose days reach past the period: long ones, and vague times such as a year",
        **{kind.value: f"contacts that were a {kind.value}" for kind in Kind},
        **{status.value: f"contacts that are {status.value} in the state of the ledger" for status in Status},
    }
    return (
        Field(name="period", form="text", means=form),
        *_side_fields("a"),
        *_side_fields("b"),
        *(Field(name=name, form="number", means=counters[name]) for name in _SHARED),
        Field(name="asked_a", form="number", means="contacts that side_a asked for"),
        Field(name="asked_b", form="number", means="contacts that side_b asked for"),
        Field(name="hosted_a", form="number", means="contacts at a place in side_a"),
        Field(name="hosted_b", form="number", means="contacts at a place in side_b"),
        Field(
            name="covered",
            form="number",
            means="1 when documents of the ledger were published in the period or around it; 0 in periods before the "
            "first and after the last, which have rows only for contacts",
        ),
    )


def _format(name: str, period_on: Callable[[date], Period], form: str) -> Format:
    fields = _fields(form)
    return Format(
        says=f"a row for each two states and {name}, with zeros where there was no contact",
        media="text/csv",
        suffix=".csv",
        fields=fields,
        write=_writer(period_on, fields),
        chooses=("directed", "spreadsheet"),
        sources=(
            "Correlates of War state system v2016",
            "Gleditsch and Ward, independent states v5, doi 10.1080/03050629908434958",
        ),
    )


DYAD_MONTH = _format("month", month_on, "year and month, such as 2022-03")
DYAD_YEAR = _format("year", year_on, "year")
