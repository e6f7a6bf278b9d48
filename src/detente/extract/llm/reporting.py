"""What a model says -> Reports: each value found in the text, names and days those that `resolve` made of the words.

The model points, the rooms decide: it says where a name stands, `resolve` who that is; it says which words tell the
time, `resolve` which day they mean. A value whose quotation does not stand in the text is dropped, whatever it says.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from detente.extract.llm.quoting import Quotable, word_range
from detente.extract.llm.reply import Reply, SaidContact
from detente.extract.llm.schema import Said, SaidParty
from detente.model import PRESS, Interval, Kind, Outcome, Party, Report, Span, Stated, Status
from detente.model.dropping import Dropped
from detente.model.grounded import Actor, Grounded, Timed

_AHEAD = frozenset({Status.PLANNED, Status.PROPOSED})
_OFF = frozenset({Status.CANCELLED, Status.DENIED})
_TWO = 2  # sides of a contact, at least


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a reply is held against.

    Attributes:
        sides: codes that a side may have.
        spell: a name of any script in Latin letters, as `resolve` spells those that nobody knows.
    """

    sides: Collection[str]
    spell: Callable[[str], str]


def reports_of(
    reply: Reply, grounded: Grounded, text: Quotable, known: Known, *, reader: str
) -> tuple[tuple[Report, ...], tuple[Dropped, ...]]:
    """Reports in the order of their words, and all that was dropped on the way, the reply's own included.

    Args:
        grounded: with the names that the reply points at (`with_names`).
        reader: name of the model as a reader.
    """
    dropped = list(reply.dropped)
    found = [_Reporter(one, grounded, text, known, dropped).report(reader) for one in reply.contacts]
    whole = [one for one in found if one is not None]
    distinct: dict[tuple[object, ...], Report] = {}
    for one in whole:
        distinct.setdefault(_content(one), one)
    dropped += [Dropped(field="contact", reason="repeated")] * (len(whole) - len(distinct))
    return tuple(sorted(distinct.values(), key=lambda one: min(one.quotes))), tuple(dropped)


def _content(report: Report) -> tuple[object, ...]:
    """What tells one contact of a reply from another; small models like to say the same one again."""
    parties = frozenset(party.value for party in report.parties)
    sides = tuple(side.value for side in report.sides)
    days = report.days.value if report.days else None
    place = report.place.value if report.place else None
    return report.quotes, report.kind.value, report.status.value, sides, parties, days, place


