"""PROVISIONAL, until the measured first look is merged: whether a page names two sides at all."""

import ahocorasick_rs

from detente.reference.registry import Registry


class FirstLook:
    """A fast test of a page before its text is taken out of it.

    Args:
        registry: whose states are the sides.
    """

    def __init__(self, registry: Registry) -> None:
        names = {
            name: code
            for code, state in registry.states.items()
            for table in (state.names, state.capitals, registry.adjectives.get(code, {}))
            for forms in table.values()
            for name in forms
        }
        self._sides = list(names.values())
        self._names = ahocorasick_rs.AhoCorasick(list(names))

    def passes(self, body: bytes, charset: str | None) -> bool:
        """Whether a page may report a contact.

        Args:
            charset: the encoding that the page's answer names.
        """
        try:
            return self.passes_text(body.decode(charset or "utf-8", "replace"))
        except LookupError:
            return self.passes_text(body.decode("utf-8", "replace"))

    def passes_text(self, text: str) -> bool:
        """Whether a text may report a contact."""
        met: set[str] = set()
        for number, _, _ in self._names.find_matches_as_indexes(text):
            met.add(self._sides[number])
            if len(met) > 1:
                return True
        return False
