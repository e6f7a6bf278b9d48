"""The benchmark of the ledger gives all its figures, on a ledger small enough for a test; how fast is not asked."""

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
ANSWERED = {"queries", "p50_ms", "p95_ms", "p95_cpu_ms", "longest_ms"}
FILTERS = (
    "side", "person", "office", "kind and status", "topic", "place", "period", "outlet", "language", "pairs",
)  # fmt: skip
WORDS = "rare words", "common words", "words of a sentence"
LOADED = {
    "documents", "text_megabytes", "wall_seconds", "cpu_seconds", "documents_a_second", "documents_a_cpu_second",
    "peak_megabytes", "ledger_megabytes", "ledger_over_text", "add_ten_seconds", "add_ten_cpu_seconds",
    "rebuild_seconds", "rebuild_cpu_seconds", "as_of_day", "as_of_seconds", "as_of_cpu_seconds", "list_seconds",
    "baseline",
}  # fmt: skip


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the benchmark of a small ledger wrote."""
    results = tmp_path_factory.mktemp("results")
    sizes = "--contacts", "500", "--queries", "5", "--documents", "20"
    command = [sys.executable, str(ROOT / "bench" / "ledger.py"), *sizes, "--results", str(results)]
    subprocess.run(command, check=True, capture_output=True)
    (written,) = results.iterdir()
    found: dict[str, Any] = json.loads(written.read_text(encoding="utf-8"))
    return found


def test_a_large_ledger_is_asked_for_timelines_filters_silences_and_words(figures: dict[str, Any]) -> None:
    answers = figures["answers"]
    asked = (
        "timeline", "timeline first page", "channel", "longest silences", *WORDS,
        *(f"filter {name}" for name in FILTERS), *(f"count of {name}" for name in WORDS),
    )  # fmt: skip
    assert answers["contacts"] == 500
    assert answers["documents"] == answers["reports"] > 500
    assert {name for name in asked if set(answers[name]) != ANSWERED} == set()
    for name in asked:
        known = [answers[name][one] for one in ("p50_ms", "p95_ms", "longest_ms")]
        assert all(less <= more for less, more in pairwise(known)), name
    assert set(answers["baseline"]) == {"like_scan_seconds", "times_faster_than_like_scan"}


def test_loading_is_measured_or_says_why_not(figures: dict[str, Any]) -> None:
    loading = figures["loading"]
    if "skipped" in loading:
        assert "us-releases" in loading["skipped"]
    else:
        assert set(loading) == LOADED
        assert loading["documents"] == 10
