"""Strangers' and users' text stays text: whatever it looks like, no script runs and no element is made of it."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from starlette.testclient import TestClient

import detente
from detente import Reader
from detente.serve.app import make_app
from detente.serve.exposure import Names
from detente.serve.rights import Rights
from detente.serve.site import Site

from .hostile import hostile_ledger
from .injections import INJECTIONS
from .running import serving

ADDRESS = "http://127.0.0.1:8000"
TEMPLATES = Path(detente.__file__).parent / "serve" / "templates"
HARMLESS = tuple(f"word {number}" for number in range(len(INJECTIONS)))
Skeleton = Mapping[str, Any]

# What a document is made of: pairs of element and attribute, how many elements of kinds that fetch, run or steer, and
# where links lead.
SKELETON = """(root) => {
  const kinds = ["script", "style", "link", "meta", "base", "iframe", "object", "embed", "img", "image", "form", "template",
    "video", "audio", "math", "foreignObject", "animate", "set", "use", "noscript", "textarea", "title", "button"];
  const elements = [...root.querySelectorAll("*")];
  const pairs = elements.flatMap((one) => [one.localName, ...one.getAttributeNames().map((name) => `${one.localName} ${name}`)]);
  const leading = elements.flatMap((one) => ["href", "src", "action", "formaction", "data", "cite", "poster", "xlink:href"]
    .map((name) => one.getAttribute(name)).filter((value) => value !== null));
  return {
    pairs: [...new Set(pairs)].sort(),
    counts: Object.fromEntries(kinds.map((kind) => [kind, elements.filter((one) => one.localName === kind).length])),
    astray: leading.filter((one) => !/^(https?:[/][/][^/]|[/](?![/\\\\])|#|$)/.test(one)).slice(0, 3),
  };
}"""
PARSED = f"(texts) => texts.map((text) => ({SKELETON})(new DOMParser().parseFromString(text, 'text/html')))"
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Told(NamedTuple):
    """A ledger, the contact that all its documents tell of, and the strings that it is full of."""

    path: Path
    contact: str
    strings: tuple[str, ...]


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory, reader: Reader) -> dict[str, Told]:
    """Two ledgers of one shape: of injections, and of harmless words."""
    folder = tmp_path_factory.mktemp("hostile")
    told = {}
    for name, strings in (("hostile", INJECTIONS), ("harmless", HARMLESS)):
        path = folder / f"{name}.ledger"
        told[name] = Told(path, hostile_ledger(path, strings, reader), strings)
    return told


@pytest.fixture(scope="module")
def clients(ledgers: dict[str, Told], make_site: Callable[..., Site]) -> Iterator[dict[str, TestClient]]:
    """Somebody on this machine who looks at each of the two."""
    apps = {
        name: make_app(make_site(told.path), rights=Rights(), names=Names(), clock=lambda: 0.0)
        for name, told in ledgers.items()
    }
    with (
        TestClient(apps["hostile"], base_url=ADDRESS, follow_redirects=False) as hostile,
        TestClient(apps["harmless"], base_url=ADDRESS, follow_redirects=False) as harmless,
    ):
        yield {"hostile": hostile, "harmless": harmless}


@pytest.fixture(scope="module")
def parser(browser: Browser) -> Iterator[Page]:
    """An empty page of a browser, to parse what was answered as browsers do."""
    with browser.new_context() as context:
        yield context.new_page()


def differences(found: Skeleton, usual: Skeleton) -> list[str]:
    """What a page has that the same page of harmless words has not."""
    strange = sorted(set(found["pairs"]) - set(usual["pairs"]))
    handlers = [one for one in found["pairs"] if re.search(r" on\w+$", one)]
    counts = [f"{kind}: {n}" for kind, n in found["counts"].items() if n != usual["counts"][kind]]
    return [*strange, *handlers, *counts, *found["astray"]]


def listing_pages(told: Told, client: TestClient) -> dict[str, str]:
    """Name -> path of each page that shows many of the strings, and of some that show one."""
    person = client.get("/api/v1/persons").json()["items"][0]["key"]
    document = client.get("/api/v1/documents").json()["items"][0]["key"]
    return {
        "home": "/?limit=500",
        "home, a page at a time": "/?limit=40",
        "contact": f"/contacts/{told.contact}",
        "channel": "/channel?a=RU&b=US&all=true",
        "channels": "/channels?limit=500",
        "states": "/states",
        "state": "/states/RU",
        "persons": "/persons?limit=500",
        "person": f"/persons/{quote(person, safe='')}",
        "promises": "/promises?limit=500",
        "documents": "/documents?limit=500",
        "document": f"/documents/{document}",
        "refusals": "/refusals?limit=500",
        "coverage": "/coverage",
        "sql": "/sql?" + urlencode({"q": "SELECT name, outlet, url, text, json_quote(title_start) FROM documents"}),
        "api": "/api",
    }


def test_more_than_two_hundred_strings_are_tried() -> None:
    assert len(set(INJECTIONS)) >= 200


# --- in a browser, with scripts and pictures at work ---


class Visit(NamedTuple):
    """What came of looking at a page."""

    skeleton: Skeleton
    troubles: list[str]


WATCH = (
    """addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective}`));"""
)
USE = """() => {
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  for (const one of [...document.querySelectorAll("a, button, summary, mark, [tabindex], figure *")].slice(0, 400)) {
    for (const kind of ["pointerover", "mouseover", "mouseenter", "mousemove", "focusin"])
      one.dispatchEvent(new MouseEvent(kind, { bubbles: true }));
    one.focus?.({ preventScroll: true });
  }
}"""


def visit(context: BrowserContext, url: str) -> Visit:
    """Open a page, unfold, point at and focus what is on it, and ask for more where more is offered."""
    troubles: list[str] = []
    tab = context.new_page()
    tab.on("dialog", lambda dialog: (troubles.append(f"dialog {dialog.message}"), dialog.dismiss()))
    tab.on("console", lambda line: troubles.append(line.text) if line.type in {"error", "warning"} else None)
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    site = "/".join(url.split("/")[:3])
    tab.on("request", lambda asked: None if asked.url.startswith((site, "data:")) else troubles.append(asked.url))
    tab.goto(url)
    if tab.locator(".more a[hx-get]").count():
        with tab.expect_response("**/?*after=*"):
            tab.locator(".more a[hx-get]").click()
        tab.wait_for_function("count => document.querySelectorAll('#contacts > li').length > count", arg=40)
    tab.evaluate(USE)
    tab.keyboard.press("Tab")
    for picture in tab.locator("figure[data-picture]").all():
        picture.hover(position={"x": 30, "y": 30}, force=True)
    if BIDI.search(tab.evaluate("document.title + document.body.innerText")):
        troubles.append("a bidi control is obeyed")
    if tab.evaluate("'hit' in window && !(window.hit instanceof Element)"):
        troubles.append("a script ran")
    skeleton = tab.evaluate(f"() => ({SKELETON})(document)")
    tab.close()
    return Visit(skeleton, troubles)


def test_on_no_page_does_a_string_run_or_make_an_element(
    browser: Browser, ledgers: dict[str, Told], clients: dict[str, TestClient]
) -> None:
    seen: dict[str, dict[str, Visit]] = {}
    for name, told in ledgers.items():
        with serving(told.path) as address, browser.new_context() as context:
            context.add_init_script(WATCH)
            pages = listing_pages(told, clients[name])
            seen[name] = {page: visit(context, address + path) for page, path in pages.items()}
    assert {page: found.troubles for page, found in seen["hostile"].items() if found.troubles} == {}
    assert {page: found.troubles for page, found in seen["harmless"].items() if found.troubles} == {}
    strange = {
        page: differences(found.skeleton, seen["harmless"][page].skeleton) for page, found in seen["hostile"].items()
    }
    assert {page: found for page, found in strange.items() if found} == {}


# --- one string at a time: pages of one document, one person, one channel ---


def each_by_itself(client: TestClient) -> Iterator[str]:
    """Paths of the page of each document, person, and channel between offices."""
    for kind, key in (("documents", "key"), ("persons", "key")):
        for one in client.get(f"/api/v1/{kind}?limit=500").json()["items"]:
            yield f"/{kind}/{quote(one[key], safe='')}"
    for one in client.get("/api/v1/channels?level=office&limit=500").json()["items"]:
        yield "/channel?" + urlencode({"a": one["a"], "b": one["b"]})


def test_each_string_is_text_on_the_page_of_its_document_person_and_channel(
    parser: Page, clients: dict[str, TestClient]
) -> None:
    usual: dict[str, Skeleton] = {}
    for path in each_by_itself(clients["harmless"]):
        usual.setdefault(path.split("/")[1][:7], parser.evaluate(PARSED, [clients["harmless"].get(path).text])[0])
        if len(usual) == 3:
            break
    paths = list(each_by_itself(clients["hostile"]))
    answers = [clients["hostile"].get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {200}
    assert len(paths) == 3 * len(INJECTIONS)
    found = parser.evaluate(PARSED, [answer.text for answer in answers])
    strange = {path: differences(one, usual[path.split("/")[1][:7]]) for path, one in zip(paths, found, strict=True)}
    assert {path: one for path, one in strange.items() if one} == {}
