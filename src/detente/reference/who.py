"""Answers to "who?": an office asked for by its title, or a person by name, as of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from detente.model.actors import Term
from detente.model.time import Precision
from detente.reference.asked import office_asked, terms_asked
from detente.reference.folding import fold
from detente.reference.names import Named, persons_named
from detente.reference.offices import office_label
from detente.reference.registry import Registry, covers

_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One person in one office.

    Attributes:
        person: registry id.
        name: usual English spelling.
        office: title as the source gives it.
        label: the short English office.
        start, end: first and last day that the source's precision allows; end None while open.
        current: whether the term may run on the day asked for; otherwise it is the latest before it.
        stale: whether the day lies too long after the day on which the term was last known to be open (`as_of`).
        source: the source in words.
        match: how the question was understood: `office`, `name`, `surname` or `fuzzy`.
        score: likeness from 0 to 100, below 100 only where a word was matched by likeness.
    """

    person: str
    name: str
    side: str
    role: str
    office: str
    label: str
    start: date
    start_precision: Precision
    end: date | None
    end_precision: Precision | None
    acting: bool
    current: bool
    stale: bool
    as_of: date | None
    source: str
    match: str
    score: float


def who(question: str, day: date, registry: Registry) -> tuple[Answer, ...]:
    """Who held an office, or what offices a person held, on `day`; the best answer first.

    Args:
        question: an office with its side or body ("CIA director", "президент США", "Russian foreign minister"), a body
            alone for its head ("Mossad"), or a name in a language of the registry, in full or the surname alone.
        day: calendar day; when nothing runs on it, the latest term before it answers, with `current` False.
        registry: the persons, terms and titles that answer.

    Returns:
        Nothing when the question names neither a person nor an office of one side.
    """
    words = fold(question)
    if not words:
        return ()
    named = persons_named(words, registry)
    if named and named[0].match == "name":
        return _persons(named, day, registry)
    return _office(words, day, registry) or _persons(named, day, registry)


def _office(words: str, day: date, registry: Registry) -> tuple[Answer, ...]:
    asked = office_asked(words, registry)
    if asked is None:
        return ()
    terms = terms_asked(asked, registry)
    chosen = [term for term in terms if covers(term, day, day)] or _latest(terms, day)
    # "Foreign minister" alone would be two hundred answers; "secretary of state" has one.
    if not asked.askers and len({term.side for term in chosen}) > _MOST:
        return ()
    return _ordered(_answer(term, day, registry, "office", asked.score) for term in chosen)


def _persons(named: Iterable[Named], day: date, registry: Registry) -> tuple[Answer, ...]:
    answers = [
        _answer(term, day, registry, each.match, each.score)
        for each in named
        for term in registry.terms_on(each.person.id, day) or _latest(registry.terms_of(each.person.id), day)
    ]
    ordered = _ordered(answers)
    if ordered and ordered[0].match == "surname":
        # A surname means those in office, if any; namesakes of other days would only bury them.
        return tuple(answer for answer in ordered if answer.current) or ordered[:_MOST]
    return ordered


def _latest(terms: Iterable[Term], day: date) -> list[Term]:
    """The terms that ended last before `day`; several when they ended on one day."""
    before = [(term.end, term) for term in terms if term.end is not None and term.end < day]
    last = max((end for end, _ in before), default=None)
    return [term for end, term in before if end == last]


def _ordered(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    # The later of two holders on a border day first, and whoever only stands in behind the one who holds the office.
    return tuple(sorted(answers, key=lambda a: (not a.current, -a.score, a.stale, a.acting, -a.start.toordinal())))


def _answer(term: Term, day: date, registry: Registry, match: str, score: float) -> Answer:
    return Answer(
        person=term.person,
        name=registry.persons[term.person].name,
        side=term.side,
        role=term.role,
        office=term.office,
        label=office_label(term, registry),
        start=term.start,
        start_precision=term.start_precision,
        end=term.end,
        end_precision=term.end_precision,
        acting=term.acting,
        current=covers(term, day, day),
        stale=registry.is_stale(term, day),
        as_of=term.as_of,
        source=registry.sources[term.source].text,
        match=match,
        score=score,
    )
