"""PROVISIONAL, until the measured first look is merged: whether a page names two sides at all."""

from datetime import date

import ahocorasick_rs

from detente.model import Document
from detente.pipeline import Reader


class FirstLook:
    """A fast test of a page before its text is taken out of it.

    Args:
        reader: whose registry tells the sides.
    """

    def __init__(self, reader: Reader) -> None:
        registry = reader.registry
        names = {
            name: code
            for code, state in registry.states.items()
            for table in (state.names, state.capitals, registry.adjectives.get(code, {}))
            for forms in table.values()
            for name in forms
        }
        self._sides = list(names.values())
        self._names = ahocorasick_rs.AhoCorasick(list(names))

    def passes(
        self, markup: bytes, charset: str | None = None, *, url: str | None = None, day: date | None = None
    ) -> bool:
        """Whether a page may report a contact.

        Args:
            charset: the encoding that its site named.
            url: its address; day: when it was fetched.
        """
        del url, day
        try:
            return self._speaks(markup.decode(charset or "utf-8", "replace"))
        except LookupError:
            return self._speaks(markup.decode("utf-8", "replace"))

    def passes_text(self, document: Document) -> bool:
        """Whether a document may report a contact."""
        return self._speaks(document.text)

    def _speaks(self, text: str) -> bool:
        met: set[str] = set()
        for number, _, _ in self._names.find_matches_as_indexes(text):
            met.add(self._sides[number])
            if len(met) > 1:
                return True
        return False
