"""The commands of the ledger, as a user types them."""

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from detente.cli import app, judging

ROOT = Path(__file__).parents[1]
# Id, day of publication and outlet; the text below.
NEWS = """\
call 2021-11-04 Post
U.S. President Joe Biden spoke by phone with Russian President Vladimir Putin on 3 November.
They discussed arms control.

plan 2021-11-10 Post
Turkish Foreign Minister Mevlüt Çavuşoğlu will meet Greek Foreign Minister Nikos Dendias in Athens on 20 November.

offer 2021-11-12 Post
Norwegian Prime Minister Jonas Gahr Støre met Finnish President Sauli Niinistö in Oslo on 11 November.
Støre promised that Norway would deliver cables by 30 November 2021.

claim 2021-11-15 Post
Iranian Foreign Minister Hossein Amirabdollahian spoke by phone with Saudi Foreign Minister Faisal bin Farhan on
14 November.

denial 2021-11-16 mfa.ir
The Iranian Foreign Ministry denied that Foreign Minister Hossein Amirabdollahian had spoken by phone with Saudi
Foreign Minister Faisal bin Farhan on 14 November.
"""
CALL = "U.S. President Joe Biden spoke by phone with Russian President Vladimir Putin on 3 November."


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five documents as JSON Lines."""
    path = tmp_path_factory.mktemp("archive") / "news.jsonl"
    rows = []
    for article in NEWS.split("\n\n"):
        head, _, text = article.partition("\n")
        about = dict(zip(("id", "published", "outlet"), head.split(), strict=True))
        rows.append(json.dumps({**about, "lang": "en", "text": " ".join(text.split())}, ensure_ascii=False))
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def filled(archive: Path) -> bytes:
    """A ledger of them."""
    path = archive.with_name("filled.ledger")
    result = CliRunner().invoke(app, ["add", str(archive), "--ledger", str(path), "--learned-when-published"])
    assert result.exit_code == 0, result.output
    assert not path.with_name("filled.ledger-wal").exists()
    return path.read_bytes()


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path, filled: bytes, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger of one's own, the one that the setting names."""
    for name in ("DETENTE_CONFIG", "DETENTE_OVERLAY", "DETENTE_CODER", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "120")
    path = tmp_path / "mine.ledger"
    path.write_bytes(filled)
    monkeypatch.setenv("DETENTE_LEDGER", str(path))
    # Of two judgements the later holds, and a test makes several in one second.
    minutes = itertools.count()
    monkeypatch.setattr(judging, "now", lambda **_: f"2026-01-01T09:{next(minutes):02}:00Z")
    return path


