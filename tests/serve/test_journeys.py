"""What people do with the pages, done in a real browser: find, read, correct, follow, subscribe, take away."""

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from .running import detente, serving

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "build" / "screenshots"
MEETING = "h74j9835gd6p"  # Sandu and Iohannis in Bucharest: told by six reports in three languages
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def ledger(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of their own, which they write to."""
    own = tmp_path_factory.mktemp("journeys") / "demo.ledger"
    shutil.copy(demo, own)
    return own


@pytest.fixture(scope="module")
def address(ledger: Path) -> Iterator[str]:
    with serving(ledger) as found:
        yield found


@pytest.fixture
def tab(page: Page, address: str) -> Iterator[Page]:
    """A tab on the site that fails the test when anything went wrong in it."""
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith((address, "data:")) else wrong.append(asked.url))
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    yield page
    assert wrong == []


def test_a_contact_is_found_by_words_and_sides_and_the_address_can_be_passed_on(tab: Page, address: str) -> None:
    tab.goto(address)
    tab.get_by_label("A side").fill("Moldova")
    tab.get_by_label("Status", exact=True).select_option("held")
    expect(tab.get_by_role("status")).to_have_text("1 contact found")
    # Nothing but what was asked for stands in the address, which somebody else can open.
    assert tab.url == f"{address}/?side=Moldova&status=held"
    tab.goto(tab.url)
    expect(tab.get_by_role("status")).to_have_text("1 contact found")
    tab.get_by_role("link", name="24 Oct 2024").click()
    assert tab.url == f"{address}/contacts/{MEETING}"


def test_the_list_is_found_without_javascript_too(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        tab = context.new_page()
        tab.goto(address)
        tab.get_by_label("A side").fill("MD")
        tab.get_by_role("button", name="Find").click()
        expect(tab.get_by_role("status")).to_have_text("1 contact found")
        tab.get_by_role("link", name="24 Oct 2024").click()
        expect(tab.locator("blockquote").first).to_be_visible()


def test_accounts_stand_side_by_side_each_in_its_own_language(tab: Page, address: str) -> None:
    tab.goto(f"{address}/contacts/{MEETING}")
    expect(tab.locator(".telling")).to_have_count(6)
    assert {quote.get_attribute("lang") for quote in tab.locator(".telling blockquote").all()} == {"en", "ru", "es"}
    days = tab.locator("#field-days")
    expect(days).to_contain_text("24 Oct 2024")
    expect(days).to_contain_text("10 Oct 2024")
    expect(days).to_contain_text("the most exact of the values")
    days.get_by_role("link").first.click()
    expect(tab.locator(".telling:target")).to_have_count(1)


def test_the_history_of_a_status_names_who_told_each_step(tab: Page, address: str) -> None:
    tab.goto(f"{address}/contacts/{MEETING}")
    steps = tab.locator(".history li").all_inner_texts()
    assert [re.findall(r"planned|cancelled|held", step)[0] for step in steps] == [
        "planned",
        "cancelled",
        "planned",
        "held",
    ]


def test_a_correction_by_hand_is_shown_with_its_author_and_kept(tab: Page, ledger: Path, address: str) -> None:
    tab.goto(f"{address}/?place=Madrid")
    tab.locator(".contact .when a").first.click()
    tab.get_by_text("Correct a field").click()
    form = tab.locator("form", has=tab.get_by_label("Value"))
    form.get_by_label("Field").select_option("place")
    form.get_by_label("Value").fill("Toledo")
    form.get_by_label("Your name").fill("ana")
    form.get_by_label("Why").fill("the communiqué names Toledo")
    form.get_by_role("button", name="Correct").click()
    expect(tab.get_by_role("status")).to_have_text("Corrected.")
    expect(tab.locator("#field-place")).to_contain_text("Toledo")
    expect(tab.locator("#field-place")).to_contain_text("corrected by ana")
    kept = [json.loads(line) for line in detente("judge", "list", "--json", "--ledger", ledger).splitlines()]
    assert [(one["about"], one["value"], one["by"]) for one in kept] == [("place", '"Toledo"', "ana")]


def test_a_channel_is_followed_from_a_state_and_its_silences_are_drawn(tab: Page, address: str) -> None:
    tab.goto(f"{address}/states/RU")
    tab.get_by_role("link", name="United States").first.click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Russia")
    expect(tab.locator(".picture svg")).to_be_visible()
    expect(tab.locator(".picture svg")).to_contain_text("silent for")


def test_a_calendar_is_subscribed_to_for_a_filter(tab: Page, address: str) -> None:
    tab.goto(f"{address}/?side=MD")
    tab.get_by_text("Take away").click()
    link = tab.get_by_role("link", name="Subscribe in a calendar").get_attribute("href")
    assert link == "/feeds/contacts.ics?side=MD"
    calendar = Calendar.from_ical(httpx.get(address + link).content)
    assert [str(event["uid"]) for event in calendar.walk("VEVENT")] == [f"{MEETING}@contacts.detente"]


def test_what_a_filter_finds_is_exported_whole(tab: Page, address: str) -> None:
    tab.goto(f"{address}/?kind=call")
    told = tab.get_by_role("status").inner_text()
    tab.get_by_text("Take away").click()
    with tab.expect_download() as download:
        tab.get_by_role("link", name="csv", exact=True).click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8"))))
    assert told == f"{len(rows)} contacts found"
    assert {row["kind"] for row in rows} == {"call"}


def test_a_contact_is_cited(tab: Page, address: str) -> None:
    tab.goto(f"{address}/contacts/{MEETING}")
    with tab.expect_download() as download:
        tab.get_by_role("link", name="BibTeX").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert text.count("@online{") == 5  # its documents
    assert f"contact {MEETING}" in text


def test_the_theme_is_chosen_once_and_kept(tab: Page, address: str) -> None:
    tab.goto(address)
    light = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    tab.get_by_role("button", name="Use the dark theme").click()
    dark = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert light != dark
    tab.goto(f"{address}/coverage")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == dark


def test_everything_is_reached_by_keyboard(tab: Page, address: str) -> None:
    tab.goto(address)
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("link", name="To the content")).to_be_focused()
    tab.keyboard.press("Enter")
    tab.keyboard.press("/")
    expect(tab.get_by_role("searchbox")).to_be_focused()
    tab.keyboard.type("Bucharest")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("status")).to_contain_text("found")


def test_right_to_left_words_stand_on_the_right(tab: Page, address: str) -> None:
    tab.goto(f"{address}/?lang=ar")
    tab.locator(".contact .when a").first.click()
    quote = tab.locator("blockquote:lang(ar)").first
    assert quote.evaluate("one => getComputedStyle(one).direction") == "rtl"


@pytest.mark.parametrize(
    "path", ["/", f"/contacts/{MEETING}", "/channel?a=RU&b=US", "/states/RU", "/persons", "/coverage"]
)
def test_pages_fit_a_telephone(tab: Page, address: str, path: str) -> None:
    tab.set_viewport_size(NARROW)  # type: ignore[arg-type]
    tab.goto(address + path)
    assert tab.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
