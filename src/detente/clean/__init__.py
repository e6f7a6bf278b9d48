"""Documents with their page furniture marked; nothing is removed, so every span stays where it was."""

from dataclasses import replace

from detente.clean.boilerplate import junk_of
from detente.clean.lines import lines_of
from detente.model import Document, JunkRules

__all__ = ["clean"]

_MOST_LINES = 20_000  # no page of news has so many; ten million letters of nothing but line ends would take minutes


def clean(document: Document, junk: JunkRules) -> Document:
    """The document with `junk` holding the regions of page furniture, in text order and apart from each other.

    The title is never marked, and a text of a single line or of very many is left alone. A doubtful line stays
    unmarked: furniture that is read as news costs less than news that is not read.

    Args:
        document: as it was read; marks that it already has are replaced.
        junk: the words of its language; without any, only the rules that need none apply.
    """
    lines = () if document.text.count("\n") > _MOST_LINES else lines_of(document)
    return replace(document, junk=junk_of(lines, junk))
