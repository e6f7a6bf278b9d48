"""Ends of a channel as people name them: a state, an office of a state, a body."""

from collections.abc import Mapping
from functools import lru_cache

from detente.errors import UsageError
from detente.reference.asked import Asker, office_asked, terms_asked
from detente.reference.folding import fold
from detente.reference.offices import office_label
from detente.reference.registry import Registry


def ends_named(asked: str, registry: Registry) -> tuple[str, ...]:
    """What a phrase may name, the likeliest first: `RU`, `RU: president`, `RU: SVR`.

    Args:
        asked: a code ("RU"), a state ("Russia"), an office with its state ("Russian president"), a body ("SVR"), or an
            end as a ledger writes it.
    """
    side = asked.strip().upper()
    if ":" in asked:
        return (asked.strip(),)
    if side in registry.sides:
        return (side,)
    words = fold(asked)
    if state := _states(registry).get(words):
        return (state,)
    found = office_asked(words, registry)
    if found is None:
        return ()
    bodies = [f"{one.side}: {one.body.short}" for one in found.askers if one.body and one.body.short]
    terms = sorted(terms_asked(found, registry), key=lambda term: term.start, reverse=True)
    offices = [f"{term.side}: {office_label(term, registry)}" for term in terms]
    alone = any(one.body and words in {fold(one.body.short), *_names(one)} for one in found.askers)
    return tuple(dict.fromkeys([*bodies, *offices] if alone else [*offices, *bodies]))


@lru_cache(maxsize=4)
def _states(registry: Registry) -> Mapping[str, str]:
    """Folded name -> code of the first state that has it."""
    names = [
        (fold(name), code) for code, state in registry.states.items() for each in state.names.values() for name in each
    ]
    return dict(reversed(names))


def _names(asker: Asker) -> set[str]:
    names = asker.body.names if asker.body else {}
    return {fold(name) for group in names.values() for name in group}


def side_named(asked: str, registry: Registry) -> str:
    """The code of a side that a user named.

    Raises:
        UsageError: it is none.
    """
    ends = [end for end in ends_named(asked, registry) if ":" not in end]
    if not ends:
        raise UsageError(f"no side {asked!r}; give a code such as RU, or the name of a state or organisation")
    return ends[0]
