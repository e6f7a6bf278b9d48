"""What a question costs: retries, forms of answers, the budget, the store; and the key, which nobody ever sees."""

import json
import logging
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.consult.asking import DOCUMENT, Handed, asks, contact, reply
from tests.consult.scripted import Visit, completion, response, says, scripted, sends

from detente import Reader, Reading
from detente.cli.book import extractor_of
from detente.consult import Options
from detente.consult.model import model_of
from detente.consult.store import Store
from detente.consult.telling import expected, told
from detente.errors import UsageError
from detente.extract.llm import prompt_of
from detente.ledger import Ledger

GOOD = says(reply(contact()), {"total_tokens": 321})
SECRET = "sk-0123456789-nobody-may-see"  # noqa: S105  (invented)
Read = Callable[..., Reading]


def test_what_both_say_alike_is_one_contact_of_both_readers(read_with: Read, by_rules: Read) -> None:
    with scripted(GOOD) as endpoint:
        reading = read_with(asks(endpoint.address))
    (report,) = reading.reports
    (alone,) = by_rules().reports
    assert (report.reader, report.kind.value, report.days and report.days.value) == (
        "rules, llm tiny", alone.kind.value, alone.days and alone.days.value,
    )  # fmt: skip
    assert report.compared is not None
    assert set(report.compared.agreed) >= {"kind", "status", "sides", "parties", "days", "place", "topics"}
    assert (report.compared.added, report.compared.differing, reading.apart) == ((), (), ())
    assert set(report.kind.evidence) > set(alone.kind.evidence)  # the words of both


def test_a_question_that_fails_for_a_moment_is_asked_again(read_with: Read) -> None:
    slept: list[float] = []
    with scripted(sends(response(503)), sends(b""), GOOD) as endpoint:
        model = asks(endpoint.address, retries=3, sleep=slept.append)
        reading = read_with(model)
    assert reading.reports[0].reader == "rules, llm tiny"
    assert (model.budget.calls, model.budget.failures, slept) == (3, {}, [0.5, 1.0])


def test_who_says_when_to_come_again_is_asked_then_and_not_at_all_when_that_is_late(read_with: Read) -> None:
    for after, times, slept_for in (("2", 2, [2.0]), ("31", 1, []), ("999999999999", 1, [])):
        slept: list[float] = []
        with scripted(sends(response(429, Retry_After=after)), GOOD) as endpoint:
            model = asks(endpoint.address, retries=3, seconds=60, sleep=slept.append)
            read_with(model)
            assert (len(endpoint.visits), slept) == (times, slept_for), after


def test_a_wrong_key_is_not_tried_again(read_with: Read) -> None:
    with scripted(sends(response(401)), GOOD) as endpoint:
        model = asks(endpoint.address, retries=5)
        read_with(model)
        assert len(endpoint.visits) == 1


def test_an_endpoint_that_knows_no_schema_is_asked_for_an_object_and_then_for_text(read_with: Read) -> None:
    def form(visit: Visit) -> tuple[str, str]:
        bound = "max_tokens" if "max_tokens" in visit.question else "max_completion_tokens"
        return visit.question.get("response_format", {"type": "text"})["type"], bound

    refused = [sends(response(status)) for status in (400, 422, 400, 404)]
    fenced = says("Here it is:\n```json\n" + json.dumps(reply(contact())) + "\n```\nAnything else?")
    with scripted(*refused, fenced) as endpoint:
        model = asks(endpoint.address)
        assert read_with(model).reports[0].reader == "rules, llm tiny"
        read_with(model, replace(DOCUMENT, id="again", text=f"{DOCUMENT.text} More."))
        forms = [form(visit) for visit in endpoint.visits]
    assert forms == [
        ("json_schema", "max_tokens"), ("json_schema", "max_completion_tokens"),
        ("json_object", "max_completion_tokens"), ("json_object", "max_tokens"),
        ("text", "max_tokens"), ("text", "max_tokens"),  # what it does not know it is not asked again
    ]  # fmt: skip
    assert (model.budget.calls, model.budget.mended) == (6, 2)


def test_articles_that_the_endpoint_refuses_change_nothing_for_the_others(read_with: Read) -> None:
    too_long = [sends(response(400))] * 6
    with scripted(GOOD, *too_long, GOOD) as endpoint:
        model = asks(endpoint.address)
        for number in range(8):
            read_with(model, replace(DOCUMENT, text=f"{DOCUMENT.text} Take {number}."))
        assert len(endpoint.visits) == 8  # what has worked before is not doubted: one question each
        assert {visit.question["response_format"]["type"] for visit in endpoint.visits} == {"json_schema"}
    assert (model.budget.failures, model.budget.answered) == ({"rejected": 6}, 2)


def test_an_endpoint_that_refuses_the_first_article_in_every_way_is_asked_about_the_second(read_with: Read) -> None:
    with scripted(*[sends(response(400))] * 5, GOOD) as endpoint:
        model = asks(endpoint.address)
        for number in range(2):
            read_with(model, replace(DOCUMENT, text=f"{DOCUMENT.text} Take {number}."))
        assert endpoint.visits[-1].question["response_format"]["type"] == "json_schema"
    assert (model.budget.failures, model.budget.answered) == ({"refused": 1}, 1)


