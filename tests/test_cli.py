import json
import os
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any, get_args

import pytest
from typer.testing import CliRunner, Result

import detente
from detente.cli import app
from detente.cli.book import UNSOUND
from detente.cli.reading import Format
from detente.errors import DataError, DetenteError, LedgerError, NoAnswerError, UnreadableError, UsageError
from detente.export import FORMATS

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "src" / "detente" / "data" / "examples"
MET = "U.S. President Joe Biden met Russian President Vladimir Putin in Geneva on Wednesday."
KLINGON = "tlhIngan Hol Dajatlh'a'? nuqneH!"
SECONDS = 60


@pytest.fixture(autouse=True)
def home(tmp_path: Path, caches: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without settings, and a compiled registry that the tests share."""
    for name in ("DETENTE_CONFIG", "DETENTE_OVERLAY", "DETENTE_CACHE", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(caches))
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(f"Summit in Geneva\n\n{MET}\n", encoding="utf-8")
    return path


def run(*arguments: str | Path, given: str | bytes | None = None) -> Result:
    """The command in this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=given)


def start(*arguments: str | Path, env: dict[str, str] | None = None) -> "subprocess.CompletedProcess[bytes]":
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "detente", *map(str, arguments)],
        check=False,
        capture_output=True,
        timeout=SECONDS,
        env={**os.environ, **(env or {})},  # noqa: TID251  (a child needs the environment)
    )


def records(*rows: dict[str, Any]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


# --- reading ---


def test_an_article_is_read_to_a_table_with_its_sentence(article: Path) -> None:
    result = run("read", article, "--published", "2021-06-17", "--outlet", "Lakeside Courier")
    assert result.exit_code == 0
    for part in (
        "Summit in Geneva",
        "Lakeside Courier",
        "16 Jun 2021",
        "● held",
        "Joe Biden, president (US)",
        MET[:40],
    ):
        assert part in result.stdout
    assert result.stderr == ""


def test_standard_input_is_read_for_a_dash() -> None:
    result = run("read", "-", "--format", "gold", "--published", "2021-06-17", given=MET)
    (row,) = map(json.loads, result.stdout.splitlines())
    assert row["contacts"][0]["start"] == "2021-06-16"


def test_columns_of_another_name_are_mapped() -> None:
    line = records({"key": "a1", "body": MET})
    for mapping in (["--columns", "text=body,id=key"], ["--columns", "text=body", "--columns", "id=key"]):
        result = run("read", "-", "--format", "gold", *mapping, given=line)
        assert json.loads(result.stdout)["id"] == "a1"


def test_gold_has_exactly_one_line_a_document_also_for_an_unknown_language() -> None:
    given = records(
        {"id": "a", "text": MET, "lang": "en"},
        {"id": "b", "text": "The mayor opened a library.", "lang": "en"},
        {"id": "c", "text": KLINGON, "lang": "tlh"},
    )
    result = run("read", "-", "--format", "gold", given=given)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["id"], len(row["contacts"])) for row in rows] == [("a", 1), ("b", 0), ("c", 0)]
    assert "refused c: it is in 'tlh'" in result.stderr
    assert "2 documents read, 1 refused" in result.stderr


def test_an_unknown_language_fails_a_run_only_when_nothing_else_was_read(tmp_path: Path) -> None:
    met = {"id": "a", "text": MET, "lang": "en"}
    klingon = {"id": "c", "text": KLINGON, "lang": "tlh"}
    assert run("read", "-", given=records(met, klingon)).exit_code == 0
    assert run("read", "-", given=records(klingon)).exit_code == 3
    assert run("read", "-", tmp_path / "missing.txt", given=records(met, klingon)).exit_code == 3


def test_a_file_that_cannot_be_read_is_refused_and_the_others_go_on(tmp_path: Path, article: Path) -> None:
    broken = tmp_path / "broken.txt"
    broken.write_bytes(b"\x00\x01\x02\xff" * 100)
    result = run("read", broken, tmp_path / "missing.txt", article)
    assert result.exit_code == 3
    refused = result.stderr.splitlines()
    assert [line.split(":")[0] for line in refused] == [f"refused {broken}", f"refused {tmp_path / 'missing.txt'}"]
    assert all("; " in line for line in refused), "a refusal says what to do"
    assert result.stdout.endswith("1 document, 1 contact, 2 refused\n")


def test_a_refusal_is_a_row_of_the_json(tmp_path: Path, article: Path) -> None:
    result = run("read", tmp_path / "missing.txt", article, "--format", "json")
    first, second = map(json.loads, result.stdout.splitlines())
    assert first["refused"]["reason"] == "not-found"
    assert second["reports"]


