"""Languages that set the title after the name ("Lavrov foreign minister"): which mentions belong together there."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from detente.model.annotated import CueHit, Mention, MentionKind
from detente.model.words import Words

# First word -> the words of a phrase and what it marks.
Phrases = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
_NAMES = frozenset({MentionKind.PERSON, MentionKind.NAME})


class Begun(Protocol):
    """An actor begun: its mentions so far."""

    states: tuple[Mention, ...]
    offices: tuple[Mention, ...]
    bodies: tuple[Mention, ...]
    names: tuple[Mention, ...]
    places: tuple[Mention, ...]


def links_title(
    begun: Begun, item: Mention, following: Mention | CueHit | None, gap: Sequence[str], possessive: Collection[str]
) -> bool:
    """Whether `item` belongs to the actor begun, where titles follow names.

    "Russia's Lavrov foreign minister", "Russia foreign minister's Lavrov" and "Trump US president" are one actor each.

    Args:
        gap: folded words between the two, without articles and honorifics.
    """
    if gap and (len(gap) > 1 or gap[0] not in possessive):
        return False
    owner = bool(begun.states or begun.bodies or begun.places) and not begun.names and not begun.offices
    if item.kind in _NAMES:
        titled = bool(begun.offices) and not begun.names and (bool(gap) or not _office_next(item, following))
        return owner or titled
    if item.kind is MentionKind.OFFICE:
        return owner or (not gap and bool(begun.names) and not begun.offices)
    if item.kind is MentionKind.STATE:
        named = bool(begun.names) and not begun.states and not begun.offices
        return not gap and named and _office_next(item, following)
    if item.kind is MentionKind.BODY:
        return owner and not begun.bodies
    return bool(begun.states) and owner and not begun.bodies and not begun.places


def title_follows(
    begun: Begun, item: Mention, rest: Sequence[Mention | CueHit], gap: Sequence[str], attached: Collection[int]
) -> bool:
    """Where titles stand on either side: whether `item` is the title of the name right before it, or ends that title.

    "Nikol Pashinyan prime minister (of) Armenia" is one actor; "met Sisi the French president Macron" are two.

    Args:
        rest: the mentions after `item`.
        attached: first words of mentions with a small word written together with them.
    """
    if gap or not begun.names:
        return False
    ends_title = bool(begun.offices) and begun.offices[-1].last == item.first
    ends_title = ends_title and begun.offices[-1].first >= begun.names[-1].last
    if item.kind is MentionKind.OFFICE:
        # "X crown prince prime minister": one person holds both.
        opens_title = not begun.offices or (ends_title and not begun.states)
        return opens_title and _is_his(begun.names[-1], item, rest, attached)
    if item.kind is MentionKind.STATE:
        return ends_title and not begun.states
    return item.kind is MentionKind.BODY and ends_title and not begun.bodies


def _is_his(name: Mention, office: Mention, rest: Sequence[Mention | CueHit], attached: Collection[int]) -> bool:
    """Whether an office is that of the name before it: no other name follows, and its state is his."""
    own = {person.partition(".")[0].upper() for person in name.persons}
    if office.side and own and office.side not in own:
        return False
    last = office.last
    for item in rest:
        if item.first > last or item.first in attached or not isinstance(item, Mention):
            return True
        if item.kind in _NAMES:
            return False
        if item.kind is MentionKind.STATE and own and item.side not in own:
            return False
        last = item.last
    return True


def _office_next(item: Mention, following: Mention | CueHit | None) -> bool:
    return isinstance(following, Mention) and following.kind is MentionKind.OFFICE and following.first == item.last


def marks_after(words: Words, place: int, stop: int, phrases: Phrases, skipped: Collection[str]) -> set[str]:
    """What the longest word or phrase after a mention says of it; several may be equally long.

    Args:
        place: of the word after the mention; honorifics there do not count.
        phrases: by their first word.
    """
    while place < stop and words.forms[place] in skipped:
        place += 1
    found: set[str] = set()
    length = 1
    for phrase, mark in phrases.get(words.forms[place], ()) if place < stop else ():
        size = len(phrase)
        if size >= length and place + size <= stop and words.forms[place : place + size] == phrase:
            found = {*found, mark} if size == length else {mark}
            length = size
    return found
