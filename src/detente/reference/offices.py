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
    return _label(term.role, term.side, term.office, registry)


# Bounded by the number of titles; a run over many documents asks for the same few over and over.
@lru_cache(maxsize=4096)
def _label(role: str, side: str, title: str, registry: Registry) -> str:
    for rule in registry.offices:
        if rule.role in {role, "*"} and rule.side in {side, "*"} and re.search(rule.pattern, title, re.IGNORECASE):
            return rule.label
    return title.lower()
