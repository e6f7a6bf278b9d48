"""Katakana names in Latin letters, without the vowels that Japanese adds to foreign words."""

import unicodedata

import regex
from anyascii import anyascii

_SMALL = "LETTER SMALL"
_KANA = regex.compile(r"[\p{Katakana}\u30fc・＝=\s]+")
_SIBILANT = regex.compile(r"(?<=sh|ch|j)y")
# After these consonants "u" (after t and d "o") is added where the foreign word has no vowel.
_ADDED_LAST = regex.compile(r"(?<=[aeiou][^aeiouy]{0,2}[sztkgbpfmlrv])u\b|(?<=[aeiou][td])o\b")
_ADDED_INSIDE = regex.compile(r"(?<=[kgsbpfmr])u(?=[rlstkbd])|(?<=[td])o(?=r)")


def is_kana(name: str) -> bool:
    """Whether a name is in katakana but for blanks and dots."""
    return _KANA.fullmatch(name) is not None


def romanise_kana(name: str) -> str:
    """A name such as "ペティグリュ\u30fc" as "Petigryu": a likely spelling, never the certain one."""
    return " ".join(_word(word) for word in regex.split(r"[・＝=\s]+", name) if word)


def _word(word: str) -> str:
    sounds: list[str] = []
    for letter in word:
        name = unicodedata.name(letter, "")
        if not name.startswith("KATAKANA LETTER") or name.endswith("SMALL TU"):
            continue  # marks of length
        if _SMALL in name and sounds:
            # A small vowel takes the place of the one before it: ti-yo is cho, te-i is ti.
            column = sounds[-1].rstrip("aiueo") or ("w" if sounds[-1] == "u" else "")
            sounds[-1] = _SIBILANT.sub("", column + name.rpartition(" ")[2].casefold())
        else:
            sounds.append(anyascii(letter).casefold())
    plain: str = _ADDED_INSIDE.sub("", _ADDED_LAST.sub("", "".join(sounds)))
    return plain[:1].upper() + plain[1:]
