"""Strangers' and users' text stays text: whatever it looks like, no script runs and no element is made of it."""

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar
from jinja2 import FileSystemLoader
from playwright.sync_api import Browser, BrowserContext, Dialog, Page
from starlette.testclient import TestClient

import detente
from detente import Reader
from detente.errors import UsageError
from detente.serve.app import make_app
from detente.serve.exposure import Names
from detente.serve.rights import Entry, Rights, Role, User, parse_name
from detente.serve.site import Site

from .gate import PROOF
from .hostile import hostile_ledger
from .injections import INJECTIONS
from .running import serving

ADDRESS = "http://127.0.0.1:8000"
TEMPLATES = Path(detente.__file__).parent / "serve" / "templates"
HARMLESS = tuple(f"word {number}" for number in range(100))  # enough for lists that go on
Skeleton = Mapping[str, Any]

# What a document is made of: pairs of element and attribute, how many elements of kinds that fetch, run or steer, and
# where links lead.
SKELETON = """(root) => {
  const kinds = ["script", "style", "link", "meta", "base", "iframe", "object", "embed", "img", "image", "form",
    "template", "video", "audio", "math", "foreignObject", "animate", "set", "use", "noscript", "textarea"];
  const elements = [...root.querySelectorAll("*")];
  const pairs = elements.flatMap((one) =>
    [one.localName, ...one.getAttributeNames().map((name) => `${one.localName} ${name}`)]);
  const addresses = ["href", "src", "action", "formaction", "data", "cite", "poster", "xlink:href"];
  const leading = elements.flatMap((one) => addresses.map((name) => one.getAttribute(name)))
    .filter((value) => value !== null);
  return {
    pairs: [...new Set(pairs)].sort(),
    counts: Object.fromEntries(kinds.map((kind) => [kind, elements.filter((one) => one.localName === kind).length])),
    astray: leading.filter((one) => !/^(https?:[/][/][^/]|[/](?![/\\\\])|#|$)/.test(one)).slice(0, 3),
  };
}"""
PARSED = f"(texts) => texts.map((text) => ({SKELETON})(new DOMParser().parseFromString(text, 'text/html')))"
# What our own templates add where an address is one of the web, a text has copies, or reports differ: all without a
# handler, and each link is looked at for where it leads.
LINKED = {"a rel", "blockquote cite", "a lang", "a dir", "strong"}
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
    strange = sorted(set(found["pairs"]) - set(usual["pairs"]) - LINKED)
    handlers = [one for one in found["pairs"] if re.search(r" on\w+$", one)]
    counts = [f"{kind}: {n}" for kind, n in found["counts"].items() if n != usual["counts"][kind]]
    return [*strange, *handlers, *counts, *found["astray"]]


