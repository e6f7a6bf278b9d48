"""All claims at once -> their contacts: what the ledger does step by step, in one call."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from detente.merge.choose import contact_of
from detente.merge.groups import Item, Pair, group
from detente.merge.judged import decide
from detente.merge.likeness import THRESHOLD, Subject, likeness, near, pairs_of, subject_of
from detente.model.contact import Claim, Contact, Decisions, Judgement


def merge(claims: Iterable[Claim], judgements: Iterable[Judgement] = ()) -> tuple[Contact, ...]:
    """The contacts that the claims are of, sorted by id; a function of two sets, whatever their order."""
    decisions = decide(judgements)
    items = items_of((claim for claim in claims if claim.report not in decisions.rejected), decisions)
    links = dict(_links(items))
    contacts = [
        contact_of([claim for item in members for claim in item.claims], decisions)
        for members in group(list(items.values()), links, decisions)
    ]
    return tuple(sorted(contacts, key=lambda contact: contact.id))


def items_of(claims: Iterable[Claim], decisions: Decisions) -> dict[str, Item]:
    """Key -> claims that say the same; a claim that a merge or split speaks of stands alone."""
    parted = decisions.parted
    same: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        same[content_key(claim, judged=claim.report in parted)].append(claim)
    return {
        key: Item(
            key=key,
            subject=subject_of(told[0]),
            claims=tuple(sorted(told, key=lambda one: one.report)),
            judged=told[0].report in parted,
        )
        for key, told in same.items()
    }


def content_key(claim: Claim, *, judged: bool) -> str:
    """The same for claims that nothing tells apart, in hexadecimal digits."""
    subject = subject_of(claim)
    content = (
        subject.kind.value, subject.status.value, sorted(subject.sides), subject.exact, subject.place,
        subject.place_side, subject.place_whole, sorted(subject.topics),
        sorted((side, sorted(ends)) for side, ends in subject.ends.items()),
        [day.isoformat() for day in subject.window or ()], sorted(subject.wording),
        [str(part) for part in subject.readout or ()],
        claim.report if judged else "",
    )  # fmt: skip
    return sha256(repr(content).encode()).hexdigest()[:24]


def _links(items: Mapping[str, Item]) -> Iterator[tuple[Pair, float]]:
    blocks: defaultdict[tuple[Pair, bool], list[str]] = defaultdict(list)
    for key, item in items.items():
        for pair in pairs_of(item.subject.sides):
            blocks[pair, item.subject.window is None].append(key)
    for block in blocks.values():
        block.sort(key=lambda key: (items[key].subject.window or (), key))
        yield from _links_in(block, items)


def _links_in(block: list[str], items: Mapping[str, Item]) -> Iterator[tuple[Pair, float]]:
    open_still: list[tuple[str, Subject]] = []
    for key in block:
        subject = items[key].subject
        open_still = [(other, known) for other, known in open_still if near(known.window, subject.window)]
        for other, known in open_still:
            points = likeness(known, subject)
            if points is not None and points >= THRESHOLD:
                yield (min(key, other), max(key, other)), points
        open_still.append((key, subject))
