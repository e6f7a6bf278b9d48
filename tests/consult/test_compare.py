"""`detente eval --compare`: the rules, a model and both on the same labelled documents, against a scripted endpoint."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.consult.asking import FIRST, FRENCH, TEXT, contact, reply, row, run, said
from tests.consult.scripted import response, says, scripted, sends

from detente import Document, Reader, Reading, Refusal
from detente.cli import comparing

USAGE = {"total_tokens": 300, "completion_tokens": 100}
TALKS = says(reply(contact(kind=said("talks", "met German Chancellor"))), USAGE)
NOTHING = says(reply(), USAGE)
BY_LANGUAGE = ("--by", "language", "--json")
LABEL = {"kind": "meeting", "status": "held", "sides": ["DE", "FR"], "start": "2024-05-13", "end": "2024-05-13",
         "place": "Berlin"}  # fmt: skip


@pytest.fixture
def gold(article: Path) -> Path:
    """Two labelled documents; a model calls the meeting of the first one talks and misses that of the second."""
    path = article.with_name("gold.jsonl")
    english = row("berlin", "en", TEXT, {**LABEL, "quotes": [FIRST]})
    path.write_text(english + row("berlin-fr", "fr", FRENCH, {**LABEL, "quotes": [FRENCH]}), encoding="utf-8")
    return path


def compared(gold: Path, *options: str) -> dict[str, Any]:
    ran = run("eval", gold, "--compare", "--json", *options)
    assert ran.exit_code == 0, ran.output
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def test_the_readers_stand_side_by_side_by_language_with_what_they_cost(
    gold: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_LLM__PRICE_IN", "0.5")
    monkeypatch.setenv("DETENTE_LLM__PRICE_OUT", "2")
    with scripted(TALKS, NOTHING) as endpoint:
        monkeypatch.setenv("DETENTE_LLM__ENDPOINT", endpoint.address)
        ran = run("eval", gold, "--compare")
        assert (ran.exit_code, endpoint.connects) == (0, 2)
    blocks = {block.split(":")[0]: block for block in ran.stdout.split("\n\n")}
    rows = {
        name: {line[2:20].strip(): line[20:].split("  ") for line in block.splitlines()[1:]}
        for name, block in blocks.items()
    }
    told = {name: {title: [one.strip() for one in cells if one.strip()] for title, cells in lines.items()}
            for name, lines in rows.items()}  # fmt: skip
    assert told["all"]["F1"] == ["1.000", "0.667", "1.000"]
    assert told["en"]["strict F1"] == ["1.000", "0.000", "1.000"]
    assert told["en"]["kind"] == ["1.00 of 1", "0.00 of 1", "1.00 of 1"]
    assert told["fr"]["kind"] == ["1.00 of 1", "-", "1.00 of 1"]
    assert told["all"]["calls a document"] == ["0", "1.00", "1.00"]
    assert told["all"]["tokens a document"] == ["0", "300", "300"]
    assert told["all"]["cost a document"] == ["0", "0.000300", "0.000300"]  # 200 at 0.5 and 100 at 2 a million
    assert "llm tiny: 2 of 2 documents answered\n" in ran.stdout


def test_each_column_is_what_that_reader_alone_gets(gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(TALKS, NOTHING) as endpoint:
        monkeypatch.setenv("DETENTE_LLM__ENDPOINT", endpoint.address)
        alone = {
            reader: json.loads(run("eval", gold, "--extractor", reader, "--llm-when", "all", *BY_LANGUAGE).stdout)
            for reader in ("llm", "both")
        }
        columns = compared(gold)
        assert endpoint.connects == 2
    for reader, due in alone.items():
        assert columns["all"]["readers"][reader] == due["all"]
        assert {lang: one["readers"][reader] for lang, one in columns["groups"].items()} == due["groups"]
    cost = columns["all"]["cost"]
    assert (columns["model"], cost["answered"], cost["asked"], cost["money"]) == ("llm tiny", 2, 0, None)


def test_a_model_that_fails_has_the_figures_of_the_rules_and_that_is_told(
    gold: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    read = Reader.read_by_rules

    def counting(reader: Reader, document: Document) -> Reading | Refusal:
        seen.append(document.id)
        return read(reader, document)

    monkeypatch.setattr(Reader, "read_by_rules", counting)
    with scripted(NOTHING, sends(response(500))) as endpoint:
        monkeypatch.setenv("DETENTE_LLM__ENDPOINT", endpoint.address)
        ran = run("eval", gold, "--compare")
    assert (ran.exit_code, seen) == (7, ["berlin", "berlin-fr"])  # read by the rules once
    assert "llm tiny: 1 of 2 documents answered; 1 in its columns as the rules read them\n" in ran.stdout


def test_a_document_that_cannot_be_read_is_missed_by_all_and_a_clear_one_asked_about_on_demand_only(
    gold: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = Refusal(source="berlin-fr", reason="unknown-language", detail="", remedy="")
    read = Reader.read_by_rules
    monkeypatch.setattr(
        Reader, "read_by_rules", lambda self, one: refused if one.id == "berlin-fr" else read(self, one)
    )
    with scripted(NOTHING) as endpoint:
        monkeypatch.setenv("DETENTE_LLM__ENDPOINT", endpoint.address)
        found = compared(gold, "--llm-when", "uncertain")
        assert (endpoint.connects, found["all"]["cost"]["wanted"]) == (0, 0)
    assert [one["contacts"]["recall"] for one in found["groups"]["fr"]["readers"].values()] == [0, 0, 0]
    assert (found["all"]["cost"]["documents"], found["groups"]["fr"]["cost"]["documents"]) == (1, 0)


@pytest.mark.parametrize("other", [("--extractor", "llm"), ("--by", "kind"), ("--causes", "2")])
def test_what_has_no_place_in_a_comparison_is_refused(gold: Path, other: tuple[str, str]) -> None:
    assert run("eval", gold, "--compare", *other).exit_code == 2


def test_who_has_no_model_is_told_what_to_set(gold: Path) -> None:
    ran = run("eval", gold, "--compare")
    assert (ran.exit_code, "llm.endpoint" in ran.stderr, "leave --compare out" in ran.stderr) == (2, True, True)


@pytest.mark.parametrize(
    ("prices", "told"),
    [(("0.5", None), "belong together"), (("-1", "2"), "0 or more"), (("nan", "2"), "0 or more")],
)
def test_prices_that_are_none_are_refused(
    gold: Path, prices: tuple[str, str | None], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_LLM__ENDPOINT", "http://127.0.0.1:9")
    for name, price in zip(("IN", "OUT"), prices, strict=True):
        if price is not None:
            monkeypatch.setenv(f"DETENTE_LLM__PRICE_{name}", price)
    ran = run("eval", gold, "--compare")
    assert (ran.exit_code, told in ran.stderr) == (2, True), ran.stderr


def test_the_readers_of_a_comparison_are_those_of_the_commands() -> None:
    from detente.extract import EXTRACTORS  # noqa: PLC0415

    assert set(comparing.READERS) == set(EXTRACTORS)