def listing_pages(told: Told, client: TestClient) -> dict[str, str]:
    """Name -> path of each page that shows many of the strings, and of some that show one."""
    named = (f"/persons/{quote(one['key'], safe='')}" for one in client.get("/api/v1/persons").json()["items"])
    person = next(path for path in named if client.get(path).status_code == 200)  # a name of two lines has no page
    document = client.get("/api/v1/documents").json()["items"][0]["key"]
    return {
        "home": "/?limit=500",
        "home, a page at a time": "/?limit=20",
        "contact": f"/contacts/{told.contact}",
        "channel": "/channel?a=RU&b=US&all=true",
        "channels": "/channels?limit=500",
        "states": "/states",
        "state": "/states/RU",
        "persons": "/persons?limit=500",
        "person": person,
        "promises": "/promises?limit=500",
        "documents": "/documents?limit=500",
        "document": f"/documents/{document}",
        "refusals": "/refusals?limit=500",
        "coverage": "/coverage",
        "sql": "/sql?q=SELECT+name,outlet,url,text+FROM+documents",
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

    def dismiss(dialog: Dialog) -> None:
        troubles.append(f"dialog {dialog.message}")
        dialog.dismiss()

    tab.on("dialog", dismiss)
    tab.on("console", lambda line: troubles.append(line.text) if line.type in {"error", "warning"} else None)
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    site = "/".join(url.split("/")[:3])
    tab.on("request", lambda asked: None if asked.url.startswith((site, "data:")) else troubles.append(asked.url))
    tab.goto(url)
    if tab.locator(".more a[hx-get]").count():
        with tab.expect_response("**/?*after=*"):
            tab.locator(".more a[hx-get]").click()
        tab.wait_for_function("count => document.querySelectorAll('#contacts > li').length > count", arg=20)
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
    harmless, hostile = clients["harmless"], clients["hostile"]
    usual: dict[tuple[str, int], Skeleton] = {}
    ordinary = {path.split("/")[1][:7]: path for path in each_by_itself(harmless)}
    for kind, path in ordinary.items():
        usual[kind, 200] = parser.evaluate(PARSED, [harmless.get(path).text])[0]
        # Such as a name with more letters than an address may ask for: a page of its own says so.
        for status, wrong in ((404, f"/{kind}/none?a=none&b=none"), (422, f"/{kind}/none?a={'x' * 501}&b=x&lots=1")):
            usual[kind, status] = parser.evaluate(PARSED, [harmless.get(wrong).text])[0]
    answers = {path: hostile.get(path) for path in each_by_itself(hostile)}
    assert len(answers) >= 3 * len(INJECTIONS)
    assert sum(answer.status_code != 200 for answer in answers.values()) < 20
    found = parser.evaluate(PARSED, [answer.text for answer in answers.values()])
    strange = {
        path: differences(one, usual[path.split("/")[1][:7], answer.status_code])
        for (path, answer), one in zip(answers.items(), found, strict=True)
    }
    assert {path: one for path, one in strange.items() if one} == {}


# --- what is asked for comes back in the page ---

# Every place where pages, answers and faults say again what an address asked for.
ECHOED = (
    "/?q={}&person={}&place={}&office={}&outlet={}&lang={}",
    "/?side={}",
    "/?topic={}",
    "/?{}=x",
    "/channels?side={}",
    "/channel?a={}&b={}",
    "/states/{}",
    "/persons?q={}",
    "/persons/{}",
    "/documents?q={}&outlet={}&lang={}",
    "/sql?q={}",
    "/contacts/{}",
    "/contacts/h74j9835gd6p?done={}",
    "/contacts/h74j9835gd6p/cite/{}",
    "/{}",
    "/sign-in?next={}",
)


@pytest.mark.parametrize("template", ECHOED)
def test_what_an_address_says_comes_back_as_text(parser: Page, client: TestClient, template: str) -> None:
    plain = client.get(template.replace("{}", "harmless"))
    # Each question in SQL starts a process.
    strings = INJECTIONS[::6] if template.startswith("/sql") else INJECTIONS
    answers = [client.get(template.replace("{}", quote(words[:450], safe=""))) for words in strings]
    pages = [answer for answer in answers if answer.headers.get("content-type", "").startswith("text/html")]
    assert all(answer.status_code < 500 for answer in answers)
    assert all("'unsafe-inline'" not in answer.headers["content-security-policy"] for answer in answers)
    assert all(answer.headers["x-content-type-options"] == "nosniff" for answer in answers)
    for answer in answers:
        where = answer.headers.get("location", "/")
        assert re.match(r"/(?![/\\])", where) or where.startswith(f"{ADDRESS}/"), where
    usual = parser.evaluate(PARSED, [one.text for one in (plain, client.get("/none"), client.get("/?topic=none"))])
    found = parser.evaluate(PARSED, [answer.text for answer in pages])
    strange = [
        (answer.url, min((differences(one, other) for other in usual), key=len))
        for answer, one in zip(pages, found, strict=True)
    ]
    assert [one for one in strange if one[1]] == []


def test_the_name_of_who_failed_to_sign_in_comes_back_as_text(
    parser: Page, filled: Path, make_site: Callable[..., Site]
) -> None:
    rights = Rights([Entry(user=User(name="ana", role=Role.CODER), proof=PROOF)], check=lambda _proof, _password: False)
    app = make_app(make_site(filled, accounts=True), rights=rights, names=Names(), clock=lambda: 0.0)
    with TestClient(app, base_url=ADDRESS, follow_redirects=False, headers={"Sec-Fetch-Site": "same-origin"}) as client:
        forms = [{"name": words[:64], "password": "wrong", "next": words} for words in ("harmless", *INJECTIONS)]
        pages = [client.post("/sign-in", data=form) for form in forms]
    assert {page.status_code for page in pages[40:]} == {429}  # told so on the same page
    usual, *found = parser.evaluate(PARSED, [page.text for page in pages])
    late = found[-1]
    strange = [min(differences(one, usual), differences(one, late), key=len) for one in found]
    assert [one for one in strange if one] == []


@pytest.mark.parametrize("words", INJECTIONS)
def test_no_string_can_be_the_name_of_a_user(words: str) -> None:
    with pytest.raises(UsageError):
        parse_name(words)


# --- what programs are given ---


def test_programs_get_data_that_no_browser_takes_for_a_page(
    ledgers: dict[str, Told], clients: dict[str, TestClient]
) -> None:
    client = clients["hostile"]
    lists = ("contacts", "documents", "persons", "channels", "promises", "refusals", "states", "facets", "coverage")
    paths = [f"/api/v1/{name}" for name in lists] + [f"/api/v1/contacts/{ledgers['hostile'].contact}"]
    forms = [f"/api/v1/export/{name}?kind=meeting" for name in ("jsonl", "csv", "gexf")]  # all in one
    for path in [*paths, *forms, "/feeds/contacts.atom?kind=meeting", "/feeds/contacts.ics?kind=meeting"]:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert not re.search(r"html|javascript|svg", answer.headers["content-type"])
        if path in paths:  # its media type says JSON, and so it is
            assert answer.headers["content-type"] == "application/json"
            json.loads(answer.text)


def test_feeds_are_well_formed_and_hold_the_strings_as_text(clients: dict[str, TestClient]) -> None:
    feed = ET.fromstring(clients["hostile"].get("/feeds/contacts.atom?kind=meeting").content)  # noqa: S314  (it is our own)
    atom = "{http://www.w3.org/2005/Atom}"
    assert {one.tag.removeprefix(atom) for one in feed.iter()} <= {
        "feed",
        "id",
        "title",
        "updated",
        "published",
        "link",
        "generator",
        "author",
        "name",
        "entry",
        "content",
        "summary",
        "category",
        "subtitle",
        "rights",
        "uri",
    }
    assert {one.get("type", "text") for one in feed.iter() if one.tag in {f"{atom}title", f"{atom}summary"}} == {"text"}
    assert all(one.get("href", "").startswith(("http://", "https://")) for one in feed.iter(f"{atom}link"))
    calendar = Calendar.from_ical(clients["hostile"].get("/feeds/contacts.ics?kind=meeting").content)
    usual = Calendar.from_ical(clients["harmless"].get("/feeds/contacts.ics?kind=meeting").content)
    names = [{name for event in one.walk() for name in event} for one in (calendar, usual)]
    assert names[0] <= names[1]


# --- and these tests can fail ---


def test_a_template_that_trusts_one_field_is_caught(
    parser: Page,
    ledgers: dict[str, Told],
    make_site: Callable[..., Site],
    clients: dict[str, TestClient],
    tmp_path: Path,
) -> None:
    trusting = tmp_path / "templates"
    shutil.copytree(TEMPLATES, trusting)
    template = trusting / "contact.html.jinja"
    before = template.read_text(encoding="utf-8")
    after = before.replace("{{ one.why|line }}", "{{ one.why|safe }}")
    assert after != before
    template.write_text(after, encoding="utf-8")
    told = ledgers["hostile"]
    site = make_site(told.path)
    open_minded = replace(site, templates=site.templates.overlay(loader=FileSystemLoader(trusting)))
    app = make_app(open_minded, rights=Rights(), names=Names(), clock=lambda: 0.0)
    with TestClient(app, base_url=ADDRESS) as client:
        trusted = client.get(f"/contacts/{told.contact}").text
    kept = clients["hostile"].get(f"/contacts/{told.contact}").text
    usual = clients["harmless"].get(f"/contacts/{ledgers['harmless'].contact}").text
    caught, fine, plain = parser.evaluate(PARSED, [trusted, kept, usual])
    assert differences(fine, plain) == []
    assert "img onerror" in differences(caught, plain)
