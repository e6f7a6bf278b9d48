"""Adjacent mentions put together: "Ukraine's Foreign Minister Dmytro Kuleba" is one actor, not three mentions."""

from bisect import bisect_left
from collections.abc import Sequence

from detente.model import Span
from detente.model.annotated import Annotated, CueHit, Mention
from detente.resolve.chunk import BODY, NAME, NAMES, OFFICE, PERSON, PLACE, STATE, Chunk, gap_between, parts
from detente.resolve.glue import COMMAS, Glue
from detente.resolve.lists import number_lists, share_marks
from detente.resolve.marks import mark
from detente.resolve.titles import links_title, title_follows

REFERENCES = frozenset({"delegation", "institution", "pair", "sides", "counterpart", "pronoun"})
_GROUPS = frozenset({"delegation", "institution"})
_WHOLES = _GROUPS | {"pair", "sides"}
_POINTING = REFERENCES | {"former"}
_SEATS = frozenset({"seat", "seat_of_government"})
_SERVING = frozenset({"nsa", "envoy", "spokes", "cos"})
_OPEN, _CLOSE = "(", ")"
# A surname in a quotation of so few blanks is a nickname or a title ("Bush legs").
_NICKNAME = 2
# Between mentions that belong together: an article, a preposition, a comma and a title.
_BETWEEN = 5
# How many mentions after an office tell whose it is: a body, a state and a name.
_AHEAD = 3


def find_chunks(annotated: Annotated, glue: Glue) -> list[Chunk]:
    """Chunks of every sentence outside page furniture, with their lists and marks, in text order."""
    items = _items(annotated, glue)
    firsts = [item.first for item in items]
    chunks: list[Chunk] = []
    groups = stop = 0
    for sentence in annotated.sentences:
        start = bisect_left(firsts, sentence.first, stop)
        stop = bisect_left(firsts, sentence.last, start)
        if start == stop or sentence.junk:
            continue
        found = _in_sentence(items[start:stop], glue)
        for chunk in found:
            mark(chunk, sentence, glue)
        groups = number_lists(found, glue, groups)
        if glue.sov:
            share_marks(found, glue)
        chunks += found
    return chunks


def _items(annotated: Annotated, glue: Glue) -> list[Mention | CueHit]:
    """Mentions and reference cues; "the two presidents" outranks the mention in it, other cues give way to mentions."""
    pointing = [cue for cue in annotated.cues if cue.means in _POINTING]
    items: list[Mention | CueHit] = []
    taken: set[int] = set()
    for cue in _wholes(pointing, annotated.mentions, glue):
        if taken.isdisjoint(range(cue.first, cue.last)):
            items.append(cue)
            taken.update(range(cue.first, cue.last))
    for mention in _without_nicknames(annotated):
        if mention.first not in taken and taken.isdisjoint(range(mention.first, mention.last)):
            items.append(mention)
            taken.update(range(mention.first, mention.last))
    opens = {mention.first for mention in annotated.mentions}
    opens |= {cue.first for cue in pointing if cue.means == "counterpart"}
    for cue in pointing:
        place = range(cue.first, cue.last)
        if cue.means == "pronoun" and cue.last in opens and not glue.case_of(cue.last - 1):
            continue  # "his Chinese counterpart": the possessive adds nobody
        if cue.means == "former":
            items.append(cue)
        elif taken.isdisjoint(place):
            items.append(cue)
            taken.update(place)
    return sorted(items, key=lambda item: (item.first, -item.last))


def _wholes(pointing: Sequence[CueHit], mentions: Sequence[Mention], glue: Glue) -> list[CueHit]:
    """Cues that outrank the mentions in them: "the two presidents", a delegation longer than the office in it."""
    able = [cue for cue in pointing if cue.means in _WHOLES]
    if not able:
        return []
    states = {one.first for one in mentions if one.kind is STATE}
    offices = {one.first: one.last for one in mentions if one.kind is OFFICE}
    wholes = [
        cue
        for cue in able
        if (
            any(cue.last > offices.get(place, cue.last) for place in range(cue.first, cue.last))
            if cue.means in _GROUPS
            else not _of_states(cue, states, glue)
        )
    ]
    return sorted(wholes, key=lambda cue: (cue.first - cue.last, cue.first))


def _without_nicknames(annotated: Annotated) -> Sequence[Mention]:
    """The mentions but for surnames in short quotations."""
    short = [span for span in annotated.quotes if annotated.document.quote(span).count(" ") <= _NICKNAME]
    if not short:
        return annotated.mentions
    return [
        mention
        for mention in annotated.mentions
        if mention.kind not in NAMES or mention.form == "full" or not _in_any(annotated, mention, short)
    ]


