"""For tests of pages and answers: a browser, and a site of the archive of the how-to and the bundled examples."""

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.testclient import TestClient

from detente import Reader
from detente.ledger import Extractor, Ledger
from detente.read import read as read_documents
from detente.reference.bodies import body_names
from detente.reference.languages import languages, load_language
from detente.reference.places import place_sides
from detente.serve.app import make_app
from detente.serve.exposure import Names
from detente.serve.rights import Rights
from detente.serve.shelf import Shelf
from detente.serve.site import READERS, Site
from detente.serve.wording import make_templates

from .running import demo_ledger, serving

ROOT = Path(__file__).parents[2]
NEWS = [str(ROOT / "docs" / "how-to" / "archive.jsonl"), str(ROOT / "src" / "detente" / "data" / "examples")]
TODAY = date(2026, 11, 22)
ADDRESS = "http://127.0.0.1:8000"
Opened = Callable[..., TestClient]


@pytest.fixture(scope="session")
def extractor(reader: Reader) -> Extractor:
    """Who reads documents for a ledger."""
    return Extractor(
        read=reader.read,
        version=reader.version,
        places=place_sides(reader.registry),
        bodies=body_names(reader.registry),
    )


@pytest.fixture(scope="session")
def filled(extractor: Extractor, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of all the news, and of a few things that could not be read; nobody writes to it."""
    path = tmp_path_factory.mktemp("serve") / "detente.ledger"
    with Ledger.open(path, create=True) as book:
        found = read_documents([*NEWS, *(f"no-such-file-{number}.txt" for number in range(8))])
        list(book.add(found, extractor, at="2026-11-22T00:00:00Z", as_published=True))
        book.refresh()
    return path


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the bundled articles and more, made by the command; nobody writes to it."""
    return demo_ledger(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def demo_address(demo: Path) -> Iterator[str]:
    """The address of a real site that shows that ledger as long as the tests run."""
    with serving(demo) as found:
        yield found


@pytest.fixture(scope="session")
def make_site(reader: Reader) -> Callable[..., Site]:
    """A site of a ledger, on a fixed day; each judgement is made a second after the one before."""
    templates = make_templates(reader.registry, {code: load_language(code).name for code in languages()})
    moments = iter(range(10**6))

    def make(path: Path, *, accounts: bool = False) -> Site:
        return Site(
            shelf=Shelf(path, readers=READERS),
            registry=reader.registry,
            today=lambda: TODAY,
            now=lambda: f"2026-11-22T12:00:00.{next(moments):06}Z",
            templates=templates,
            coder="Ana",
            accounts=accounts,
        )

    return make


@pytest.fixture(scope="session")
def site(filled: Path, make_site: Callable[..., Site]) -> Site:
    """The site of that ledger."""
    return make_site(filled)


@pytest.fixture(scope="session")
def client(site: Site) -> Iterator[TestClient]:
    """Somebody on this machine, who needs no account, looking at that site."""
    app = make_app(site, rights=Rights(), names=Names(), clock=lambda: 0.0)
    with TestClient(app, base_url=ADDRESS, follow_redirects=False) as client:
        yield client


@pytest.fixture
def opened(filled: Path, tmp_path: Path, make_site: Callable[..., Site]) -> Iterator[Opened]:
    """Opens a site of a ledger's copy, which may be written to, for accounts or for none."""
    clients: list[TestClient] = []

    def open_one(path: Path | None = None, rights: Rights | None = None) -> TestClient:
        if path is None:
            path = tmp_path / "own.ledger"
            shutil.copy(filled, path)
        site = make_site(path, accounts=bool(rights))
        app = make_app(site, rights=rights or Rights(), names=Names(), clock=lambda: 0.0)
        client = TestClient(app, base_url=ADDRESS, follow_redirects=False)
        clients.append(client.__enter__())
        return client

    yield open_one
    for client in clients:
        client.__exit__()


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The Chromium that tools/browser.py finds; `make test` has installed one before."""
    spec = importlib.util.spec_from_file_location("browser", ROOT / "tools" / "browser.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    found: str | None = tool.browser_path()
    assert found, "no Chromium starts here: run .venv/bin/python tools/browser.py, which installs one or says how"
    return found


@pytest.fixture(scope="module")
def browser(browser_path: str) -> Iterator[Browser]:
    """A Chromium for the tests of one module.

    Not for the whole session: while Playwright's synchronous interface is open, its thread has a running event loop,
    and `asyncio.run` in another test would refuse to start.
    """
    with sync_playwright() as playwright:
        # Chromium's sandbox does not work for root.
        args = ["--no-sandbox"] if os.geteuid() == 0 else []
        with playwright.chromium.launch(executable_path=browser_path, args=args) as launched:
            yield launched


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page with no memory of other tests."""
    with browser.new_context() as context:
        yield context.new_page()


@pytest.fixture(scope="session")
def axe_script() -> Path:
    """The rules of accessibility, to be added to a page (`page.add_script_tag(path=...)`, then `axe.run()`)."""
    script = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
    assert script.is_file(), "axe-core is missing: run `npm ci --ignore-scripts` in frontend"
    return script
