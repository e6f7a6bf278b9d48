from collections.abc import Callable
from typing import Any

import pytest

from detente.errors import UnreadableError
from detente.model import Stamp
from detente.read.fetch import Robots

PAGE = b"<html><body><p>The envoys met in the valley on Tuesday.</p></body></html>"


def reason(act: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(UnreadableError) as caught:
        act()
    return caught.value.reason, caught.value.detail


def test_a_page_that_robots_may_not_visit_is_not_asked_for(site: Any, answer: Any) -> None:
    site.pages["/robots.txt"] = answer(b"User-agent: other\nAllow: /\n\nUser-agent: *\nDisallow: /inner\n")
    site.pages["/inner/news"] = site.pages["/news"] = answer(PAGE)
    assert reason(lambda: site.fetch("http://valley.example/inner/news"))[0] == "robots"
    assert site.paths() == []
    assert site.fetch("http://valley.example/news").body == PAGE


def test_rules_for_us_outrank_rules_for_all(site: Any, answer: Any) -> None:
    site.pages["/robots.txt"] = answer(b"\xef\xbb\xbfUser-agent: Detente # us\nDisallow: /\nUser-agent: *\nDisallow:\n")
    site.pages["/news"] = answer(PAGE)
    assert reason(lambda: site.fetch("http://valley.example/news"))[0] == "robots"


def test_robots_are_asked_at_the_end_of_a_redirect_too(site: Any, answer: Any) -> None:
    site.pages["/robots.txt"] = answer(b"User-agent: *\nDisallow: /inner\n")
    site.pages["/news"] = answer(status=302, headers={"Location": "/inner"})
    assert reason(lambda: site.fetch("http://valley.example/news"))[0] == "robots"
    assert site.paths() == ["/news"]


def test_a_site_whose_robots_fail_is_left_alone_and_one_without_them_is_open(site: Any, answer: Any) -> None:
    site.pages["/news"] = answer(PAGE)
    site.pages["/robots.txt"] = answer(status=503)
    assert reason(lambda: site.fetch("http://valley.example/news"))[0] == "robots"
    site.pages["/robots.txt"] = answer(status=404)
    assert site.fetch("http://valley.example/news").body == PAGE


def test_one_answer_about_robots_serves_all_pages_of_a_site(site: Any, answer: Any) -> None:
    site.pages |= {"/a": answer(PAGE), "/b": answer(PAGE)}
    robots = Robots()
    for path in ("/a", "/b", "/a"):
        site.fetch(f"http://valley.example{path}", robots=robots)
    assert [path for path, _ in site.requests] == ["/robots.txt", "/a", "/b", "/a"]


def test_robots_of_many_names_and_rules_do_not_hold_the_reader_up(site: Any, answer: Any) -> None:
    names = "".join(f"user-agent: {number}\n" for number in range(12_000))
    site.pages["/robots.txt"] = answer((names + "allow: a\n" * 25_000).encode())
    site.pages["/news"] = answer(PAGE)
    assert site.fetch("http://valley.example/news").body == PAGE


def test_what_has_not_changed_comes_without_a_body(site: Any, answer: Any) -> None:
    changed = "Tue, 05 Mar 2024 10:00:00 GMT"
    site.pages["/feed"] = answer(PAGE, headers={"ETag": '"one"', "Last-Modified": changed})
    first = site.fetch("http://valley.example/feed")
    again = site.fetch("http://valley.example/feed", since=first.stamp)
    assert (again.body, again.stamp) == (None, first.stamp)
    assert site.requests[-1][1]["if-modified-since"] == changed
    site.pages["/feed"] = answer(PAGE + b" ", headers={"ETag": '"two"'})
    assert site.fetch("http://valley.example/feed", since=first.stamp).stamp.etag == '"two"'


@pytest.mark.parametrize("etag", ['"caf\xe9"', '"' + "a" * 1000 + '"', '"a\x7fb"', ""])
def test_a_word_of_a_site_that_cannot_be_said_to_it_is_not_kept(site: Any, answer: Any, etag: str) -> None:
    site.pages["/feed"] = answer(PAGE, headers={"ETag": etag})
    found = site.fetch("http://valley.example/feed")
    assert (found.body, found.stamp) == (PAGE, Stamp())
    assert site.fetch("http://valley.example/feed", since=found.stamp).body == PAGE
