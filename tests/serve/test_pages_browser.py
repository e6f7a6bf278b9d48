"""Pages of persons, sides and documents in a real browser: drawn, and refused by no policy."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab that fails the test when anything was refused or went wrong in it."""
    wrong: list[str] = []
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(f"{page.url} {message.text}"))
        page.on("pageerror", lambda error: wrong.append(f"{page.url} {error}"))
        yield page
    assert wrong == []


def test_the_network_of_a_side_is_drawn_without_a_style_element_and_leads_to_channels(
    tab: Page, demo_address: str
) -> None:
    tab.goto(f"{demo_address}/states/RU")
    drawing = tab.get_by_role("img", name="contacts among them")
    assert drawing.locator("canvas").count() == 3
    assert tab.locator("style").count() == 0
    # The busiest counterpart stands straight above the side.
    box = drawing.bounding_box()
    assert box
    drawing.click(position={"x": box["width"] / 2, "y": box["height"] / 2 - 0.85 * (box["height"] / 2 - 30)})
    tab.wait_for_url("**/channel?*")
    assert tab.get_by_role("heading", level=1).inner_text().startswith("Russia")


def test_a_network_takes_the_colours_of_the_theme_that_is_chosen(tab: Page, demo_address: str) -> None:
    tab.goto(f"{demo_address}/states/RU")
    picture = "document.querySelector('.network canvas:last-of-type').toDataURL()"
    before = tab.evaluate(picture)
    tab.locator("[data-theme-switch]").click()
    tab.wait_for_function(f"before => {picture} !== before", arg=before)


def test_a_network_is_drawn_anew_when_the_window_is_turned(tab: Page, demo_address: str) -> None:
    tab.goto(f"{demo_address}/states/RU")
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.wait_for_function("document.querySelector('.network canvas').clientWidth < 390")
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_report_is_followed_into_the_text_and_back(tab: Page, demo_address: str) -> None:
    tab.goto(f"{demo_address}/documents?q=cancelled+Budapest")
    tab.locator("li.document a").first.click()
    tab.get_by_role("link", name="In the text").first.click()
    assert tab.locator(".ref:target").count() == 1
    tab.locator(".ref:target").click()
    assert tab.locator("article.telling:target").count() == 1


def test_what_is_copied_from_the_text_has_no_numbers_of_reports_in_it(tab: Page, demo_address: str) -> None:
    tab.goto(f"{demo_address}/documents?q=cancelled+Budapest")
    tab.locator("li.document a").first.click()
    paragraph = tab.locator(".stored p").filter(has=tab.locator(".ref")).nth(1)
    copied = paragraph.evaluate("one => { getSelection().selectAllChildren(one); return getSelection().toString() }")
    assert copied == paragraph.evaluate("one => one.textContent")
    assert not copied.startswith("1")
