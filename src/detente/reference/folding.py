"""One form for names and titles, so that case, accents and punctuation do not part them."""

import re
import unicodedata
from functools import lru_cache

_PLAIN = re.compile("[^a-z0-9]+")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
# Marks of Latin and Cyrillic letters lie below; the vowel signs of Indic scripts above are letters to us.
_FIRST_LETTER_MARK = "\u0370"


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Lower case, no accents, one space for any punctuation: the form in which names and titles are compared."""
    if text.isascii():
        return _PLAIN.sub(" ", text.lower()).strip()
    kept = []
    for letter in unicodedata.normalize("NFKD", text.casefold()):
        kind = unicodedata.category(letter)
        if kind == "Cf" or (kind == "Mn" and letter < _FIRST_LETTER_MARK):
            continue
        kept.append(letter if kind[0] in "LMN" else " ")
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def within(phrase: str, words: str) -> bool:
    """Whether folded `words` contain the folded `phrase` as whole words, or anywhere where a script has no spaces."""
    if phrase not in words:
        return False
    return f" {phrase} " in f" {words} " or _UNSPACED.search(phrase) is not None
