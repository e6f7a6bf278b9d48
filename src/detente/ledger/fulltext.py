"""Words for the full-text index, written and asked alike, in every script."""

from unicodedata import normalize

import regex

# Accents of Latin, Cyrillic and Greek letters, which people leave out when they type.
_ACCENTS = regex.compile("[\u0300-\u036f]")
# Scripts that put no space between words: each letter is a word, and a word of the user is a phrase.
_UNSPACED = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}ー\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]", regex.V1
)  # fmt: skip
_QUOTED = regex.compile(r'"([^"]*)"|(\S+)')
# What ends a quoted phrase of FTS5, ends its query, or cannot be encoded.
_UNQUOTABLE = regex.compile('["\0\ud800-\udfff]')
_WORD = regex.compile(r"[\p{L}\p{N}]")


def index_words(text: str) -> str:
    """A text as the index keeps it: folded, without accents, letters of unspaced scripts apart."""
    if text.isascii():
        return text.lower()
    bare = normalize("NFC", _ACCENTS.sub("", normalize("NFD", text)))
    return str(_UNSPACED.sub(r" \g<0> ", bare.casefold()))


def match_query(asked: str) -> str:
    """What a user typed as a query of FTS5 that cannot be wrong; "" when there is no word in it.

    All words must stand in one sentence; words in quotation marks stand together; `*` after a word takes all that
    begin with it.
    """
    terms = []
    for phrase, word in _QUOTED.findall(asked):
        text = phrase or word
        words = _UNQUOTABLE.sub(" ", index_words(text))
        if _WORD.search(words):
            terms.append(f'"{words.rstrip("*").strip()}"{"*" if text.endswith("*") else ""}')
    return " ".join(terms)
