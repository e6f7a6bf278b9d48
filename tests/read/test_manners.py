from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from detente.errors import UnreadableError
from detente.read.fetch import Robots
from detente.read.manners import LONGEST_WAIT, Pace, retry_after

PAGE = b"<html><body><p>The envoys met in the valley on Tuesday.</p></body></html>"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        """Seconds since some moment."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Seconds pass."""
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def pace(time: Time) -> Pace:
    return Pace(pause=1.0, clock=time.clock, sleep=time.sleep)


def refused(act: Any) -> tuple[str, str]:
    with pytest.raises(UnreadableError) as caught:
        act()
    return caught.value.reason, caught.value.detail


def test_a_second_request_to_a_host_waits_and_one_to_another_host_does_not(pace: Pace, time: Time) -> None:
    assert [pace.wait(host) for host in ("valley.example", "hill.example", "valley.example")] == [0.0, 0.0, 1.0]
    time.now += 0.25
    assert pace.wait("hill.example") == 0.0
    assert pace.wait("valley.example") == 0.75
    assert time.slept == [1.0, 0.75]


def test_robots_the_page_and_its_redirects_are_requests_like_any_other(
    site: Any, answer: Any, pace: Pace, time: Time
) -> None:
    site.pages["/news"] = answer(status=302, headers={"Location": "/moved"})
    site.pages["/moved"] = answer(PAGE)
    assert site.fetch("http://valley.example/news", pace=pace).body == PAGE
    assert [path for path, _ in site.requests] == ["/robots.txt", "/news", "/moved"]
    assert time.slept == [1.0, 1.0]


def test_pages_of_one_run_share_their_pauses(site: Any, answer: Any, pace: Pace, time: Time) -> None:
    site.pages["/news"] = answer(PAGE)
    robots = Robots()
    for host in ("valley.example", "hill.example", "valley.example"):
        site.fetch(f"http://{host}/news", pace=pace, robots=robots)
    assert time.slept == [1.0, 1.0]  # robots and page of each; by the third the second has long passed


@pytest.mark.parametrize(
    ("rules", "gap"),
    [
        ("Crawl-delay: 12", 12.0), ("Crawl-delay: 0.5", 1.0), ("Crawl-delay: never", 1.0), ("Request-rate: 1/7", 7.0),
        ("Crawl-delay: 30", 30.0), ("Crawl-delay: -3", 1.0), ("Crawl-delay: nan", 1.0),
    ],
)  # fmt: skip
def test_the_pause_that_robots_ask_for_is_kept(  # noqa: PLR0913, PLR0917  (fixtures)
    site: Any, answer: Any, pace: Pace, time: Time, rules: str, gap: float
) -> None:
    site.pages["/robots.txt"] = answer(f"User-agent: *\n{rules}\nDisallow: /x\n".encode())
    site.pages["/news"] = answer(PAGE)
    assert site.fetch("http://valley.example/news", pace=pace).body == PAGE
    assert time.slept == [gap]


@pytest.mark.parametrize("delay", ["31", "86400", "9" * 40])
def test_robots_that_ask_for_a_longer_pause_are_a_refusal_that_says_so(
    site: Any, answer: Any, pace: Pace, time: Time, delay: str
) -> None:
    site.pages["/robots.txt"] = answer(f"User-agent: *\nCrawl-delay: {delay}\n".encode())
    site.pages["/news"] = answer(PAGE)
    why, detail = refused(lambda: site.fetch("http://valley.example/news", pace=pace))
    assert (why, "between two visits" in detail) == ("robots", True)
    assert (time.slept, site.paths()) == ([], [])


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_site_is_asked_once_more_when_it_says_when(
    site: Any, answer: Any, pace: Pace, time: Time, status: int
) -> None:
    site.pages["/news"] = answer(status=status, headers={"Retry-After": "20"})
    why, detail = refused(lambda: site.fetch("http://valley.example/news", pace=pace))
    assert (why, str(status) in detail) == ("fetch-failed", True)
    assert site.paths() == ["/news", "/news"]
    assert time.slept == [1.0, 20.0]


def test_a_site_that_is_no_longer_busy_gives_its_page(site: Any, answer: Any, pace: Pace) -> None:
    site.pages["/news"] = answer(status=503, headers={"Retry-After": "2"})
    plain = site.connect

    def connect(*where: Any) -> Any:
        if len(site.paths()) == 1:
            site.pages["/news"] = answer(PAGE)
        return plain(*where)

    assert site.fetch("http://valley.example/news", pace=pace, connect=connect).body == PAGE


def test_a_site_that_wants_long_rest_is_left_alone_for_the_run(site: Any, answer: Any, pace: Pace, time: Time) -> None:
    site.pages["/news"] = answer(status=429, headers={"Retry-After": "3600"})
    robots = Robots()
    for _ in range(3):
        why, detail = refused(lambda: site.fetch("http://valley.example/news", pace=pace, robots=robots))
        assert (why, "asks to come back in 3600 s" in detail) == ("fetch-failed", True)
    assert site.paths() == ["/news"]
    assert time.slept == [1.0]


def test_a_busy_site_that_says_nothing_is_not_asked_twice(site: Any, answer: Any, pace: Pace) -> None:
    site.pages["/news"] = answer(status=503)
    assert refused(lambda: site.fetch("http://valley.example/news", pace=pace))[0] == "fetch-failed"
    assert site.paths() == ["/news"]


def test_a_site_too_busy_for_its_robots_is_left_alone(site: Any, answer: Any, pace: Pace) -> None:
    site.pages |= {"/news": answer(PAGE), "/robots.txt": answer(status=429)}
    assert refused(lambda: site.fetch("http://valley.example/news", pace=pace))[0] == "robots"
    assert site.paths() == []


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("0", 0.0), (" 7 ", 7.0), ("", None), ("-1", None), ("1.5", None), ("soon", None), ("٣", None),
        ("9" * 5000, 1e9), (format_datetime(NOON + timedelta(seconds=9), usegmt=True), 9.0),
        (format_datetime(NOON - timedelta(days=9), usegmt=True), 0.0), ("Sun, 99 Nov 2026 12:00:00 GMT", None),
    ],
)  # fmt: skip
def test_when_to_come_back_is_a_number_or_counts_from_the_day_of_the_answer(said: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": said, "date": format_datetime(NOON, usegmt=True)}) == seconds


def test_a_time_of_day_says_nothing_without_the_time_of_the_answer() -> None:
    assert retry_after({"retry-after": format_datetime(NOON, usegmt=True)}) is None
    assert retry_after({"retry-after": format_datetime(NOON, usegmt=True), "date": "22 Nov 2026 12:00:00"}) is None


def test_waiting_does_not_count_as_slowness_of_the_site(site: Any, answer: Any) -> None:
    from detente.read import Limits  # noqa: PLC0415  (only here)

    site.pages |= {f"/{n}": answer(status=302, headers={"Location": f"/{n + 1}"}) for n in range(3)}
    site.pages["/3"] = answer(PAGE)
    real = Time()
    real.sleep = lambda seconds: __import__("time").sleep(min(seconds, 0.3))  # type: ignore[method-assign]
    pace = Pace(pause=LONGEST_WAIT, clock=real.clock, sleep=real.sleep)
    assert site.fetch("http://valley.example/0", pace=pace, limits=Limits(seconds=0.8)).body == PAGE


def test_hosts_without_end_do_not_fill_the_memory(pace: Pace) -> None:
    for number in range(12_000):
        pace.wait(f"{number}.example")
    assert len(vars(pace)["_hosts"]) <= 10_000
