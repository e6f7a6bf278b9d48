"""Which contact read is which labelled contact: the rules of the codebook's scorer."""

import unicodedata
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher

from detente.measure.labels import Contact

IN_PERSON = frozenset({"meeting", "visit", "talks"})
_ALIKE = 0.85
_WEIGHTS = {"sides": 0.35, "people": 0.25, "days": 0.25, "kind": 0.1, "status": 0.05}
_ENOUGH = 0.5
_A_DAY_APART = 0.5


def folded(text: str | None) -> str:
    """Text for comparison: no accents, no case, hyphens as blanks."""
    plain = unicodedata.normalize("NFKD", text or "")
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().replace("-", " ").strip()


def same_person(left: str, right: str) -> bool:
    """Whether two written names are one person's: the same last word, or much alike."""
    one, two = folded(left), folded(right)
    if not one or not two:
        return False
    if one == two or one.split()[-1] == two.split()[-1]:
        return True
    pairs = ((one, two), (one.split()[-1], two.split()[-1]))
    return any(SequenceMatcher(None, a, b).ratio() >= _ALIKE for a, b in pairs)


def shared_names(labelled: Sequence[str], read: Sequence[str]) -> int:
    """How many persons stand in both lists, each used once."""
    left, hits = list(read), 0
    for name in labelled:
        found = next((other for other in left if same_person(name, other)), None)
        if found is not None:
            left.remove(found)
            hits += 1
    return hits


def days_agree(labelled: Contact, read: Contact) -> float | None:
    """1 when the days overlap, 0.5 when they lie a day apart, 0 otherwise, None when either is unknown."""
    one, two = labelled.span, read.span
    if one is None or two is None:
        return None
    if one[0] <= two[1] and two[0] <= one[1]:
        return 1.0
    gap = (two[0] - one[1]).days if two[0] > one[1] else (one[0] - two[1]).days
    return _A_DAY_APART if gap <= 1 else 0.0


def overlap(left: Collection[str], right: Collection[str]) -> float:
    """Jaccard index of two sets of codes; 1 for two empty ones."""
    one, two = set(left), set(right)
    return len(one & two) / len(one | two) if one | two else 1.0


def clash(labelled: Contact, read: Contact) -> str:
    """What forbids that both are one contact: "sides", "days" or "persons"; "" when nothing does."""
    if overlap(labelled.sides, read.sides) < _ENOUGH:
        return "sides"
    if days_agree(labelled, read) == 0.0:
        return "days"
    if labelled.names and read.names and not shared_names(labelled.names, read.names):
        return "persons"
    return ""


def similarity(labelled: Contact, read: Contact) -> float:
    """0 when the two cannot be the same contact, else a number in (0, 1]."""
    if clash(labelled, read):
        return 0.0
    people = 0.5
    if labelled.names and read.names:
        hits = shared_names(labelled.names, read.names)
        people = 2 * hits / (len(labelled.names) + len(read.names))
    days = days_agree(labelled, read)
    kinds = {labelled.kind, read.kind}
    kind = 1.0 if len(kinds) == 1 else 0.5 if kinds <= IN_PERSON else 0.0
    parts = {
        "sides": overlap(labelled.sides, read.sides),
        "people": people,
        "days": 0.5 if days is None else days,
        "kind": kind,
        "status": float(labelled.status == read.status),
    }
    return sum(_WEIGHTS[name] * value for name, value in parts.items())


def pair(labelled: Sequence[Contact], read: Sequence[Contact]) -> list[tuple[int, int]]:
    """Index pairs (labelled, read), the most similar first, each contact at most once."""
    scored = sorted(
        ((similarity(one, other), i, j) for i, one in enumerate(labelled) for j, other in enumerate(read)),
        key=lambda found: (-found[0], found[1], found[2]),
    )
    pairs: list[tuple[int, int]] = []
    used: tuple[set[int], set[int]] = set(), set()
    for value, i, j in scored:
        if value >= _ENOUGH and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            pairs.append((i, j))
    return pairs
