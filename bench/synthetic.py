"""A large ledger of made-up contacts, for measuring how fast it answers; nothing in it is true.

Learned rows are written in bulk into the tables of the ledger; contacts with all that lists and filters ask for, and
channels, by the functions that a ledger itself uses.
"""

import gc
import json
import random
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, combinations, islice
from pathlib import Path
from typing import Generic, TypeVar

from detente.ledger import Ledger
from detente.ledger.cadence import file_channels
from detente.ledger.contacts import contact_row, file_contact
from detente.ledger.filing import short_id, text_key
from detente.ledger.fulltext import index_words
from detente.ledger.marks import Marks
from detente.model import TOPICS, Interval, Kind, Party, Precision, Status
from detente.model.contact import Account, Chosen, Contact, Step

STATES, DYADS, PLACES, OUTLETS, WORDS = 86, 3_600, 300, 240, 12_000
FIRST, LAST = date(1990, 1, 1), date(2026, 10, 31)
OFFICES = (
    "president", "prime minister", "foreign minister", "defence minister", "deputy foreign minister", "ambassador",
    "finance minister", "national security adviser", "trade minister", "intelligence director",
)  # fmt: skip
TERM_YEARS = 6  # 86 states, ten offices and terms of six years make some 5,000 persons
# Where the letters of a language's made-up words begin in Unicode, and how many there are.
ALPHABETS = {
    "en": (0x61, 26), "fr": (0x61, 26), "es": (0x61, 26), "de": (0x61, 26), "ru": (0x430, 32), "ar": (0x628, 18),
    "hi": (0x915, 37), "zh": (0x4E00, 2000),
}  # fmt: skip
LANGUAGE_SHARES = (55, 8, 8, 6, 10, 5, 4, 4)
KIND_SHARES = {Kind.MEETING: 40, Kind.CALL: 22, Kind.VISIT: 18, Kind.TALKS: 12, Kind.MESSAGE: 8}
STATUS_SHARES = {Status.HELD: 72, Status.PLANNED: 15, Status.PROPOSED: 6, Status.CANCELLED: 4, Status.DENIED: 3}
BATCH = 20_000  # contacts in one transaction
_INSERTS = {
    "documents": 11, "readings": 9, "reports": 21, "evidence": 6, "undertakings": 8, "sentences": 4, "origins": 2,
    "standing": 4, "promises": 16,
}  # fmt: skip
Value = TypeVar("Value")
Row = tuple[object, ...]
Rows = dict[str, list[Row]]


class Shares(Generic[Value]):
    """Draws from values of which some come up more than others."""

    def __init__(self, draw: random.Random, shares: Mapping[Value, float]) -> None:
        self.values, self._draw = list(shares), draw
        self._shares = list(accumulate(shares.values()))

    def take(self, number: int = 1) -> list[Value]:
        """So many of the values, some of them perhaps twice."""
        return self._draw.choices(self.values, cum_weights=self._shares, k=number)


def skewed(draw: random.Random, values: Iterable[str], offset: int = 20, power: float = 1.1) -> Shares[str]:
    """Draws of which the first come up most: about 1 / place, the very first not much more than those after them."""
    return Shares(draw, {value: (place + offset) ** -power for place, value in enumerate(values, 1)})


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Who and what the made-up contacts are made of."""

    draw: random.Random
    kinds: Shares[Kind]
    statuses: Shares[Status]
    dyads: Shares[str]
    places: Shares[str]
    outlets: Shares[str]
    topics: Shares[str]
    persons: Mapping[tuple[str, str, int], Party]
    words: Mapping[str, Shares[str]]
    outlet_languages: Mapping[str, str]


def make_world(draw: random.Random) -> World:
    """The states, persons, places, outlets and words of one ledger."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    states = ["US", *draw.sample([a + b for a in letters for b in letters if a + b != "US"], STATES - 1)]
    ranks = {state: rank for rank, state in enumerate(states, 8)}
    dyads = sorted(combinations(states, 2), key=lambda pair: ranks[pair[0]] * ranks[pair[1]] * draw.uniform(1, 4))
    words = {
        lang: skewed(draw, dict.fromkeys(_word(draw, *alphabet) for _ in range(WORDS)), 3, 1.0)
        for lang, alphabet in ALPHABETS.items()
    }
    outlets = [f"The {_name(draw)} {_name(draw)}" for _ in range(OUTLETS)]
    languages = draw.choices(list(ALPHABETS), LANGUAGE_SHARES, k=OUTLETS)
    return World(
        draw=draw,
        kinds=Shares(draw, KIND_SHARES),
        statuses=Shares(draw, STATUS_SHARES),
        dyads=skewed(draw, [" ".join(sorted(pair)) for pair in dyads[:DYADS]]),
        places=skewed(draw, [_name(draw) for _ in range(PLACES)], 5),
        outlets=skewed(draw, outlets, 3),
        topics=skewed(draw, TOPICS, 3),
        persons=_persons(draw, states),
        words=words,
        outlet_languages=dict(zip(outlets, languages, strict=True)),
    )


