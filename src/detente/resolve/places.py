"""Where something takes place or is headed, of all that a text names."""

from collections.abc import Iterable

from detente.model.grounded import PlaceHit
from detente.model.words import Words
from detente.reference.registry import Registry
from detente.resolve.chunk import STATE, Chunk

_DASHES = frozenset("-–‑")


def find_places(chunks: Iterable[Chunk], registry: Registry, words: Words) -> tuple[PlaceHit, ...]:
    """Cities, seats and states that the text places something at, to or from, in text order.

    A state or second place directly after a city ("Warsaw, Poland") only explains it.
    """
    places: list[PlaceHit] = []
    for chunk in chunks:
        if chunk.names or chunk.offices or chunk.reference is not None:
            continue
        named = chunk.places or chunk.states
        if not named or named[0].form == "adjective":
            continue
        mention = named[0]
        mark = next((one for one in ("at", "to", "from") if one in chunk.marks), "")
        explained = places and places[-1].last < chunk.first and _only_comma(words, places[-1].last, chunk.first)
        if explained and places[-1].side == mention.side:
            continue
        if not mark and explained and places[-1].mark and "owner" not in chunk.marks:
            mark = places[-1].mark
        state = mention.kind is STATE
        if state and chunk.last < len(words) and words.forms[chunk.last] in _DASHES:
            continue
        name = registry.states[mention.value].names["en"][0] if state else mention.value
        if mention.role == "seat" and mention.side in registry.states:
            # What happens in a building of government happens in its capital.
            now = registry.states[mention.side].succeeded_by or mention.side
            name = next(iter(registry.states[now].capitals.get("en", ())), name)
        places.append(
            PlaceHit(
                first=chunk.first,
                last=chunk.last,
                name=name,
                side=mention.side,
                mark=mark,
                state=state,
                seat=mention.role == "seat",
            )
        )
    return tuple(places)


def _only_comma(words: Words, first: int, last: int) -> bool:
    return last - first <= 2 and words.forms[first] in {",", "،", "、", "("}  # noqa: PLR2004 a comma and one joining word
