"""Adjacent mentions put together: "Ukraine's Foreign Minister Dmytro Kuleba" is one actor, not three mentions."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from detente.model import Span
from detente.model.annotated import Annotated, CueHit, Mention, MentionKind, Sentence
from detente.model.words import Words
from detente.resolve.glue import Glue
from detente.resolve.titles import links_title, marks_after, title_follows

REFERENCES = frozenset({"delegation", "pair", "sides", "counterpart", "pronoun"})
_NAMES = frozenset({MentionKind.PERSON, MentionKind.NAME})
_SEATS = frozenset({"seat", "seat_of_government"})
_SERVING = frozenset({"nsa", "envoy", "spokes", "cos"})
_OPEN, _CLOSE, _COMMA, _DASHES = "(", ")", frozenset({",", "،", "、", "，"}), frozenset({"-", "–", "—", "‑"})
_CLAUSE_COMMA = frozenset({"，"})
# A surname in a quotation of so few blanks is a nickname or a title ("Bush legs").
_NICKNAME = 2
_IGNORED = frozenset('"“”«»„.')


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
        if kind in _NAMES:
            return self.names
        return {
            MentionKind.STATE: self.states,
            MentionKind.OFFICE: self.offices,
            MentionKind.BODY: self.bodies,
            MentionKind.PLACE: self.places,
        }[kind]


def find_chunks(annotated: Annotated, glue: Glue) -> list[Chunk]:
    """Chunks of every sentence outside page furniture, with their lists and marks, in text order."""
    items = _items(annotated, glue)
    chunks: list[Chunk] = []
    groups = at = 0
    for sentence in annotated.sentences:
        mine = []
        while at < len(items) and items[at].first < sentence.last:
            if items[at].first >= sentence.first and not sentence.junk:
                mine.append(items[at])
            at += 1
        found = _in_sentence(mine, annotated.words, glue)
        for chunk in found:
            _mark(chunk, annotated.words, sentence, glue)
        groups = _number_lists(found, annotated.words, glue, groups)
        chunks += found
    return chunks


def _items(annotated: Annotated, glue: Glue) -> list[Mention | CueHit]:
    """Mentions and reference cues; "the two presidents" outranks the mention in it, other cues give way to mentions."""
    states = {mention.first for mention in annotated.mentions if mention.kind is MentionKind.STATE}
    opens = {mention.first for mention in annotated.mentions} | {
        cue.first for cue in annotated.cues if cue.means == "counterpart"
    }
    offices = {mention.first: mention.last for mention in annotated.mentions if mention.kind is MentionKind.OFFICE}
    wholes = [
        cue
        for cue in annotated.cues
        if (cue.means in {"pair", "sides"} and not _of_states(cue, annotated.words, states, glue))
        or (
            cue.means == "delegation"
            and any(cue.last > offices.get(place, cue.last) for place in range(cue.first, cue.last))
        )
    ]
    wholes.sort(key=lambda cue: (cue.first - cue.last, cue.first))
    taken: set[int] = set()
    items: list[Mention | CueHit] = []
    for cue in wholes:
        if taken.isdisjoint(range(cue.first, cue.last)):
            items.append(cue)
            taken.update(range(cue.first, cue.last))
    nicknames = [span for span in annotated.quotes if annotated.document.quote(span).count(" ") <= _NICKNAME]
    for mention in annotated.mentions:
        if mention.kind in _NAMES and mention.form != "full" and _in_any(annotated, mention, nicknames):
            continue
        if taken.isdisjoint(range(mention.first, mention.last)):
            items.append(mention)
            taken.update(range(mention.first, mention.last))
    for cue in annotated.cues:
        free = taken.isdisjoint(range(cue.first, cue.last))
        if cue.means == "pronoun" and cue.last in opens:
            continue  # "his Chinese counterpart": the possessive adds nobody
        if cue.means == "former" or (cue.means in REFERENCES and free):
            items.append(cue)
            if cue.means in REFERENCES:
                taken.update(range(cue.first, cue.last))
    return sorted(items, key=lambda item: (item.first, -item.last))


def _of_states(cue: CueHit, words: Words, states: set[int], glue: Glue) -> bool:
    """Whether states follow that say whose ("the leaders of Serbia and Kosovo")."""
    if not states.isdisjoint(range(cue.first, cue.last)):
        return True
    after = cue.last
    if after < len(words) and glue.fold(words.forms[after]) in glue.of:
        after += 1
    while after < len(words) and glue.fold(words.forms[after]) in glue.articles:
        after += 1
    return after in states


def _in_any(annotated: Annotated, mention: Mention, spans: Sequence[Span]) -> bool:
    span = annotated.words.span(mention.first, mention.last)
    return any(outer.covers(span) for outer in spans)


def _in_sentence(items: Sequence[Mention | CueHit], words: Words, glue: Glue) -> list[Chunk]:
    chunks: list[Chunk] = []
    former_until = -1
    for number, item in enumerate(items):
        if isinstance(item, CueHit) and item.means == "former":
            former_until = item.last
            continue
        following = items[number + 1] if number + 1 < len(items) else None
        last = chunks[-1] if chunks else None
        if last is not None and item.first >= last.last and _links(last, item, following, words, glue):
            _absorb(last, item)
        elif last is None or item.first >= last.last:
            last = Chunk(first=item.first, last=item.last)
            _absorb(last, item)
            chunks.append(last)
        if last is not None and former_until >= 0 and 0 <= item.first - former_until <= 1:
            last.former = True
    return chunks


def _absorb(chunk: Chunk, item: Mention | CueHit) -> None:
    chunk.last = max(chunk.last, item.last)
    chunk.bare = isinstance(item, Mention) and item.bare
    if isinstance(item, Mention):
        chunk.slot(item.kind).append(item)
    else:
        chunk.reference = item


def _gap(words: Words, first: int, last: int, glue: Glue) -> list[str]:
    """Folded words between two mentions, without articles, quotation marks and the full stops of abbreviations."""
    gap = [glue.fold(words.forms[place]) for place in range(first, last)]
    return [word for word in gap if word not in glue.articles and word not in _IGNORED]


def _links(chunk: Chunk, item: Mention | CueHit, following: Mention | CueHit | None, words: Words, glue: Glue) -> bool:
    """Whether `item` belongs to the actor that `chunk` has begun."""
    if item.first - chunk.last > 5 or "\n" in words.text[words.ends[chunk.last - 1] : words.starts[item.first]]:  # noqa: PLR2004 an article, a preposition, a comma and a title
        return False
    gap = _gap(words, chunk.last, item.first, glue)
    if glue.sov and not chunk.bare and glue.case_of(words.forms[chunk.last - 1]) - {"to"}:
        return False  # a case ending closes what it stands on
    if isinstance(item, CueHit):
        return _links_reference(chunk, item, gap, glue)
    if glue.titles == "after":
        return links_title(chunk, item, following, gap, glue.possessive)
    if glue.titles == "either" and title_follows(chunk, item, following, gap):
        return True
    return _links_mention(chunk, item, following, words, glue)


def _links_mention(chunk: Chunk, item: Mention, following: Mention | CueHit | None, words: Words, glue: Glue) -> bool:
    gap = _gap(words, chunk.last, item.first, glue)
    if not gap:
        if item.kind is MentionKind.NAME and any(
            glue.fold(words.forms[place]) in glue.determiners for place in range(chunk.last, item.first)
        ):
            return False  # an article begins something new
        return _adjacent(chunk, item, sov=glue.sov)
    if all(word in glue.of for word in gap):
        return _belongs(chunk, item)
    if gap in ([_OPEN], [_CLOSE], [_CLOSE, ","]) or (len(gap) == 1 and gap[0] in _COMMA):
        return _apposition(chunk, item, following, words, glue)
    if len(gap) == 1 and gap[0] in glue.possessive:
        return not chunk.names and item.kind in {MentionKind.OFFICE, MentionKind.BODY} and not chunk.offices
    if len(gap) == 1 and gap[0] in glue.joins and _double_office(chunk, item, following):
        chunk.double = True
        return True
    return False


def _links_reference(chunk: Chunk, cue: CueHit, gap: Sequence[str], glue: Glue) -> bool:
    if cue.means == "pronoun" or chunk.reference is not None or chunk.names:
        return False
    if cue.means == "counterpart":
        return not gap and bool(chunk.states or chunk.bodies) and not chunk.offices
    if cue.means == "delegation":
        linked = not gap or (len(gap) == 1 and gap[0] in glue.possessive)
        return linked and bool(chunk.states or chunk.bodies or chunk.offices or chunk.places)
    return False


def _adjacent(chunk: Chunk, item: Mention, *, sov: bool) -> bool:
    if chunk.reference is not None and chunk.reference.means == "pronoun":
        return False
    if item.kind in _NAMES:
        titled = bool(chunk.offices or chunk.bodies or chunk.reference)
        if chunk.names:
            # "Obama's adviser Tom Donilon" without a possessive: the first name says whose adviser.
            return len(chunk.names) == 1 and bool(chunk.offices) and chunk.offices[0].role in _SERVING
        return titled or (bool(chunk.states) and chunk.states[-1].form == "adjective")
    if item.kind is MentionKind.STATE:
        return not chunk.states and bool(chunk.offices or chunk.bodies or chunk.reference) and not _acts(chunk)
    if item.kind is MentionKind.OFFICE:
        # "The press secretary of the president": of two offices side by side the first is the holder's.
        if _only_place(chunk) and not sov and item.first > chunk.last:
            return False  # "at the palace the president of ..."
        if _only_place(chunk) and chunk.places[-1].role not in _SEATS and not sov:
            return False  # "In Warsaw Prime Minister Tusk ..."
        return not chunk.names and (not chunk.offices or (item.first == chunk.last and not sov))
    if item.kind is MentionKind.BODY:
        return not chunk.bodies and not chunk.names
    return not chunk.places and not chunk.names and bool(chunk.bodies or chunk.offices)


def _only_place(chunk: Chunk) -> bool:
    """Whether a chunk has named nothing but a place so far."""
    return bool(chunk.places) and not (chunk.offices or chunk.bodies or chunk.states or chunk.names)


def _acts(chunk: Chunk) -> bool:
    """Whether the chunk is complete: an office with its holder."""
    return bool(chunk.names)


def _belongs(chunk: Chunk, item: Mention) -> bool:
    """After a word such as "of": the state, body or seat that an office, group or name belongs to."""
    if item.kind is MentionKind.STATE:
        return not chunk.states and bool(chunk.offices or chunk.names or chunk.bodies or chunk.reference)
    if item.kind is MentionKind.BODY:
        return not chunk.bodies and bool(chunk.offices or chunk.reference)
    if item.kind is MentionKind.PLACE:
        return False
    return item.kind is MentionKind.OFFICE and chunk.reference is not None and not chunk.offices


def _apposition(chunk: Chunk, item: Mention, following: Mention | CueHit | None, words: Words, glue: Glue) -> bool:
    """A comma or bracket between an office and its holder, either way round, or round an abbreviation."""
    gap = _gap(words, chunk.last, item.first, glue)
    if gap[0] in {_OPEN, _CLOSE}:
        if item.kind is MentionKind.BODY:
            return bool(chunk.bodies) and chunk.bodies[-1].value == item.value
        if item.kind is MentionKind.STATE:
            return bool(chunk.states) and chunk.states[-1].value == item.value
        if item.kind is MentionKind.OFFICE and gap[0] == _CLOSE:
            return bool(chunk.bodies) and not chunk.offices and not chunk.names
    if item.kind in _NAMES:
        return not chunk.names and bool(chunk.offices) and _ends_apposition(item, words, glue)
    if item.kind is MentionKind.OFFICE:
        own_name = isinstance(following, Mention) and following.kind in _NAMES and following.first <= item.last + 1
        return bool(chunk.names) and not chunk.offices and not own_name
    return False


def _ends_apposition(item: Mention, words: Words, glue: Glue) -> bool:
    """Whether the name ends there; an unknown name with another list member after it is one of a list itself."""
    if item.last >= len(words) or item.kind is MentionKind.PERSON:
        return True
    after = [glue.fold(form) for form in words.forms[item.last : item.last + 2]]
    return not words.forms[item.last][0].isupper() and not any(word in glue.joins for word in after)


def _double_office(chunk: Chunk, item: Mention, following: Mention | CueHit | None) -> bool:
    """Two offices with one holder: "Deputy Prime Minister and Foreign Minister Ayman Safadi"."""
    named = isinstance(following, Mention) and following.kind in _NAMES and following.first - item.last <= 1
    return item.kind is MentionKind.OFFICE and bool(chunk.offices) and not chunk.names and not chunk.states and named


def _number_lists(chunks: Sequence[Chunk], words: Words, glue: Glue, groups: int) -> int:
    """Give chunks joined by commas and joining words one group number; returns the next free number."""
    for number, chunk in enumerate(chunks):
        before = chunks[number - 1] if number else None
        if before is not None and _joined(before, chunk, words, glue):
            chunk.group = before.group
        else:
            groups += 1
            chunk.group = groups
    return groups


def _joined(before: Chunk, chunk: Chunk, words: Words, glue: Glue) -> bool:
    gap = _gap(words, before.last, chunk.first, glue)
    if not gap and _side_by_side(before, chunk):
        return True
    scene = {"at", "to", "from"}
    if before.marks & scene and not chunk.marks & scene and not _same_sort(before, chunk):
        return False
    if not gap or len(gap) > 4:  # noqa: PLR2004 a comma, "and", a preposition and one word more
        return False
    # Where lists have a comma of their own, the other comma parts clauses.
    joining = {*glue.joins, *(_COMMA - _CLAUSE_COMMA if _COMMA & glue.joins else _COMMA), *_DASHES, ";"}
    prepositions = glue.marks["with"][0] | glue.of | glue.marks["between"][0]
    return any(word in joining for word in gap) and all(word in joining or word in prepositions for word in gap)


def _side_by_side(before: Chunk, chunk: Chunk) -> bool:
    """Whether two abbreviations of states stand together ("日米")."""
    return all(one.states and one.states[0].form == "short" for one in (before, chunk)) and before.last == chunk.first


def _set_at(chunk: Chunk, words: Words, sentence: Sentence, glue: Glue) -> bool:
    """Whether "in" stands before a place with only small letters between ("in the border town of Panmunjom")."""
    for place in range(chunk.first - 1, max(sentence.first, chunk.first - 4) - 1, -1):
        form = words.forms[place]
        if glue.fold(form) in glue.marks["at"][0]:
            return place < chunk.first - 1
        if not form[0].isalpha() or form[0].isupper():
            return False
    return False


def _same_sort(before: Chunk, chunk: Chunk) -> bool:
    """Whether both name only places or states, so that what is said of the first holds for the second."""
    return not any(one.names or one.offices or one.reference is not None or one.bodies for one in (before, chunk))


def _mark(chunk: Chunk, words: Words, sentence: Sentence, glue: Glue) -> None:
    """Read the preposition before a chunk (the postposition after it where verbs come last) and its own ending."""
    word = _word_beside(chunk, words, sentence, glue)
    if glue.sov and glue.titles != "before":
        chunk.marks |= marks_after(words, chunk.last, sentence.last, glue.phrases, glue.honorifics)
    else:
        chunk.marks |= {mark for mark, (standing, _) in glue.marks.items() if word in standing}
    if not chunk.bare:
        chunk.marks |= glue.case_of(words.forms[chunk.last - 1])
    if word in glue.of:
        chunk.marks.add("of")
    if (
        chunk.places
        and not chunk.marks & {"at", "to", "from", "with", "between"}
        and _set_at(chunk, words, sentence, glue)
    ):
        chunk.marks.add("at")
    after = glue.fold(words.forms[chunk.last]) if chunk.last < sentence.last else ""
    if after in glue.possessive:
        chunk.marks.add("owner")
    if chunk.former:
        chunk.marks.add("former")


def _word_beside(chunk: Chunk, words: Words, sentence: Sentence, glue: Glue) -> str:
    """The folded word before a chunk and its articles, or right after it where verbs come last; "" at the edge."""
    if glue.sov:
        return glue.fold(words.forms[chunk.last]) if chunk.last < sentence.last else ""
    before = chunk.first - 1
    while before >= sentence.first and glue.fold(words.forms[before]) in glue.articles:
        before -= 1
    return glue.fold(words.forms[before]) if before >= sentence.first else ""
