"""Every export, read again by the library of those who use it, says what the ledger says."""

import csv
import io
import json
import re
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import feedparser
import icalendar
import networkx as nx
import pyarrow.parquet as pq
import pytest
import rispy
from followthemoney import model
from typer.testing import Result

from detente import Document
from detente.export.formats import EXPORTS

ARCHIVE = Path(__file__).with_name("archive.jsonl")
Export = Callable[..., bytes]
Run = Callable[..., Result]


def asked(ledger: Path, query: str) -> Any:
    connection = sqlite3.connect(ledger)
    try:
        return connection.execute(query).fetchone()[0]
    finally:
        connection.close()


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def lines(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.decode().splitlines()]


def unjoined(text: str) -> str:
    return text.replace("\u200c", "").replace("\u200d", "")


def appointments(content: bytes) -> list[Any]:
    """Events of a calendar, any of whose properties may be of any type."""
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def day_after(day: date) -> date:
    return day + timedelta(days=1)


@pytest.mark.parametrize("form", EXPORTS)
def test_what_is_written_is_what_matched(form: str, run_export: Run, tmp_path: Path) -> None:
    # All pairs of states would be a million rows; test_exports_panels counts those of a year.
    less = ("--side", "RU") if form.startswith("dyad") else ()
    result = run_export(form, *less, "--out", tmp_path / "export")
    assert result.exit_code == 0, result.stderr
    counted = re.search(r"rows written ([\d,]+) / rows matched ([\d,]+),", result.stderr)
    assert counted
    assert counted[1] == counted[2] != "0"


@pytest.mark.parametrize("form", EXPORTS)
def test_every_export_states_its_schema_coverage_and_filters(form: str, run_export: Run, tmp_path: Path) -> None:
    path = tmp_path / "export"
    result = run_export(form, "--side", "RU", "--out", path)
    beside = tmp_path / "export.codebook.json"
    assert beside.exists() is not EXPORTS[form].inside
    if beside.exists():
        book = json.loads(beside.read_text(encoding="utf-8"))
        assert (book["format"], book["schema"], book["filters"]) == (form, 1, {"side": "RU"})
        assert book["coverage"]["first_publication"] == "2021-11-03"
        assert book["coverage"]["last_publication"] == "2025-10-22"
        assert book["coverage"]["languages"] == ["de", "en", "ru", "te"]
        assert book["coverage"]["documents"] == 14
        assert [field["name"] for field in book["fields"]] == [field.name for field in EXPORTS[form].fields]
    elif form != "parquet":
        said = " ".join(path.read_text(encoding="utf-8").replace("\r\n ", "").replace("\\", "").split())
        assert "schema 1; coverage 2021-11-03 to 2025-10-22" in said
        assert "side=RU" in said
    assert "schema 1; coverage 2021-11-03 to 2025-10-22, 14 documents, de en ru te; filters: side=RU" in result.stderr


@pytest.mark.parametrize("form", [name for name, one in EXPORTS.items() if one.media == "text/csv"])
def test_every_table_has_the_columns_of_its_codebook_and_a_key_of_its_own(form: str, export: Export) -> None:
    rows = table(export(form, *(("--side", "RU") if form.startswith("dyad") else ())))
    assert list(rows[0]) == [field.name for field in EXPORTS[form].fields]
    keys = [tuple(row.values())[:1] if not form.startswith("dyad") else tuple(row.values())[:6] for row in rows]
    assert len(set(keys)) == len(keys)


def test_json_lines_hold_every_contact_with_its_accounts_and_words(export: Export, ledger: Path) -> None:
    found = lines(export("jsonl"))
    assert len(found) == asked(ledger, "SELECT count(*) FROM contacts")
    assert sum(len(one["tellings"]) for one in found) == asked(ledger, "SELECT count(*) FROM standing")
    evidence = asked(ledger, "SELECT count(*) FROM evidence JOIN standing USING (report)")
    assert sum(len(telling["passages"]) for one in found for telling in one["tellings"]) == evidence
    summit = next(one for one in found if one["contact"]["status"]["value"] == "cancelled")
    assert {account["value"] for account in summit["contact"]["status"]["accounts"]} == {"planned", "cancelled"}


