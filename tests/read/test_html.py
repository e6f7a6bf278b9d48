import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from detente.model import Document, Refusal
from detente.read import Limits, read

BODY = (
    "<p>The foreign minister of the republic received her colleague in the capital on Tuesday evening.</p>"
    "<p>Both said afterwards that the border crossing would open again in the spring, if the rains allow it.</p>"
)
PAGE = f"""<!doctype html><html lang="en"><head><title>Ministers speak of the border</title>
<meta property="og:title" content="Ministers speak of the border">
<meta property="og:site_name" content="Hill Gazette">
<meta property="article:published_time" content="2024-03-05T18:00:00Z">
<link rel="canonical" href="https://hill.example/border">
</head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
<article><h1>Ministers speak of the border</h1>{BODY}</article><footer>All rights</footer></body></html>"""
# The HTML parser compares every name with all before it.
SLOW = f"<html><body><p {' '.join(f'a{n}=1' for n in range(150_000))}>The envoys met.</p></body></html>"


def page(folder: Path, markup: str, name: str = "border.html") -> str:
    (folder / name).write_text(markup, encoding="utf-8")
    return str(folder / name)


def test_a_page_gives_its_article_title_day_outlet_and_address(tmp_path: Path) -> None:
    (found,) = read([page(tmp_path, PAGE)])
    assert isinstance(found, Document)
    assert found.title
    assert found.quote(found.title) == "Ministers speak of the border"
    assert found.published == date(2024, 3, 5)
    assert found.outlet == "Hill Gazette"
    assert found.url == "https://hill.example/border"
    assert "received her colleague in the capital on Tuesday evening." in found.text
    assert found.text.count("Ministers speak of the border") == 1
    assert "World" not in found.text


def test_what_a_page_says_outranks_what_the_caller_gives(tmp_path: Path) -> None:
    (found,) = read([page(tmp_path, PAGE)], outlet="Mirror", published=date(2020, 1, 1), lang="en")
    assert isinstance(found, Document)
    assert (found.outlet, found.published, found.lang) == ("Hill Gazette", date(2024, 3, 5), "en")


def test_the_day_is_never_guessed_from_years_in_the_text(tmp_path: Path) -> None:
    (found,) = read([page(tmp_path, f"<html><body><article>{BODY}<p>In 2011 it closed.</p></article></body></html>")])
    assert isinstance(found, Document)
    assert found.published is None


def test_a_page_in_an_old_encoding_is_read_as_it_declares(tmp_path: Path) -> None:
    line = "<p>Министр прибыл в Женеву во вторник вечером, переговоры продолжались почти три часа подряд.</p>"
    markup = f'<html><head><meta charset="windows-1251"></head><body><article>{line * 4}</article></body></html>'
    (tmp_path / "old.html").write_bytes(markup.encode("cp1251"))
    (found,) = read([str(tmp_path / "old.html")])
    assert isinstance(found, Document)
    assert "Министр прибыл в Женеву" in found.text


@pytest.mark.parametrize("markup", ["<html></html>", "<html><body><nav><a href=/>Home</a> <a href=/w>World</a></nav>"])
def test_a_page_without_an_article_is_refused(tmp_path: Path, markup: str) -> None:
    (refused,) = read([page(tmp_path, markup)])
    assert isinstance(refused, Refusal)
    assert refused.reason == "no-main-text"


def test_a_page_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    (refused,) = read([page(tmp_path, PAGE)], limits=Limits(page_bytes=500))
    assert isinstance(refused, Refusal)
    assert refused.reason == "too-large"


def test_a_large_page_gives_the_same_document_as_its_small_sister(tmp_path: Path) -> None:
    filler = f"<!-- {'x' * 400_000} -->"
    small, large = read([page(tmp_path, PAGE, "a.html"), page(tmp_path, PAGE + filler, "b.html")])
    assert isinstance(small, Document)
    assert isinstance(large, Document)
    assert (small.text, small.title, small.outlet) == (large.text, large.title, large.outlet)


def test_a_page_that_takes_too_long_is_given_up_and_the_next_large_page_is_read(tmp_path: Path) -> None:
    filler = f"<!-- {'x' * 400_000} -->"
    paths = [page(tmp_path, SLOW, "a.html"), page(tmp_path, PAGE + filler, "b.html")]
    slow, next_one = read(paths, limits=Limits(seconds=0.5))
    assert isinstance(slow, Refusal)
    assert slow.reason == "timeout"
    assert isinstance(next_one, Document)


def test_a_reader_that_is_left_half_way_leaves_no_child_behind(tmp_path: Path) -> None:
    filler = f"<!-- {'x' * 400_000} -->"
    items = read([page(tmp_path, PAGE + filler)] * 2)
    assert isinstance(next(items), Document)
    items.close()  # type: ignore[attr-defined]
    # A child that still ran would be reported as a ResourceWarning, which fails the test run.
    assert list(items) == []


def test_reading_text_does_not_load_the_html_parser(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The envoys met.")
    program = (
        "import sys\nfrom detente.read import read\n"
        "print(len(list(read(sys.argv[1:]))), 'trafilatura' in sys.modules, 'lxml' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["1", "False", "False"]