def test_after_five_silent_answers_in_a_row_nobody_is_asked_any_more(read_with: Read) -> None:
    with scripted(sends(response(500))) as endpoint:
        model = asks(endpoint.address)
        for number in range(8):
            read_with(model, replace(DOCUMENT, text=f"{DOCUMENT.text} Take {number}."))
        assert len(endpoint.visits) == 5
    assert model.budget.failures == {"busy": 5, "given-up": 3}


def test_when_the_budget_is_spent_the_rules_stand_and_it_is_told(read_with: Read, by_rules: Read) -> None:
    bounds: tuple[dict[str, Any], ...] = {"max_calls": 2}, {"max_tokens": 2000}
    for bound in bounds:
        with scripted(GOOD) as endpoint:
            model = asks(endpoint.address, **bound)
            readings = [read_with(model, replace(DOCUMENT, text=f"{DOCUMENT.text} Take {n}.")) for n in range(6)]
            asked = len(endpoint.visits)
        assert 0 < asked < 6
        assert model.budget.unasked == 6 - asked
        assert readings[-1].reports == by_rules(readings[-1].document).reports
        assert readings[-1].version.startswith("rules ")  # so that a ledger asks the next time
        lines = list(told(model.name, model.budget, model.last_failure))
        assert any(f"{6 - asked} documents left as the rules read them" in line for line in lines), lines


def test_retries_count_against_the_budget(read_with: Read) -> None:
    with scripted(sends(response(500))) as endpoint:
        model = asks(endpoint.address, retries=10, max_calls=3)
        read_with(model)
        assert (len(endpoint.visits), model.budget.calls) == (3, 3)


def test_tokens_are_those_of_the_endpoint_or_else_estimated(read_with: Read) -> None:
    for usage, low, high in (({"total_tokens": 321}, 321, 321), (None, 500, 3000), ({"total_tokens": "x"}, 500, 3000)):
        with scripted(says(reply(contact()), usage)) as endpoint:
            model = asks(endpoint.address)
            read_with(model)
        assert low <= model.budget.tokens <= high


def test_a_question_asked_before_costs_nothing_until_document_model_or_options_are_others(
    read_with: Read, tmp_path: Path
) -> None:
    with scripted(GOOD) as endpoint:
        first = read_with(asks(endpoint.address, store=tmp_path))
        again = asks(endpoint.address.replace("127.0.0.1", "localhost"), store=tmp_path)
        assert again.knows(prompt_of(first.document, "en"))
        assert read_with(again).reports == first.reports
        assert (again.budget.calls, again.budget.stored, len(endpoint.visits)) == (0, 1, 1)
        read_with(asks(endpoint.address, store=tmp_path, reply_tokens=99))
        read_with(asks(endpoint.address, store=tmp_path), replace(DOCUMENT, published=date(2024, 5, 16)))
        assert len(endpoint.visits) == 3


def test_what_cannot_be_used_is_not_stored_and_a_broken_store_is_no_obstacle(read_with: Read, tmp_path: Path) -> None:
    with scripted(says("no idea"), GOOD) as endpoint:
        read_with(asks(endpoint.address, store=tmp_path))
        assert read_with(asks(endpoint.address, store=tmp_path)).reports[0].reader == "rules, llm tiny"
        (file,) = tmp_path.glob("*.sqlite")
        with sqlite3.connect(file) as db:
            db.execute("UPDATE answers SET answer = CAST('no idea' AS BLOB)")
        db.close()
        assert read_with(asks(endpoint.address, store=tmp_path)).reports[0].reader == "rules, llm tiny"
        file.write_bytes(b"no database " * 1000)
        assert read_with(asks(endpoint.address, store=tmp_path)).reports[0].reader == "rules, llm tiny"
        (tmp_path / "taken").write_text("a file, not a folder")
        assert read_with(asks(endpoint.address, store=tmp_path / "taken")).reports[0].reader == "rules, llm tiny"