def test_csv_and_parquet_hold_the_same_contacts(export: Export, ledger: Path) -> None:
    rows = table(export("csv"))
    found = pq.read_table(io.BytesIO(export("parquet")))
    assert found.num_rows == len(rows) == asked(ledger, "SELECT count(*) FROM contacts")
    assert found.column("contact").to_pylist() == [row["contact"] for row in rows]
    assert [";".join(sides) for sides in found.column("sides").to_pylist()] == [row["sides"] for row in rows]
    days = [str(day) if day else "" for day in found.column("first_day").to_pylist()]
    assert days == [row["first_day"] for row in rows]
    assert sum(found.column("reports").to_pylist()) == asked(ledger, "SELECT count(*) FROM standing")
    header = json.loads(found.schema.metadata[b"detente"])
    assert (header["schema"], header["coverage"]["documents"]) == (1, 14)


def test_reports_have_the_sentence_as_it_stands_in_the_document(export: Export, ledger: Path) -> None:
    rows = table(export("reports-csv"))
    assert len(rows) == asked(ledger, "SELECT count(*) FROM standing")
    telugu = next(row for row in rows if row["lang"] == "te")
    archive = {record["url"]: record for record in lines(ARCHIVE.read_bytes()) if "url" in record}
    record = archive[telugu["url"]]
    text = f"{record['title']}\n\n{record['text']}"
    assert text[int(telugu["start"]) : int(telugu["end"])] == telugu["quote"] != ""


def test_plover_says_consult_agree_request_and_reject(export: Export) -> None:
    found = lines(export("plover"))
    status = {one["contact"]["id"]: one["contact"]["status"]["value"] for one in lines(export("jsonl"))}
    events = {"held": "CONSULT", "planned": "AGREE", "proposed": "REQUEST", "denied": "REJECT", "cancelled": "REJECT"}
    assert {(status[one["link"]], *one["event"]) for one in found} <= set(events.items())
    assert {one["event"][0] for one in found} == {"CONSULT", "REQUEST", "REJECT"}
    assert len({one["id"] for one in found}) == len(found)
    assert len({one["link"] for one in found}) == len(status) - 1  # one has no day at all


def test_the_side_that_asked_is_the_source_and_the_guest_visits_the_host(export: Export) -> None:
    found = lines(export("plover", "--side", "TR", "--side", "RU"))
    call = [one for one in found if one["mode"] == ["phone"]]
    assert [one["source"][0]["code"] for one in call] == ["TUR"]
    visit = [one for one in found if one["mode"] == ["visit"]]
    assert [(one["source"][0]["code"], one["recipient"][0]["code"]) for one in visit] == [("RUS", "TUR")]
    talks = [one for one in found if "multilateral" in one["mode"]]
    assert sorted(one["source"][0]["code"] for one in talks) == ["IRN", "RUS", "TUR"]


def test_the_side_that_denies_a_call_is_the_one_that_rejects(export: Export) -> None:
    found = lines(export("plover", "--status", "denied"))
    assert [one["source"][0]["code"] for one in found] == ["IRN"]
    assert found[0]["date"] == "2023-06-14"


def test_a_spy_chief_is_of_the_sector_of_spies(export: Export) -> None:
    found = lines(export("plover", "--office", "CIA director"))
    assert {(one["source"][0]["code"], one["source"][0]["sector"]) for one in found} >= {("USA", "SPY")}


def test_cameo_has_a_visit_made_for_each_visit_hosted(export: Export) -> None:
    rows = table(export("cameo"))
    made = {(row["source"], row["target"], row["date"]) for row in rows if row["cameo"] == "042"}
    hosted = {(row["target"], row["source"], row["date"]) for row in rows if row["cameo"] == "043"}
    visit, meeting = ("RUSGOV", "TURGOV", "2022-06-08"), ("FRAGOV", "DEUGOV", "2023-06-05")
    assert made == hosted == {visit, meeting, ("USASPY", "RUSGOV", "2021-11-02")}
    codes = {(row["kind"], row["status"], row["cameo"]) for row in rows}
    assert {("call", "held", "041"), ("call", "denied", "125"), ("meeting", "cancelled", "125")} <= codes
    assert ("meeting", "proposed", "020") in codes
    un = next(row for row in rows if row["source_side"] == "UN")
    assert un["source"] == "IGOGOV"


