"""Coverage as an answer: what a ledger holds, day by day, and where it has nothing."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from detente.ledger.lines import day_of
from detente.model.selection import Coverage
from detente.model.views import CoverageView, Gap

_COUNTS = """
SELECT (SELECT count(*) FROM contacts) AS contacts, (SELECT count(*) FROM standing) AS reports,
       (SELECT count(DISTINCT origin) FROM origins) AS origins, (SELECT count(*) FROM documents) AS documents,
       (SELECT min(published) FROM documents) AS first, (SELECT max(published) FROM documents) AS last,
       (SELECT max(learned) FROM documents) AS learned
"""
_LANGUAGES = """
SELECT lang, count(*) FROM readings
WHERE id = (SELECT max(id) FROM readings AS mine WHERE mine.document = readings.document)
GROUP BY lang ORDER BY count(*) DESC, lang
"""
_OUTLETS = "SELECT coalesce(outlet, ''), count(*) FROM documents GROUP BY outlet ORDER BY count(*) DESC, outlet"
_DAYS = "SELECT published, count(*) FROM documents WHERE published IS NOT NULL GROUP BY published ORDER BY published"
_REFUSALS = "SELECT reason, count(*) FROM refusals GROUP BY reason ORDER BY count(*) DESC, reason"
_VERSIONS = "SELECT version, count(*) FROM readings GROUP BY version ORDER BY count(*) DESC, version"
_MONTH = len("2022-03")


def coverage_of(connection: sqlite3.Connection) -> Coverage:
    """What the whole ledger covers, in short."""
    return _coverage(connection, _counted(connection, _LANGUAGES))


def _coverage(connection: sqlite3.Connection, languages: Iterable[str]) -> Coverage:
    row = connection.execute(_COUNTS).fetchone()
    return Coverage(
        contacts=row["contacts"],
        reports=row["reports"],
        documents=row["documents"],
        origins=row["origins"],
        first=day_of(row["first"]),
        last=day_of(row["last"]),
        languages=tuple(sorted(languages)),
        learned=row["learned"] or "",
    )


def show_coverage(connection: sqlite3.Connection) -> CoverageView:
    """What the whole ledger covers, in full."""
    languages, days = _counted(connection, _LANGUAGES), _counted(connection, _DAYS)
    coverage = _coverage(connection, languages)
    months: Counter[str] = Counter()
    for day, documents in days.items():
        months[day[:_MONTH]] += documents
    return CoverageView(
        coverage=coverage,
        languages=languages,
        outlets=_counted(connection, _OUTLETS),
        months=months,
        days=days,
        gaps=tuple(sorted(_gaps(days), key=lambda gap: (-gap.days, gap.first))),
        undated=coverage.documents - sum(days.values()),
        refusals=_counted(connection, _REFUSALS),
        versions=_counted(connection, _VERSIONS),
    )


def _counted(connection: sqlite3.Connection, query: str) -> dict[str, int]:
    return dict(map(tuple, connection.execute(query)))


def _gaps(days: Iterable[str]) -> Iterator[Gap]:
    """Runs of days between these, which are in order."""
    for before, after in pairwise(map(date.fromisoformat, days)):
        if (after - before).days > 1:
            first, last = before + timedelta(days=1), after - timedelta(days=1)
            yield Gap(first=first, last=last, days=(last - first).days + 1)
