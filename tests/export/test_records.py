import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from detente import Refusal
from detente.export import FORMATS, Item, Screen
from detente.model import REFUSAL_REASONS, Document

Read = Callable[..., Item]
SENTENCE = "U.S. President Joe Biden met Russian President Vladimir Putin in Geneva on Wednesday."
DAY = date(2021, 6, 17)
REFUSAL = Refusal(source="a.bin", reason="binary", detail="bytes that are not text", remedy="give its text")


def lines(form: str, *items: Item) -> list[Any]:
    return [json.loads(line) for line in FORMATS[form](items, Screen())]


def evidence_in(record: object) -> Iterator[dict[str, Any]]:
    if isinstance(record, dict):
        if {"start", "end", "quote"} <= record.keys():
            yield record
        for value in record.values():
            yield from evidence_in(value)
    elif isinstance(record, list):
        for value in record:
            yield from evidence_in(value)


def test_every_evidence_in_the_json_is_the_text_at_its_place(reading: Read) -> None:
    (record,) = lines("json", reading(f"{SENTENCE}\n\nThe president met governors.", title="Summit", published=DAY))
    text = record["document"]["text"]
    found = list(evidence_in(record))
    assert len(found) > 5
    assert [one for one in found if text[one["start"] : one["end"]] != one["quote"]] == []


def test_every_value_of_a_report_has_evidence_in_the_json(reading: Read) -> None:
    (record,) = lines("json", reading(SENTENCE, published=DAY))
    (report,) = record["reports"]
    assert record["schema"] == 1
    for field in ("kind", "status", "days", "place"):
        assert report[field]["evidence"], field
    for field in ("sides", "parties", "told_by"):
        assert report[field], field
        assert all(value["evidence"] for value in report[field]), field
    assert [party["value"]["side"] for party in report["parties"]] == ["US", "RU"]


def test_a_refusal_is_a_row_of_the_json() -> None:
    (row,) = lines("json", Item(outcome=REFUSAL))
    assert row["refused"] == {
        "source": "a.bin",
        "reason": "binary",
        "detail": "bytes that are not text",
        "remedy": "give its text",
    }


def test_json_on_a_terminal_cannot_command_it_and_still_says_the_same(reading: Read) -> None:
    item = reading(SENTENCE.replace("Geneva", "Geneva\u202e\x1b[2J\x9b"), published=DAY)
    (line,) = FORMATS["json"]([item], Screen())
    assert not set("\u202e\x1b\x9b") & set(line)
    assert "Geneva\u202e\x1b[2J\x9b" in json.loads(line)["document"]["text"]


def test_a_stream_that_holds_only_ascii_gets_the_same_json_in_ascii(reading: Read) -> None:
    item = reading("Президент России Владимир Путин встретился с президентом США Джо Байденом.", lang="ru")
    (wide,) = FORMATS["gold"]([item], Screen())
    (narrow,) = FORMATS["gold"]([item], Screen(symbols=False))
    assert narrow.isascii()
    assert json.loads(narrow) == json.loads(wide)


def test_a_document_in_an_unknown_language_has_a_gold_line_without_contacts() -> None:
    refusal = Refusal(source="zz-1", reason="unknown-language", detail="it seems to be in 'zz'", remedy="add a file")
    document = Document(id="zz-1", text="Qwx.", published=DAY, lang="zz")
    assert lines("gold", Item(outcome=refusal, document=document)) == [
        {"id": "zz-1", "lang": "zz", "published": "2021-06-17", "contacts": []}
    ]


def test_bytes_that_gave_no_document_have_no_gold_line() -> None:
    assert lines("gold", Item(outcome=REFUSAL)) == []


def test_a_gold_line_has_the_fields_of_the_codebook(reading: Read) -> None:
    (row,) = lines("gold", reading(SENTENCE, published=DAY))
    (contact,) = row["contacts"]
    assert contact == {
        "kind": "meeting",
        "status": "held",
        "sides": ["RU", "US"],
        "parties": [
            {"name": "Joe Biden", "side": "US", "office": "president"},
            {"name": "Vladimir Putin", "side": "RU", "office": "president"},
        ],
        "start": "2021-06-16",
        "end": "2021-06-16",
        "place": "Geneva",
        "asked_by": None,
        "topics": contact["topics"],
        "outcomes": contact["outcomes"],
        "told_by": ["press"],
        "quotes": [SENTENCE],
    }


def test_every_format_takes_a_reading_and_a_refusal(reading: Read) -> None:
    items = [Item(outcome=REFUSAL), reading(SENTENCE, published=DAY)]
    for form, export in FORMATS.items():
        assert "Putin" in "".join(export(items, Screen())), form


def test_every_reason_of_a_refusal_and_every_key_of_the_json_is_documented(reading: Read) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "json-format.md").read_text(encoding="utf-8")
    assert [reason for reason, means in REFUSAL_REASONS.items() if f"| `{reason}` | {means} |" not in page] == []
    (record,) = lines("json", reading(SENTENCE, published=DAY))
    keys = {*record, *record["document"], *record["dated"], *record["reports"][0]}
    assert [key for key in keys if not re.search(rf"\b{key}\b", page)] == []


def test_a_promise_in_the_json_says_who_by_when_and_where_it_stands(reading: Read) -> None:
    text = f"{SENTENCE} Putin promised to free two detainees in two weeks."
    (record,) = lines("json", reading(text, published=DAY))
    (promise,) = record["reports"][0]["promises"]
    assert promise["value"] == {
        "kind": "commitment",
        "by": ["RU"],
        "due": {"start": "2021-06-28", "end": "2021-07-04", "precision": "span"},
        "regular": False,
    }
    assert [one["quote"] for one in promise["evidence"]] == [
        "Putin promised to free two detainees in two weeks.",
        "promised",
        "in two weeks",
    ]