def test_a_name_of_a_file_cannot_command_the_terminal(tmp_path: Path) -> None:
    result = run("read", tmp_path / "\x1b[31m\u202egnp.txt")
    assert not {"\x1b", "\u202e"} & set(result.stderr)
    assert r"\u202e" in result.stderr


def test_a_quote_with_a_bidi_control_shows_it(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(MET.replace("in Geneva", "in Geneva\u202e"), encoding="utf-8")
    for command in (["read"], ["explain"], ["read", "--format", "json"]):
        result = run(*command, path)
        assert "\u202e" not in result.stdout
        assert r"\u202e" in result.stdout


@pytest.mark.parametrize("example", sorted(EXAMPLES.iterdir()), ids=lambda path: path.name)
def test_every_example_is_read_without_a_refusal(example: Path) -> None:
    result = run("read", example)
    assert result.exit_code == 0
    assert result.stderr == ""
    found = "No contact found." not in result.stdout
    assert found is ("domestic" not in example.name)


def test_there_are_at_least_eight_examples_and_each_is_described() -> None:
    names = [path.name for path in EXAMPLES.iterdir()]
    page = (EXAMPLES.parent / "README.md").read_text(encoding="utf-8")
    assert len(names) >= 8
    assert [name for name in names if f"`{name}`" not in page] == []


# --- output files and pipes ---


def test_output_goes_whole_to_its_file_and_not_to_standard_output(tmp_path: Path, article: Path) -> None:
    target = tmp_path / "out.jsonl"
    result = run("read", article, "--format", "gold", "--output", target)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert json.loads(target.read_text(encoding="utf-8"))["contacts"]


def test_an_output_file_stays_as_it_was_when_the_reading_breaks_off(tmp_path: Path, article: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("before", encoding="utf-8")
    result = run("read", article, "--columns", "txt=body", "--output", target)
    assert result.exit_code == 2
    assert target.read_text(encoding="utf-8") == "before"
    assert {path.name for path in tmp_path.iterdir()} == {"article.txt", "out.jsonl"}


def test_the_table_in_a_file_has_no_colour_even_when_colour_is_forced(
    tmp_path: Path, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    target = tmp_path / "out.txt"
    run("read", article, "--output", target)
    assert "\x1b" not in target.read_text(encoding="utf-8")
    assert "\x1b[32m● held" in run("read", article).stdout


def test_a_reader_who_leaves_early_ends_the_command_quietly(tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text(records(*({"id": str(n), "lang": "en", "text": MET} for n in range(300))), encoding="utf-8")
    command = [sys.executable, "-m", "detente", "read", str(many), "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(SECONDS) == 1
        assert process.stderr.read() == b""


def test_the_first_document_is_printed_before_the_last_is_written(tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    os.mkfifo(feed)
    command = [sys.executable, "-m", "detente", "read", str(feed), "--format", "gold"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        with feed.open("wb") as writing:
            writing.write(records({"id": "1", "lang": "en", "text": MET}).encode())
            writing.write(b"\n" * 500_000)  # blank lines, more than any buffer on the way holds
            writing.flush()
            assert json.loads(process.stdout.readline())["id"] == "1"
        assert process.wait(SECONDS) == 0


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "koi8-r"])
def test_a_terminal_of_another_encoding_gets_letters_or_their_numbers(encoding: str) -> None:
    ran = start("read", EXAMPLES, env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    assert ran.returncode == 0
    assert ran.stderr == b""
    assert b"held" in ran.stdout


def test_json_is_the_same_in_every_encoding_of_the_stream(article: Path) -> None:
    outputs = {
        start("read", article, "--format", "json", env={"PYTHONIOENCODING": e}).stdout for e in ("ascii", "cp1251")
    }
    assert len(outputs) == 1
    assert json.loads(outputs.pop())["reports"]


# --- errors, exit codes, help ---


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["read", "a.txt", "--published", "yesterday"], "'yesterday' is no day; write it as 2021-11-03"),
        (["read", "a.txt", "--lang", "tlh"], "no language file for 'tlh'; there are "),
        (["read", "a.txt", "--columns", "body"], "'body' is no mapping; write text=body"),
        (["read", "a.txt", "--columns", "txt=body"], "documents have no field 'txt'"),
        (["read", "a.txt", "--format", "xml"], "xml"),
        (["read", "a.txt", "--output", "no/such/folder/x"], "cannot be written"),
        (["read"], "Missing argument"),
        (["reed", "a.txt"], "No such command"),
    ],
)
def test_wrong_use_is_told_without_a_traceback_and_exits_2(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(MET, encoding="utf-8")
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())
    assert "Traceback" not in result.stderr


def test_a_wrong_row_of_an_own_table_exits_4_and_names_file_and_line(
    home: Path, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    overlay = home / "own"
    overlay.mkdir()
    (overlay / "terms.csv").write_text("person,office\nnobody,none\n", encoding="utf-8")
    monkeypatch.setenv("DETENTE_OVERLAY", str(overlay))
    ran = start("read", article)
    assert ran.returncode == 4
    assert re.match(rb"detente: .*terms\.csv:\d+", ran.stderr)
    assert ran.stderr.count(b"\n") == 1


def test_a_wrong_setting_exits_2(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_OVERLAY", "/nowhere")
    result = run("read", article)
    assert result.exit_code == 2
    assert result.stderr.startswith("detente: /nowhere")


def test_the_page_on_exit_codes_says_what_the_errors_say() -> None:
    page = (ROOT / "docs" / "reference" / "exit-codes.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| (\d) \|", page, re.MULTILINE))
    errors = DetenteError, UsageError, UnreadableError, DataError, LedgerError, NoAnswerError
    assert documented == {"0", str(UNSOUND), *(str(one.exit_code) for one in errors)}
    epilog = " ".join(run("--help").stdout.split())
    assert all(f"{code} " in epilog.partition("Exit codes:")[2] for code in documented)


def test_the_formats_of_the_option_are_those_of_the_export_room() -> None:
    assert get_args(Format) == tuple(FORMATS)


def test_every_command_teaches_with_an_example() -> None:
    for command in ("read", "explain", "who", "languages"):
        text = run(command, "--help").stdout
        assert f"  detente {command}" in text.partition("Examples:")[2]


def test_the_version_is_that_of_the_package() -> None:
    result = run("--version")
    assert result.stdout == f"detente {metadata.version('detente')}\n"
    assert detente.__version__ == metadata.version("detente")


# --- the other commands ---


def test_explain_shows_the_marks_and_what_made_the_contact(article: Path) -> None:
    result = run("explain", article, "--published", "2021-06-17")
    assert result.exit_code == 0
    for part in ("{met|meeting}", "Contact 1: meeting", "pattern", "near-contact"):
        assert part in result.stdout


def test_explain_of_a_missing_file_exits_3() -> None:
    result = run("explain", "nowhere.txt")
    assert result.exit_code == 3
    assert result.stderr.startswith("refused nowhere.txt:")


def test_who_answers_for_a_day_with_or_without_quotation_marks() -> None:
    for question in (["CIA director"], ["CIA", "director"]):
        result = run("who", *question, "--on", "2021-11-02")
        assert result.exit_code == 0
        assert result.stdout.startswith("William Burns\n")


def test_who_nobody_knows_exits_1_with_advice() -> None:
    result = run("who", "Grand Vizier of Oz")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "ask for an office with its state" in result.stderr


def test_languages_lists_a_line_a_language() -> None:
    result = run("languages")
    assert {"en"} <= {line.split()[0] for line in result.stdout.splitlines()[1:]}


# --- measuring ---

LABELS = records(
    {"id": "a", "lang": "en", "published": "2021-06-17", "text": MET, "contacts": [
        {"kind": "meeting", "status": "held", "sides": ["RU", "US"], "start": "2021-06-16", "end": "2021-06-16"},
        {"kind": "call", "status": "held", "sides": ["FR", "US"], "quotes": [MET]},
    ]},
    {"id": "b", "lang": "tlh", "text": KLINGON, "contacts": []},
)  # fmt: skip


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    path = tmp_path / "labels.jsonl"
    path.write_text(LABELS, encoding="utf-8")
    return path


def test_labelled_articles_are_measured_with_their_mistakes(labels: Path) -> None:
    result = run("eval", labels, "--by", "language", "--causes", "1")
    assert result.exit_code == 0
    for part in ("all                  2         2      1.000   0.500  0.667", "bootstrap", "1 missed", "0 of 1"):
        assert part in result.stdout


def test_figures_for_programs_are_one_json_object(labels: Path) -> None:
    result = run("eval", labels, "--by", "kind", "--json")
    figures = json.loads(result.stdout)
    assert figures["all"]["contacts"] == {"precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3), "number": 2}
    assert set(figures["groups"]) == {"call", "meeting"}


def test_an_unknown_extractor_is_named_with_those_there_are(labels: Path) -> None:
    result = run("eval", labels, "--extractor", "oracle")
    assert result.exit_code == 2
    assert "rules" in result.stderr