def _of_states(cue: CueHit, states: set[int], glue: Glue) -> bool:
    """Whether states follow that say whose ("the leaders of Serbia and Kosovo")."""
    if not states.isdisjoint(range(cue.first, cue.last)):
        return True
    after = cue.last
    if after < len(glue.folds) and glue.folds[after] in glue.of:
        after += 1
    while after < len(glue.folds) and glue.folds[after] in glue.articles:
        after += 1
    return after in states


def _in_any(annotated: Annotated, mention: Mention, spans: Sequence[Span]) -> bool:
    start, end = annotated.words.starts[mention.first], annotated.words.ends[mention.last - 1]
    return any(outer.start <= start and end <= outer.end for outer in spans)


def _in_sentence(items: Sequence[Mention | CueHit], glue: Glue) -> list[Chunk]:
    chunks: list[Chunk] = []
    former_until = -1
    for number, item in enumerate(items):
        if isinstance(item, CueHit) and item.means == "former":
            former_until = item.last
            continue
        last = chunks[-1] if chunks else None
        if last is not None and item.first >= last.last and _links(last, items, number, glue):
            last.absorb(item)
        elif last is not None and _shares_office(chunks, item, glue):
            last.offices = chunks[-2].offices
            last.absorb(item)
        elif last is None or item.first >= last.last:
            last = Chunk(first=item.first, last=item.last)
            last.absorb(item)
            chunks.append(last)
        if last is not None and former_until >= 0 and 0 <= item.first - former_until <= 1:
            last.former = True
    return chunks


def _shares_office(chunks: Sequence[Chunk], item: Mention | CueHit, glue: Glue) -> bool:
    """Whether a name after a state has the office said before ("the presidents of the US, X, and of China, Y")."""
    if len(chunks) < 2 or not isinstance(item, Mention) or item.kind not in NAMES:  # noqa: PLR2004 two states
        return False
    first, state = chunks[-2:]
    alone = bool(state.states) and not (state.offices or state.names or state.bodies or state.reference)
    if not alone or not (first.offices and first.names and first.states):
        return False
    comma = gap_between(state.last, item.first, glue)
    joining = gap_between(first.last, state.first, glue)
    known = {*glue.joins, *glue.of, *COMMAS}
    return (
        len(comma) == 1 and comma[0] in COMMAS and any(word in glue.joins for word in joining) and known >= {*joining}
    )


def _links(chunk: Chunk, items: Sequence[Mention | CueHit], number: int, glue: Glue) -> bool:
    """Whether an item belongs to the actor that `chunk` has begun.

    Args:
        items: of the sentence.
        number: which of them.
    """
    item, words = items[number], glue.words
    if item.first - chunk.last > _BETWEEN or parts(chunk.last, item.first, glue):
        return False
    if "\n" in words.text[words.ends[chunk.last - 1] : words.starts[item.first]]:
        return False
    gap, rest = gap_between(chunk.last, item.first, glue), items[number + 1 : number + 1 + _AHEAD]
    following = rest[0] if rest else None
    if glue.sov and not chunk.bare and glue.case_of(chunk.last - 1) - {"to"}:
        return False  # a case ending closes what it stands on
    if isinstance(item, CueHit):
        return _links_reference(chunk, item, gap, glue)
    if glue.titles == "after":
        return links_title(chunk, item, following, gap, glue.possessive)
    if glue.titles in {"either", "around"} and title_follows(chunk, item, rest, gap, glue.attached):
        return True
    return _links_mention(chunk, item, following, gap, glue)


def _links_mention(
    chunk: Chunk, item: Mention, following: Mention | CueHit | None, gap: Sequence[str], glue: Glue
) -> bool:
    if not gap:
        begins = item.kind is NAME or (item.kind is OFFICE and chunk.reference is not None)
        if begins and not glue.determiners.isdisjoint(glue.folds[chunk.last : item.first]):
            return False  # an article begins something new
        return _adjacent(chunk, item, sov=glue.sov)
    if all(word in glue.of for word in gap):
        return _belongs(chunk, item)
    if list(gap) in ([_OPEN], [_CLOSE], [_CLOSE, ","]) or (len(gap) == 1 and gap[0] in COMMAS):
        return _apposition(chunk, item, following, gap[0], glue)
    if len(gap) == 1 and gap[0] in glue.possessive:
        return not chunk.names and item.kind in {OFFICE, BODY} and not chunk.offices
    if len(gap) == 1 and gap[0] in glue.joins and _double_office(chunk, item, following):
        chunk.double = True
        return True
    return False


