"""What a language file says, as values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class JunkRules:
    """The words by which a language's page furniture is known; compared without regard to case.

    Attributes:
        lines: whole lines, such as a consent notice; punctuation around them and a count after them are ignored.
        starts: beginnings of short lines, such as a picture credit; a final colon is part of the beginning.
        tails: short lines, or their beginnings, after which the page holds no more of the article.
    """

    lines: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
