"""Every regular expression of the program takes a time in proportion to what it is given, however hostile that is."""

import csv
import importlib
import pkgutil
import re
import signal
import string
import time
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import pytest
import regex

import detente

LENGTH, SECONDS = 100_000, 0.5
HANGS = 60  # seconds after which an expression is given up on
TRIES = 3  # the quickest counts: another program may have had the processor
BLANKS_AND_MARKS = " \t\n\r.,-:;/<>&\"'()[]{}@=_0aA%é日т"
PAIRS = ("a ", "a.", "1,", "<a", "<!--", " \n", '"a', "[ ", "] ", "@a", "&#", "A-")
KINDS = (re.Pattern, type(regex.compile("")))


def inside(value: object) -> Iterator[object]:
    """A value and, for a collection, what is in it."""
    yield value
    parts = (
        value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple | list | frozenset) else ()
    )
    for part in parts:
        yield from inside(part) if isinstance(part, tuple) else [part]


def patterns() -> Iterator[tuple[str, str | bytes, Any]]:
    """Where it stands, its source, and itself, of every expression."""
    for module in pkgutil.walk_packages(detente.__path__, "detente."):
        if module.name != "detente.__main__":
            for name, value in vars(importlib.import_module(module.name)).items():
                for part in inside(value):
                    if isinstance(part, KINDS):
                        yield f"{module.name}.{name}", part.pattern, part
    table = (files("detente") / "data" / "registry" / "offices.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        yield "offices.csv", row["pattern"], re.compile(row["pattern"], re.IGNORECASE)


FOUND = {(source, pattern.flags): (where, pattern) for where, source, pattern in patterns()}


def hostile(source: str) -> Iterator[str]:
    """Texts of what the expression itself consists of, over and over."""
    own = dict.fromkeys(letter for letter in source if letter.isprintable() and letter not in string.ascii_letters)
    words = sorted(set(re.findall(r"[A-Za-z]{2,}|[^\w\s]{2,4}", source)), key=len)[-6:]
    for part in dict.fromkeys([*list(own)[:25], *BLANKS_AND_MARKS, *PAIRS, *words]):
        yield (part * (LENGTH // len(part) + 1))[:LENGTH]
    for word in words[-3:]:
        for filler in " a<":
            yield word + filler * LENGTH


def seconds(pattern: Any, text: str | bytes) -> float:
    """The processor time of finding every match, and of matching the whole, whichever is longer."""
    started = time.thread_time()
    for _ in pattern.finditer(text):
        pass
    between = time.thread_time()
    pattern.fullmatch(text)
    return max(between - started, time.thread_time() - between)


@pytest.mark.parametrize("key", FOUND, ids=[f"{number}" for number in range(len(FOUND))])
def test_every_pattern_is_through_a_hundred_kilobytes_in_half_a_second(key: tuple[str | bytes, int]) -> None:
    where, pattern = FOUND[key]
    source = key[0] if isinstance(key[0], str) else key[0].decode("latin-1")
    if hasattr(signal, "alarm"):
        signal.alarm(HANGS)  # ends a run that would not end; its message names this test
    try:
        for text in hostile(source):
            given = text if isinstance(key[0], str) else text.encode()[:LENGTH]
            short = seconds(pattern, given[: LENGTH // 10])
            assert short < SECONDS, (where, source, text[:20])
            assert any(seconds(pattern, given) < SECONDS for _ in range(TRIES)), (where, source, text[:20])
    finally:
        if hasattr(signal, "alarm"):
            signal.alarm(0)


def test_the_patterns_of_the_program_are_found() -> None:
    assert {"detente.read.entries._PROLOG", "detente.clean.lines._CRUMB_MARKS", "offices.csv"} <= {
        where for where, _ in FOUND.values()
    }
