"""The text of a document with its marks in brackets: names, cues, topics, times, and junk in the margin."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.export.screen import Piece, Screen, visible
from detente.export.wording import days_in_words
from detente.model import Document, Span
from detente.model.annotated import Annotated, CueHit, Mention
from detente.model.grounded import Grounded, Timed

LEGEND = (
    ("[name|what it is]", "name"),
    ("  ", ""),
    ("{cue|what it says}", "cue"),
    ("  ", ""),
    ("(topic|which)", "topic"),
    ("  ", ""),
    ("<time|days>", "time"),
    ("  ", ""),
    ("~ page furniture, not read", "dim"),
)
_JUNK, _PLAIN = "~ ", "  "


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of the text with what was seen in it.

    Attributes:
        label: what it is, in a word or two.
        brackets: opening and closing one, which tell the layers apart without colour.
    """

    span: Span
    label: str
    style: str
    brackets: tuple[str, str]


def marked_text(grounded: Grounded, screen: Screen) -> Iterator[str]:
    """The text, a line of it at a time, with its marks; a mark that crosses another stands on a line of its own."""
    document = grounded.annotated.document
    marks = deque(sorted(_marks(grounded, screen), key=lambda mark: (mark.span.start, -mark.span.end)))
    junk = deque(document.junk)
    reaching: list[Mark] = []  # marks that began before this line and may end in it
    at = 0
    for line in document.text.splitlines(keepends=True):
        span = (at, at + len(line.rstrip()))
        at += len(line)
        while junk and junk[0].span.end <= span[0]:
            junk.popleft()
        while marks and marks[0].span.start < span[1]:
            reaching.append(marks.popleft())
        reaching = [mark for mark in reaching if mark.span.end > span[0]]
        if span[0] == span[1]:
            yield "\n"
        elif junk and junk[0].span.start < span[1]:
            text = f"{visible(document.text[span[0] : span[1]])}  ({junk[0].rule})"
            yield screen.wrapped([(text, "dim")], first=_JUNK, indent=_JUNK)
        else:
            yield from _line(document, span, reaching, screen)


def _line(document: Document, line: tuple[int, int], marks: Sequence[Mark], screen: Screen) -> Iterator[str]:
    nested, crossing = _told_apart(marks, line)
    yield screen.wrapped(_pieces(document.text, line, nested), first=_PLAIN, indent=_PLAIN)
    for mark in crossing:
        opening, closing = mark.brackets
        text = f"also {opening}{visible(document.quote(mark.span))}|{mark.label}{closing}"
        yield screen.wrapped([(" ".join(text.split()), mark.style)], first="      ", indent="      ")


def _told_apart(marks: Sequence[Mark], line: tuple[int, int]) -> tuple[list[Mark], list[Mark]]:
    """Marks that lie in the line side by side or one inside the other, and those that cross one of them or its end."""
    nested: list[Mark] = []
    crossing: list[Mark] = []
    around: list[Mark] = []  # those of `nested` that have not ended
    for mark in marks:
        around = [other for other in around if other.span.end > mark.span.start]
        outside = mark.span.start < line[0] or mark.span.end > line[1]
        if outside or any(other.span.end < mark.span.end for other in around):
            crossing.append(mark)
        else:
            nested.append(mark)
            around.append(mark)
    return nested, crossing


def _pieces(text: str, line: tuple[int, int], nested: Sequence[Mark]) -> Iterator[Piece]:
    """The line cut where a mark opens or closes; inner marks open later and close first."""
    at = line[0]
    stack: list[Mark] = []
    for mark in [*nested, None]:
        border = mark.span.start if mark is not None else line[1]
        while stack and stack[-1].span.end <= border:
            done = stack.pop()
            yield _cut(text, at, done.span.end), done.style
            yield f"|{done.label}{done.brackets[1]}", done.style
            at = done.span.end
        yield _cut(text, at, border), stack[-1].style if stack else ""
        at = border
        if mark is not None:
            yield mark.brackets[0], mark.style
            stack.append(mark)


def _cut(text: str, start: int, end: int) -> str:
    return visible(text[start:end].replace("\t", " "))


def _marks(grounded: Grounded, screen: Screen) -> Iterator[Mark]:
    annotated = grounded.annotated
    for mention in annotated.mentions:
        yield _mark(annotated, mention, _mention_label(mention), "name", ("[", "]"))
    for cue in annotated.cues:
        label = f"{cue.means}, {cue.status}" if cue.status else cue.means
        yield _mark(annotated, cue, label, "cue", ("{", "}"))
    for topic in annotated.topics:
        yield _mark(annotated, topic, topic.means, "topic", ("(", ")"))
    for time in grounded.times:
        span = annotated.words.span(time.hit.first, time.hit.last)
        yield Mark(span=span, label=_time_label(time, screen), style="time", brackets=("<", ">"))


def _mark(annotated: Annotated, place: Mention | CueHit, label: str, style: str, brackets: tuple[str, str]) -> Mark:
    span = annotated.words.span(place.first, place.last)
    return Mark(span=span, label=visible(label), style=style, brackets=brackets)


def _mention_label(mention: Mention) -> str:
    said = [mention.kind.value]
    if mention.persons:
        said.append(" or ".join(mention.persons))
    elif mention.kind.value in {"office", "body", "place"}:
        said.append(mention.value)
    if mention.side and mention.side not in said:
        said.append(mention.side)
    return " ".join(said)


def _time_label(time: Timed, screen: Screen) -> str:
    told = [days_in_words(days, screen) for days in (time.past, time.future) if days is not None]
    return " or ".join(dict.fromkeys(told)) or "days unknown"
