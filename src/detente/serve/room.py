"""How much an answer to a language model may hold, and what is said of the rest: nothing is left out in silence."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from detente.export.plain import plain
from detente.export.records import json_line
from detente.export.screen import Screen
from detente.model.listing import ContactLine, PromiseLine

LETTERS = 40_000  # of an answer as JSON; some 10,000 tokens
LONGEST = 2_000  # letters of one quotation
_PARTIES = 30  # of a contact in a list
_SCREEN = Screen()
Value = TypeVar("Value")


class Room:
    """The letters that are left in one answer; a class because every list of the answer takes from the same.

    Attributes:
        left_out: what did not fit, a sentence each.
    """

    def __init__(self, letters: int = LETTERS) -> None:
        self._letters = letters
        self._left_out: list[str] = []

    @property
    def left_out(self) -> tuple[str, ...]:
        """What did not fit, a sentence each, in the order in which it was left out."""
        return tuple(dict.fromkeys(self._left_out))

    def take(self, values: Iterable[Value], most: int, what: str, remedy: str) -> tuple[Value, ...]:
        """The first values, as many as there is room for; says how many were left out.

        Args:
            most: at most so many.
            what: a name for several of them.
            remedy: how to see the rest.
        """
        taken: list[Value] = []
        stream = iter(values)
        for value in stream:
            letters = len(as_json(value))
            if len(taken) == most or letters > self._letters:
                rest = sum(1 for _ in chain((value,), stream))
                self._left_out.append(f"{len(taken):,} of {len(taken) + rest:,} {what} are shown; {remedy}")
                break
            self._letters -= letters
            taken.append(value)
        return tuple(taken)

    def promise(self, line: PromiseLine) -> PromiseLine:
        """The promise with passages of a bounded length."""
        for words in (line.words, line.settled_words):
            self._say_of(f"a passage of promise {line.id}", words, LONGEST, "letters", "its document has the rest")
        return replace(line, words=line.words[:LONGEST], settled_words=line.settled_words[:LONGEST])

    def contact(self, line: ContactLine) -> ContactLine:
        """The contact with a bounded number of parties."""
        self._say_of(f"contact {line.id}", line.parties, _PARTIES, "parties", "`show_contact` has more")
        return replace(line, parties=line.parties[:_PARTIES])

    def few(self, values: Sequence[Value], most: int, what: str) -> tuple[Value, ...]:
        """The first values of something that is not worth a remedy; says how many were left out."""
        self._say_of(what, values, most, "entries", "the ledger's own pages and commands show them")
        return tuple(values[:most])

    def _say_of(self, whole: str, values: Sequence[object], most: int, unit: str, remedy: str) -> None:
        if len(values) > most:
            self._left_out.append(f"{most:,} of {len(values):,} {unit} of {whole} are shown; {remedy}")


def as_json(value: object) -> str:
    """A value as one line of JSON, in which what a terminal would obey is an escape."""
    record = plain(value)
    return json_line(record if isinstance(record, dict) else {"value": record}, _SCREEN).rstrip("\n")
