"""How fast web archives are read, and what the first look loses: JSON in bench/results/corpus-<version>.json.

On a crawl of the pages of `pages.py`, written once and read by `detente corpus` with one and two workers; beside it, in
the same run, what a user would do instead: take the text out of every page with trafilatura. Without the project's
shared texts there is nothing to make the pages of, and the figures say so.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path

import pyarrow.parquet as pq
import trafilatura
from bench import COMMAND, MEGABYTE, ROOT, Figures, Stopwatch
from fastwarc.warc import ArchiveIterator, WarcRecordType
from loading import run
from pages import REAL, write_archives

SHARDS = 4


def corpus(archives: Iterable[Path], out: Path, *options: str) -> tuple[float, list[dict[str, object]]]:
    """Wall seconds of the command over the archives, and the manifests of the result."""
    wall, _, _ = run("corpus", *archives, "--out", out, *options)
    return wall, [json.loads(path.read_bytes()) for path in sorted(out.glob("*.manifest.json"))]


def pages_a_second(manifests: Sequence[dict[str, object]]) -> dict[str, float]:
    """By the seconds of a core, start-up included, and without it as far as the last shards of a process tell."""
    cores = [float(str(one["core_seconds"])) for one in manifests]
    records = [int(str(one["records"])) for one in manifests]
    return {
        "pages_a_core_second": round(sum(records) / sum(cores), 1),
        "pages_a_core_second_after_start": round(sum(records[1:]) / sum(cores[1:]), 1),
    }


def trafilatura_alone(archive: Path, pages: int) -> float:
    """Pages of a core second of FastWARC and trafilatura's text, over the first pages of an archive."""
    stopwatch, done = Stopwatch(), 0
    with archive.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            trafilatura.extract(record.reader.read(), fast=True, include_comments=False)
            done += 1
            if done == pages:
                break
    return done / stopwatch.read().cpu


def kept(out: Path) -> set[str]:
    """Addresses of the pages that report a contact."""
    return {
        address for path in out.glob("*.parquet") for address in pq.read_table(path, columns=["url"])["url"].to_pylist()
    }


def measure(folder: Path, pages: int, compared: int, largest: int | None) -> Figures:
    """All figures on a crawl of so many pages."""
    kinds = write_archives(folder / "crawl", pages, SHARDS, largest)
    archives = sorted((folder / "crawl").glob("*.warc.gz"))
    one, manifests = corpus(archives, folder / "one", "--workers", "1")
    two, _ = corpus(archives, folder / "two", "--workers", "2")
    _, everything = corpus(archives, folder / "all", "--no-look", "--workers", "2")
    alone = trafilatura_alone(archives[0], compared)
    rates = pages_a_second(manifests)
    kept_of = [int(str(each["kept"])) for each in manifests]
    added, _, _ = run("add", folder / "one", "--ledger", folder / "crawl.ledger")
    found, looked = kept(folder / "all"), kept(folder / "one")
    passed = sum(int(str(each["passed_by"])) for each in manifests)
    others = pages - len(found)
    return {
        "pages": pages,
        "kilobytes_a_page": round(_bytes_of_pages(archives) / pages / 1000, 1),
        "megabytes_packed": round(sum(path.stat().st_size for path in archives) / MEGABYTE, 1),
        "share_with_a_contact": round(len(found) / pages, 4),
        **rates,
        "pages_a_core_second_without_look": pages_a_second(everything)["pages_a_core_second_after_start"],
        "pages_a_core_second_of_trafilatura_alone": round(alone, 1),
        "times_faster_than_trafilatura": round(rates["pages_a_core_second_after_start"] / alone, 1),
        "speed_of_two_workers": round(one / two, 2),
        "kept_share": round(sum(kept_of) / pages, 4),
        "bytes_a_kept_document": round(
            sum(path.stat().st_size for path in (folder / "one").glob("*.parquet")) / sum(kept_of)
        ),
        "documents_added_a_second": round(sum(kept_of) / added, 1),
        "look_keeps": round(len(looked & found) / len(found), 4),
        "look_drops": round((passed - len(found - looked)) / others, 4),
        **{f"look_keeps_of_{kind}": _share(looked, found, kinds, kind) for kind in ("contact", "other", "real")},
        "peak_megabytes": round(max(int(str(each["peak_bytes"])) for each in manifests) / MEGABYTE, 1),
    }


def _bytes_of_pages(archives: Iterable[Path]) -> int:
    total = 0
    for archive in archives:
        with archive.open("rb") as stream:
            total += sum(len(one.reader.read()) for one in ArchiveIterator(stream))
    return total


def _share(looked: set[str], found: set[str], kinds: dict[str, str], kind: str) -> str:
    of_kind = {address for address in found if kinds[address] == kind}
    return f"{len(looked & of_kind)} of {len(of_kind)}"


def main() -> None:
    """Measure, write and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=20_000, help="how many pages the crawl has")
    parser.add_argument("--compared", type=int, default=1_000, help="how many of them trafilatura is given")
    parser.add_argument("--largest", type=int, help="kB of the largest saved page that is taken, for a smaller crawl")
    options = parser.parse_args()
    largest = None if options.largest is None else options.largest * 1000
    results = ROOT / "bench" / "results"
    results.mkdir(parents=True, exist_ok=True)
    version = metadata.version("detente")
    figures: Figures = {"version": version, "command": COMMAND.name, "python": sys.version.split()[0]}
    began = time.perf_counter()
    if REAL.is_dir():
        with tempfile.TemporaryDirectory() as folder:
            figures |= measure(Path(folder), options.pages, options.compared, largest)
    else:
        figures["skipped"] = "the pages are made of texts that are kept beside the project; they are not here"
    figures["seconds"] = round(time.perf_counter() - began, 1)
    text = json.dumps(figures, indent=2)
    name = f"corpus-{version}.json" if largest is None else f"corpus-{version}-{options.largest}kB.json"
    (results / name).write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