def test_the_key_goes_to_the_endpoint_and_is_seen_nowhere_else(
    read_with: Read, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with scripted(sends(response(500)), sends(b"gibberish"), GOOD) as endpoint:
        models = [asks(endpoint.address, key=SECRET, store=tmp_path) for _ in range(3)]
        readings = [read_with(model) for model in models]
        assert {visit.headers["authorization"] for visit in endpoint.visits} == {f"Bearer {SECRET}"}
        assert not any(SECRET in json.dumps(visit.question) for visit in endpoint.visits)
    shown = [f"{model.options!r} {model.last_failure} {model.budget!r}" for model in models]
    assert not any(SECRET in text for text in (*shown, *map(repr, readings), caplog.text))
    assert not any(SECRET.encode() in file.read_bytes() for file in tmp_path.iterdir())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"endpoint": "not an address"}, "no address"),
        ({"endpoint": "ftp://localhost/v1"}, "no address"),
        ({"endpoint": "http://ana:secret@localhost/v1"}, "name or password"),
        ({"endpoint": "http://localhost:99999/v1"}, "no address"),
        ({"endpoint": "http://\u0378.example/v1"}, "no address"),
        ({"model": ""}, "name a model"),
        ({"model": "a, b"}, "without commas"),
        ({"key": f"{SECRET}\r\nX: y"}, "a header cannot hold"),
        ({"endpoint": "http://models.example.org/v1", "key": SECRET}, "https"),
        ({"seconds": 0.0}, "more than 0"),
        ({"seconds": float("nan")}, "more than 0"),
        ({"retries": -1}, "0 or more"),
        ({"max_calls": -1}, "0 or more"),
    ],
)
def test_options_that_cannot_be_used_say_why_and_never_show_the_key(options: dict[str, object], said: str) -> None:
    usable: dict[str, Any] = {"endpoint": "http://localhost:8080/v1", "model": "tiny"}
    with pytest.raises(UsageError, match=said) as caught:
        model_of(Options(**(usable | options)), Store(None), alone=False, when="all")
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "said",
    [
        "http://127.0.0.1:8080",
        "http://127.0.0.1:8080/",
        "http://127.0.0.1:8080/v1",
        "http://127.0.0.1:8080/v1/",
        "http://127.0.0.1:8080/v1/chat/completions",
    ],
)
def test_an_endpoint_may_be_named_by_its_host_its_version_or_in_full(said: str) -> None:
    assert Options(endpoint=said, model="tiny").endpoint == "http://127.0.0.1:8080/v1/chat/completions"


def test_an_article_that_is_too_long_is_not_cut_but_left_to_the_rules(read_with: Read) -> None:
    with scripted(GOOD) as endpoint:
        model = asks(endpoint.address, text_letters=50)
        read_with(model)
        assert endpoint.visits == []
    assert model.budget.failures == {"long-article": 1}


def test_no_proxy_is_asked(read_with: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(GOOD) as endpoint, scripted(GOOD) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.address)
        read_with(asks(endpoint.address))
        assert (endpoint.connects, proxy.connects) == (1, 0)


def test_a_ledger_keeps_both_readings_beside_the_one_that_holds_and_asks_again_after_a_failure(
    handed_reader: tuple[Reader, Handed], tmp_path: Path
) -> None:
    reader, handed = handed_reader
    other = contact(days={"value": "Monday", "quote": "on Monday"}, status={"value": "planned", "quote": "met German"})
    with (
        scripted(sends(response(500)), says(reply(other))) as endpoint,
        Ledger.open(tmp_path / "two.ledger", create=True) as book,
    ):
        handed.model = asks(endpoint.address)
        first = list(book.add([DOCUMENT], extractor_of(reader), at="2024-05-16T00:00:00Z"))
        again = list(book.add([DOCUMENT], extractor_of(reader), at="2024-05-17T00:00:00Z"))
        third = list(book.add([DOCUMENT], extractor_of(reader), at="2024-05-18T00:00:00Z"))
        book.refresh()
        rows = book.connection.execute(
            "SELECT readings.version, reports.reader, reports.status FROM readings"
            " JOIN reports ON reports.reading = readings.id ORDER BY readings.id"
        ).fetchall()
        assert [one.outcome for one in (*first, *again, *third)] == ["new", "reread", "known"]
        assert [(row["version"].split(" 1 ")[0], row["reader"], row["status"]) for row in rows] == [
            ("rules", "rules", "held"),
            ("llm tiny q1 all", "llm tiny", "planned"),
            ("rules, llm tiny q1 all", "rules, llm tiny", "held"),
        ]
        assert list(book.check()) == []
    assert len(endpoint.visits) == 2


def test_what_it_will_cost_is_told_first_and_what_it_did_cost_at_the_end(read_with: Read) -> None:
    assert expected("llm tiny", documents=9, wanted=5, stored=2, left=None) == (
        "llm tiny: 5 of 9 documents worth a question, 2 answered before; 3 calls expected"
    )
    assert expected("llm tiny", documents=1, wanted=1, stored=0, left=0).endswith(
        "1 call expected, the budget allows 0"
    )
    made_up = contact(parties=[{"value": "Vladimir Putin", "quote": "met German Chancellor", "side": "RU"}])
    with scripted(says(reply(made_up)), sends(completion(None))) as endpoint:
        model = asks(endpoint.address)
        read_with(model)
        read_with(model, replace(DOCUMENT, text=f"{DOCUMENT.text} More."))
    lines = list(told(model.name, model.budget, model.last_failure))
    assert lines[0].startswith("llm tiny: 2 calls, ")
    assert lines[1] == "llm tiny: 1 value dropped: 1 because its words do not stand in its quotation"
    assert lines[2].startswith("llm tiny: 1 document left as the rules read them: 1 time the answer holds no message")
