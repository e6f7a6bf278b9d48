"""Who sees little, nothing, or uses no pointer reads every page: axe finds no fault, in each look."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize

from .showing import pages_of

WIDE, NARROW = ViewportSize(width=1280, height=860), ViewportSize(width=390, height=844)
AXE = """async (rules) => (await axe.run(document, { resultTypes: ["violations"], ...rules })).violations
    .map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`)"""
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}  # what a theme can change
OPEN = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
# What Tab reaches, in order: how each is named, and whether its focus is seen.
REACHED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const style = getComputedStyle(at);
  const before = Boolean(at.dataset.reached) && at !== window.last;  // the parts of a day are one field
  window.last = at;
  at.dataset.reached = "yes";
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return { before, seen, name: at.outerHTML.slice(0, 120) };
}"""
MISSED = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.dataset.reached)
    .map((one) => one.outerHTML.slice(0, 120))"""
HEADINGS = "() => [...document.querySelectorAll('h1, h2, h3, h4')].map((one) => Number(one.tagName[1]))"


@pytest.fixture(scope="module")
def pages(demo_address: str) -> dict[str, str]:
    return {name: demo_address + path for name, path in pages_of(demo_address).items()}


def faults_of(tab: Page, url: str, axe_script: Path) -> Iterator[str]:
    """Faults of a page, its pictures drawn and all unfolded: light, dark, and on a telephone."""
    tab.emulate_media(color_scheme="light")
    tab.set_viewport_size(WIDE)
    tab.goto(url)
    tab.evaluate(OPEN)
    # Through the developer tools: the policy of the page refuses a script that is not the site's own.
    tab.evaluate(axe_script.read_text(encoding="utf-8"))
    yield from tab.evaluate(AXE, {})
    tab.emulate_media(color_scheme="dark")
    yield from tab.evaluate(AXE, COLOURS)
    tab.set_viewport_size(NARROW)
    yield from tab.evaluate(AXE, {})


def test_axe_finds_no_fault_on_any_page_in_light_and_dark_wide_and_narrow(
    page: Page, pages: dict[str, str], axe_script: Path
) -> None:
    page.emulate_media(reduced_motion="reduce")
    faults = {name: list(faults_of(page, url, axe_script)) for name, url in pages.items()}
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("name", ["home-found", "contact", "document", "sql"])
def test_everything_on_a_page_is_reached_by_tab_and_is_seen_when_it_is(
    page: Page, pages: dict[str, str], name: str
) -> None:
    page.goto(pages[name])
    unseen, reached = [], 0
    while True:
        page.keyboard.press("Tab")
        at = page.evaluate(REACHED)
        if at is None or at["before"]:
            break
        reached += 1
        unseen += [] if at["seen"] else [at["name"]]
    assert reached > 15
    assert unseen == []
    assert page.evaluate(MISSED) == []


def test_headings_lead_down_without_a_missing_step(page: Page, pages: dict[str, str]) -> None:
    for name, url in pages.items():
        page.goto(url, wait_until="domcontentloaded")
        levels = page.evaluate(HEADINGS)
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), name
