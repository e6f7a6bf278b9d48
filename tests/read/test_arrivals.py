import functools
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detente.model import Document, Refusal
from detente.read import Limits
from detente.read.arrivals import Seen, arrivals

TEXT = "The envoys met on Tuesday."
LONG = "The envoys of the two republics met on Tuesday in the inn above the valley and spoke of the bridge. " * 12
FEED = "http://valley.example/feed"
Look = Callable[[], list[Document | Refusal]]


def entry(number: int, text: str = "Short.", link: str | None = None) -> str:
    link = link or f"http://valley.example/{number}"
    return (
        f"<item><title>Envoys meet, round {number}</title><link>{link}</link><guid isPermaLink='false'>v{number}</guid>"
        f"<pubDate>Tue, 05 Mar 2024 10:00:00 +0100</pubDate><description>{text}</description></item>"
    )


def rss(*entries: str) -> bytes:
    head = '<rss version="2.0"><channel><title>Valley Courier</title><language>en</language>'
    return f"{head}{''.join(entries)}</channel></rss>".encode()


def page(text: str, head: str = "") -> bytes:
    paragraphs = f"<p>{text}</p><p>They will meet again when the snow has gone from the pass, both envoys said.</p>"
    return f"<!doctype html><html><head>{head}</head><body><article>{paragraphs * 2}</article></body></html>".encode()


def looking(place: str | Path, site: Any = None, **more: Any) -> Look:
    seen = Seen()
    if site is not None:
        more["fetch"] = site.fetch
    return lambda: list(arrivals(str(place), seen=seen, limits=Limits(seconds=5), **more))


def names(found: list[Document | Refusal]) -> list[str]:
    return [Path(item.id).name if isinstance(item, Document) else f"({item.reason})" for item in found]


def test_a_file_is_read_when_a_second_look_finds_it_unchanged_and_then_never_again(tmp_path: Path) -> None:
    look = looking(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT)
    assert [names(look()) for _ in range(3)] == [[], ["a.txt"], []]


def test_a_file_that_is_still_being_written_waits(tmp_path: Path) -> None:
    look = looking(tmp_path)
    with (tmp_path / "a.txt").open("w") as file:
        for number in range(3):
            file.write(f"{TEXT} {number}\n")
            file.flush()
            assert look() == []
    (found,) = look()
    assert isinstance(found, Document)
    assert found.text.count(TEXT) == 3


def test_a_file_that_changes_after_it_was_read_is_read_anew(tmp_path: Path) -> None:
    look = looking(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT)
    look(), look()
    (tmp_path / "a.txt").write_text(TEXT.replace("Tuesday", "Sunday!"))
    os.utime(tmp_path / "a.txt", ns=(1, 1))  # the same size, another time
    assert [names(look()) for _ in range(3)] == [[], ["a.txt"], []]


def test_hidden_and_half_written_names_are_passed_over_until_they_get_their_own(tmp_path: Path) -> None:
    look = looking(tmp_path)
    (tmp_path / ".git").mkdir()
    for name in (".a.txt", "b.txt.part", "c.TMP", ".git/d.txt", "e.txt"):
        (tmp_path / name).write_text(TEXT)
    look()
    assert names(look()) == ["e.txt"]
    (tmp_path / "b.txt.part").rename(tmp_path / "b.txt")
    assert [names(look()) for _ in range(2)] == [[], ["b.txt"]]


def test_files_in_folders_below_and_records_in_files_arrive_with_names_of_their_own(tmp_path: Path) -> None:
    look = looking(tmp_path)
    (tmp_path / "in" / "side").mkdir(parents=True)
    (tmp_path / "in" / "side" / "a.jsonl").write_text(json.dumps({"id": "x", "text": TEXT}))
    (tmp_path / "b.jsonl").write_text(json.dumps({"id": "x", "text": TEXT}))
    assert look() == []
    assert names(look()) == ["x", "x#2"]


def test_what_cannot_be_read_in_a_folder_is_refused_once(tmp_path: Path) -> None:
    look = looking(tmp_path)
    (tmp_path / "gone.txt").symlink_to("nowhere.txt")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert [names(look()) for _ in range(3)] == [["(not-found)"], ["(binary)"], []]


