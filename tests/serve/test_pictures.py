"""Pictures of every page for people to look at, in build/screenshots; without scripts; and how heavy pages are."""

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, ViewportSize, expect

from .showing import SCRIPTS, contact_in, document_in, pages_of

SHOTS = Path(__file__).parents[2] / "build" / "screenshots"
WIDE, NARROW = ViewportSize(width=1180, height=680), ViewportSize(width=390, height=844)
HEAVIEST = 500_000  # bytes on the wire, fonts apart


@pytest.fixture(scope="module")
def pages(demo_address: str) -> dict[str, str]:
    """Name -> address of every page, and of a document and a contact in each script."""
    found = pages_of(demo_address)
    for lang in SCRIPTS:
        found |= {
            f"document-{lang}": document_in(demo_address, lang),
            f"contact-{lang}": contact_in(demo_address, lang),
        }
    return {name: demo_address + path for name, path in found.items()}


def taken(tab: Page, name: str) -> bytes:
    """The visible part of a page as it is, kept for people to look at."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    tab.evaluate("document.fonts.ready.then(() => true)")
    return tab.screenshot(path=SHOTS / f"{name}.png", animations="disabled")


def test_every_page_is_drawn_light_dark_and_narrow_and_fits_its_screen(page: Page, pages: dict[str, str]) -> None:
    too_wide = []
    for name, url in pages.items():
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        page.goto(url)
        light = taken(page, name)
        page.emulate_media(color_scheme="dark")
        assert taken(page, f"{name}-dark") != light
        page.set_viewport_size(NARROW)
        page.emulate_media(color_scheme="light")
        taken(page, f"{name}-phone")
        too_wide += [name] if page.evaluate("document.documentElement.scrollWidth") > NARROW["width"] else []
    assert too_wide == []


def test_every_page_says_the_same_without_scripts(browser: Browser, pages: dict[str, str]) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        tab = context.new_page()
        for url in pages.values():
            tab.goto(url, wait_until="domcontentloaded")
            expect(tab.locator("main h1")).to_be_visible()
            assert len(tab.locator("main").inner_text()) > 40, url


def weights_of(browser: Browser, url: str) -> dict[str, int]:
    """Address -> bytes, compressed, of all that a page asks for on a first visit, fonts apart."""
    answers: list[Response] = []
    with browser.new_context() as context:
        tab = context.new_page()
        tab.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  (it cannot wrap a method of list)
        tab.goto(url)
        return {one.url: len(gzip.compress(one.body())) for one in answers if not one.url.endswith(".woff2")}


@pytest.mark.parametrize("name", ["home", "contact", "channel", "state", "person", "coverage", "documents", "api"])
def test_no_page_weighs_half_a_megabyte_besides_its_fonts(browser: Browser, pages: dict[str, str], name: str) -> None:
    weights = weights_of(browser, pages[name])
    assert any(".css" in one for one in weights)
    assert any(".js" in one for one in weights)
    assert sum(weights.values()) < HEAVIEST, weights


def test_colours_chosen_by_the_system_leave_words_and_focus_visible(page: Page, demo_address: str) -> None:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.goto(demo_address)
    page.keyboard.press("Tab")
    taken(page, "home-forced-colours")
    focused = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert focused != "none"
    assert page.evaluate("document.getAnimations().length") == 0
    expect(page.locator(".status").first).to_be_visible()
