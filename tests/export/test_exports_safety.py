"""Exports that are safe to open, and files that are there whole or not at all."""

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import feedparser
import icalendar
import networkx as nx
import pytest
from typer.testing import Result

from detente import Document
from detente.export.formats import EXPORTS
from detente.export.formats.cells import Cell, joined, write_table
from detente.export.formats.form import Field, Options
from detente.ledger.selection import Selection
from detente.model.selection import Matched

Export = Callable[..., bytes]
Run = Callable[..., Result]
SPOKE = "President Vladimir Putin spoke by phone with Turkish President Recep Tayyip Erdogan on Tuesday"
FIELDS = (
    Field(name="text", form="text", means="what a stranger wrote"),
    Field(name="number", form="number", means="any"),
)
STARTS = (
    "=",
    "+",
    "-",
    "@",
    "＝",
    "＋",
    "－",
    "＠",
    "\t=",
    "\r=",
    "\n=",
    " =",
    "\u00a0=",
    "\ufeff=",
    "\u200b+",
    "\u3000＝",
)
ENDS = (
    "1+1", 'HYPERLINK("http://x.example")', "cmd|' /C calc'!A0", "SUM(A1:A9)", "A1", 'IMPORTXML("http://x.example")',
    "1;2",
    '"quoted"', "2+5+cmd|'x'!A", "RAND()", "NOW()", "WEBSERVICE(1)", "{1}", "-1--1", "1,2", "Ω", "x\ny", "'a'", "$A$1",
)  # fmt: skip
FORMULAS = [start + end for start in STARTS for end in ENDS] + ["\tplain", "\rplain", "\nplain"]
NUMBERS = [f"-{number}" for number in range(1, 90)] + ["-1.5", "+7", "-0", "12"]


def sheet(rows: list[tuple[Cell, ...]], *, spreadsheet: bool) -> bytes:
    sink = io.BytesIO()
    written = write_table(sink, FIELDS, rows, Options(spreadsheet=spreadsheet))
    assert written == len(rows)
    return sink.getvalue()


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]


def test_three_hundred_formulas_become_text_and_lose_nothing() -> None:
    assert len(FORMULAS) >= 300
    found = cells(sheet([(formula, 1) for formula in FORMULAS], spreadsheet=True))
    assert [text for text, _ in found] == [f"'{formula}" for formula in FORMULAS]


def test_numbers_stay_numbers() -> None:
    found = cells(sheet([(number, -5) for number in NUMBERS], spreadsheet=True))
    assert found == [[number, "-5"] for number in NUMBERS]


def test_without_the_option_every_cell_is_exact() -> None:
    found = cells(sheet([(formula, -1) for formula in FORMULAS], spreadsheet=False))
    assert found == [[formula, "-1"] for formula in FORMULAS]


def test_a_list_can_be_taken_apart_again() -> None:
    assert joined(["a;b", "c\\", "", "d"]) == "a\\;b;c\\\\;;d"


