"""Surnames by sound, for languages that give foreign names by surname and title alone."""

from collections.abc import Iterable
from datetime import date

from anyascii import anyascii
from rapidfuzz import fuzz

from detente.model import Term
from detente.reference.registry import Registry
from detente.resolve.people import skeleton

_CLOSE_ENOUGH = 80.0
# Chinese characters give a foreign name roughly; state, office and day leave few who may be meant.
_ROUGHLY, _AHEAD = 62.0, 8.0
_CLOSED = str.maketrans({"r": "l"})


def heard_in_characters(name: str, terms: Iterable[Term], registry: Registry, day: date) -> str | None:
    """The holder of an office whose name Chinese characters read aloud sound most like, None when none does.

    Args:
        name: in Chinese characters, with blanks for its dots; its last word is the family name.
        terms: of the office and state that the text says, near the day of the document.
    """
    scores: dict[str, float] = {}
    heard = _by_consonants(anyascii(name.rsplit(maxsplit=1)[-1]))
    for term in terms:
        known = registry.persons[term.person]
        words = {word for form in (known.name, *known.forms.get("en", ())) for word in anyascii(form).split()}
        score = max(fuzz.ratio(heard, _by_consonants(word)) for word in words)
        inside = term.start <= day and (term.end is None or day <= term.end)
        scores[term.person] = max(score + (_AHEAD if inside else 0.0), scores.get(term.person, 0.0))
    ranked = sorted(scores.items(), key=lambda one: -one[1])
    if not ranked or ranked[0][1] < _ROUGHLY or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _AHEAD):
        return None
    return ranked[0][0]


def _by_consonants(word: str) -> str:
    return skeleton(word.casefold().replace("ng", "n")).translate(_CLOSED)


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
