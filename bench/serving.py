"""How quickly pages come: writes bench/results/serving-<version>.json and prints it.

Pages of the ledger of 4,365 releases, one after another and each for the first time; then fifty readers for a minute
while documents are added to the ledger; then the first sight of pages in a browser, and how much is sent for it. The
baseline of the same run is an answer of the same server that asks no ledger.
"""

import argparse
import asyncio
import gzip
import json
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import quote, urlencode, urlsplit

from bench import ROOT
from playwright.sync_api import Browser, sync_playwright
from readers import Readings, ask, read

from detente.ledger import Ledger

RELEASES = ROOT.parent / "shared" / "corpus" / "us-releases.jsonl.gz"
READERS, SECONDS, EACH = 50, 60.0, 100
_BASELINE = "/static/icon.svg"


def main() -> None:
    """Measure, write and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ledger", type=Path, help="a ledger that is there; default: one of the releases is made")
    parser.add_argument("--readers", type=int, default=READERS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long they read")
    parser.add_argument("--each", type=int, default=EACH, help="pages of each kind asked for alone")
    parser.add_argument("--results", type=Path, default=ROOT / "bench" / "results", help="folder to write to")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ledger = copy_of(asked.ledger, Path(folder))
        paths = pages_of(ledger, asked.each)
        with serving(ledger) as address:
            figures = {
                "version": metadata.version("detente"),
                "python": platform.python_version(),
                "machine": platform.machine(),
                "alone": asyncio.run(alone(address, paths)),
                "browser": in_a_browser(address, paths),
                "load": load(address, paths, ledger, asked.readers, asked.seconds),
            }
    text = json.dumps(figures, indent=2)
    asked.results.mkdir(exist_ok=True)
    (asked.results / f"serving-{figures['version']}.json").write_text(text + "\n", encoding="utf-8")
    print(text)


def copy_of(given: Path | None, folder: Path) -> Path:
    """A ledger of the releases that may be added to."""
    path = folder / "releases.ledger"
    if given:
        path.write_bytes(given.read_bytes())
    else:
        add(path, RELEASES)
    return path


def add(ledger: Path, *sources: Path) -> None:
    """Add documents through the command."""
    command = [sys.executable, "-m", "detente", "add", *sources, "--learned-when-published", "--ledger", ledger]
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


@contextmanager
def serving(ledger: Path) -> Iterator[str]:
    """The address of a site that shows the ledger."""
    command = [sys.executable, "-m", "detente", "serve", "--ledger", str(ledger), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None  # noqa: S101  (asked for above)
        yield process.stderr.readline().split()[4].rstrip("/")
        process.terminate()


def pages_of(ledger: Path, each: int) -> dict[str, list[str]]:
    """Kind of page -> paths of such pages, as different from each other as the ledger has them."""
    with Ledger.open(ledger) as book:

        def column(query: str) -> list[str]:
            return [row[0] for row in book.connection.execute(f"{query} LIMIT {each}")]

        sides = column("SELECT value FROM marks WHERE field = 'side' ORDER BY random()")
        contacts = column("SELECT id FROM contacts ORDER BY random()")
        documents = column("SELECT key FROM documents ORDER BY random()")
        persons = column("SELECT value FROM marks WHERE field = 'person' ORDER BY random()")
        places = column("SELECT value FROM marks WHERE field = 'place' ORDER BY random()")
        channels = [tuple(row) for row in book.connection.execute("SELECT a, b FROM channels ORDER BY random()")]
    return {
        "home": [f"/?limit={number}" for number in range(51, 51 + each)],
        "home of a side": [f"/?side={side}" for side in sides],
        "home of a place": [f"/?{urlencode({'place': place})}" for place in places],
        "words": [
            f"/?q={word}&limit={number}"
            for number in range(50, 50 + each // 4)
            for word in ("peace", "oil", "visit", "trade")
        ],
        "contact": [f"/contacts/{one}" for one in contacts],
        "channel": [f"/channel?{urlencode({'a': a, 'b': b})}" for a, b in channels[:each]],
        "state": [f"/states/{quote(side)}" for side in sides],
        "person": [f"/persons/{quote(one, safe='')}" for one in persons],
        "document": [f"/documents/{one}" for one in documents],
        "lists": ["/states", "/persons", "/channels", "/promises", "/documents", "/coverage", "/refusals", "/sql"],
        "API": [f"/api/v1/contacts?limit={number}" for number in range(1, 1 + each)],
    }


async def alone(address: str, paths: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """Milliseconds of pages that nobody has asked for before, one at a time; and of an answer without a ledger."""
    found: dict[str, object] = {}
    for kind, those in {"baseline": [_BASELINE] * EACH, **paths}.items():
        host = urlsplit(address)
        stream, sink = await asyncio.open_connection(host.hostname, host.port, limit=1 << 20)
        times = []
        for path in those:
            begin = perf_counter()
            status, _ = await ask(stream, sink, host.netloc, path)
            times.append(perf_counter() - begin)
            assert status == 200, (path, status)  # noqa: S101, PLR2004
        sink.close()
        found[kind] = in_milliseconds(times)
    return found


def in_milliseconds(times: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile and longest."""
    cuts = quantiles(times, n=20) if len(times) > 1 else [times[0]] * 19
    return {
        name: round(1000 * value, 1) for name, value in (("p50", median(times)), ("p95", cuts[18]), ("max", max(times)))
    }


def load(
    address: str, paths: Mapping[str, Sequence[str]], ledger: Path, readers: int, seconds: float
) -> dict[str, object]:
    """What many readers see while documents are added."""
    adding = subprocess.Popen(
        [sys.executable, __file__.replace("serving.py", "adding.py"), str(ledger), str(seconds)], stdout=subprocess.PIPE
    )
    found: Readings = asyncio.run(read(address, paths, readers, seconds))
    added = int(adding.communicate()[0] or 0)
    times = [one for those in found.seconds.values() for one in those]
    return {
        "readers": readers,
        "seconds": seconds,
        "answers": len(times),
        "statuses": dict(found.statuses),
        "broken": found.broken,
        "documents added": added,
        **in_milliseconds(times),
        "kinds": {kind: in_milliseconds(those) for kind, those in found.seconds.items()},
    }


def in_a_browser(address: str, paths: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """First contentful paint in milliseconds, and kilobytes gzipped without fonts, of the first page of each kind."""
    tool = [sys.executable, str(ROOT / "tools" / "browser.py")]
    path = subprocess.run(tool, check=True, capture_output=True, text=True).stdout.strip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        found: dict[str, object] = {
            kind: _seen(browser, address + those[0]) for kind, those in paths.items() if kind != "API"
        }
        browser.close()
    return found


def _seen(browser: Browser, address: str) -> dict[str, object]:
    sizes: dict[str, int] = {}
    with browser.new_context() as context:
        tab = context.new_page()
        tab.on("response", lambda one: sizes.update({one.url: _gzipped(one.url, one.body())}))
        tab.goto(address)
        tab.wait_for_load_state("networkidle")
        paint = tab.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    return {"first paint": round(paint), "kilobytes": round(sum(sizes.values()) / 1000)}


def _gzipped(address: str, body: bytes) -> int:
    return 0 if address.partition("?")[0].endswith(".woff2") else len(gzip.compress(body))


if __name__ == "__main__":
    main()
