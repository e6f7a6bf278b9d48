"""Channels as answers: who is in contact with whom, how often, and who has fallen silent."""

import json
import sqlite3
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate, islice, pairwise

from detente.errors import NotFoundError, UsageError
from detente.ledger.lines import channel_line, contact_line
from detente.ledger.queries import find_promises
from detente.ledger.search import Search
from detente.ledger.where import Where
from detente.model import Status
from detente.model.listing import ChannelLine, ChannelView, ContactLine, Filter, PromiseLine, Regular
from detente.reference.ends import ends_named
from detente.reference.registry import Registry

_TOLD = """
SELECT count(*) AS reports, count(DISTINCT standing.document) AS documents, count(DISTINCT origins.origin) AS origins
FROM json_each(?) AS one CROSS JOIN contact_reports ON contact_reports.contact = one.value
CROSS JOIN standing ON standing.report = contact_reports.report
CROSS JOIN origins ON origins.document = standing.document
"""
_YEAR = 365  # days of silence after which a promise of regular contact is broken where no gap is known


def find_channels(  # noqa: PLR0913  (each narrows the list)
    connection: sqlite3.Connection,
    on: date,
    *,
    level: str = "",
    fewest: int = 1,
    silent: bool = False,
    limit: int | None = None,
    after: tuple[str, str] | None = None,
) -> Iterator[ChannelLine]:
    """Channels as of a day: the ones with the most contacts first, or the most unusual silences.

    Args:
        level: state, office or body; "" for all.
        fewest: contacts held that a channel must have.
        silent: whether to list by silence: those longer than usual, the rarest first.
        limit: at most so many; None for all.
        after: ends of the channel after which to go on.

    Raises:
        UsageError: `after` is no channel of the list.
    """
    if silent:
        return islice(_following(_fallen(connection, on, level, fewest), after), limit)
    where = _met(level, fewest)
    if after is not None:
        place = connection.execute("SELECT -contacts, a, b FROM channels WHERE a = ? AND b = ?", after).fetchone()
        if place is None:
            raise _no_channel(after)
        where.add("(-contacts, a, b) > (?, ?, ?)", *place)
    query = where.query("SELECT * FROM channels", "ORDER BY contacts DESC, a, b LIMIT ?")
    rows = connection.execute(query, [*where.values, -1 if limit is None else limit])
    return (channel_line(row, on) for row in rows)


def count_channels(
    connection: sqlite3.Connection, on: date, *, level: str = "", fewest: int = 1, silent: bool = False
) -> int:
    """How many channels fit; the arguments are those of `find_channels`."""
    if silent:
        return len(_fallen(connection, on, level, fewest))
    where = _met(level, fewest)
    return int(connection.execute(where.query("SELECT count(*) FROM channels"), where.values).fetchone()[0])


def _met(level: str, fewest: int) -> Where:
    where = Where()
    where.add("held >= ?", fewest)
    if level:
        where.add("level = ?", level)
    return where


def _fallen(connection: sqlite3.Connection, on: date, level: str, fewest: int) -> list[ChannelLine]:
    """Channels silent for longer than usual, the rarest silence first."""
    where = _met(level, fewest)
    lines = (channel_line(row, on) for row in connection.execute(where.query("SELECT * FROM channels"), where.values))
    fallen = (line for line in lines if line.rarity is not None and (line.silence or 0) > (line.median_gap or 0))
    return sorted(fallen, key=lambda line: (line.rarity, -(line.silence or 0), line.a, line.b))


def _following(lines: Sequence[ChannelLine], after: tuple[str, str] | None) -> Sequence[ChannelLine]:
    if after is None:
        return lines
    places = [number for number, line in enumerate(lines, 1) if (line.a, line.b) == after]
    if not places:
        raise _no_channel(after)
    return lines[places[0] :]


def _no_channel(after: tuple[str, str]) -> UsageError:
    return UsageError(f"no channel between {after[0]} and {after[1]} to go on after; begin the list anew")


def known_ends(connection: sqlite3.Connection, ends: Iterable[str]) -> list[str]:
    """Those of the ends that stand in a channel, in their order."""
    query = "SELECT 1 FROM channels WHERE a = ? UNION ALL SELECT 1 FROM channels WHERE b = ? LIMIT 1"
    return [end for end in ends if connection.execute(query, (end, end)).fetchone()]


