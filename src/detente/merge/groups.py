"""Reports that may be of one contact -> groups that are; the strongest likeness joins first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from detente.merge.likeness import Subject, agree_but_for_day, likeness, near, postponed
from detente.model.contact import Claim, Decisions

# A report with a vague day that fits two different contacts about equally well is left alone.
_VAGUE = 8  # days
_CLEAR = 0.75  # points by which the better one must be better
_MEAN = 0.5  # points between two groups that become one, over all pairs of them

Pair = tuple[str, str]


@dataclass(slots=True)
class Item:
    """Claims that say the same of the same: one report and its copies.

    Attributes:
        key: the same for the same content; items sort by it, whatever order they came in.
        judged: whether a merge or split speaks of it; such an item has one claim.
    """

    key: str
    subject: Subject
    claims: tuple[Claim, ...]
    judged: bool = False
    documents: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.documents = frozenset(claim.document for claim in self.claims)


def group(items: Sequence[Item], links: Mapping[Pair, float], decisions: Decisions) -> list[list[Item]]:
    """The items in groups, one a contact; a function of the set, not of its order.

    Args:
        items: all items that links, one document's postponements or decisions connect.
        links: keys of two items, sorted -> their likeness, where it reaches `THRESHOLD`.
        decisions: merges and splits of people.

    Returns:
        Groups sorted by their first key, each sorted by key.
    """
    work = _Grouping({item.key: item for item in items}, links, decisions)
    for keys in _decided(items, decisions):
        firsts: list[str] = []  # one of each group so far; a later split may have parted some of them
        for key in keys:
            if not any(work.join((first, key), settled=True) for first in firsts):
                firsts.append(key)
    for pair in _postponements(items):
        work.join(pair, settled=True, postponement=True)
    clear = _without_doubt(work, links)
    for pair in sorted(clear, key=lambda pair: (-clear[pair], pair)):
        work.join(pair)
    return work.groups()


def _decided(items: Iterable[Item], decisions: Decisions) -> list[list[str]]:
    """The items that each merge or split puts together, the latest decision first."""
    keys = {item.claims[0].report: item.key for item in items if item.judged}
    return [sorted(keys[handle] for handle in one.together if handle in keys) for one in decisions.partings]


def _postponements(items: Iterable[Item]) -> list[Pair]:
    """Items of one document that tell of the old and the new day of one contact."""
    by_document: defaultdict[str, list[tuple[str, Claim]]] = defaultdict(list)
    for item in items:
        for claim in item.claims:
            by_document[claim.document].append((item.key, claim))
    found = {
        (min(left[0], right[0]), max(left[0], right[0]))
        for told in by_document.values()
        for left, right in combinations(told, 2)
        if left[0] != right[0] and postponed(left[1], right[1])
    }
    return sorted(found)


def _without_doubt(work: "_Grouping", links: Mapping[Pair, float]) -> dict[Pair, float]:
    """The links but for those of items that fit several contacts about equally well."""
    neighbours: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    for (left, right), points in links.items():
        neighbours[left].append((-points, right))
        neighbours[right].append((-points, left))
    doubtful = {key for key, found in neighbours.items() if work.is_vague(key) and work.several(sorted(found))}
    return {pair: points for pair, points in links.items() if not doubtful.intersection(pair)}


class _Grouping:
    """Groups that grow by joining two at a time."""

    def __init__(self, items: Mapping[str, Item], links: Mapping[Pair, float], decisions: Decisions) -> None:
        self._items, self._decisions = items, decisions
        self._group = {key: [key] for key in items}
        self._moved: defaultdict[int, list[Pair]] = defaultdict(list)  # of a group: the postponements in it
        self._likeness: dict[Pair, float | None] = {**links}

    def join(self, pair: Pair, *, settled: bool = False, postponement: bool = False) -> bool:
        """Put the groups of two items together unless members of them cannot be one contact; whether they are now.

        Args:
            settled: whether it is a person's decision or a postponement, which no average outweighs.
        """
        mine, others = self._group[pair[0]], self._group[pair[1]]
        if mine is others:
            return True
        moved = [*self._moved[id(mine)], *self._moved[id(others)], *([pair] if postponement else [])]
        if any(self._forbidden(left, right, moved) for left in mine for right in others):
            return False
        if not settled and self._mean(mine, others) < _MEAN:
            return False
        mine.extend(others)
        for key in others:
            self._group[key] = mine
        self._moved[id(mine)] = moved
        return True

    def groups(self) -> list[list[Item]]:
        """What has been put together."""
        distinct = {id(keys): sorted(keys) for keys in self._group.values()}
        return [[self._items[key] for key in keys] for keys in sorted(distinct.values())]

    def is_vague(self, key: str) -> bool:
        """Whether the day of an item is no more than a week or a guess."""
        subject = self._items[key].subject
        window = subject.window
        return not subject.exact or window is None or (window[1] - window[0]).days >= _VAGUE

    def several(self, found: Sequence[tuple[float, str]]) -> bool:
        """Whether the best neighbour has a rival that is another contact and hardly worse."""
        best, first = found[0]
        return any(points - best < _CLEAR and self._apart(first, other) for points, other in found[1:])

    def _mean(self, mine: Sequence[str], others: Sequence[str]) -> float:
        known = [self._like(left, right) for left in mine for right in others]
        points = [one for one in known if one is not None]
        return sum(points) / len(points) if points else _MEAN

    def _apart(self, left: str, right: str) -> bool:
        shared = self._items[left].documents & self._items[right].documents
        return bool(shared) or self._like(left, right) is None

    def _like(self, left: str, right: str) -> float | None:
        pair = (left, right) if left < right else (right, left)
        if pair not in self._likeness:
            self._likeness[pair] = likeness(self._items[left].subject, self._items[right].subject)
        return self._likeness[pair]

    def _forbidden(self, left: str, right: str, moved: Sequence[Pair]) -> bool:
        one, other = self._items[left], self._items[right]
        if one.judged and other.judged:
            said = self._decisions.of_two(one.claims[0].report, other.claims[0].report)
            if said is not None:
                return not said
        if (left, right) in moved or (right, left) in moved:
            return False
        if one.documents & other.documents:
            return True
        if self._like(left, right) is not None:
            return False
        return not any(self._across(one.subject, other.subject, pair) for pair in moved)

    def _across(self, left: Subject, right: Subject, moved: Pair) -> bool:
        """Whether two items tell of the old and the new day of a postponement, and agree but for the day."""
        if not agree_but_for_day(left, right):
            return False
        old, new = (self._items[key].subject.window for key in moved)
        first, second = left.window, right.window
        return (near(first, old) and near(second, new)) or (near(first, new) and near(second, old))
