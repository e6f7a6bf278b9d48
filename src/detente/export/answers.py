"""Answers to `detente who` and the list of languages, for people."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from detente.export.screen import Screen, one_line
from detente.export.wording import day_in_words
from detente.model import Precision
from detente.reference.languages import Cue, Language, OfficeWords, TimeWords, TopicWords
from detente.reference.who import Answer

_INDENT = "    "


def answers(found: Sequence[Answer], day: date, screen: Screen) -> Iterator[str]:
    """One block a person: the offices held, from when to when, and how sure that is."""
    for _, terms in groupby(found, key=lambda answer: answer.person):
        group = list(terms)
        yield screen.wrapped([(one_line(group[0].name), "strong")])
        for answer in group:
            yield from _term(answer, day, screen)


def _term(answer: Answer, day: date, screen: Screen) -> Iterator[str]:
    acting = "acting " if answer.acting else ""
    title = one_line(answer.office)
    full = f" ({title})" if title.casefold() != answer.label.casefold() else ""
    pieces = [(f"{acting}{answer.label}, {answer.side}", ""), (full, "dim"), (f": {_span(answer, screen)}", "")]
    yield screen.wrapped(pieces, first="  ", indent=_INDENT)
    for doubt in _doubts(answer, day):
        yield screen.wrapped([(doubt, "open")], first=_INDENT, indent=_INDENT)
    yield screen.wrapped([(f"source: {one_line(answer.source)}", "dim")], first=_INDENT, indent=_INDENT)


def _span(answer: Answer, screen: Screen) -> str:
    first = _border(answer.start, answer.start_precision)
    if answer.end is None or answer.end_precision is None:
        return f"since {first}"
    return f"{first} {screen.symbol('–', '-')} {_border(answer.end, answer.end_precision)}"


def _border(day: date, precision: Precision) -> str:
    """The first or last day of a term, as exactly as it is known."""
    if precision is Precision.DAY:
        return day_in_words(day)
    return str(day.year) if precision is Precision.YEAR else day_in_words(day).partition(" ")[2]


def _doubts(answer: Answer, day: date) -> Iterator[str]:
    if not answer.current:
        yield f"Not in this office on {day_in_words(day)}; this is the latest term before it that is known."
    if answer.stale and answer.as_of is not None:
        yield f"Last known to be in office on {day_in_words(answer.as_of)}; this may have changed since."
    if answer.match == "fuzzy" or answer.score < 100:  # noqa: PLR2004  (per cent)
        yield f"Understood by likeness ({answer.score:.0f} of 100), so check that it is the one you mean."


def language_list(languages: Iterable[Language]) -> Iterator[str]:
    """One line a language: code, name, level, how many cues it has and how many sentences test them."""
    yield f"{'code':<6}{'language':<20}{'level':<10}{'cues':>6}{'examples':>10}\n"
    for one in languages:
        rows: list[Cue | OfficeWords | TopicWords | TimeWords] = [*one.cue, *one.office, *one.topic, *one.time]
        cues = sum(len(row.any) for row in rows)
        examples = sum(len(row.examples) + len(row.never) for row in rows)
        yield f"{one.code:<6}{one.name:<20}{one.level:<10}{cues:>6}{examples:>10}\n"
