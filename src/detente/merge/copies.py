"""Copies of one text: documents that share most of their words, in the same order, come from one origin.

A sketch keeps every eighth shingle by its hash (FracMinHash; Irber et al. 2022, doi 10.1101/2022.01.11.475838), so that
two sketches tell how much of the shorter text stands in the longer one, whatever their lengths.
"""

from collections.abc import Sequence
from hashlib import blake2b

_KEPT = 8  # one shingle of so many is kept
_SPACED, _UNSPACED = 5, 12  # words a shingle, where a word is a word and where it is a character
_FEWEST = 4  # shingles; a shorter text is its own origin unless it is the same word for word
_SHARED = 0.5  # of the shorter sketch
_LETTERS = 20  # a shorter sentence is said twice by chance


def sketch(words: Sequence[str]) -> tuple[int, ...]:
    """The sampled shingles of a text as sorted integers of 63 bits.

    Args:
        words: folded, without page furniture; a text of characters is seen by their length.
    """
    size = _UNSPACED if sum(map(len, words)) < 2 * len(words) else _SPACED
    encoded = [word.encode("utf-8", "surrogatepass") for word in words]
    found = set()
    for first in range(len(words) - size + 1):
        digest = blake2b(b"\0".join(encoded[first : first + size]), digest_size=8).digest()
        number = int.from_bytes(digest) >> 1
        if number % _KEPT == 0:
            found.add(number)
    return tuple(sorted(found))


def are_copies(shared: int, left: int, right: int) -> bool:
    """Whether half of the shorter text stands in the other one, word for word.

    Args:
        shared: how many numbers both sketches have.
        left, right: lengths of the two sketches.
    """
    shorter = min(left, right)
    return shorter >= _FEWEST and shared >= _SHARED * shorter


def wording(words: Sequence[str]) -> str:
    """A name for a sentence, the same for the same words; "" for one too short to tell a copy.

    Args:
        words: folded.
    """
    letters = "".join(word for word in words if word.isalnum())
    if len(letters) < _LETTERS:
        return ""
    return blake2b(letters.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
