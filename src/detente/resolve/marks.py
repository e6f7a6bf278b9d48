"""How a chunk is joined to its sentence: the preposition before it, the postposition or ending behind it."""

from detente.model.annotated import Sentence
from detente.resolve.chunk import Chunk
from detente.resolve.glue import Glue
from detente.resolve.titles import marks_after

_PLACED = frozenset({"at", "to", "from", "with", "between"})
_APOSTROPHES = frozenset({"'", "’", "ʼ"})


def _after_chunk(chunk: Chunk, sentence: Sentence, glue: Glue) -> tuple[str, ...]:
    """What stands right after a chunk where case stands behind: one word, two together, or a suffix and one word."""
    words, first = glue.words, chunk.last
    suffixed = first + 1 < sentence.last and words.forms[first] in _APOSTROPHES
    if suffixed and words.starts[first + 1] == words.ends[first]:
        first += 1  # "Moskova'ya"
        return glue.folds[first : min(first + 2, sentence.last)]
    after = glue.folds[first : min(first + 2, sentence.last)]
    return (*after[:1], " ".join(after))


def _read_behind(chunk: Chunk, sentence: Sentence, glue: Glue) -> tuple[str, ...]:
    """Mark what the words right after a chunk say of it, where verbs come last; returns those words."""
    if glue.titles in {"after", "either"}:
        chunk.marks |= marks_after(glue.words, chunk.last, sentence.last, glue.phrases, glue.honorifics)
        return glue.folds[chunk.last : min(chunk.last + 1, sentence.last)]
    said = _after_chunk(chunk, sentence, glue)
    for words in said:
        chunk.marks |= glue.marks_of(words)
    return said


def _read_before(chunk: Chunk, sentence: Sentence, glue: Glue) -> tuple[str, ...]:
    """Mark what the word before a chunk and its articles says of it; returns that word."""
    before = chunk.first - 1
    while before >= sentence.first and glue.folds[before] in glue.articles:
        before -= 1
    if before < sentence.first:
        return ()
    chunk.marks |= glue.marks_of(glue.folds[before])
    return (glue.folds[before],)


def mark(chunk: Chunk, sentence: Sentence, glue: Glue) -> None:
    """Read the preposition before a chunk (the postposition after it where verbs come last) and its own ending."""
    said, marks = (_read_behind if glue.sov else _read_before)(chunk, sentence, glue), chunk.marks
    attached = glue.prefixed.get(chunk.first, "")
    if attached:
        marks |= glue.marks_of(attached)
    if not chunk.bare:
        marks |= glue.case_of(chunk.last - 1)
    if chunk.names or chunk.offices or chunk.reference is not None:
        # Nobody is a place: where one word means "in", "to" and the dative, before a person it means the person.
        if "at" in marks and ("to" in marks or (attached and "with" in marks)):
            marks.remove("at")
    elif attached and "at" in marks:
        marks.discard("with")
    if not glue.of.isdisjoint(said):
        marks.add("of")
    if chunk.places and marks.isdisjoint(_PLACED) and _set_at(chunk, sentence, glue):
        marks.add("at")
    if chunk.last < sentence.last and glue.folds[chunk.last] in glue.possessive:
        marks.add("owner")
    if chunk.former:
        marks.add("former")


def _set_at(chunk: Chunk, sentence: Sentence, glue: Glue) -> bool:
    """Whether "in" stands before a place with only small letters between ("in the border town of Panmunjom")."""
    for place in range(chunk.first - 1, max(sentence.first, chunk.first - 4) - 1, -1):
        form = glue.words.forms[place]
        if glue.folds[place] in glue.marks["at"][0]:
            return place < chunk.first - 1
        if not form[0].isalpha() or form[0].isupper():
            return False
    return False
