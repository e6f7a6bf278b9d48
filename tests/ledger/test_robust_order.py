"""Any order, any batches and any repetition of documents and judgements give the same ledger."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.ledger.invented import overlapping

from detente import Document, Reading
from detente.export.plain import Json, plain
from detente.ledger import Extractor, Ledger, judging, queries
from detente.ledger.check import snapshot
from detente.ledger.contacts import contact_row
from detente.ledger.filing import claim_of
from detente.merge import merge
from detente.model.contact import Judgement

AT = "2024-01-01T00:00:00Z"
ON = date(2024, 6, 1)
DOCUMENTS = overlapping()
CLAIMS = """
SELECT told.* FROM told WHERE told.reading = (SELECT max(id) FROM readings WHERE document = told.document)
"""
Fact = Document | Judgement


@dataclass(frozen=True, kw_only=True)
class World:
    """What a ledger comes to: all that is derived, and each contact in full but for when it was learned."""

    derived: Mapping[str, Sequence[tuple[object, ...]]]
    shown: Sequence[str]


def without_learned(value: Json) -> Json:
    if isinstance(value, dict):
        return {name: without_learned(one) for name, one in value.items() if "learned" not in name}
    return [without_learned(one) for one in value] if isinstance(value, list) else value


def world(book: Ledger) -> World:
    ids = [row["id"] for row in book.connection.execute("SELECT id FROM contacts ORDER BY id")]
    views = (queries.show_contact(book.connection, one, ON) for one in ids)
    shown = tuple(json.dumps(without_learned(plain(view)), ensure_ascii=False) for view in views)
    return World(derived=snapshot(book.connection), shown=shown)


def learn(path: Path, batches: Iterable[Sequence[Fact]], extractor: Extractor) -> Ledger:
    """A new ledger that learns batch after batch; documents of a batch come before its judgements."""
    book = Ledger.open(path, create=True)
    for batch in batches:
        list(book.add([one for one in batch if isinstance(one, Document)], extractor, at=AT))
        judgements = [one for one in batch if isinstance(one, Judgement)]
        if judgements:
            book.judge(judgements, at=AT)
        book.refresh()
    return book


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, by_heart: Extractor) -> Ledger:
    """All documents, added at once."""
    return learn(tmp_path_factory.mktemp("whole") / "a.ledger", [DOCUMENTS], by_heart)


class Bench:
    """Where ledgers are made and compared.

    Args:
        whole: all documents, added at once.
    """

    def __init__(self, folder: Path, extractor: Extractor, whole: Ledger) -> None:
        self._folder, self._extractor, self._numbers = folder, extractor, count()
        self.expected = world(whole)
        rows = whole.connection.execute("SELECT handle FROM standing ORDER BY handle")
        self.handles = [row["handle"] for row in rows]

    def learn(self, *batches: Sequence[Fact]) -> Ledger:
        """As the function."""
        return learn(self._folder / f"{next(self._numbers)}.ledger", batches, self._extractor)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory, by_heart: Extractor, whole: Ledger) -> Bench:
    return Bench(tmp_path_factory.mktemp("orders"), by_heart, whole)


def cut(facts: Sequence[Fact], cuts: Iterable[int]) -> list[Sequence[Fact]]:
    borders = [0, *sorted(cuts), len(facts)]
    return [facts[first:last] for first, last in pairwise(borders)]


orders = st.permutations(range(len(DOCUMENTS)))
repeats = st.lists(st.integers(0, len(DOCUMENTS) - 1), max_size=10)
cutting = st.lists(st.integers(0, len(DOCUMENTS)), max_size=8)
# Without shrinking, which takes minutes here and leaves most of the forty documents.
many = settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@many
@given(order=orders, again=repeats, cuts=cutting)
def test_the_order_batches_and_repetition_of_documents_change_no_byte(
    order: list[int], again: list[int], cuts: list[int], bench: Bench
) -> None:
    facts = [DOCUMENTS[number] for number in (*order, *again)]
    with bench.learn(*cut(facts, cuts)) as book:
        assert world(book) == bench.expected


CORRECTIONS = (("kind", '"visit"'), ("status", '"denied"'), ("days", '["2022-03-11", "2022-03-11"]'),
               ("days", "null"), ("place", '"Ankara"'), ("asked_by", '"TR"'))  # fmt: skip


@st.composite
def verdicts(draw: st.DrawFn) -> tuple[str, list[int], list[int], tuple[str, str], int]:
    """A verdict on reports by number, not yet on handles."""
    verdict = draw(st.sampled_from(judging.VERDICTS))
    few = st.lists(st.integers(0, 39), min_size=1, max_size=4, unique=True)
    reports = draw(few)
    others = [one for one in draw(few) if one not in reports] if verdict == "split" else []
    about = draw(st.sampled_from(CORRECTIONS)) if verdict == "correct" else ("", "")
    return verdict, reports, others, about, draw(st.integers(0, 3))


def judgement(said: tuple[str, list[int], list[int], tuple[str, str], int], handles: Sequence[str]) -> Judgement:
    verdict, reports, others, (about, value), second = said
    mine = {handles[number % len(handles)] for number in reports}
    return judging.keyed(
        Judgement(
            id="",
            verdict=verdict,
            reports=tuple(sorted(mine)),
            others=tuple(sorted({handles[number % len(handles)] for number in others} - mine)),
            about=about,
            value=value,
            by="Ada",
            why="",
            at=f"2024-01-01T00:00:0{second}Z",
        )
    )


@many
@given(
    order=orders,
    cuts=cutting,
    said=st.lists(verdicts(), min_size=1, max_size=8),
    places=st.lists(st.integers(0, len(DOCUMENTS)), min_size=8, max_size=8),
)
def test_judgements_change_the_same_whenever_they_arrive(
    order: list[int],
    cuts: list[int],
    said: list[tuple[str, list[int], list[int], tuple[str, str], int]],
    places: list[int],
    bench: Bench,
) -> None:
    judgements = [judgement(one, bench.handles) for one in said]
    facts: list[Fact] = [DOCUMENTS[number] for number in order]
    for one, place in zip(judgements, places, strict=False):
        facts.insert(place, one)
    with bench.learn([*DOCUMENTS, *judgements]) as straight, bench.learn(*cut(facts, cuts)) as mixed:
        assert world(mixed) == world(straight)
        assert list(mixed.check()) == []
        assert rows_of_merge(mixed, judgements) == kept_rows(mixed)


def rows_of_merge(book: Ledger, judgements: Iterable[Judgement]) -> list[tuple[object, ...]]:
    """Contacts as the pure function gives them, as rows."""
    claims = [claim_of(row) for row in book.connection.execute(CLAIMS)]
    return [contact_row(contact) for contact in merge(claims, judgements)]


def kept_rows(book: Ledger) -> list[tuple[object, ...]]:
    """Contacts as the ledger keeps them."""
    return list(snapshot(book.connection)["contacts"])


def test_the_ledger_keeps_what_merging_all_claims_at_once_gives(whole: Ledger) -> None:
    kept = kept_rows(whole)
    assert rows_of_merge(whole, []) == kept
    assert 10 < len(kept) < 40


def test_the_documents_overlap_in_every_way_that_matters(whole: Ledger, prepared: Mapping[str, Reading]) -> None:
    assert sum(len(reading.reports) for reading in prepared.values()) > 40
    rows = [dict(row) for row in whole.connection.execute("SELECT * FROM contacts")]
    assert {row["status"] for row in rows} == {"held", "planned"}
    assert any(row["accounts"] for row in rows)
    assert any(row["first"] is None for row in rows)
    assert any(row["origins"] < row["documents"] for row in rows)
    assert any(len(row["sides"].split()) > 2 for row in rows)
    assert max(row["reports"] for row in rows) >= 8
    assert whole.connection.execute("SELECT count(*) FROM promises").fetchone()[0] >= 3
