from datetime import date
from pathlib import Path

import pytest

from detente.model import Document, Refusal
from detente.read import Limits, read

ARTICLE = "Envoys meet in Geneva\n\nThe two envoys met on Tuesday.  \n\nThey will meet again.\n"


def only(path: Path, **given: object) -> Document | Refusal:
    (item,) = read([str(path)], **given)  # type: ignore[arg-type]
    return item


def document(path: Path, **given: object) -> Document:
    item = only(path, **given)
    assert isinstance(item, Document), item
    return item


def test_a_text_file_is_stored_exactly_as_it_was_read(tmp_path: Path) -> None:
    file = tmp_path / "geneva.txt"
    file.write_bytes(ARTICLE.encode())
    found = document(file)
    assert found.text == ARTICLE
    assert found.id == str(file)


def test_the_first_line_of_a_text_is_its_title(tmp_path: Path) -> None:
    file = tmp_path / "geneva.txt"
    file.write_text("\n\n  Envoys meet in Geneva \n\nThe two envoys met on Tuesday.")
    found = document(file)
    assert found.title
    assert found.quote(found.title) == "Envoys meet in Geneva"


def test_a_markdown_heading_is_a_title_without_its_mark(tmp_path: Path) -> None:
    file = tmp_path / "geneva.md"
    file.write_text("# Envoys meet in Geneva\n\nThe two envoys met on Tuesday.")
    found = document(file)
    assert found.title
    assert found.quote(found.title) == "Envoys meet in Geneva"


@pytest.mark.parametrize("text", ["The two envoys met on Tuesday.", "The envoys met. " * 30 + "\nThey left."])
def test_a_lone_line_and_a_long_first_line_are_no_titles(tmp_path: Path, text: str) -> None:
    file = tmp_path / "geneva"
    file.write_text(text)
    assert document(file).title is None


def test_windows_line_ends_become_line_feeds(tmp_path: Path) -> None:
    file = tmp_path / "geneva.txt"
    file.write_bytes(b"Envoys meet\r\n\r\nThey met.\rThey left.\r\n")
    assert document(file).text == "Envoys meet\n\nThey met.\nThey left.\n"


def test_what_the_caller_knows_fills_in_what_a_text_cannot_say(tmp_path: Path) -> None:
    file = tmp_path / "geneva.txt"
    file.write_text(ARTICLE)
    found = document(file, published=date(2024, 3, 5), outlet="Lake Courier", lang="en")
    assert (found.published, found.outlet, found.lang) == (date(2024, 3, 5), "Lake Courier", "en")


def test_bidi_controls_and_stray_nulls_stay_in_the_text(tmp_path: Path) -> None:
    text = "The envoy said \u202eyes\u202c on Tuesday, and the minister agreed\0 to meet.\n" * 3
    file = tmp_path / "geneva.txt"
    file.write_text(text)
    assert document(file).text == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n\t ", "empty"),
        (b"%PDF-1.7\nobj", "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "binary"),
        (bytes(range(256)) * 8, "binary"),
        (b"\0\1\2\3" * 100, "binary"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    file = tmp_path / "picture.txt"
    file.write_bytes(data)
    refused = only(file)
    assert isinstance(refused, Refusal)
    assert (refused.reason, refused.source) == (reason, str(file))
    assert refused.remedy


def test_a_text_over_the_limit_is_refused_and_one_at_the_limit_is_not(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("a" * 1000)
    assert isinstance(only(file, limits=Limits(text_bytes=1000)), Document)
    refused = only(file, limits=Limits(text_bytes=999))
    assert isinstance(refused, Refusal)
    assert refused.reason == "too-large"


def test_a_limit_of_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="seconds"):
        Limits(seconds=0)
