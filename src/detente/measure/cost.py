"""What reading cost: time, calls and tokens, and money where somebody said what tokens cost."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self


@dataclass(slots=True, kw_only=True)
class Cost:
    """Counts of some documents, which add up to those of many.

    Attributes:
        documents: that could be read.
        seconds: of the rules' reading, all documents together.
        wanted: documents that were worth a question to the model.
        answered: those of them with a usable answer, whether asked for now or stored before.
        asked: those that the model was asked about now; what follows is of these alone.
        calls: requests, retries included.
        tokens, written: of questions and answers, and of the answers among them.
        asked_seconds: both readings, the rules' too.
    """

    documents: int = 0
    seconds: float = 0.0
    wanted: int = 0
    answered: int = 0
    asked: int = 0
    calls: int = 0
    tokens: int = 0
    written: int = 0
    asked_seconds: float = 0.0

    def __iadd__(self, other: Self) -> Self:
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))
        return self

    def money(self, prices: tuple[float, float]) -> float:
        """What the tokens cost, in the currency of the prices.

        Args:
            prices: of a token that is sent, and of one that the model writes.
        """
        return (self.tokens - self.written) * prices[0] + self.written * prices[1]


def total(costs: Mapping[str, Cost]) -> Cost:
    """The cost of all groups together."""
    whole = Cost()
    for one in costs.values():
        whole += one
    return whole
