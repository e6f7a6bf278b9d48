"""Values -> rows that are added once, and rows -> values."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from hashlib import sha256

from detente.merge import sketch, wording
from detente.model import Document, Interval, Kind, Party, Precision, Report, Span, Stated, Status
from detente.model.contact import Claim, Judgement
from detente.model.reading import Filed, Reading
from detente.model.words import fold_word

HANDLE = 12
_REMEMBERED = 10_000  # values that stand in many rows are made once
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no letter that looks like another one
Row = tuple[object, ...]


def document_key(document: Document) -> str:
    """SHA-256 of what makes a document this one; a file that is found again under another path is the same."""
    title = document.title
    content = (
        document.id if document.named else "",
        document.published.isoformat() if document.published else "",
        document.outlet or "",
        document.url or "",
        [title.start, title.end] if title else [],
        document.text,
    )
    return _digest(json.dumps(content))


def text_key(text: str) -> str:
    """SHA-256 of a text."""
    return _digest(text)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def short_id(*parts: str) -> str:
    """Twelve letters that follow from the parts (59 bits: a pair alike in 800 million)."""
    number = int.from_bytes(sha256("\0".join(parts).encode()).digest()[:8])
    letters = []
    for _ in range(HANDLE):
        number, digit = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[digit])
    return "".join(letters)


def handles(key: str, reports: Sequence[Report]) -> list[str]:
    """A handle for each report of a document; it stays when a later reading finds the sentence and sides again."""
    met: Counter[tuple[str, str]] = Counter()
    found = []
    for report in reports:
        told = str(min(report.quotes).start), " ".join(side.value for side in report.sides)
        found.append(short_id(key, *told, str(met[told])))
        met[told] += 1
    return found


def report_row(report: Report, reading: Filed, places: Mapping[str, tuple[str, bool]]) -> Row:
    """The columns of `reports` from `reader` on."""
    days = report.days.value if report.days else None
    place = report.place.value if report.place else ""
    side, whole = places.get(place, ("", False))
    title = reading.document.title
    return (
        report.reader,
        report.pattern,
        report.kind.value.value,
        report.status.value.value,
        joined(report.sides),
        parties_text([party.value for party in report.parties]),
        days.start.isoformat() if days else None,
        days.end.isoformat() if days else None,
        days.precision.value if days else None,
        place,
        side,
        int(whole),
        report.asked_by.value if report.asked_by else "",
        joined(report.topics),
        " ".join(outcome.value.value for outcome in report.outcomes),
        joined(report.told_by),
        " ".join(sorted({name for span in report.quotes if (name := _wording(reading.document.quote(span)))})),
        int(title is not None and any(title.covers(span) for span in report.quotes)),
    )


def joined(values: Iterable[Stated[str]]) -> str:
    """Codes in alphabetical order with a space between."""
    return " ".join(sorted({value.value for value in values}))


def _wording(sentence: str) -> str:
    return wording([fold_word(word) for word in sentence.split()])


def parties_text(parties: Iterable[Party]) -> str:
    """Parties as JSON: [[name, side, office, person], ...] in a fixed order."""
    rows = [[party.name, party.side, party.office, party.person] for party in parties]
    return json.dumps(sorted(rows, key=lambda row: [value or "" for value in row]), ensure_ascii=False)


@lru_cache(maxsize=_REMEMBERED)
def parties_of(text: str) -> tuple[Party, ...]:
    """What `parties_text` wrote."""
    return tuple(
        Party(name=name, side=side, office=office, person=person) for name, side, office, person in json.loads(text)
    )


def evidence_of(report: Report) -> Iterator[tuple[str, str, Span]]:
    """Field, value and span of every value of a report."""
    single: list[tuple[str, Stated[object]]] = [("kind", report.kind), ("status", report.status)]  # type: ignore[list-item]
    if report.days:
        days = report.days.value
        yield from (("days", f"{days.start}/{days.end}", span) for span in report.days.evidence)
    for field, one in (("place", report.place), ("asked_by", report.asked_by)):
        if one is not None:
            single.append((field, one))  # type: ignore[arg-type]
    for field, many in (("side", report.sides), ("topic", report.topics), ("outcome", report.outcomes),
                        ("told_by", report.told_by)):  # fmt: skip
        single.extend((field, one) for one in many)  # type: ignore[misc]
    for field, stated in single:
        yield from ((field, str(stated.value), span) for span in stated.evidence)
    for party in report.parties:
        yield from (("party", parties_text([party.value]), span) for span in party.evidence)
    yield from (("quote", "", span) for span in report.quotes)


def filed(reading: Reading, version: str) -> Filed:
    """What a ledger keeps of a reading.

    Args:
        version: what reads now; a reading that names its own version has that one.
    """
    annotated = reading.grounded.annotated
    words = annotated.words
    kept = [one for one in annotated.sentences if not one.junk]
    inside = (word for one in kept for word in words.forms[one.first : one.last])
    return Filed(
        document=reading.document,
        version=reading.version or version,
        lang=reading.lang,
        official=reading.grounded.account or "",
        dated=reading.grounded.dated.days,
        sentences=tuple(words.span(one.first, one.last) for one in kept),
        sketch=sketch([fold_word(word) for word in inside if word.isalnum()]),
        reports=tuple(reading.reports),
        rejected=tuple(reading.rejected),
        apart=tuple(reading.apart),
    )


def claim_of(row: sqlite3.Row) -> Claim:
    """A row of `standing` with its report, document and origin as a claim."""
    published = row["published"]
    return Claim(
        report=row["handle"],
        document=row["document_key"],
        origin=row["origin"] or row["document_key"],
        published=date.fromisoformat(published) if published else None,
        outlet=row["outlet"] or "",
        official=row["official"],
        kind=Kind(row["kind"]),
        status=Status(row["status"]),
        sides=tuple(row["sides"].split()),
        parties=parties_of(row["parties"]),
        days=interval_of(row["first"], row["last"], row["precision"]),
        place=row["place"],
        place_side=row["place_side"],
        place_whole=bool(row["place_whole"]),
        asked_by=row["asked_by"],
        topics=tuple(row["topics"].split()),
        outcomes=tuple(row["outcomes"].split()),
        told_by=tuple(row["told_by"].split()),
        wording=tuple(row["wording"].split()),
        headline=bool(row["headline"]),
    )


@lru_cache(maxsize=_REMEMBERED)
def interval_of(first: str | None, last: str | None, precision: str | None) -> Interval | None:
    """Columns first, last, precision as an interval."""
    if first is None or last is None or precision is None:
        return None
    return Interval(start=date.fromisoformat(first), end=date.fromisoformat(last), precision=Precision(precision))


def judgement_key(judgement: Judgement) -> str:
    """SHA-256 of what was decided; the same judgement imported twice is one."""
    content = (
        judgement.verdict, judgement.reports, judgement.others, judgement.about, judgement.value, judgement.by,
        judgement.why, judgement.at,
    )  # fmt: skip
    return _digest(json.dumps(content))


def judgement_of(row: Mapping[str, str]) -> Judgement:
    """A row of `judgements` as a value."""
    return Judgement(
        id=row["key"],
        verdict=row["verdict"],
        reports=tuple(row["reports"].split()),
        others=tuple(row["others"].split()),
        about=row["about"],
        value=row["value"],
        by=row["by"],
        why=row["why"],
        at=row["at"],
    )
