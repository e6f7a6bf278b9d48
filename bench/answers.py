"""How fast a large ledger answers: timelines, filters with their counts, silences, words in sentences.

Caches are warm: every question is asked once before it is measured.
"""

import random
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from math import ceil
from pathlib import Path

import synthetic
from bench import MEGABYTE, Stopwatch, Timing

from detente.ledger import Ledger
from detente.ledger.channels import find_channels, show_channel
from detente.ledger.filing import parties_of
from detente.ledger.fulltext import index_words
from detente.ledger.queries import count_contacts, find_contacts
from detente.model.listing import ChannelLine, ContactLine, Filter

PAGE, SCANS, SEED = 50, 3, 7
COMMONEST, MOST_WORDS = 60, 3
Figures = dict[str, object]
Choice = dict[str, object]
_SAMPLE = """
SELECT contacts.*, documents.outlet, readings.lang, documents.text FROM contacts
JOIN contact_reports ON contact_reports.contact = contacts.number JOIN reports ON reports.id = contact_reports.report
JOIN readings ON readings.id = reports.reading JOIN documents ON documents.id = readings.document
WHERE contacts.number = ? LIMIT 1
"""


class Questions:
    """Random questions about contacts that are in the ledger, so that what comes up often is asked often."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self.draw = random.Random(SEED)  # noqa: S311  (nothing is kept secret by it)
        self._last = connection.execute("SELECT max(number) FROM contacts").fetchone()[0]

    def contact(self) -> sqlite3.Row:
        """A random contact with one of its documents."""
        row: sqlite3.Row = self._db.execute(_SAMPLE, (self.draw.randint(1, self._last),)).fetchone()
        return row

    def choices(self) -> dict[str, Choice]:
        """One value for each filter, all of them true of one contact."""
        row = self.contact()
        while not row["place"]:
            row = self.contact()
        party, day = self.draw.choice(parties_of(row["parties"])), date.fromisoformat(row["day"])
        name = party.name or ""
        return {
            "side": {"sides": (self.draw.choice(row["sides"].split()),)},
            "person": {"person": self.draw.choice((name, name.split()[-1]))},
            "office": {"office": party.office},
            "kind and status": {"kind": row["kind"], "status": row["status"]},
            "topic": {"topic": self.draw.choice(row["topics"].split())},
            "place": {"place": row["place"]},
            "period": {
                "first": day - timedelta(days=self.draw.randint(0, 2000)),
                "last": day + timedelta(days=self.draw.randint(0, 2000)),
            },
            "outlet": {"outlet": row["outlet"]},
            "language": {"lang": row["lang"]},
        }

    def filters(self, number: int) -> dict[str, list[Filter]]:
        """So many questions of each kind, and of two kinds at once."""
        asked: dict[str, list[Filter]] = {}
        for _ in range(number):
            for name, choice in self.choices().items():
                asked.setdefault(name, []).append(Filter(**choice))  # type: ignore[arg-type]
        pairs = list(combinations(self.choices(), 2))
        asked["pairs"] = []
        for turn in range(max(number, len(pairs))):
            choices = self.choices()
            one, other = pairs[turn % len(pairs)]
            asked["pairs"].append(Filter(**choices[one], **choices[other]))  # type: ignore[arg-type]
        return asked

    def words(self, number: int) -> dict[str, list[str]]:
        """Rare, common and mixed words, one to three at once, the mixed ones of one sentence."""
        sentences = [
            index_words(sentence).split() for _ in range(4 * number) for sentence in self.contact()["text"].split(".")
        ]
        sentences = [words for words in sentences if len(words) >= MOST_WORDS]
        often = Counter(word for words in sentences for word in words)
        common, every = [word for word, _ in often.most_common(COMMONEST)], sorted(often)
        return {
            "rare words": [self.draw.choice(every) for _ in range(number)],
            "common words": [" ".join(self.draw.sample(common, 1 + turn % 2)) for turn in range(number)],
            "words of a sentence": [
                " ".join(self.draw.sample(self.draw.choice(sentences), 1 + turn % MOST_WORDS)) for turn in range(number)
            ],
        }


def clock(work: Callable[..., object], *arguments: object) -> Timing:
    """How long it takes."""
    stopwatch = Stopwatch()
    work(*arguments)
    return stopwatch.read()


def spread(timings: Iterable[Timing]) -> Figures:
    """Median, 95th percentile and longest in milliseconds by the clock, and the 95th percentile in CPU time."""
    known = list(timings)
    wall, cpu = sorted(one.wall * 1000 for one in known), sorted(one.cpu * 1000 for one in known)
    late = ceil(0.95 * len(known)) - 1
    return {
        "queries": len(known),
        "p50_ms": round(wall[len(wall) // 2], 2),
        "p95_ms": round(wall[late], 2),
        "p95_cpu_ms": round(cpu[late], 2),
        "longest_ms": round(wall[-1], 2),
    }


def fastest(work: Callable[..., object], *arguments: object) -> float:
    """Milliseconds by the clock, the best of a few."""
    return round(min(clock(work, *arguments).wall for _ in range(SCANS)) * 1000, 2)


def timeline(db: sqlite3.Connection, a: str, b: str) -> list[ContactLine]:
    """All contacts of a dyad."""
    return list(find_contacts(db, Filter(sides=(a, b))))


def page(db: sqlite3.Connection, wanted: Filter) -> list[ContactLine]:
    """The first page of a list."""
    return list(find_contacts(db, wanted, limit=PAGE))


def page_and_count(db: sqlite3.Connection, wanted: Filter) -> tuple[list[ContactLine], int]:
    """What `detente contacts` does: the first page, and how many there are."""
    return page(db, wanted), count_contacts(db, wanted)


def silences(db: sqlite3.Connection, on: date) -> list[ChannelLine]:
    """The silences of all pairs of states that are longer than usual, the rarest first."""
    return list(find_channels(db, on, level="state", silent=True))


def measure_timelines(db: sqlite3.Connection, number: int, on: date) -> Figures:
    """All contacts of a dyad, and its channel in full: of random dyads, and of the one with the most contacts."""
    rows = db.execute("SELECT a, b FROM channels WHERE level = 'state' ORDER BY contacts DESC, a, b").fetchall()
    dyads: list[tuple[str, str]] = [(row["a"], row["b"]) for row in rows]
    some = random.Random(SEED).choices(dyads, k=number)  # noqa: S311  (nothing is kept secret by it)
    for pair in some:
        show_channel(db, *pair, on)
    a, b = dyads[0]
    return {
        "timeline": spread(clock(timeline, db, *pair) for pair in some),
        "timeline first page": spread(clock(page_and_count, db, Filter(sides=pair)) for pair in some),
        "channel": spread(clock(show_channel, db, *pair, on) for pair in some),
        "largest timeline": {
            "contacts": len(timeline(db, a, b)),
            "ms": fastest(timeline, db, a, b),
            "channel_ms": fastest(show_channel, db, a, b, on),
        },
    }


def measure_filters(db: sqlite3.Connection, asked: Mapping[str, Sequence[Filter]]) -> Figures:
    """The first page with the count of all, filter by filter."""
    figures: Figures = {}
    for name, filters in asked.items():
        for wanted in filters:
            page_and_count(db, wanted)
        figures[f"filter {name}"] = spread(
            clock(lambda wanted=wanted: page_and_count(db, wanted)) for wanted in filters
        )
    return figures


def measure_words(db: sqlite3.Connection, asked: Mapping[str, Sequence[str]]) -> Figures:
    """The first page of a text search, and apart from it the count of all, which the command tells after the page."""
    figures: Figures = {}
    for name, texts in asked.items():
        filters = [Filter(text=text) for text in texts]
        for wanted in filters:
            page_and_count(db, wanted)
        figures[name] = spread(clock(page, db, one) for one in filters)
        figures[f"count of {name}"] = spread(clock(count_contacts, db, one) for one in filters)
    return figures


def measure_scan(db: sqlite3.Connection, word: str) -> Figures:
    """A search without an index, where every text is looked through, against one for the same word."""
    query = "SELECT count(*) FROM documents WHERE text LIKE '%' || ? || '%'"
    scan = fastest(lambda: db.execute(query, (word,)).fetchone())
    indexed = fastest(page_and_count, db, Filter(text=word))
    return {"like_scan_seconds": round(scan / 1000, 3), "times_faster_than_like_scan": round(scan / indexed, 1)}


def measure_answers(contacts: int, number: int, parts: Iterable[str]) -> Figures:
    """All figures of a new ledger of made-up contacts, which goes away afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made-up.ledger"
        stopwatch = Stopwatch()
        synthetic.build(path, contacts)
        built = stopwatch.read()
        with Ledger.open(path) as book:
            return {
                "build_seconds": round(built.wall, 1),
                "build_cpu_seconds": round(built.cpu, 1),
                "ledger_megabytes": round(path.stat().st_size / MEGABYTE, 1),
                **measure_ledger(book, number, parts),
            }


def measure_ledger(book: Ledger, number: int, parts: Iterable[str]) -> Figures:
    """The chosen figures of a ledger of made-up contacts."""
    db, questions, on = book.connection, Questions(book.connection), synthetic.LAST
    figures: Figures = dict(zip(("contacts", "reports", "documents", "origins"), book.size(), strict=True))
    figures["dyads"] = db.execute("SELECT count(*) FROM channels WHERE level = 'state'").fetchone()[0]
    if "timelines" in parts:
        figures |= measure_timelines(db, number, on)
    if "filters" in parts:
        figures |= measure_filters(db, questions.filters(number))
    if "silences" in parts:
        found = [clock(silences, db, on) for _ in range(SCANS)]
        figures["longest silences"] = spread(found)
    if "words" in parts:
        words = questions.words(number)
        figures |= measure_words(db, words)
        figures["baseline"] = measure_scan(db, words["rare words"][0])
    return figures