def _word(draw: random.Random, begin: int, letters: int) -> str:
    length = draw.randint(1, 2) if letters > 100 else draw.randint(2, 9)  # noqa: PLR2004  (an ideograph is a syllable)
    return "".join(chr(begin + draw.randrange(letters)) for _ in range(length))


def _name(draw: random.Random) -> str:
    return "".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(draw.randint(2, 4))).title()


def _persons(draw: random.Random, states: Iterable[str]) -> dict[tuple[str, str, int], Party]:
    surnames, given = [_name(draw) for _ in range(2_500)], [_name(draw) for _ in range(300)]
    persons = {}
    for state in states:
        for office in OFFICES:
            for term in range((LAST.year - FIRST.year) // TERM_YEARS + 1):
                name = f"{draw.choice(given)} {draw.choice(surnames)}"
                known = f"{state}.{name}".lower().replace(" ", "-") if draw.random() < 0.6 else None  # noqa: PLR2004
                persons[state, office, term] = Party(name=name, side=state, office=office, person=known)
    return persons


def make_contact(world: World, number: int, day: date) -> Contact:
    """A contact as merging gives it for one or two reports that agree in all."""
    draw = world.draw
    sides = world.dyads.take()[0].split()
    office, term = draw.choice(OFFICES[: draw.randint(1, len(OFFICES))]), (day.year - FIRST.year) // TERM_YEARS
    parties = [world.persons[side, office, term] for side in sides[: draw.randint(1, 2)]]
    wide = draw.random() < 0.15  # noqa: PLR2004  (share of days known to a week only)
    days = Interval(
        start=day - timedelta(days=6 if wide else 0), end=day, precision=Precision.SPAN if wide else Precision.DAY
    )
    kind, status = world.kinds.take()[0], world.statuses.take()[0]
    place = world.places.take()[0] if kind in {Kind.MEETING, Kind.VISIT, Kind.TALKS} else ""
    reports = 1 if draw.random() < 0.6 else 2  # noqa: PLR2004  (share of contacts told once)
    handles = tuple(short_id("made up", str(number), str(turn)) for turn in range(reports))
    said = tuple(Step(said=day + timedelta(days=turn), status=status, reports=()) for turn in range(len(handles)))
    return Contact(
        id=handles[0],
        reports=handles,
        documents=len(handles),
        origins=len(handles),
        kind=Chosen(value=kind, rule="", accounts=()),
        status=Chosen(value=status, rule="", accounts=()),
        sides=_accounts(sides),
        parties=_accounts(parties),
        days=Chosen(value=days, rule="", accounts=()),
        place=Chosen(value=place, rule="", accounts=()) if place else None,
        asked_by=None,
        topics=_accounts(sorted(set(world.topics.take(draw.randint(1, 3))))),
        outcomes=(),
        told_by=_accounts(["press"]),
        history=said,
    )


def _accounts(values: Iterable[Value]) -> tuple[Account[Value], ...]:
    return tuple(Account(value=value, tellers=(), reports=(), origins=1) for value in values)


class Builder:
    """Writes made-up contacts into a new ledger.

    Args:
        seed: the same one gives the same ledger.
    """

    def __init__(self, book: Ledger, seed: int) -> None:
        self._db: sqlite3.Connection = book.connection
        self.world = make_world(random.Random(seed))  # noqa: S311  (nothing is kept secret by it)
        self._reports = self._sentences = 0
        self._pairs: set[tuple[str, str]] = set()

    def write(self, contacts: int) -> None:
        """Write so many contacts, in the order of their days as a newsroom would."""
        ahead = (LAST - FIRST).days
        days = iter(sorted(int(ahead * self.world.draw.random() ** 0.7) for _ in range(contacts)))
        written = 0
        while batch := list(islice(days, BATCH)):
            self._db.execute("BEGIN")
            self._write(written, [FIRST + timedelta(days=day) for day in batch])
            self._db.execute("COMMIT")
            written += len(batch)
        self._db.execute("BEGIN")
        file_channels(self._db, self._pairs)
        self._db.execute("UPDATE progress SET readings = (SELECT max(id) FROM readings)")
        self._db.execute("COMMIT")

    def _write(self, written: int, days: Iterable[date]) -> None:
        told: list[tuple[Contact, list[int]]] = []
        rows: Rows = {table: [] for table in _INSERTS}
        words: list[tuple[int, str]] = []
        for number, day in enumerate(days, written + 1):
            contact, first = make_contact(self.world, number, day), self._reports + 1
            row = contact_row(contact)
            for turn in range(len(contact.reports)):
                words += self._learn(contact, row, turn, rows)
            told.append((contact, list(range(first, self._reports + 1))))
            if self.world.draw.random() < 0.04:  # noqa: PLR2004  (share of contacts with a promise)
                _promise(rows, contact, number, first)
        for table, width in _INSERTS.items():
            self._db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", rows[table])  # noqa: S608
        self._db.executemany("INSERT INTO sentence_words (rowid, words) VALUES (?, ?)", words)
        marks = Marks(self._db)
        for contact, reports in told:
            self._pairs |= file_contact(self._db, marks, contact, reports)
        marks.write()

    def _learn(self, contact: Contact, row: Row, turn: int, rows: Rows) -> Iterator[tuple[int, str]]:
        """The rows of one report with its document, and the words of its sentences under their ids."""
        self._reports += 1
        number, handle, day = self._reports, contact.reports[turn], str(contact.history[turn].said)
        outlet = self.world.outlets.take()[0]
        lang = self.world.outlet_languages[outlet]
        spans, text = _spaced(_told(self.world, contact, lang))
        learned, key = f"{day}T00:00:00Z", text_key(handle)
        kind, status, sides, parties, begin, end, precision, place = row[1:9]
        rows["documents"].append((number, key, f"made-up-{number}", outlet, None, day, None, None, text, key, learned))
        rows["readings"].append((number, number, "made up", lang, "", json.dumps([day, day]), "[]", learned, "[]"))
        rows["reports"].append(
            (number, number, handle, "made up", "", kind, status, sides, parties, begin, end, precision, place, "", 0,
             "", row[10], "", "press", "", 0)
        )  # fmt: skip
        rows["origins"].append((number, key))
        rows["standing"].append((number, handle, number, number))
        first = self._sentences + 1
        for start, stop in spans:
            self._sentences += 1
            rows["sentences"].append((self._sentences, number, start, stop))
        values = ("quote", ""), ("kind", kind), ("days", f"{begin}/{end}"), *(("side", one) for one in contact.codes)
        rows["evidence"] += [(number, name, value, *spans[0], first) for name, value in values]
        rows["evidence"].append((number, "topic", contact.topics[0].value, *spans[1], first + 1))
        return ((first + place, index_words(text[start:stop])) for place, (start, stop) in enumerate(spans))


def _told(world: World, contact: Contact, lang: str) -> list[str]:
    """Three sentences: who met, what about, and one that has nothing to do with it."""
    about = " ".join(f"{one.value.name} {one.value.office}" for one in contact.parties)
    where, topics = contact.place.value if contact.place else "", " ".join(one.value for one in contact.topics)
    words = world.words[lang].take(31)
    return [
        f"{about} {contact.kind.value} {' '.join(contact.codes)} {where} {' '.join(words[:6])}.",
        f"{topics} {' '.join(words[6:17])}.",
        f"{' '.join(words[17:])}.",
    ]


def _spaced(sentences: Iterable[str]) -> tuple[list[tuple[int, int]], str]:
    spans, at = [], 0
    text = list(sentences)
    for sentence in text:
        spans.append((at, at + len(sentence)))
        at += len(sentence) + 1
    return spans, " ".join(text)


def _promise(rows: Rows, contact: Contact, number: int, report: int) -> None:
    said = str(contact.history[0].said)
    regular = int(number % 7 == 0)
    rows["undertakings"].append((report, "commitment", contact.codes[0], None, None, regular, 0, 5))
    rows["promises"].append(
        (short_id("promise", contact.id), number, "commitment", contact.codes[0], " ".join(contact.codes), "", said,
         None, None, regular, "open", "", "", contact.reports[0], 0, 5)
    )  # fmt: skip


def build(path: Path, contacts: int, seed: int = 1) -> None:
    """A new ledger of made-up contacts at `path`."""
    gc.disable()  # nothing here is a cycle, and looking for some takes a third of the time
    with Ledger.open(path, create=True) as book:
        for setting in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -1000000"):
            book.connection.execute(f"PRAGMA {setting}")
        Builder(book, seed).write(contacts)
        book.connection.execute("PRAGMA journal_mode = WAL")
    gc.enable()
