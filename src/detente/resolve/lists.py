"""Lists of actors: which chunks belong to one, and what is said of all its members."""

from collections.abc import Sequence
from itertools import pairwise

from detente.resolve.chunk import Chunk, gap_between, parts
from detente.resolve.glue import COMMAS, Glue

# Marks that one postposition gives to all members of a list; between them stands at most one word.
_GOVERNED, _LINK = frozenset({"with", "between", "about", "at", "from"}), 1


def number_lists(chunks: Sequence[Chunk], glue: Glue, groups: int) -> int:
    """Give chunks joined by commas and joining words one group number; returns the next free number."""
    before: Chunk | None = None
    for chunk in chunks:
        if before is not None and _listed(before, chunk, glue):
            chunk.group = before.group
        else:
            groups += 1
            chunk.group = groups
        before = chunk
    return groups


def _listed(before: Chunk, chunk: Chunk, glue: Glue) -> bool:
    """Whether two chunks that follow each other are of one list."""
    if parts(before.last, chunk.first, glue):
        return False
    gap = gap_between(before.last, chunk.first, glue)
    return _joined(before, chunk, gap, glue) or _owned(before, chunk, gap, glue)


def _owned(before: Chunk, chunk: Chunk, gap: Sequence[str], glue: Glue) -> bool:
    """Whether a name stands behind its state: "Poland's Duda and Ukraine's Zelensky" is one list of two."""
    bare = bool(before.states) and not (before.names or before.offices or before.reference)
    return bare and bool(chunk.names) and len(gap) == 1 and gap[0] in glue.possessive


def share_marks(chunks: Sequence[Chunk], glue: Glue) -> None:
    """Where case stands behind, that of the last member holds for its whole list ("between X and Y").

    A place gives its mark to places only, and a bare comma passes nothing on: "Erdogan, in Cairo" is no list.
    """
    for before, chunk in reversed(list(pairwise(chunks))):
        gap = gap_between(before.last, chunk.first, glue)
        near = len(gap) <= _LINK and not (gap and gap[0] in COMMAS and not _goes_on(chunk, chunks, glue))
        if before.group == chunk.group and near and not before.marks - {"owner"}:
            before.marks |= chunk.marks & (_GOVERNED if _same_sort(before, chunk) else _GOVERNED - {"at", "from"})


def _goes_on(chunk: Chunk, chunks: Sequence[Chunk], glue: Glue) -> bool:
    """Whether a joining word stands before the next member, so that a comma before this one is of a list."""
    following = next((one for one in chunks if one.first >= chunk.last and one.group == chunk.group), None)
    if following is None:
        return False
    return any(word in glue.joins for word in gap_between(chunk.last, following.first, glue))


def _joined(before: Chunk, chunk: Chunk, gap: Sequence[str], glue: Glue) -> bool:
    if chunk.reference is not None and chunk.reference.means == "pronoun":
        return False
    if not gap and _side_by_side(before, chunk):
        return True
    scene = {"at", "to", "from"}
    if before.marks & scene and not chunk.marks & scene and not _same_sort(before, chunk):
        return False
    if (
        len(gap) == 1
        and gap[0] in COMMAS
        and before.marks & {"of", *scene}
        and not chunk.marks
        and _opens(before, chunk)
    ):
        return False  # "On the margins of the G20, President ..."
    if not gap or len(gap) > 4:  # noqa: PLR2004 a comma, "and", a preposition and one word more
        return False
    return not glue.listing.isdisjoint(gap) and glue.listed >= {*gap}


def _opens(before: Chunk, chunk: Chunk) -> bool:
    """Whether a state, body or place stands before somebody in office, so that they are no list."""
    return not (before.names or before.offices or before.reference) and bool(chunk.names or chunk.offices)


def _side_by_side(before: Chunk, chunk: Chunk) -> bool:
    """Whether two states stand together, the first at least abbreviated ("日米", "米イラン")."""
    if not before.states or before.states[0].form != "short" or before.last != chunk.first:
        return False
    shorts = bool(chunk.states) and chunk.states[0].form == "short"
    return shorts or (bool(chunk.states or chunk.bodies) and not chunk.names and not chunk.offices)


def _same_sort(before: Chunk, chunk: Chunk) -> bool:
    """Whether both name only places or states, so that what is said of the first holds for the second."""
    return not any(one.names or one.offices or one.reference is not None or one.bodies for one in (before, chunk))
