"""How fast, how soon and how large: `make bench` writes bench/results/<version>.json and prints it.

Speed is measured in this process after start-up, on one core, through the public API; start-up and peak memory in fresh
processes of the command. The baseline is splitting the same text into words in the same run, so that the ratio can be
compared between machines where the megabytes a second cannot.
"""

import argparse
import gzip
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import metadata
from itertools import count
from pathlib import Path

import regex

import detente
from detente.model import Document, Span

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus" / "us-releases.jsonl.gz"
EXAMPLES = ROOT / "src" / "detente" / "data" / "examples"
COMMAND = Path(sys.executable).with_name("detente")
MEGABYTE = 1_000_000
FALLBACK_MEGABYTES, MEMORY_MEGABYTES, STARTS = 5.0, 5.0, 5
# Linux gives a child the peak of the process that started it, so a small process starts the one that is measured.
LAUNCHER = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(usage.ru_maxrss, usage.ru_utime + usage.ru_stime)
"""
Figures = dict[str, str | float | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Wall and CPU seconds of one stretch of work."""

    wall: float
    cpu: float


class Stopwatch:
    """Measures wall and CPU time of this process from its making on."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def read(self) -> Timing:
        """Time since it was made."""
        return Timing(wall=time.perf_counter() - self._wall, cpu=time.process_time() - self._cpu)


def measure_speed(documents: Sequence[Document]) -> tuple[Timing, int]:
    """Read all documents through the public API after start-up; the time and the number of reports."""
    # ---- the one place that knows the public API ----
    reader = detente.Reader(latest=date.today())  # noqa: DTZ011, TID251  (as the command does)
    reader.read(documents[0])  # loads the language files and the registry
    stopwatch = Stopwatch()
    readings = map(reader.read, documents)
    reports = sum(len(reading.reports) for reading in readings if isinstance(reading, detente.Reading))
    return stopwatch.read(), reports


def measure_baseline(documents: Sequence[Document]) -> Timing:
    """Split the same texts into words and do nothing with them."""
    words = regex.compile(r"\w+")
    stopwatch = Stopwatch()
    for document in documents:
        words.findall(document.text)
    return stopwatch.read()


def measure_start(page: Path) -> float:
    """Wall seconds from the command to its end on one page, best of `STARTS`."""
    best = float("inf")
    for _ in range(STARTS):
        began = time.perf_counter()
        subprocess.run([COMMAND, "read", page], check=True, capture_output=True)
        best = min(best, time.perf_counter() - began)
    return best


def measure_memory(records: Path) -> tuple[float, float]:
    """Peak megabytes and CPU seconds of a fresh process that reads the JSON Lines file."""
    command = [str(COMMAND), "read", str(records), "--format", "json", "--output", os.devnull]
    answer = subprocess.run([sys.executable, "-c", LAUNCHER, *command], check=True, stdout=subprocess.PIPE).stdout
    peak, cpu = map(float, answer.split())
    unit = 1 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux kibibytes
    return peak * unit / MEGABYTE, cpu


def corpus_records() -> Iterator[dict[str, str]]:
    """The records of the corpus of releases, or the bundled text examples over and over when it is absent."""
    if CORPUS.is_file():
        with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)
        return
    pages = [(page.stem, page.read_text(encoding="utf-8")) for page in sorted(EXAMPLES.glob("*.txt"))]
    for turn in count():
        for name, text in pages:
            yield {"id": f"{name}-{turn}", "text": text}


def first_megabytes(records: Iterable[dict[str, str]], megabytes: float) -> list[dict[str, str]]:
    """The first records whose texts make up that many megabytes of UTF-8."""
    taken, size = [], 0
    for record in records:
        if size >= megabytes * MEGABYTE:
            break
        taken.append(record)
        size += len(record["text"].encode())
    return taken


def as_document(record: dict[str, str]) -> Document:
    """A record as `read` would give it: title, a blank line, the body."""
    title, published = record.get("title"), record.get("published")
    return Document(
        id=record["id"],
        text=f"{title}\n\n{record['text']}" if title else record["text"],
        title=Span(start=0, end=len(title)) if title else None,
        published=date.fromisoformat(published) if published else None,
        lang=record.get("lang"),
        outlet=record.get("outlet"),
        url=record.get("url"),
    )


def measure_processes(records: list[dict[str, str]]) -> Figures:
    """Start-up time and peak memory of the command."""
    with tempfile.TemporaryDirectory() as folder:
        few = Path(folder) / "records.jsonl"
        part = first_megabytes(records, MEMORY_MEGABYTES)
        few.write_text("".join(json.dumps(record) + "\n" for record in part), encoding="utf-8")
        peak, cpu = measure_memory(few)
    return {
        "one_page_seconds": round(measure_start(min(EXAMPLES.glob("*.txt"))), 3),
        "peak_megabytes": round(peak, 1),
        "peak_measured_on_megabytes": MEMORY_MEGABYTES,
        "peak_run_cpu_seconds": round(cpu, 2),
    }


def measure(megabytes: float) -> Figures:
    """All figures, by name."""
    records = first_megabytes(corpus_records(), megabytes)
    documents = [as_document(record) for record in records]
    size = sum(len(document.text.encode()) for document in documents) / MEGABYTE
    baseline = measure_baseline(documents)
    reading, reports = measure_speed(documents)
    return {
        "version": metadata.version("detente"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "corpus": CORPUS.name if CORPUS.is_file() else "examples",
        "documents": len(documents),
        "megabytes": round(size, 2),
        "reports": reports,
        "wall_seconds": round(reading.wall, 2),
        "cpu_seconds": round(reading.cpu, 2),
        "megabytes_a_second": round(size / reading.wall, 3),
        "megabytes_a_cpu_second": round(size / reading.cpu, 3),
        "times_slower_than_word_splitting": round(reading.cpu / baseline.cpu, 1),
        **measure_processes(records),
    }


def main() -> None:
    """Measure, write and print."""
    parser = argparse.ArgumentParser(description="Measure speed, start-up time and peak memory.")
    parser.add_argument("--megabytes", type=float, help="how much text to read; default: the whole corpus")
    wanted = parser.parse_args().megabytes
    figures = measure(wanted or (float("inf") if CORPUS.is_file() else FALLBACK_MEGABYTES))
    text = json.dumps(figures, indent=2)
    results = ROOT / "bench" / "results"
    results.mkdir(exist_ok=True)
    (results / f"{figures['version']}.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