def opened(office: str, folder: Path, content: bytes) -> str:
    """A CSV file as LibreOffice understands it with its formulas evaluated, in OpenDocument."""
    folder.mkdir()
    (folder / "sheet.csv").write_bytes(content)
    options = "CSV:44,34,76,1,,0,false,true,false,false,false,0,true"
    subprocess.run(
        [office, f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "fods",
         f"--infilter={options}", "--outdir", str(folder), str(folder / "sheet.csv")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return (folder / "sheet.fods").read_text(encoding="utf-8")


def test_no_cell_is_live_in_libreoffice(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice of LibreOffice is not installed")
    rows: list[tuple[Cell, ...]] = [(text, -5) for text in [*FORMULAS, *NUMBERS]]
    # A live cell has its formula in an attribute; so have those of the exact file, or this would prove nothing.
    assert opened(office, tmp_path / "exact", sheet(rows, spreadsheet=False)).count("table:formula") > 10
    safe = opened(office, tmp_path / "safe", sheet(rows, spreadsheet=True))
    assert "table:formula" not in safe
    assert safe.count('office:value="-5"') >= len(rows)


def test_an_outlet_that_is_a_formula_is_none_in_the_sheet(export: Export) -> None:
    exact = list(csv.DictReader(io.StringIO(export("reports-csv").decode(), newline="")))
    safe = list(csv.DictReader(io.StringIO(export("reports-csv", "--spreadsheet").decode("utf-8-sig"), newline="")))
    outlets = {row["outlet"] for row in exact}
    assert {'=HYPERLINK("http://evil.example")', "@market"} <= outlets
    assert {f"'{outlet}" if outlet[0] in "=@" else outlet for outlet in outlets} == {row["outlet"] for row in safe}


# --- whole or not at all ---


def breaking(*_: Any) -> NoReturn:
    raise OSError(28, "No space left on device")


def half(views: Callable[[], Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    def stream(*given: Any) -> Iterator[Any]:
        yield next(views(*given))
        breaking()

    return stream


@pytest.mark.parametrize("form", EXPORTS)
def test_an_export_that_breaks_off_leaves_no_file(
    form: str, run_export: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for stream in ("lines", "views", "newest", "documents"):
        monkeypatch.setattr(Selection, stream, half(getattr(Selection, stream)))
    monkeypatch.setattr(Selection, "matched", lambda _: Matched(contacts=11, reports=14, documents=14))
    path = tmp_path / "folder" / "export"
    path.parent.mkdir()
    result = run_export(form, "--out", path)
    assert result.exit_code == 2
    assert "No space left" in result.stderr
    assert list(path.parent.iterdir()) == []


def test_an_older_file_stays_when_the_new_one_cannot_be_finished(
    run_export: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text("before", encoding="utf-8")
    monkeypatch.setattr("detente.cli.exporting.codebook", breaking)
    assert run_export("csv", "--out", path).exit_code == 2
    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_rows_that_do_not_match_are_an_error_and_no_file(
    run_export: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Selection, "lines", lambda _: iter(()))
    path = tmp_path / "contacts.csv"
    result = run_export("csv", "--out", path)
    assert result.exit_code == 5
    assert "0 rows written, but 11 matched" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_put_beside_a_device(run_export: Run) -> None:
    assert run_export("csv", "--out", os.devnull).exit_code == 0
    assert not Path(f"{os.devnull}.codebook.json").exists()


# --- wrong use ---


def test_a_missing_package_is_named_with_its_remedy(run_export: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    result = run_export("ical")
    assert result.exit_code == 2
    assert "ical needs icalendar; install it with: pip install 'detente[export]'" in result.stderr


def test_parquet_does_not_go_to_the_screen(run_export: Run) -> None:
    result = run_export("parquet")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--out FILE.parquet" in result.stderr


@pytest.mark.parametrize(
    ("form", "option"), [("jsonl", "--spreadsheet"), ("csv", "--directed"), ("ical", "--nodes=persons")]
)
def test_an_option_that_says_nothing_to_a_form_is_refused(form: str, option: str, run_export: Run) -> None:
    result = run_export(form, option)
    assert result.exit_code == 2
    assert f"says nothing to {form}; it is for" in result.stderr


def test_an_unknown_form_names_those_that_there_are(run_export: Run) -> None:
    result = run_export("excel")
    assert result.exit_code == 2
    assert "timelinejs" in result.stderr


def test_text_goes_to_standard_output_and_counts_to_standard_error(run_export: Run) -> None:
    result = run_export("csv", "--side", "TR")
    assert result.stdout.startswith("contact,kind,status")
    assert "rows written 3 / rows matched 3" in result.stderr


# --- what strangers write ---


def test_signs_that_xml_cannot_hold_break_no_feed_network_or_calendar(
    filled: Callable[..., Path], export: Export, tmp_path: Path
) -> None:
    told = f"{SPOKE}\x0b\x1f <b>&amp;\x00."
    document = Document(
        id="x",
        text=told,
        published=date(2022, 6, 1),
        lang="en",
        outlet="A\x08\n\rB</name>",
        url="https://x.example/\x01",
    )
    book = filled(tmp_path / "odd.ledger", [document])
    assert not feedparser.parse(io.BytesIO(export("atom", book=book))).bozo
    assert nx.read_gexf(io.BytesIO(export("gexf", book=book))).number_of_edges() == 1
    assert nx.read_graphml(io.BytesIO(export("graphml", "--nodes", "persons", book=book))).number_of_edges() == 1
    assert icalendar.Calendar.from_ical(export("ical", book=book)).walk("VEVENT") == []
    assert b"<b>" not in export("timelinejs", book=book).replace(b"<p>", b"")


def test_a_line_break_in_a_title_adds_no_field_to_a_reference(
    filled: Callable[..., Path], export: Export, tmp_path: Path
) -> None:
    told = f"{SPOKE}."
    document = Document(
        id="x", text=told, published=date(2022, 6, 1), lang="en", outlet="A\nUR  - http://x.example},\nB"
    )
    book = filled(tmp_path / "odd.ledger", [document])
    assert b"\nUR  -" not in export("ris", book=book)
    assert export("bibtex", book=book).count(b"\n@") == 1