def test_an_empty_folder_is_no_refusal_and_a_missing_one_is_at_every_look(tmp_path: Path) -> None:
    assert looking(tmp_path)() == []
    look = looking(tmp_path / "none")
    assert [names(look()) for _ in range(2)] == [["(not-found)"]] * 2
    assert names(looking("-")()) == ["(not-found)"]
    assert names(looking("nul\0.rss")()) == ["(not-found)"]


def test_a_single_file_is_a_place_too(tmp_path: Path) -> None:
    look = looking(tmp_path / "a.txt")
    (tmp_path / "a.txt").write_text(TEXT)
    assert [names(look()) for _ in range(3)] == [[], ["a.txt"], []]


def test_who_breaks_off_gets_the_last_item_and_the_rest_at_the_next_look(tmp_path: Path) -> None:
    seen = Seen()
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(TEXT)
    assert list(arrivals(str(tmp_path), seen=seen)) == []
    items = arrivals(str(tmp_path), seen=seen)
    taken = [next(items), next(items)]
    items.close()  # type: ignore[attr-defined]
    assert names(taken) == ["a.txt", "b.txt"]
    assert names(list(arrivals(str(tmp_path), seen=seen))) == ["b.txt", "c.txt"]


def test_a_feed_file_gives_each_entry_once(tmp_path: Path) -> None:
    file = tmp_path / "valley.rss"
    look = looking(file)
    file.write_bytes(rss(entry(2, LONG), entry(1, LONG)))
    assert [names(look()) for _ in range(2)] == [["v2", "v1"], []]
    file.write_bytes(rss(entry(3, LONG), entry(2, LONG)))
    assert [names(look()) for _ in range(2)] == [["v3"], []]
    file.write_bytes(rss(entry(4, LONG))[:-9])
    assert names(look()) == ["(not-xml)"]
    file.write_bytes(rss(entry(4, LONG)))
    assert names(look()) == ["v4"]


def test_entries_without_names_are_told_by_their_words(tmp_path: Path) -> None:
    def bare(*titles: str) -> bytes:
        return rss(*(f"<item><title>{title}</title></item>" for title in titles))

    file = tmp_path / "valley.rss"
    look = looking(file)
    file.write_bytes(bare("One", "Two"))
    assert [item.text for item in look() if isinstance(item, Document)] == ["One", "Two"]
    file.write_bytes(bare("Zero", "One", "Two"))
    assert [item.text for item in look() if isinstance(item, Document)] == ["Zero"]


def test_an_entry_that_is_only_a_teaser_is_read_from_its_page(site: Any, answer: Any) -> None:
    head = (
        '<title>Envoys meet at last</title><meta property="og:title" content="Envoys meet at last">'
        '<meta property="og:site_name" content="The Courier">'
        '<meta property="article:published_time" content="2024-03-06">'
    )
    site.pages["/feed"] = answer(rss(entry(1), entry(2)))
    site.pages |= {"/1": answer(page(LONG, head)), "/2": answer(page(LONG))}
    first, second = looking(FEED, site)()
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert LONG.strip() in first.text
    assert (first.id, first.outlet, str(first.published)) == ("v1", "The Courier", "2024-03-06")
    assert first.title
    assert first.quote(first.title) == "Envoys meet at last"
    # What the second page does not say, its entry does.
    assert (second.id, second.outlet, str(second.published)) == ("v2", "Valley Courier", "2024-03-05")
    assert (second.lang, second.url) == ("en", "http://valley.example/2")
    assert second.title
    assert second.quote(second.title) == "Envoys meet, round 2"
    assert LONG.strip() in second.text


def test_an_entry_with_its_whole_text_asks_for_no_page(site: Any, answer: Any) -> None:
    site.pages["/feed"] = answer(rss(entry(1, LONG), entry(2, link="mailto:a@valley.example")))
    assert names(looking(FEED, site)()) == ["v1", "v2"]
    assert site.paths() == ["/feed"]


def test_a_long_summary_that_breaks_off_is_a_teaser(site: Any, answer: Any) -> None:
    site.pages["/feed"] = answer(rss(entry(1, LONG + "[…]")))
    site.pages["/1"] = answer(page(LONG * 2))
    (found,) = looking(FEED, site)()
    assert isinstance(found, Document)
    assert "[…]" not in found.text


