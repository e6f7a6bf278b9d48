import io
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.errors import UsageError
from detente.model import Document, Refusal
from detente.read import Limits, read

TEXT = "The envoys met on Tuesday."


def items(data: bytes | str, **given: Any) -> list[Document | Refusal]:
    """What a JSON Lines file named `news.jsonl` gives; its name is kept by reading it as standard input."""
    raw = data.encode() if isinstance(data, str) else data
    return list(read(["-"], stdin=io.BytesIO(raw), **given))


def one(record: dict[str, Any], **given: Any) -> Document:
    (item,) = items(json.dumps(record), **given)
    assert isinstance(item, Document), item
    return item


def reasons(found: Iterable[Document | Refusal]) -> list[str]:
    return [item.reason if isinstance(item, Refusal) else "read" for item in found]


def test_a_record_gives_every_field_of_a_document() -> None:
    found = one({
        "id": "n-1", "lang": "en-GB", "published": "2024-03-05", "title": "Envoys meet", "text": TEXT,
        "url": "https://hill.example/1", "outlet": "Hill Gazette",
    })  # fmt: skip
    assert (found.id, found.lang, found.published) == ("n-1", "en", date(2024, 3, 5))
    assert (found.url, found.outlet) == ("https://hill.example/1", "Hill Gazette")
    assert found.text == f"Envoys meet\n\n{TEXT}"
    assert found.title
    assert found.quote(found.title) == "Envoys meet"


def test_a_body_that_begins_with_its_title_does_not_get_it_twice() -> None:
    found = one({"title": "Envoys meet", "text": f"\nEnvoys meet\n{TEXT}"})
    assert found.text == f"\nEnvoys meet\n{TEXT}"
    assert found.title
    assert found.quote(found.title) == "Envoys meet"


def test_a_title_that_runs_on_into_the_body_on_one_line_is_found_when_it_is_long() -> None:
    title = "Envoys of the two republics meet again"
    assert one({"title": title, "text": f"{title} The envoys met."}).text == f"{title} The envoys met."


def test_a_body_that_only_begins_with_the_same_word_keeps_its_title_apart() -> None:
    assert one({"title": "Georgia", "text": "Georgia sent an envoy."}).text == "Georgia\n\nGeorgia sent an envoy."
    assert one({"title": "Peru", "text": "Peruvian envoys met."}).text == "Peru\n\nPeruvian envoys met."


def test_columns_say_which_field_of_the_file_holds_what() -> None:
    found = one(
        {"body": TEXT, "headline": "Envoys meet", "when": "2024-03-05T23:59:00+01:00"},
        columns={"text": "body", "title": "headline", "published": "when"},
    )
    assert found.text.endswith(TEXT)
    assert found.published == date(2024, 3, 5)


def test_a_column_for_a_field_that_documents_do_not_have_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(UsageError, match="headline"):
        read([], columns={"headline": "title"})


def test_the_caller_fills_in_only_what_a_record_leaves_open() -> None:
    given: dict[str, Any] = {"published": date(2020, 1, 1), "outlet": "Mirror", "lang": "fr"}
    found = one({"text": TEXT, "published": None, "outlet": "", "lang": "en"}, **given)
    assert (found.published, found.outlet, found.lang) == (date(2020, 1, 1), "Mirror", "en")


def test_a_record_without_an_id_is_named_by_its_line_and_a_number_is_an_id() -> None:
    found = items(f'{{"text": "{TEXT}"}}\n\n{{"text": "{TEXT}"}}\n{{"id": 7, "text": "{TEXT}"}}\n')
    assert [item.id for item in found if isinstance(item, Document)] == ["stdin:1", "stdin:3", "7"]


