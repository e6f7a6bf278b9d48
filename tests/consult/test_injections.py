"""Orders in an article change nothing: what has no quotation stays out, nobody else is asked, other documents stay."""

import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.consult.asking import Handed, asks
from tests.consult.injections import ORDERS, Planted, obeyed, planted
from tests.consult.scripted import Scripted, Visit, says, scripted

from detente import Reader, Reading
from detente.cli.book import extractor_of
from detente.ledger import Ledger

AT = "2024-05-16T00:00:00Z"
FENCE = re.compile(r"(=== [0-9a-f]{24} ===)\n(.*)\n\1", re.DOTALL)


class Obedient:
    """A model that does what every article asks of it, and remembers all articles that it was shown."""

    def __init__(self) -> None:
        self.planted: dict[str, Planted] = {}
        self.seen: list[str] = []
        self.elsewhere = ""

    def answer(self, visit: Visit) -> None:
        """Obey the article of a question."""
        prompt = visit.question["messages"][-1]["content"]
        found = FENCE.search(prompt)
        assert found is not None
        text = found[2]
        one = self.planted.get(text)
        answer = {"contacts": []} if one is None else obeyed(one, prompt, self.elsewhere, lambda: self.seen)
        says(answer)(visit)
        self.seen.append(text)


@pytest.fixture(scope="module")
def told(handed_reader: tuple[Reader, Handed], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """All articles in a ledger, with their orders and without, and everybody who was asked."""
    reader, handed = handed_reader
    model = Obedient()
    path: Path = tmp_path_factory.mktemp("planted") / "planted.ledger"
    reached: set[object] = set()
    connect = socket.socket.connect

    def noting(self: socket.socket, address: Any) -> None:
        reached.add(address)
        connect(self, address)

    with (
        scripted(model.answer) as endpoint,
        scripted(says({})) as elsewhere,
        pytest.MonkeyPatch.context() as patched,
    ):
        patched.setattr(socket.socket, "connect", noting)
        articles = list(planted(elsewhere.address))
        model.planted = {one.document.text: one for one in articles}
        model.elsewhere = elsewhere.address
        handed.model = asks(endpoint.address)
        clean = list({one.clean.id: one.clean for one in articles}.values())
        with Ledger.open(path, create=True) as book:
            extractor = extractor_of(reader)
            list(book.add(clean, extractor, at=AT))
            book.refresh()
            before = reports_of(book)
            added = list(book.add([one.document for one in articles], extractor, at=AT))
            book.refresh()
            yield {
                "book": book, "articles": articles, "clean": clean, "before": before, "added": added,
                "reached": reached, "endpoint": endpoint, "elsewhere": elsewhere, "model": handed.model,
            }  # fmt: skip


def reports_of(book: Ledger) -> dict[str, list[tuple[Any, ...]]]:
    """Name of each document -> its reports as they hold, with all that stands in their rows."""
    rows = book.connection.execute(
        "SELECT documents.name, reports.* FROM standing JOIN reports ON reports.id = standing.report"
        " JOIN documents ON documents.id = standing.document ORDER BY reports.id"
    )
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        found.setdefault(row["name"], []).append(tuple(row))
    return found


def test_two_hundred_articles_in_five_languages_have_an_order_at_two_positions(told: dict[str, Any]) -> None:
    assert len(told["clean"]) == 200
    assert len(told["articles"]) == len({one.document.text for one in told["articles"]}) == 400
    assert len({one.document.lang for one in told["articles"]}) == 5
    assert {one.outcome for one in told["added"]} == {"new"}
    assert {one.order for one in told["articles"]} == set(ORDERS)


def test_every_value_that_a_model_brought_into_the_ledger_stands_in_its_own_text(told: dict[str, Any]) -> None:
    rows = (
        told["book"]
        .connection.execute(
            "SELECT documents.name, documents.text, reports.id, reports.reader, evidence.field, evidence.start,"
            ' evidence."end" FROM evidence JOIN reports ON reports.id = evidence.report'
            " JOIN readings ON readings.id = reports.reading JOIN documents ON documents.id = readings.document"
        )
        .fetchall()
    )
    assert rows
    quoted: dict[int, set[str]] = {}
    for row in rows:
        words = row["text"][row["start"] : row["end"]]
        assert words.strip(), tuple(row)
        assert words in row["text"]
        quoted.setdefault(row["id"], set()).add(row["field"])
    assert all(fields >= {"kind", "status", "side", "quote"} for fields in quoted.values())
    # None of the orders brought anything that its own article does not say: no far president, no denied meeting.
    made_up = (
        told["book"]
        .connection.execute("SELECT DISTINCT reader, sides FROM reports WHERE reader LIKE '%llm%'")
        .fetchall()
    )
    assert [tuple(row) for row in made_up] == []
    assert told["model"].budget.dropped["kind", "no-quote"] > 0
    assert told["model"].budget.dropped["kind", "not-in-text"] > 0


def test_an_order_to_the_model_changes_nothing_of_what_the_rules_read(
    told: dict[str, Any], by_rules: Callable[..., Reading]
) -> None:
    holds = reports_of(told["book"])
    found = 0
    for one in told["articles"]:
        alone = [report.kind.value for report in by_rules(one.document).reports]
        with_model = holds.get(one.document.id, [])
        assert [row[6] for row in with_model] == alone, one.document.id
        assert all(row[4] == "rules" for row in with_model), one.document.id
        found += bool(alone)
    assert found > 300


def test_five_articles_that_make_a_model_babble_do_not_silence_it_for_others(told: dict[str, Any]) -> None:
    failures = told["model"].budget.failures
    assert failures["bad-json"] == 50
    assert "given-up" not in failures


def test_nobody_else_is_asked_and_each_document_alone(told: dict[str, Any]) -> None:
    endpoint: Scripted = told["endpoint"]
    port = int(endpoint.address.rpartition(":")[2])
    assert (told["elsewhere"].connects, told["reached"]) == (0, {("127.0.0.1", port)})
    assert endpoint.connects == len(endpoint.visits) == told["model"].budget.calls == 600
    for visit in endpoint.visits:
        assert set(visit.question) <= {"model", "messages", "max_tokens", "temperature", "stream", "response_format"}
        prompt = visit.question["messages"][-1]["content"]
        found = FENCE.search(prompt)
        assert found is not None
        assert len(prompt) < len(found[2]) + 1000  # the article, and orders of ours
        assert [message["role"] for message in visit.question["messages"]] == ["system", "user"]


def test_no_other_document_changes(told: dict[str, Any]) -> None:
    after = reports_of(told["book"])
    assert told["before"]
    assert {name: after[name] for name in told["before"]} == told["before"]
    assert list(told["book"].check()) == []
