"""Measure every language on the gold and write gold/floors.toml; a figure that fell is kept unless --lower is given."""

import argparse
import hashlib
import sys
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from detente import Document, Reader, Reading, read
from detente.export.gold import gold_row
from detente.measure import Contact, Figures, Labelled, contacts_of, load_labels, measure

ROOT = Path(__file__).parents[1]
FLOORS, GOLD = ROOT / "gold" / "floors.toml", ROOT.parent / "shared" / "gold" / "dev.jsonl"
HEADING = """\
# Figures on the development gold below which no change may fall (tests/test_gold.py): what was reached, cut to three
# places. The gold lies beside the repository (../shared/gold/dev.jsonl), not in it. Written by tools/floors.py.
"""
NAMES = ("f1", "strict-f1", "evidence")


def contacts(path: Path, latest: datetime) -> dict[str, tuple[Contact, ...]]:
    """Id -> contacts read, of every document of a file."""
    reader, found = Reader(latest=latest.date()), {}
    for document in read([str(path)]):
        if isinstance(document, Document):
            outcome = reader.read(document)
            reports = outcome.reports if isinstance(outcome, Reading) else ()
            found[document.id] = contacts_of(gold_row(document, reports, document.lang)["contacts"])
    return found


def floor(figures: Figures) -> dict[str, float]:
    """The figures that a floor holds."""
    return {
        "f1": figures.contacts.f1,
        "strict-f1": figures.strict.f1,
        "evidence": figures.fields.get("evidence", (0.0, 0))[0],
    }


def cut(value: float) -> float:
    """A figure cut, not rounded, to three places."""
    return int(value * 1000) / 1000


def section(name: str, figures: Figures, before: Mapping[str, Any], *, lower: bool) -> Iterator[str]:
    """The lines of one language."""
    yield f"[{name}]"
    yield f"documents = {figures.documents}"
    yield f"contacts = {figures.contacts.number}"
    for key, value in floor(figures).items():
        kept = cut(value) if lower else max(cut(value), before.get(key, 0.0))
        yield f"{key} = {kept}"
    alarms = figures.alarms[0] if lower else min(figures.alarms[0], before.get("false-alarms", figures.alarms[0]))
    yield f"false-alarms = {alarms}\n"


def page(labels: Mapping[str, Labelled], before: Mapping[str, Any], *, lower: bool) -> Iterator[str]:
    """The whole file."""
    now = datetime.now(UTC)  # noqa: TID251  (a tool: the day of the measurement)
    whole, groups = measure(labels.values(), contacts(GOLD, now), "language")
    content = GOLD.read_bytes()
    yield HEADING
    yield "[corpus]"
    yield f'file = "{GOLD.name}"\nsha256 = "{hashlib.sha256(content).hexdigest()}"\ndocuments = {len(labels)}'
    yield f"measured = {now.date().isoformat()}\n"
    yield from section("all", whole, before.get("all", {}), lower=lower)
    for lang, figures in groups.items():
        yield from section(f"languages.{lang}", figures, before.get("languages", {}).get(lang, {}), lower=lower)


def main() -> None:
    """Write the floors."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--lower", action="store_true", help="take figures that fell too; say why in CHANGELOG.md")
    given = asked.parse_args()
    if not GOLD.is_file():
        sys.exit(f"no gold here: {GOLD} is absent")
    before = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    FLOORS.write_text("\n".join(page(load_labels(GOLD), before, lower=given.lower)), encoding="utf-8")


if __name__ == "__main__":
    main()
