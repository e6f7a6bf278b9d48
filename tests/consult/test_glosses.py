"""`--gloss`: an English gloss beside a quotation, marked as a machine's, never evidence, never an order."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from tests.consult.asking import FRENCH, row, run
from tests.consult.scripted import Visit, response, says, scripted, sends

from detente.errors import NoAnswerError
from detente.extract.llm.gloss import gloss_prompt, gloss_reader, gloss_schema

GLOSS = "French President Emmanuel Macron saw the German chancellor in Berlin."
GOOD = says({"gloss": GLOSS}, {"total_tokens": 99})


@pytest.fixture
def french(article: Path) -> Path:
    """A French article."""
    path = article.with_name("french.jsonl")
    path.write_text(row("berlin-fr", "fr", FRENCH), encoding="utf-8")
    return path


@pytest.fixture
def ledger(french: Path) -> Path:
    """A ledger of it, which the rules read."""
    book = french.with_name("news.ledger")
    assert run("add", french, "--ledger", book).exit_code == 0
    return book


def the_contact(ledger: Path) -> str:
    found: dict[str, Any] = json.loads(run("contacts", "--ledger", ledger, "--json").stdout)
    return str(found["id"])


def test_a_gloss_stands_beside_the_quotation_and_says_that_a_machine_made_it(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = the_contact(ledger)
    with scripted(GOOD) as endpoint:
        monkeypatch.setenv("DETENTE_LLM__ENDPOINT", endpoint.address)
        ran = run("show", contact, "--ledger", ledger, "--gloss")
        again = run("show", contact, "--ledger", ledger, "--gloss", "--json")
        plain = run("show", contact, "--ledger", ledger, "--json")
        assert (ran.exit_code, again.exit_code, endpoint.connects) == (0, 0, 1)
    shown = " ".join(ran.stdout.split())
    assert f"“{FRENCH}” {GLOSS} (gloss, machine-made by llm tiny)" in shown
    assert ran.stderr.splitlines() == [
        "llm tiny: 1 quotation to gloss; 1 call expected",
        "llm tiny: 1 call, 99 tokens, 1 answer",
    ]
    view = json.loads(again.stdout)
    assert view.pop("glosses") == [
        {"words": FRENCH, "lang": "fr", "gloss": GLOSS, "by": "llm tiny", "machine_made": True}
    ]
    assert view == json.loads(plain.stdout)


def test_a_gloss_enters_neither_the_ledger_nor_an_export(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(GOOD) as endpoint:
        monkeypatch.setenv("DETENTE_LLM__ENDPOINT", endpoint.address)
        assert GLOSS[:20] in run("show", the_contact(ledger), "--ledger", ledger, "--gloss").stdout
    with sqlite3.connect(ledger) as book:
        assert GLOSS not in "\n".join(book.iterdump())
    for form in ("csv", "reports"):
        assert GLOSS not in run("export", form, "--ledger", ledger).stdout


def test_english_quotations_get_no_gloss_and_nobody_is_asked(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = article.with_name("english.ledger")
    run("add", article, "--ledger", book)
    with scripted(GOOD) as endpoint:
        monkeypatch.setenv("DETENTE_LLM__ENDPOINT", endpoint.address)
        ran = run("show", the_contact(book), "--ledger", book, "--gloss")
        assert (ran.exit_code, endpoint.connects, "gloss" in ran.output) == (0, 0, False)


def test_an_endpoint_that_fails_leaves_the_quotation_alone_and_exit_code_seven(
    ledger: Path, french: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = the_contact(ledger)
    with scripted(sends(response(500))) as endpoint:
        monkeypatch.setenv("DETENTE_LLM__ENDPOINT", endpoint.address)
        ran = run("show", contact, "--ledger", ledger, "--gloss")
        explained = run("explain", french, "--gloss")
    assert (ran.exit_code, explained.exit_code) == (7, 7)
    assert ran.stdout == run("show", contact, "--ledger", ledger).stdout
    assert (FRENCH in " ".join(explained.stdout.split()), "gloss" in explained.stdout) == (True, False)
    assert "1 quotation left without a gloss: 1 time the endpoint is overloaded or broken" in ran.stderr


def test_explain_glosses_within_the_budget_of_the_second_reader(french: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(says({"contacts": []}), GOOD) as endpoint:
        monkeypatch.setenv("DETENTE_LLM__ENDPOINT", endpoint.address)
        ran = run("explain", french, "--gloss", "--extractor", "both", "--llm-when", "all")
        assert (ran.exit_code, endpoint.connects) == (0, 2)
        monkeypatch.setenv("DETENTE_LLM__MAX_CALLS", "1")
        monkeypatch.setenv("DETENTE_LLM__MODEL", "other")
        endpoint.visits.clear()
        spent = run("explain", french, "--gloss", "--extractor", "both", "--llm-when", "all")
        assert (spent.exit_code, endpoint.connects) == (0, 3)
    assert "machine-made by llm tiny" in " ".join(ran.stdout.split())
    assert "machine-made" not in spent.stdout
    assert "the budget is spent; 1 question left without an answer" in spent.stderr


def test_what_a_gloss_tells_a_terminal_to_do_is_shown(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = "Macron\u202e met\x1b[2J Scholz\u2066\r\nsomewhere"
    with scripted(says({"gloss": hostile})) as endpoint:
        monkeypatch.setenv("DETENTE_LLM__ENDPOINT", endpoint.address)
        ran = run("show", the_contact(ledger), "--ledger", ledger, "--gloss")
        as_json = run("show", the_contact(ledger), "--ledger", ledger, "--gloss", "--json")
    for text in (ran.stdout, as_json.stdout):
        assert not {"\u202e", "\u2066", "\x1b", "\r"} & set(text)
    assert r"Macron\u202e met\x1b[2J Scholz\u2066 somewhere" in " ".join(ran.stdout.split())


def test_who_has_no_model_is_told_what_to_set(ledger: Path) -> None:
    ran = run("show", the_contact(ledger), "--ledger", ledger, "--gloss")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "llm.endpoint" in ran.stderr
    assert "leave --gloss out" in ran.stderr


@pytest.mark.parametrize(
    "answer",
    ["", "no JSON", "[]", "{}", '{"gloss": 7}', '{"gloss": " \\n"}', '{"gloss": "..."}', '{"gloss": NaN}',
     json.dumps({"gloss": "yes " * 500}), '{"gloss": "one", "gloss": "two"}', "[" * 5000],
)  # fmt: skip
def test_what_is_no_gloss_is_refused(answer: str) -> None:
    with pytest.raises(NoAnswerError):
        gloss_reader(FRENCH)(answer)


def test_a_gloss_that_only_says_the_words_again_is_none() -> None:
    assert gloss_reader(FRENCH)(json.dumps({"gloss": f" {FRENCH}\n"})) == ""


def test_the_longest_gloss_that_is_asked_for_is_the_longest_that_is_taken() -> None:
    for words in ("Oui.", FRENCH, FRENCH * 50):
        most = gloss_schema(words)["properties"]["gloss"]["maxLength"]
        assert gloss_reader(words)(json.dumps({"gloss": "x" * most})) == "x" * most
        with pytest.raises(NoAnswerError):
            gloss_reader(words)(json.dumps({"gloss": "x" * (most + 1)}))


def test_a_passage_that_gives_orders_stands_inside_a_fence_that_it_cannot_hold(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Visit] = []

    def answer(visit: Visit) -> None:
        seen.append(visit)
        GOOD(visit)

    with scripted(answer) as endpoint:
        monkeypatch.setenv("DETENTE_LLM__ENDPOINT", endpoint.address)
        run("show", the_contact(ledger), "--ledger", ledger, "--gloss")
    (_, user) = seen[0].question["messages"]
    prompt = gloss_prompt(FRENCH, "fr")
    fence = user["content"].splitlines()[2]
    assert user["content"] == prompt.user
    assert user["content"].split(f"\n{fence}\n")[1:] == [FRENCH, "\nGive its English gloss as one JSON object."]
    assert fence not in FRENCH
    assert seen[0].question["response_format"]["json_schema"]["schema"] == gloss_schema(FRENCH)
