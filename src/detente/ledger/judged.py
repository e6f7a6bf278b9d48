"""What people judged, loaded once for all contacts that are asked for."""

import sqlite3
from dataclasses import dataclass

from detente.ledger.filing import judgement_of
from detente.merge import decide
from detente.model.contact import Decisions, Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """All that people judged.

    Attributes:
        judgements: the oldest first.
        decisions: what they come to.
    """

    judgements: tuple[Judgement, ...]
    decisions: Decisions

    def rejections(self) -> dict[str, Judgement]:
        """Handles of the reports that count as no contact, each with the judgement that says so."""
        said = (one for one in self.judgements if one.verdict == "reject")
        return {handle: one for one in said for handle in one.reports if handle in self.decisions.rejected}


def load_judged(connection: sqlite3.Connection) -> Judged:
    """The judgements of a ledger, and what they come to."""
    judgements = tuple(map(judgement_of, connection.execute("SELECT * FROM judgements ORDER BY at, key")))
    return Judged(judgements=judgements, decisions=decide(judgements))
