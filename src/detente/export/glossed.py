"""English glosses beside quotations: always marked as a machine's, and never part of what a document says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from detente.export.screen import Piece, one_line

Quotation = tuple[str, str]  # its words and the ISO 639-1 code of their language


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossed:
    """Glosses of quotations.

    Attributes:
        by: name of the model that made them.
        of: quotation -> gloss; a quotation that has none is not in it.
    """

    by: str = ""
    of: Mapping[Quotation, str] = field(default_factory=dict)

    def pieces(self, quotation: Quotation) -> list[Piece]:
        """The gloss of a quotation as one line and who made it; nothing when it has none."""
        gloss = self.of.get(quotation)
        if gloss is None:
            return []
        return [(one_line(gloss), ""), (f"  (gloss, machine-made by {one_line(self.by)})", "dim")]

    def records(self, quotations: Iterable[Quotation]) -> list[dict[str, Any]]:
        """The glosses of these quotations as JSON holds them, each marked as a machine's."""
        return [
            {"words": words, "lang": lang, "gloss": self.of[words, lang], "by": self.by, "machine_made": True}
            for words, lang in dict.fromkeys(quotations)
            if (words, lang) in self.of
        ]