def test_leaders_have_a_row_for_each_trip_abroad_and_none_for_the_host(export: Export) -> None:
    rows = table(export("leaders"))
    trips = {(row["leader"], row["home_iso3"], row["destination_iso3"], row["place"], row["status"]) for row in rows}
    assert ("Sergey Lavrov", "RUS", "TUR", "Ankara", "held") in trips
    assert ("Emmanuel Macron", "FRA", "DEU", "Berlin", "held") in trips
    assert ("Donald Trump", "USA", "HUN", "Budapest", "cancelled") in trips
    assert not {leader for leader, *_ in trips} & {"Olaf Scholz", "William Burns"}
    assert {row["third_place"] for row in rows if row["place"] == "Budapest"} == {"1"}
    assert all(row["home"] != row["destination"] for row in rows)


def test_a_meeting_on_a_visit_is_no_second_trip(filled: Callable[..., Path], export: Export, tmp_path: Path) -> None:
    visit = "Finnish President Alexander Stubb will visit Latvia from 4 to 6 March, an aide said on Monday."
    meeting = (
        "Finnish President Alexander Stubb visited Latvia from 4 to 6 March. On 5 March he met the Latvian president."
    )
    documents = [
        Document(
            id=str(number), text=told, published=date(2025, 3, 3 + 4 * number), lang="en", outlet=f"Courier {number}"
        )
        for number, told in enumerate((visit, meeting))
    ]
    rows = table(export("leaders", book=filled(tmp_path / "visit.ledger", documents)))
    assert [(row["leader"], row["kind"], row["days"]) for row in rows] == [("Alexander Stubb", "visit", "3")]


def test_follow_the_money_takes_every_entity_with_all_of_its_values(export: Export, ledger: Path) -> None:
    found = lines(export("ftm"))
    for one in found:
        proxy = model.get_proxy(one, cleaned=False)
        # followthemoney drops the joiners that Telugu is spelt with when it cleans, which it does not on loading.
        lost = {name: set(map(unjoined, values)) - set(proxy.get(name)) for name, values in one["properties"].items()}
        assert {name: values for name, values in lost.items() if values} == {}, one
    ids = {one["id"]: one for one in found}
    assert len(ids) == len(found)
    named = [one for one in found if one["schema"] in {"Call", "Event"}]
    assert len(named) == asked(ledger, "SELECT count(*) FROM contacts")
    held = "SELECT count(*) FROM contacts WHERE kind = 'call' AND status = 'held'"
    assert sum(one["schema"] == "Call" for one in found) == asked(ledger, held)
    assert sum(one["schema"] == "Article" for one in found) == 14
    links = ("caller", "receiver", "involved", "organizer", "proof", "holder", "post")
    named_by = {key for one in found for link in links for key in one["properties"].get(link, ())}
    assert named_by <= set(ids)
    assert all(one["properties"]["proof"] for one in named)
    assert {"Person", "Position", "Occupancy"} <= {one["schema"] for one in found}


def test_a_denied_call_is_no_call_in_follow_the_money(export: Export) -> None:
    found = lines(export("ftm", "--status", "denied"))
    assert [one["properties"]["keywords"][:2] for one in found if one["schema"] == "Event"] == [["call", "denied"]]
    assert "Call" not in {one["schema"] for one in found}