@pytest.mark.parametrize(
    ("link", "why"),
    [("http://valley.example/gone", "fetch-failed"), ("http://inside.example/", "no-address"),
     ("http://valley.example/kept", "robots"), ("http://valley.example/empty", "no-main-text"),
     ("http://valley.example/picture", "binary")],
)  # fmt: skip
def test_a_page_that_does_not_come_leaves_the_entry_and_says_so(site: Any, answer: Any, link: str, why: str) -> None:
    site.hosts["inside.example"] = ["10.0.0.1"]
    site.pages |= {
        "/robots.txt": answer(b"User-agent: *\nDisallow: /kept\n"),
        "/feed": answer(rss(entry(1, link=link))),
        "/empty": answer(b"<html></html>"),
        "/picture": answer(b"\x89PNG\r\n\x1a\n"),
    }
    look = looking(FEED, site)
    found, refused = look()
    assert isinstance(found, Document)
    assert found.text == "Envoys meet, round 1\n\nShort."
    assert isinstance(refused, Refusal)
    assert (refused.reason, refused.source) == (why, link)
    assert look() == []


def test_links_of_a_feed_that_are_relative_lead_to_its_own_site(site: Any, answer: Any) -> None:
    site.pages |= {"/feed": answer(rss(entry(1, link="/in/1"))), "/in/1": answer(page(LONG))}
    (found,) = looking(FEED, site)()
    assert isinstance(found, Document)
    assert found.url == "http://valley.example/in/1"


def test_a_feed_that_has_not_changed_costs_one_short_answer(site: Any, answer: Any) -> None:
    site.pages["/feed"] = answer(rss(entry(1, LONG)), headers={"ETag": '"a"'})
    look = looking(FEED, site)
    assert [names(look()) for _ in range(3)] == [["v1"], [], []]
    assert site.requests[-1][1]["if-none-match"] == '"a"'
    site.pages["/feed"] = answer(rss(entry(2, LONG), entry(1, LONG)), headers={"ETag": '"b"'})
    assert names(look()) == ["v2"]


def test_who_breaks_off_a_feed_is_not_told_that_nothing_has_changed(site: Any, answer: Any) -> None:
    site.pages["/feed"] = answer(rss(entry(1, LONG), entry(2, LONG)), headers={"ETag": '"a"'})
    seen, get = Seen(), functools.partial(arrivals, FEED, fetch=site.fetch, limits=Limits(seconds=5))
    items = get(seen=seen)
    assert names([next(items)]) == ["v1"]
    items.close()  # type: ignore[attr-defined]
    assert names(list(get(seen=seen))) == ["v1", "v2"]
    assert list(get(seen=seen)) == []


def test_a_feed_that_does_not_come_is_refused_at_every_look_and_read_when_it_does(site: Any, answer: Any) -> None:
    look = looking(FEED, site)
    assert [names(look()) for _ in range(2)] == [["(fetch-failed)"]] * 2
    site.pages["/feed"] = answer(b"<rss><channel>")
    assert names(look()) == ["(not-xml)"]
    site.pages["/feed"] = answer(rss(entry(1, LONG)))
    assert names(look()) == ["v1"]


def test_entries_over_the_limit_and_without_text_are_told_once(site: Any, answer: Any) -> None:
    empty = "<item><link>http://valley.example/e</link></item>"
    site.pages["/feed"] = answer(rss(empty, entry(1, LONG), entry(2, LONG), entry(3, LONG)))
    seen = Seen()
    limits = Limits(feed_items=2, seconds=5)
    looks = [names(list(arrivals(FEED, seen=seen, fetch=site.fetch, limits=limits))) for _ in range(2)]
    assert looks == [["(empty)", "v1", "(too-large)"], []]


def test_a_feed_may_be_larger_than_a_page(site: Any, answer: Any) -> None:
    site.pages["/feed"] = answer(rss(entry(1, LONG * 4)))
    limits = Limits(page_bytes=1000, seconds=5)
    assert names(list(arrivals(FEED, seen=Seen(), fetch=site.fetch, limits=limits))) == ["v1"]


def test_the_memory_of_a_feed_does_not_grow_without_end() -> None:
    seen = Seen()
    for number in range(60_000):
        seen.remember(str(number))
    assert len(seen.entries) == 50_000
    assert "59999" in seen.entries
