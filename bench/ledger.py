"""How fast a ledger is filled and answers: writes bench/results/ledger-<version>.json and prints it.

Answers are measured on a ledger of made-up contacts, in this process and with warm caches; filling on the corpus of
releases through the command line. Baselines of the same run are what SQLite does without a ledger.
"""

import argparse
import json
import platform
import sqlite3
from importlib import metadata
from pathlib import Path

from answers import measure_answers
from bench import ROOT
from loading import measure_loading

ANSWERS = ("timelines", "filters", "silences", "words")
CONTACTS, QUERIES = 1_000_000, 200


def main() -> None:
    """Measure, write and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", nargs="+", choices=[*ANSWERS, "loading"], default=[*ANSWERS, "loading"])
    parser.add_argument("--contacts", type=int, default=CONTACTS, help="made-up contacts to ask about")
    parser.add_argument("--queries", type=int, default=QUERIES, help="random queries of each kind")
    parser.add_argument("--documents", type=int, help="releases to load; default: all of them")
    parser.add_argument("--results", type=Path, default=ROOT / "bench" / "results", help="folder to write to")
    asked = parser.parse_args()
    figures: dict[str, object] = {
        "version": metadata.version("detente"),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "machine": platform.machine(),
    }
    if parts := [part for part in asked.parts if part in ANSWERS]:
        figures["answers"] = measure_answers(asked.contacts, asked.queries, parts)
    if "loading" in asked.parts:
        figures["loading"] = measure_loading(asked.documents)
    text = json.dumps(figures, indent=2)
    asked.results.mkdir(exist_ok=True)
    (asked.results / f"ledger-{figures['version']}.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