@pytest.mark.parametrize("form", ["gexf", "graphml"])
@pytest.mark.parametrize("nodes", ["sides", "persons"])
def test_networks_link_who_took_part_together(form: str, nodes: str, export: Export, ledger: Path) -> None:
    content = export(form, "--nodes", nodes)
    graph = nx.read_gexf(io.BytesIO(content)) if form == "gexf" else nx.read_graphml(io.BytesIO(content))
    sides = (
        "SELECT sum((length(sides) + 1) / 3 * ((length(sides) + 1) / 3 - 1) / 2) FROM contacts"  # codes of two letters
    )
    assert sum(data["weight"] for _, _, data in graph.edges(data=True)) == asked(ledger, sides)
    if nodes == "sides":
        edge = graph.edges["RU", "TR"]
        assert (edge["weight"], edge["call"], edge["first_day"], edge["last_day"]) == (3, 1, "2022-05-31", "2023-05-10")
    else:
        assert graph.edges["ru.vladimir-putin", "tr.recep-tayyip-erdogan"]["weight"] == 1


def test_a_network_is_the_same_on_every_day(export: Export) -> None:
    assert export("gexf") == export("gexf")


def test_the_timeline_has_every_contact_that_has_any_day(export: Export) -> None:
    found = json.loads(export("timelinejs"))
    assert len(found["events"]) == 10
    july = next(one for one in found["events"] if "proposed" in one["group"])
    assert july["start_date"] == {"year": 2023, "month": 7}
    assert "<script" not in json.dumps(found)


def test_bibtex_ris_and_csl_cite_the_same_documents_and_the_selection(export: Export) -> None:
    entries = re.findall(r"^@(\w+)\{([^,]+),", export("bibtex").decode(), re.MULTILINE)
    csl = json.loads(export("csl"))
    ris = rispy.loads(export("ris").decode())
    assert [key for _, key in entries] == [one["id"] for one in csl] == [one["id"] for one in ris]
    assert len(entries) == len(set(entries)) == 14 + 1
    assert [one["type"] for one in csl].count("dataset") == 1
    assert [one["type_of_reference"] for one in ris].count("DATA") == 1
    selection = csl[0]["note"]
    assert "11 contacts selected from a ledger of 11 contacts and 14 reports in 14 documents" in selection
    assert selection in ris[0]["notes"]
    assert {one["title"] for one in csl} == {one["title"] for one in ris}
    assert "javascript" not in json.dumps(csl)


def test_a_calendar_has_what_was_ahead_and_says_when_it_is_off(export: Export) -> None:
    events = {str(event["STATUS"]): event for event in appointments(export("ical"))}
    assert set(events) == {"CANCELLED", "CONFIRMED", "TENTATIVE"}
    assert events["CANCELLED"].decoded("DTSTART") == date(2025, 10, 30)
    assert events["CANCELLED"].decoded("DTEND") == date(2025, 10, 31)
    assert events["CANCELLED"]["SEQUENCE"] == 1
    assert events["CONFIRMED"].decoded("DTSTART") == date(2022, 6, 8)
    assert events["TENTATIVE"]["SEQUENCE"] == 0
    assert events["TENTATIVE"].decoded("DTEND") == day_after(date(2023, 7, 31))


def test_a_later_calendar_replaces_the_plan_with_its_end(export: Export) -> None:
    (planned,) = appointments(export("ical", "--side", "US", "--side", "RU", "--as-of", "2025-10-17"))
    (off,) = appointments(export("ical", "--side", "US", "--side", "RU", "--since", "2025-01-01"))
    assert planned["UID"] == off["UID"]
    assert (str(planned["STATUS"]), str(off["STATUS"])) == ("CONFIRMED", "CANCELLED")
    assert planned["SEQUENCE"] < off["SEQUENCE"]


def test_a_feed_has_the_latest_contacts_with_ids_that_stay(export: Export) -> None:
    feed = feedparser.parse(io.BytesIO(export("atom")))
    assert not feed.bozo
    assert len(feed.entries) == len({entry.id for entry in feed.entries}) == 11
    learned = [entry.updated for entry in feed.entries]
    assert learned == sorted(learned, reverse=True)
    before = feedparser.parse(io.BytesIO(export("atom", "--as-of", "2025-10-17")))
    assert {entry.id for entry in before.entries} <= {entry.id for entry in feed.entries}
    links = {link.href for entry in feed.entries for link in entry.get("links", ())}
    assert links
    assert all(link.startswith("https://") for link in links)
