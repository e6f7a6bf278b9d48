"""A browser for tests of pages."""

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]


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