def test_ids_stay_unique_when_a_file_repeats_them() -> None:
    line = json.dumps({"id": "a", "text": TEXT})
    taken = json.dumps({"id": "a#2", "text": TEXT})
    found = items(f"{line}\n{taken}\n{line}\n{line}")
    assert [item.id for item in found if isinstance(item, Document)] == ["a", "a#2", "a#3", "a#4"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": 1, "text": "The env', "not-json"),
        ("[1, 2]", "not-json"),
        ("null", "not-json"),
        ("[" * 50_000, "not-json"),
        ('{"body": "The envoys met."}', "missing-field"),
        ('{"text": ["The envoys met."]}', "bad-field"),
        ('{"text": "met", "title": {"a": 1}}', "bad-field"),
        ('{"text": "met", "published": "5 March 2024"}', "bad-field"),
        ('{"text": "met", "published": "2024-02-30"}', "bad-field"),
        ('{"text": "met", "published": 1709600000}', "bad-field"),
        ('{"text": "met", "lang": "English, mostly"}', "bad-field"),
        ('{"text": " \\n ", "title": ""}', "empty"),
        ('{"text": "met", "id": {"a": 1}}', "bad-field"),
        ('{"text": null}', "empty"),
    ],
)
def test_a_bad_record_is_refused_by_its_line_and_the_next_is_read(line: str, reason: str) -> None:
    good = json.dumps({"id": "good", "text": TEXT})
    found = items(f"{good}\n{line}\n{good}")
    assert reasons(found) == ["read", reason, "read"]
    assert isinstance(found[1], Refusal)
    assert found[1].source == "stdin:2"


def test_a_line_in_another_encoding_is_refused_and_the_next_is_read() -> None:
    good = json.dumps({"text": TEXT}).encode()
    found = items(b"\n".join([good, '{"text": "встреча"}'.encode("cp1251"), good]))
    assert reasons(found) == ["read", "encoding", "read"]


def test_a_line_over_the_limit_is_refused_and_the_next_is_read() -> None:
    good = json.dumps({"text": TEXT})
    found = items("\n".join([good, json.dumps({"text": "a" * 500_000}), good]), limits=Limits(line_bytes=1000))
    assert reasons(found) == ["read", "too-large", "read"]
    assert reasons(items(json.dumps({"text": "a" * 500}), limits=Limits(text_bytes=100))) == ["too-large"]


def test_a_lone_surrogate_becomes_a_mark_that_can_be_written_later() -> None:
    (found,) = items('{"id": "n\\ud800", "text": "The envoys \\udc00met \\ud83d\\ude00."}')
    assert isinstance(found, Document)
    assert (found.id, found.text) == ("n\ufffd", "The envoys \ufffdmet \U0001f600.")


def test_a_file_from_a_windows_shell_is_read_in_utf16(tmp_path: Path) -> None:
    lines = "\r\n".join(json.dumps({"id": str(n), "text": "Встреча"}, ensure_ascii=False) for n in range(3))
    for name in ("news.jsonl", "news.json", "news"):
        (tmp_path / name).write_bytes(lines.encode("utf-16"))
        found = list(read([str(tmp_path / name)]))
        assert [item.text for item in found if isinstance(item, Document)] == ["Встреча"] * 3


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (json.dumps({"text": TEXT}, indent=2), ["{}"]),
        (json.dumps([{"text": TEXT}, {"text": TEXT}], indent=2), ["{}:1", "{}:2"]),
        ("\ufeff" + json.dumps({"text": TEXT}) + "\n" + json.dumps({"text": TEXT}), ["{}:1", "{}:2"]),
    ],
)
def test_a_json_file_is_one_record_or_an_array_or_lines(tmp_path: Path, text: str, ids: list[str]) -> None:
    file = tmp_path / "news.json"
    file.write_text(text, encoding="utf-8")
    found = list(read([str(file)]))
    assert [item.id for item in found if isinstance(item, Document)] == [name.format(file) for name in ids]


@pytest.mark.parametrize(("text", "reason"), [("[]", "empty"), ("", "empty"), ('[\n{"text":\n"a', "not-json")])
def test_a_json_file_with_nothing_to_read_is_one_refusal(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "news.json").write_text(text)
    assert reasons(read([str(tmp_path / "news.json")])) == [reason]


def test_a_json_file_over_the_limit_of_arrays_is_read_line_by_line(tmp_path: Path) -> None:
    line = json.dumps({"text": TEXT})
    (tmp_path / "news.json").write_text("\n".join([line] * 9))
    assert reasons(read([str(tmp_path / "news.json")], limits=Limits(array_bytes=100))) == ["read"] * 9
