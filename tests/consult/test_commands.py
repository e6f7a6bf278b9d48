"""`--extractor both` and its kin on the command line, against an endpoint that answers as a script says."""

import json
from pathlib import Path

import pytest
from tests.consult.asking import TEXT, contact, reply, run
from tests.consult.scripted import response, says, scripted, sends

GOOD = says(reply(contact()), {"total_tokens": 321})
PLANNED = says(reply(contact(status={"value": "planned", "quote": "met German Chancellor"})))
SECRET = "sk-0123456789-nobody-may-see"  # noqa: S105  (invented)


def test_without_an_endpoint_the_command_says_what_to_set(article: Path) -> None:
    ran = run("read", article, "--extractor", "both")
    assert ran.exit_code == 2
    assert "llm.endpoint" in ran.stderr
    assert "DETENTE_LLM__ENDPOINT" in ran.stderr
    assert run("read", article, "--llm-when", "all").exit_code == 2
    assert run("read", article, "--extractor", "oracle").exit_code == 2


def test_the_calls_are_told_first_and_the_cost_at_the_end(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(GOOD) as endpoint:
        monkeypatch.setenv("DETENTE_LLM__ENDPOINT", endpoint.address)
        ran = run("read", article, "--extractor", "both", "--llm-when", "found", "--format", "json")
        again = run("read", article, "--extractor", "both", "--llm-when", "found", "--format", "json")
        connects = endpoint.connects
    assert (ran.exit_code, connects) == (0, 1)
    assert ran.stderr.splitlines() == [
        "llm tiny: 1 of 1 document worth a question; 1 call expected",
        "llm tiny: 1 call, 321 tokens, 1 answer",
    ]
    assert again.stderr.splitlines()[0] == (
        "llm tiny: 1 of 1 document worth a question, 1 answered before; no calls expected"
    )
    assert again.stdout == ran.stdout
    (report,) = json.loads(ran.stdout)["reports"]
    assert report["reader"] == "rules, llm tiny"
    assert "kind" in report["compared"]["agreed"]
    assert report["compared"]["other"]["reader"] == "llm tiny"


def test_by_default_only_what_the_rules_leave_open_is_asked(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(GOOD) as endpoint:
        monkeypatch.setenv("DETENTE_LLM__ENDPOINT", endpoint.address)
        ran = run("read", article, "--extractor", "both", "--format", "gold")
        assert endpoint.connects == 0
        assert run("read", article, "--format", "gold").stdout == ran.stdout
        assert run("read", article, "--extractor", "llm", "--format", "gold").exit_code == 0
        assert endpoint.connects == 1


def test_an_endpoint_that_fails_leaves_what_the_rules_read_and_exit_code_seven(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_LLM_KEY", SECRET)
    with scripted(sends(response(500))) as endpoint:
        monkeypatch.setenv("DETENTE_LLM__ENDPOINT", endpoint.address)
        alone = run("read", article, "--format", "json")
        ran = run("read", article, "--extractor", "both", "--llm-when", "all", "--format", "json")
    assert (ran.exit_code, ran.stdout) == (7, alone.stdout)
    assert ran.stderr.splitlines()[-1] == (
        "llm tiny: 1 document left as the rules read them: 1 time the endpoint is overloaded or broken "
        "(last: 127.0.0.1 answers 500)"
    )
    assert SECRET not in ran.output


def test_explain_shows_where_they_agree_and_where_they_differ(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(PLANNED) as endpoint:
        monkeypatch.setenv("DETENTE_LLM__ENDPOINT", endpoint.address)
        ran = run("explain", article, "--extractor", "both", "--llm-when", "all")
    shown = " ".join(ran.stdout.split())
    assert "agreed kind, place, side, party" in shown or "agreed kind, days, place, side, party" in shown
    assert "but status planned, says llm tiny from “met German Chancellor”" in shown


def test_eval_measures_a_model_on_any_gold(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(GOOD) as endpoint:
        monkeypatch.setenv("DETENTE_LLM__ENDPOINT", endpoint.address)
        ran = run("eval", article, "--extractor", "llm", "--json")
        assert (ran.exit_code, endpoint.connects) == (0, 1)
    assert json.loads(ran.stdout)


def test_a_ledger_is_filled_and_watched_with_both(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_LLM_KEY", SECRET)
    with scripted(PLANNED) as endpoint:
        monkeypatch.setenv("DETENTE_LLM__ENDPOINT", endpoint.address)
        book = tmp_path / "news.ledger"
        both = ("--extractor", "both", "--llm-when", "all", "--ledger", book)
        assert run("add", article, *both).exit_code == 0
        assert "1 known" in run("add", article, *both).stdout
        inbox = tmp_path / "inbox"
        inbox.mkdir()
        (inbox / "one.txt").write_text(f"{TEXT} They met again.", encoding="utf-8")
        looked = run("watch", inbox, "--looks", 3, "--every", 0.1, "--published", "2024-05-15", *both)
        assert looked.exit_code == 0, looked.output
        assert (endpoint.connects, run("check", "--ledger", book).exit_code) == (2, 0)
    assert SECRET.encode() not in book.read_bytes()


def test_the_key_may_stand_in_a_file_and_never_in_the_configuration(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, config = tmp_path / "key", tmp_path / "config.toml"
    key.write_text(f"{SECRET}\n", encoding="utf-8")
    with scripted(GOOD) as endpoint:
        config.write_text(
            f'[llm]\nendpoint = "{endpoint.address}"\nkey_file = "{key}"\nwhen = "all"\n', encoding="utf-8"
        )
        monkeypatch.setenv("DETENTE_CONFIG", str(config))
        assert run("read", article, "--extractor", "both").exit_code == 0
        assert [visit.headers["authorization"] for visit in endpoint.visits] == [f"Bearer {SECRET}"]
    key.unlink()
    gone = run("read", article, "--extractor", "both")
    assert (gone.exit_code, "llm.key_file" in gone.stderr) == (2, True)
    config.write_text(f'[llm]\nkey = "{SECRET}"\n', encoding="utf-8")
    refused = run("read", article)
    assert (refused.exit_code, "llm.key" in refused.stderr, SECRET in refused.output) == (2, True, False)
