"""An actor in the making: mentions that together name somebody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from detente.model.annotated import CueHit, Mention, MentionKind
from detente.resolve.glue import Glue

NAMES = frozenset({MentionKind.PERSON, MentionKind.NAME})
_SLOTS: Mapping[MentionKind, str] = MappingProxyType({
    MentionKind.STATE: "states",
    MentionKind.OFFICE: "offices",
    MentionKind.BODY: "bodies",
    MentionKind.PLACE: "places",
    MentionKind.PERSON: "names",
    MentionKind.NAME: "names",
})  # fmt: skip


@dataclass(slots=True)
class Chunk:
    """Mentions that together name one actor, at words [first, last).

    Attributes:
        states, offices, bodies, names, places: its mentions by kind, in text order.
        reference: a cue such as "delegation" or "counterpart" in it.
        former: whether it is said that the office is no longer, or not yet, held.
        bare: whether its last word carries no ending.
        double: whether its two offices are held by one person.
        group: number of its list; chunks of one list follow each other.
        marks: how it is joined to the sentence.
    """

    first: int
    last: int
    states: list[Mention] = field(default_factory=list)
    offices: list[Mention] = field(default_factory=list)
    bodies: list[Mention] = field(default_factory=list)
    names: list[Mention] = field(default_factory=list)
    places: list[Mention] = field(default_factory=list)
    reference: CueHit | None = None
    former: bool = False
    double: bool = False
    bare: bool = False
    group: int = -1
    marks: set[str] = field(default_factory=set)

    def slot(self, kind: MentionKind) -> list[Mention]:
        """The list that holds mentions of a kind."""
        held: list[Mention] = getattr(self, _SLOTS[kind])
        return held


def gap_between(first: int, last: int, glue: Glue) -> list[str]:
    """Folded words between two mentions, without articles, quotation marks and the full stops of abbreviations.

    A joining word that is written together with the second mention is the last of them.
    """
    gap = [word for word in glue.folds[first:last] if word not in glue.skipped]
    return [*gap, glue.attached[last]] if last in glue.attached else gap


def parts(first: int, last: int, glue: Glue) -> bool:
    """Whether a word between two mentions parts them, which most words do: neither one actor nor one list."""
    return first < last and glue.folds[first] not in glue.linking