def _links_reference(chunk: Chunk, cue: CueHit, gap: Sequence[str], glue: Glue) -> bool:
    instead = chunk.reference is None or (chunk.reference.means == "institution" and cue.means == "delegation")
    if cue.means == "pronoun" or not instead or chunk.names:
        return False
    if cue.means == "counterpart":
        return not gap and bool(chunk.states or chunk.bodies) and not chunk.offices
    if cue.means in _GROUPS:
        linked = not gap or (len(gap) == 1 and gap[0] in glue.possessive)
        return linked and bool(chunk.states or chunk.bodies or chunk.offices or chunk.places)
    return False


def _adjacent(chunk: Chunk, item: Mention, *, sov: bool) -> bool:
    if chunk.reference is not None and chunk.reference.means == "pronoun":
        return False
    if item.kind in NAMES:
        titled = bool(chunk.offices or chunk.reference)
        if chunk.names:
            # "Obama's adviser Tom Donilon" without a possessive: the first name says whose adviser.
            return len(chunk.names) == 1 and bool(chunk.offices) and chunk.offices[0].role in _SERVING
        return titled or (bool(chunk.states) and chunk.states[-1].form == "adjective")
    if item.kind is STATE:
        return (
            not chunk.states
            and bool(chunk.offices or chunk.bodies or chunk.reference)
            and (not _acts(chunk) or _ends_in_office(chunk, item))
        )
    if item.kind is OFFICE:
        # "The press secretary of the president": of two offices side by side the first is the holder's.
        if _only_place(chunk) and not sov and item.first > chunk.last:
            return False  # "at the palace the president of ..."
        if _only_place(chunk) and chunk.places[-1].role not in _SEATS and not sov:
            return False  # "In Warsaw Prime Minister Tusk ..."
        return not chunk.names and (not chunk.offices or (item.first == chunk.last and not sov))
    if item.kind is BODY:
        return not chunk.bodies and not chunk.names
    return not sov and not chunk.places and not chunk.names and bool(chunk.bodies or chunk.offices)


def _only_place(chunk: Chunk) -> bool:
    """Whether a chunk has named nothing but a place so far."""
    return bool(chunk.places) and not (chunk.offices or chunk.bodies or chunk.states or chunk.names)


def _ends_in_office(chunk: Chunk, item: Mention) -> bool:
    """Whether an adjective follows an office set after its holder ("Sarassoro, directeur ... de l'État ivoirien")."""
    return bool(chunk.offices) and chunk.offices[-1].last == item.first and item.form == "adjective"


def _acts(chunk: Chunk) -> bool:
    """Whether the chunk is complete: an office with its holder."""
    return bool(chunk.names)


def _belongs(chunk: Chunk, item: Mention) -> bool:
    """After a word such as "of": the state, body or seat that an office, group or name belongs to."""
    if item.kind is STATE:
        return not chunk.states and bool(chunk.offices or chunk.names or chunk.bodies or chunk.reference)
    if item.kind is BODY:
        return not chunk.bodies and bool(chunk.offices or chunk.reference)
    if item.kind is PLACE:
        return False
    return item.kind is OFFICE and chunk.reference is not None and not chunk.offices


def _apposition(chunk: Chunk, item: Mention, following: Mention | CueHit | None, sign: str, glue: Glue) -> bool:
    """A comma or bracket between an office and its holder, either way round, or round an abbreviation.

    Args:
        sign: the comma or bracket.
    """
    if sign in {_OPEN, _CLOSE}:
        if item.kind is BODY:
            return bool(chunk.bodies) and chunk.bodies[-1].value == item.value
        if item.kind is STATE:
            return bool(chunk.states) and chunk.states[-1].value == item.value
        if item.kind is OFFICE and sign == _CLOSE:
            return bool(chunk.bodies) and not chunk.offices and not chunk.names
    if item.kind in NAMES:
        return not chunk.names and bool(chunk.offices) and _ends_apposition(item, glue)
    if item.kind is OFFICE:
        own_name = isinstance(following, Mention) and following.kind in NAMES and following.first <= item.last + 1
        return bool(chunk.names) and not chunk.offices and not own_name
    return False


def _ends_apposition(item: Mention, glue: Glue) -> bool:
    """Whether the name ends there; an unknown name with another list member after it is one of a list itself."""
    if item.last >= len(glue.folds) or item.kind is PERSON:
        return True
    after = glue.folds[item.last : item.last + 2]
    return not glue.words.forms[item.last][0].isupper() and glue.joins.isdisjoint(after)


def _double_office(chunk: Chunk, item: Mention, following: Mention | CueHit | None) -> bool:
    """Two offices with one holder: "Deputy Prime Minister and Foreign Minister Ayman Safadi"."""
    named = isinstance(following, Mention) and following.kind in NAMES and following.first - item.last <= 1
    return item.kind is OFFICE and bool(chunk.offices) and not chunk.names and not chunk.states and named
