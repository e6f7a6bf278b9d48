"""The short English office of a term, as a codebook writes it."""

import re
from functools import lru_cache

from detente.model.actors import Term
from detente.reference.registry import Registry


def office_label(term: Term, registry: Registry) -> str:
    """Short English office: `president`, `foreign minister`, `CIA director`, `security council secretary`.

    The first row of offices.csv whose role, side and pattern fit the title decides; a title that no row fits is
    given in lower case as it stands.
    """
    for rule in registry.offices:
        if rule.role in {term.role, "*"} and rule.side in {term.side, "*"} and _fits(rule.pattern, term.office):
            return rule.label
    return term.office.lower()


# Bounded by the number of titles; a run over many documents asks for the same few over and over.
@lru_cache(maxsize=4096)
def _fits(pattern: str, title: str) -> bool:
    return re.search(pattern, title, re.IGNORECASE) is not None
