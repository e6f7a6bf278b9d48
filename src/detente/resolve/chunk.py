"""An actor in the making: mentions that together name somebody."""

from dataclasses import dataclass, field

from detente.model.annotated import CueHit, Mention, MentionKind
from detente.resolve.glue import Glue

# Bound once, since looking a member up in its class costs more than all else that is asked of most mentions.
STATE, OFFICE, BODY, PLACE, PERSON, NAME = MentionKind
NAMES = frozenset({PERSON, NAME})
_SLOTS = {STATE: "states", OFFICE: "offices", BODY: "bodies", PLACE: "places", PERSON: "names", NAME: "names"}


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
    states: tuple[Mention, ...] = ()
    offices: tuple[Mention, ...] = ()
    bodies: tuple[Mention, ...] = ()
    names: tuple[Mention, ...] = ()
    places: tuple[Mention, ...] = ()
    reference: CueHit | None = None
    former: bool = False
    double: bool = False
    bare: bool = False
    group: int = -1
    marks: set[str] = field(default_factory=set)

    def absorb(self, item: Mention | CueHit) -> None:
        """Take in what stands in the chunk or right behind it."""
        self.last = max(self.last, item.last)
        if isinstance(item, CueHit):
            self.reference, self.bare = item, False
        else:
            slot, self.bare = _SLOTS[item.kind], item.bare
            setattr(self, slot, (*getattr(self, slot), item))


def gap_between(first: int, last: int, glue: Glue) -> list[str]:
    """Folded words between two mentions, without articles, quotation marks and the full stops of abbreviations.

    A joining word that is written together with the second mention is the last of them.
    """
    gap = [word for word in glue.folds[first:last] if word not in glue.skipped]
    return [*gap, glue.attached[last]] if last in glue.attached else gap


def parts(first: int, last: int, glue: Glue) -> bool:
    """Whether a word between two mentions parts them, which most words do: neither one actor nor one list."""
    return first < last and glue.folds[first] not in glue.linking