def show_channel(connection: sqlite3.Connection, one: str, other: str, on: date) -> ChannelView:
    """A channel in full.

    Args:
        one, other: its ends in any order, as `ChannelLine` writes them.
        on: day up to which silence is counted.

    Raises:
        UsageError: the two have no contact.
    """
    a, b = min(one, other), max(one, other)
    row = connection.execute("SELECT * FROM channels WHERE a = ? AND b = ?", (a, b)).fetchone()
    if row is None:
        raise NotFoundError(f"no contact between {one} and {other}; `detente channels` lists those that there are")
    rows = _timeline(connection, row["level"], a, b).fetchall()
    timeline = tuple(map(contact_line, rows))
    line = channel_line(row, on)
    ids = {contact.id for contact in timeline}
    sides = tuple(sorted(end.partition(":")[0] for end in (a, b)))
    promises = tuple(one for one in find_promises(connection, on, sides=sides) if one.contact in ids)
    topics: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for contact in timeline:
        topics[str(contact.days.end.year) if contact.days else ""].update(contact.topics)
    told = connection.execute(_TOLD, (json.dumps([one["number"] for one in rows]),)).fetchone()
    return ChannelView(
        line=line,
        reports=told["reports"],
        documents=told["documents"],
        origins=told["origins"],
        kinds=Counter(contact.kind.value for contact in timeline),
        statuses=Counter(contact.status.value for contact in timeline),
        asked_by=Counter(contact.asked_by for contact in timeline if contact.asked_by),
        topics={year: dict(sorted(found.items())) for year, found in sorted(topics.items()) if found},
        timeline=timeline,
        promises=promises,
        regular=_regular([promise for promise in promises if promise.regular], timeline, on),
    )


def _timeline(connection: sqlite3.Connection, level: str, a: str, b: str) -> sqlite3.Cursor:
    """The contacts of a channel, the latest first."""
    if level == "state":
        return Search(connection, Filter(sides=(a, b))).rows(None, None)
    return connection.execute(
        "SELECT contacts.* FROM contact_pairs JOIN contacts ON contacts.number = contact_pairs.contact"
        " WHERE contact_pairs.a = ? AND contact_pairs.b = ? ORDER BY contacts.day DESC, contacts.id DESC",
        (a, b),
    )


def _regular(promises: Iterable[PromiseLine], timeline: Iterable[ContactLine], on: date) -> tuple[Regular, ...]:
    """What came of promises of regular contact: contacts since, and whether the channel has fallen silent."""
    days = sorted({one.days.end for one in timeline if one.status is Status.HELD and one.days and one.days.end <= on})
    longest = [0, 0, *accumulate(((later - earlier).days for earlier, later in pairwise(days)), max)]
    return tuple(_kept(promise, days, longest, on) for promise in promises)


def _kept(promise: PromiseLine, days: Sequence[date], longest: Sequence[int], on: date) -> Regular:
    """What came of one promise.

    Args:
        days: on which the sides were in contact, in order.
        longest: the longest gap among the first so many of them.
    """
    if promise.said is None:
        return Regular(promise=promise, since=0, kept=None)
    known = bisect_right(days, promise.said)
    since = len(days) - known
    usual = longest[known] if known > 1 else _YEAR
    silence = (on - (days[-1] if since else promise.said)).days
    kept = None if not since and silence <= usual else silence <= usual
    return Regular(promise=promise, since=since, kept=kept)


def end_named(connection: sqlite3.Connection, asked: str, registry: Registry) -> str:
    """The end of a channel that a user named: the likeliest of those that stand in one.

    Raises:
        UsageError: the registry knows nobody of this name.
        NotFoundError: it does, but there is no contact of theirs.
    """
    ends = ends_named(asked, registry)
    known = known_ends(connection, ends)
    if known:
        return known[0]
    if not ends:
        raise UsageError(
            f"{asked!r} is no state, office or body that the registry knows; try RU, 'Russian president' or SVR"
        )
    raise NotFoundError(f"nobody of {ends[0]} has a contact here; `detente channels` lists who has")
