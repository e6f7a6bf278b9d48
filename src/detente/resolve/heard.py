"""Surnames by sound, for languages that give foreign names by surname and title alone."""

from collections.abc import Iterable

from anyascii import anyascii
from rapidfuzz import fuzz

from detente.model import Term
from detente.reference.registry import Registry
from detente.resolve.people import skeleton

_CLOSE_ENOUGH = 80.0


def heard_surname(name: str, terms: Iterable[Term], registry: Registry) -> str | None:
    """The only holder whose last or first name sounds like this one, None when none or several do.

    Args:
        name: one word in Latin letters.
        terms: of the office and state that the text says, near the day of the document.
    """
    best: dict[str, float] = {}
    heard, plain = skeleton(name), name.casefold()
    for term in terms:
        words = anyascii(registry.persons[term.person].name).split()
        for word in (words[0], words[-1]):
            score = (fuzz.ratio(heard, skeleton(word)) + fuzz.ratio(plain, word.casefold())) / 2
            best[term.person] = max(score, best.get(term.person, 0.0))
    close = [person for person, score in best.items() if score >= _CLOSE_ENOUGH]
    return close[0] if len(close) == 1 else None
