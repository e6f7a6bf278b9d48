"""Names in Latin letters, for persons that the registry does not know."""

from collections.abc import Mapping

import regex
from anyascii import anyascii

from detente.resolve.kana import is_kana, romanise_kana

_SHORTEST = 3
_HAN = regex.compile(r"[\p{Han}\s]+")


def plain_form(name: str, oblique: Mapping[str, str]) -> str:
    """A name without its case endings, as far as the language file can tell (`WordRules.oblique`).

    Args:
        oblique: ending -> what the nominative has instead, the longest ending first.
    """
    if not oblique:
        return " ".join(name.split())
    words = []
    for word in name.split():
        ending = next((end for end in oblique if word.endswith(end)), "")
        kept = len(word) - len(ending)
        words.append(word[:kept] + oblique[ending] if ending and kept >= _SHORTEST else word)
    return " ".join(words)


def is_han(name: str) -> bool:
    """Whether a name is written in Chinese characters only."""
    return not name.isascii() and _HAN.fullmatch(name) is not None


def romanise(name: str) -> str:
    """A name in plain Latin letters with capitals; a name already in Latin letters keeps its accents."""
    if name.isascii() or all(not letter.isalpha() or letter < "ɐ" for letter in name):
        return " ".join(name.split())
    if is_kana(name):
        return " ".join(romanise_kana(name).split())
    if is_han(name) and _SHORTEST - 1 <= len(name) <= _SHORTEST and len(name.split()) == 1:
        return " ".join(f"{anyascii(name[0])} {anyascii(name[1:]).capitalize()}".split())
    plain = anyascii(name)
    return " ".join(word[:1].upper() + word[1:] for word in plain.split())