class _Reporter:
    """One contact of a reply, field by field."""

    def __init__(
        self, said: SaidContact, grounded: Grounded, text: Quotable, known: Known, dropped: list[Dropped]
    ) -> None:
        self._said, self._grounded, self._text, self._known = said, grounded, text, known
        self._dropped = dropped
        self._words = grounded.annotated.words
        self._sentences = [self._words.span(one.first, one.last) for one in grounded.annotated.sentences]
        self._everywhere = self._named(Span(start=0, end=len(grounded.annotated.document.text)))
        self._within: list[Span] = []  # the sentences of the contact, where quotations are looked for first

    def report(self, reader: str) -> Report | None:
        """The report, None when kind, status, two sides or all quotations are missing."""
        quotes = list(dict.fromkeys(self._quotes()))
        self._within = [one for one in self._sentences if any(one.overlaps(quote) for quote in quotes)]
        kind, status = self._single("kind"), self._single("status")
        parties = self._parties()
        sides = self._sides(parties)
        quotes = quotes or ([kind.evidence[0]] if kind is not None else [])
        # Every field is looked at before a contact is given up, so that all that is wrong with it is counted.
        days, place, asked_by = self._days(status), self._place(), self._asked_by()
        topics, outcomes, told_by = self._coded("topics"), self._coded("outcomes"), self._told_by(quotes)
        parties = self._of_sides(parties, {side.value for side in sides})
        if kind is None or status is None or len(sides) < _TWO or not quotes:
            self._drop("contact", "incomplete")
            return None
        return Report(
            document=self._grounded.annotated.document.id,
            reader=reader,
            kind=Stated(value=Kind(kind.value), evidence=kind.evidence),
            status=Stated(value=Status(status.value), evidence=status.evidence),
            sides=sides,
            parties=tuple(parties),
            days=days,
            place=place,
            asked_by=asked_by,
            topics=topics,
            outcomes=tuple(Stated(value=Outcome(one.value), evidence=one.evidence) for one in outcomes),
            told_by=told_by,
            quotes=tuple(quotes),
            pattern="quoted by the model",
        )

    def _drop(self, field: str, reason: str) -> None:
        self._dropped.append(Dropped(field=field, reason=reason))

    def _quotes(self) -> Iterator[Span]:
        for quote in self._said.quotes:
            span = self._text.place(quote)
            if span is None:
                self._drop("quotes", "not-in-text")
            else:
                yield span

    def _found(self, field: str, said: Said) -> Span | None:
        """Where the quotation of a value stands."""
        span = self._text.place(said.quote, self._within)
        if span is None:
            self._drop(field, "not-in-text")
        return span

    def _worded(self, field: str, said: Said) -> Span | None:
        """Where the words of a value stand inside its quotation."""
        outer = self._found(field, said)
        if outer is None:
            return None
        span = self._text.place_inside(said.value, outer)
        if span is None:
            self._drop(field, "invented")
        return span

    def _single(self, field: str) -> Stated[str] | None:
        said = self._said.single.get(field)
        span = self._found(field, said) if said is not None else None
        return None if said is None or span is None else Stated(value=said.value, evidence=(span,))

    def _coded(self, field: str) -> tuple[Stated[str], ...]:
        found: dict[str, list[Span]] = {}
        for said in self._said.lists.get(field, ()):
            span = self._found(field, said)
            if span is not None:
                found.setdefault(said.value, []).append(span)
        return _stated(found)

    # --- sides and parties ---

    def _side(self, field: str, said: Said) -> Span | None:
        """The quotation of a side, when the side is one and the quotation names it."""
        if said.value not in self._known.sides:
            self._drop(field, "outside-codebook")
            return None
        span = self._found(field, said)
        if span is None or self._supports(span, said.value):
            return span
        self._drop(field, "unsupported")
        return None

    def _supports(self, span: Span, side: str) -> bool:
        """Whether a passage names a side, or may mean it by "he" or "the two" in a text that names it elsewhere."""
        named = self._named(span)
        if side in named:
            return True
        open_still = not named or any(not actor.sides for actor in self._actors(span))
        return open_still and side in self._everywhere

    def _named(self, span: Span) -> set[str]:
        """Sides that the words of a stretch name, through a person, an office, a body, a seat or a state."""
        sides = {side for actor in self._actors(span) for side in actor.sides}
        first, last = word_range(self._words.starts, self._words.ends, span)
        touched = [one for one in self._grounded.annotated.mentions if one.first < last and first < one.last]
        places = [one for one in self._grounded.places if one.first < last and first < one.last]
        return sides | {one.side for one in touched if one.side} | {one.side for one in places if one.side}

    def _actors(self, span: Span) -> list[Actor]:
        first, last = word_range(self._words.starts, self._words.ends, span)
        return [one for one in self._grounded.actors if one.first < last and first < one.last]

    def _parties(self) -> list[Stated[Party]]:
        found: dict[Party, list[Span]] = {}
        for said in self._said.lists.get("parties", ()):
            span = self._worded("parties", said)
            party = self._party(cast("SaidParty", said), span) if span is not None else None
            if party is not None and span is not None:
                found.setdefault(party, []).append(span)
        return [Stated(value=party, evidence=tuple(dict.fromkeys(spans))) for party, spans in found.items()]

    def _of_sides(self, parties: Sequence[Stated[Party]], sides: Collection[str]) -> list[Stated[Party]]:
        """Parties that act for a side which the text names."""
        kept = [party for party in parties if party.value.side in sides]
        for _ in range(len(parties) - len(kept)):
            self._drop("parties", "unsupported")
        return kept

    def _party(self, said: SaidParty, span: Span) -> Party | None:
        """Who the words are, as `resolve` reads them; somebody whom it does not know keeps the name and the side."""
        for actor in self._actors(span):
            if actor.party is not None and (actor.sides or said.side in self._known.sides):
                side = actor.sides[0] if actor.sides else said.side
                return replace(actor.party, side=side)
        if said.side not in self._known.sides or self._actors(span) or not self._is_name(span):
            self._drop("parties", "outside-codebook" if said.side not in self._known.sides else "unresolved")
            return None
        return Party(name=self._known.spell(said.value), side=said.side, office=None)

    def _is_name(self, span: Span) -> bool:
        """Whether the words are a name that `resolve` saw and could not place."""
        first, last = word_range(self._words.starts, self._words.ends, span)
        return any(
            one.kind.value in {"name", "person"} and one.first < last and first < one.last
            for one in self._grounded.annotated.mentions
        )

    def _sides(self, parties: Sequence[Stated[Party]]) -> tuple[Stated[str], ...]:
        """Sides that are quoted, and those for which a quoted party acts."""
        found: dict[str, list[Span]] = {}
        for said in self._said.lists.get("sides", ()):
            span = self._side("sides", said)
            if span is not None:
                found.setdefault(said.value, []).append(span)
        for party in parties:
            if party.value.person is not None:
                found.setdefault(party.value.side, []).extend(party.evidence)
        return _stated(dict(sorted(found.items())))

    # --- the others ---

    def _asked_by(self) -> Stated[str] | None:
        said = self._said.single.get("asked_by")
        span = self._side("asked_by", said) if said is not None else None
        return None if said is None or span is None else Stated(value=said.value, evidence=(span,))

    def _told_by(self, quotes: Sequence[Span]) -> tuple[Stated[str], ...]:
        """Whose account it is; the outlet's own where nobody is quoted, as the rules have it."""
        found: dict[str, list[Span]] = {}
        for said in self._said.lists.get("told_by", ()):
            span = self._found("told_by", said) if said.value == PRESS else self._side("told_by", said)
            if span is not None:
                found.setdefault(said.value, []).append(span)
        account = self._grounded.account
        if quotes and (account is not None or not found):
            found.setdefault(account or PRESS, []).append(quotes[0])
        return _stated(found)

    def _place(self) -> Stated[str] | None:
        said = self._said.single.get("place")
        span = self._worded("place", said) if said is not None else None
        if span is None:
            return None
        first, last = word_range(self._words.starts, self._words.ends, span)
        names = (one.name for one in self._grounded.places if one.first < last and first < one.last)
        name = next(names, None)
        if name is None:
            self._drop("place", "unresolved")
            return None
        return Stated(value=name, evidence=(span,))

    def _days(self, status: Stated[str] | None) -> Stated[Interval] | None:
        said = self._said.single.get("days")
        span = self._worded("days", said) if said is not None else None
        if span is None:
            return None
        first, last = word_range(self._words.starts, self._words.ends, span)
        for timed in self._grounded.times:
            if timed.hit.first < last and first < timed.hit.last and (days := self._meant(timed, status)) is not None:
                return Stated(value=days, evidence=(span,))
        self._drop("days", "unresolved")
        return None

    def _meant(self, timed: Timed, status: Stated[str] | None) -> Interval | None:
        """The coming one of two readings for what lies ahead, the nearer one for what is off, else the past one."""
        published = self._grounded.annotated.document.published
        past, future = timed.past, timed.future
        said = status.value if status is not None else Status.HELD
        if said in _AHEAD:
            return future
        if said in _OFF and past is not None and future is not None and published is not None:
            return future if abs(future.start - published) < abs(published - past.end) else past
        return past


def _stated(found: dict[str, list[Span]]) -> tuple[Stated[str], ...]:
    return tuple(Stated(value=value, evidence=tuple(dict.fromkeys(spans))) for value, spans in found.items())