def run(*arguments: str | Path, code: int = 0) -> Result:
    """The command in this process; it must exit with `code`."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    return result


def rows(*arguments: str | Path, code: int = 0) -> list[dict[str, Any]]:
    """What a command writes as JSON Lines."""
    return [json.loads(line) for line in run(*arguments, "--json", code=code).stdout.splitlines()]


def id_of(*arguments: str) -> str:
    """The id of the only contact that fits."""
    (found,) = rows("contacts", *arguments)
    return str(found["id"])


def test_what_is_added_twice_is_known(archive: Path) -> None:
    again = run("add", archive)
    assert "documents: 0 new, 5 known; the ledger has 4 contacts from 5 reports in 5 documents" in again.stdout


def test_every_document_that_is_added_is_a_line_of_json(archive: Path, tmp_path: Path) -> None:
    found = rows("add", archive, tmp_path / "no-such-file", "--ledger", tmp_path / "other.ledger", code=3)
    assert [row["outcome"] for row in found] == ["new"] * 5 + ["refused"]
    assert [row["reports"] for row in found] == [1, 1, 1, 1, 1, 0]


def test_contacts_come_the_latest_first() -> None:
    assert [row["sides"] for row in rows("contacts")] == [["GR", "TR"], ["IR", "SA"], ["FI", "NO"], ["RU", "US"]]


@pytest.mark.parametrize(
    ("arguments", "sides"),
    [
        (("--side", "RU", "--side", "US"), ["RU", "US"]),
        (("--side", "Norway"), ["FI", "NO"]),
        (("--person", "Putin"), ["RU", "US"]),
        (("--office", "prime minister"), ["FI", "NO"]),
        (("--kind", "meeting", "--status", "planned"), ["GR", "TR"]),
        (("--topic", "arms-control"), ["RU", "US"]),
        (("--place", "Oslo"), ["FI", "NO"]),
        (("--since", "2021-11-15"), ["GR", "TR"]),
        (("--until", "2021-11-05"), ["RU", "US"]),
        (("--outlet", "mfa.ir"), ["IR", "SA"]),
        (("Niinistö",), ["FI", "NO"]),
    ],
)
def test_contacts_are_found_by_what_is_asked_for(arguments: tuple[str, ...], sides: list[str]) -> None:
    assert [row["sides"] for row in rows("contacts", *arguments)] == [sides]


def test_a_limited_list_says_how_many_there_are() -> None:
    listed = run("contacts", "--limit", "1")
    assert "TR" in listed.stdout
    assert "RU" not in listed.stdout
    assert "1 of 4 shown; --limit 0 shows all" in listed.stderr


def test_a_list_goes_on_after_a_contact() -> None:
    first, *others = rows("contacts")
    assert rows("contacts", "--after", first["id"]) == others


def test_what_was_learned_later_is_not_known_as_of_a_day() -> None:
    assert [row["sides"] for row in rows("contacts", "--as-of", "2021-11-11")] == [["GR", "TR"], ["RU", "US"]]
    assert [row["status"] for row in rows("contacts", "--side", "IR", "--as-of", "2021-11-15")] == ["held"]
    run("contacts", "--as-of", "2021-11-03", code=1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("contacts", "--side", "JP"),
        ("contacts", "zebra"),
        ("channels", "--fewest", "9"),
        ("promises", "--state", "withdrawn"),
        ("documents", "zebra"),
        ("refusals",),
    ],
)
def test_nothing_found_is_exit_code_1_and_says_so(arguments: tuple[str, ...]) -> None:
    assert "nothing found" in run(*arguments, code=1).stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("contacts", "--side", "Atlantis"), "no side 'Atlantis'"),
        (("contacts", "--topic", "grain"), "no topic 'grain'"),
        (("contacts", "..."), "no word"),
        (("show", "zzzz"), "no contact 'zzzz'"),
        (("channel", "RU", "GR"), "no contact between RU and GR"),
        (("channel", "Atlantis", "RU"), "'Atlantis' is no state, office or body"),
        (("promises", "--side", "Atlantis"), "no side 'Atlantis'"),
        (("judge", "reject", "zzzz", "--by", "ana"), "no contact 'zzzz'"),
    ],
)
def test_what_there_is_not_is_exit_code_2_and_says_what_to_ask(arguments: tuple[str, ...], said: str) -> None:
    assert said in run(*arguments, code=2).stderr


def test_a_ledger_that_is_not_there_is_exit_code_2_and_says_how_to_make_one(tmp_path: Path) -> None:
    missing = run("contacts", "--ledger", tmp_path / "none.ledger", code=2)
    assert "no ledger here; make one with `detente add FILES" in missing.stderr
    assert not (tmp_path / "none.ledger").exists()


def test_a_contact_is_shown_with_both_accounts_and_their_words() -> None:
    text = run("show", id_of("--side", "IR")[:5]).stdout
    assert "● held  told by the press; 1 origin" in text
    assert "✕ denied  told by IR; 1 origin" in text
    assert "“The Iranian Foreign Ministry denied" in " ".join(text.split())


def test_a_contact_is_shown_as_it_was_known() -> None:
    asked = id_of("--side", "IR")
    (now,), (then,) = rows("show", asked), rows("show", asked, "--as-of", "2021-11-15")
    assert len(now["contact"]["history"]) == 2
    assert [step["status"] for step in then["contact"]["history"]] == ["held"]


def test_a_channel_is_found_by_states_and_by_offices() -> None:
    assert run("channel", "US", "Russia", "--on", "2021-12-03").stdout.startswith("RU ↔ US  1 contact, 1 held")
    (view,) = rows("channel", "Russian president", "US president", "--on", "2021-12-03")
    assert (view["line"]["a"], view["line"]["level"], view["line"]["silence"]) == ("RU: president", "office", 30)


def test_channels_are_listed_by_level_and_number() -> None:
    states = rows("channels", "--level", "state", "--fewest", "1", "--on", "2021-12-03")
    assert [(row["a"], row["b"]) for row in states] == [("FI", "NO"), ("IR", "SA"), ("RU", "US")]
    run("channels", "--silent", "--on", "2021-12-03", code=1)


def test_a_promise_is_open_until_its_day_and_overdue_after_it() -> None:
    asked = "promises", "--side", "NO"
    assert [row["state"] for row in rows(*asked, "--on", "2021-11-30")] == ["open"]
    assert [row["state"] for row in rows(*asked, "--on", "2021-12-01")] == ["overdue"]
    assert (
        "overdue   commitment by NO; said 12 Nov 2021, due 30 Nov 2021"
        in run("promises", "--overdue", "--side", "NO", "--on", "2021-12-01").stdout
    )


def test_documents_are_listed_by_outlet_and_words() -> None:
    assert [row["name"] for row in rows("documents", "--outlet", "mfa.ir")] == ["denial"]
    assert [row["name"] for row in rows("documents", "cables")] == ["offer"]
    assert [row["name"] for row in rows("documents", "--lang", "en", "--limit", "1")] == ["denial"]


def test_what_was_refused_is_listed_with_its_remedy(tmp_path: Path) -> None:
    picture = tmp_path / "a.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    run("add", picture, code=3)
    assert [row["reason"] for row in rows("refusals")] == ["binary"]
    assert "a.txt  binary: " in run("refusals", "--reason", "binary").stdout


def test_a_sound_ledger_passes_its_check_and_a_rebuild() -> None:
    assert run("rebuild").stdout == "rebuilt: 4 contacts from 5 reports in 5 documents of 5 origins\n"
    assert run("check").stdout == "sound: 4 contacts from 5 reports in 5 documents of 5 origins\n"
    assert rows("check") == []


def test_a_folder_is_watched_for_as_many_looks_as_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "one.txt").write_text(CALL, encoding="utf-8")
    looked = run("watch", tmp_path / "inbox", "--looks", "2", "--every", "0.1", "--published", "2021-11-05")
    assert "one.txt: 1 report" in looked.stdout
    assert [row["reports"] for row in rows("contacts", "--side", "US")] == [2]


def test_who_judges_must_be_known(monkeypatch: pytest.MonkeyPatch) -> None:
    contact = id_of("--side", "US")
    assert "say who judges: --by NAME, or the setting `coder`" in run("judge", "confirm", contact, code=2).stderr
    monkeypatch.setenv("DETENTE_CODER", "ana")
    run("judge", "confirm", contact)
    assert rows("contacts", "--side", "US")[0]["confirmed_by"] == ["ana"]


def test_a_rejected_contact_is_gone_until_it_is_confirmed() -> None:
    contact = id_of("--side", "IR")
    assert "ana: reject" in run("judge", "reject", contact, "--by", "ana", "--why", "a rumour").stdout
    run("contacts", "--side", "IR", code=1)
    assert f"{contact} was rejected by ana" in run("show", contact, code=2).stderr
    run("judge", "confirm", contact, "--by", "ben")
    assert id_of("--side", "IR") == contact
    assert rows("contacts", "--side", "IR")[0]["confirmed_by"] == ["ben"]


def test_a_corrected_field_shows_who_corrected_it_and_what_was_told() -> None:
    contact = id_of("--side", "IR")
    run("judge", "correct", contact, "days", "2021-11-13/2021-11-14", "--by", "ana")
    run("judge", "correct", contact, "status", "denied", "--by", "ana")
    text = run("show", contact).stdout
    assert "13–14 Nov 2021  (corrected by ana)" in text
    assert "✕ denied  (corrected by ana)" in text
    assert "no field 'colour'" in run("judge", "correct", contact, "colour", "red", "--by", "ana", code=2).stderr


def test_a_list_that_is_corrected_shows_what_no_report_tells() -> None:
    contact = id_of("--side", "US")
    run("judge", "correct", contact, "parties", "Joe Biden, US, president; , RU, foreign minister", "--by", "ana")
    run("judge", "correct", contact, "days", "none", "--by", "ana")
    text = run("show", contact).stdout
    assert "  days        none  (corrected by ana)\n" in text
    assert "  parties     (corrected by ana)\n" in text
    assert "Joe Biden, president (US)  told by the press; 1 origin\n" in text
    assert "foreign minister (RU)  told by no report\n" in text


def test_contacts_are_split_and_merged_again() -> None:
    contact = id_of("--side", "IR")
    (view,) = rows("show", contact)
    denial = view["contact"]["reports"][1]
    run("judge", "split", contact, denial, "--by", "ana")
    assert {row["status"] for row in rows("contacts", "--side", "IR")} == {"held", "denied"}
    run("judge", "merge", contact, denial, "--by", "ana")
    assert id_of("--side", "IR") == contact
    assert [row["verdict"] for row in rows("judge", "list")] == ["split", "merge"]
    assert "a split needs some reports" in run("judge", "split", contact, "--by", "ana", contact, denial, code=2).stderr


def test_an_id_that_was_given_away_leads_to_the_contact_that_has_its_report() -> None:
    contact = id_of("--side", "IR")
    (view,) = rows("show", contact)
    denial = view["contact"]["reports"][1]
    assert run("show", denial).stdout.startswith(f"{denial} is now part of {contact}\n")


def test_judgements_are_taken_to_another_ledger(tmp_path: Path, filled: bytes, export: Callable[[], Path]) -> None:
    run("judge", "reject", id_of("--side", "IR"), "--by", "ana")
    file, other = export(), tmp_path / "other.ledger"
    other.write_bytes(filled)
    assert run("judge", "import", file, "--ledger", other).stdout == "1 of 1 judgements are new\n"
    assert run("judge", "import", file, "--ledger", other).stdout == "0 of 1 judgements are new\n"
    run("contacts", "--side", "IR", "--ledger", other, code=1)


@pytest.fixture
def export(tmp_path: Path) -> Callable[[], Path]:
    """Writes the judgements of the ledger to a file."""

    def write() -> Path:
        path = tmp_path / "judgements.jsonl"
        path.write_text(run("judge", "export").stdout, encoding="utf-8")
        return path

    return write


def test_a_line_that_is_no_judgement_is_named_with_its_number(tmp_path: Path) -> None:
    file = tmp_path / "wrong.jsonl"
    file.write_text('\n{"verdict": "perhaps", "reports": [], "by": "ana", "at": "2025-12-01T09:00:00Z"}\n')
    assert "wrong.jsonl:2: no judgement: no verdict 'perhaps'" in run("judge", "import", file, code=2).stderr
    assert "cannot be read" in run("judge", "import", tmp_path / "none", code=2).stderr


def test_two_coders_are_compared_question_by_question() -> None:
    ana, ben = (ROOT / "docs" / "how-to" / name for name in ("ana.jsonl", "ben.jsonl"))
    (found,) = rows("judge", "compare", ana, ben)
    assert (found["all"]["items"], found["contact"]["agreed"], found["asked_by"]["agreed"]) == (8, 6, 0)
    assert "against" in run("judge", "compare", ana, ben).stdout
    assert run("judge", "compare", ana, ana).stdout.startswith("all       8 items, 8 agreed, kappa 1.000\n")
