"""A ledger in which every field that can hold a stranger's text, or a user's, holds each of many strings."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from detente import Document, Reader, Reading
from detente.ledger import Extractor, Ledger
from detente.ledger.filing import judgement_key
from detente.model import Interval, Kind, Outcome, Party, Precision, Promise, Refusal, Rejected, Report, Stated, Status
from detente.model.contact import Judgement
from detente.model.text import Junk, Span

AT = "2025-01-01T00:00:00Z"
DAY = date(2024, 5, 6)


def hostile_ledger(path: Path, strings: Sequence[str], reader: Reader) -> str:
    """Fill a ledger at `path`: a document, a contact, a refusal and three judgements for each string.

    Returns:
        id of the contact that every document tells of and every judgement is about.
    """
    documents = [_document(number, words) for number, words in enumerate(strings)]

    def read(document: Document) -> Reading:
        outcome = reader.read(document)
        assert isinstance(outcome, Reading)
        number = next(at for at, one in enumerate(documents) if one.id == document.id)
        return _reading(outcome, strings[number], number)

    extractor = Extractor(
        read=read,
        version=lambda _: strings[0],
        places=dict.fromkeys(strings, ("RU", False)),
        bodies={"RU": tuple(strings)},
    )
    refusals = [Refusal(source=words, reason="empty", detail=words, remedy=words) for words in strings]
    with Ledger.open(path, create=True) as book:
        list(book.add([*documents, *refusals], extractor, at=AT))
        rows = book.connection.execute("SELECT handle FROM reports WHERE kind = 'meeting'").fetchall()
        handles = tuple(sorted(row["handle"] for row in rows))
        assert len(handles) == len(strings)
        book.judge(_judgements(handles, strings), at=AT)
        book.refresh()
        found: str = book.connection.execute("SELECT id FROM contacts WHERE kind = 'meeting'").fetchone()["id"]
    return found


def _document(number: int, words: str) -> Document:
    """Its name, title, outlet, address and every sentence are the string."""
    # Nearly without words of its own: texts that share more would be copies of one.
    text = f"{words}\n\n{words} met {number}. {words} rang {number}. {words} seen {number}."
    return Document(
        id=words,
        text=text,
        title=Span(start=0, end=len(words)),
        published=DAY + timedelta(days=number),
        lang="en",
        outlet=words,
        url=words,
        named=True,
    )


def _reading(read: Reading, words: str, number: int) -> Reading:
    """What was read in it, as a model or a program that believes everything would tell it."""
    text = read.document.text
    first = len(words) + 2
    spans = [Span(start=at, end=at + len(words)) for at in _places(text, words, first)][:3]
    met, rang, seen = spans[0], spans[1], spans[-1]
    return replace(
        read,
        document=replace(read.document, junk=(Junk(span=seen, rule=words),)),
        reports=(_report(words, met, Kind.MEETING, 0), _report(words, rang, Kind.CALL, number)),
        rejected=(Rejected(span=seen, cue=words, reason=words),),
    )


def _places(text: str, words: str, start: int) -> list[int]:
    found = []
    while (start := text.find(words, start)) >= 0:
        found.append(start)
        start += len(words)
    return found


def _report(words: str, span: Span, kind: Kind, days: int) -> Report:
    at = (span,)
    day = Interval(start=DAY + timedelta(days=days), end=DAY + timedelta(days=days), precision=Precision.DAY)
    code = "".join(words.split())  # codes are kept with spaces between them
    party = Party(name=words, side="RU", office=words)
    promise = Promise(kind=Outcome.COMMITMENT, by=("RU",))
    return Report(
        document=words,
        reader=words,
        kind=Stated(value=kind, evidence=at),
        status=Stated(value=Status.HELD, evidence=at),
        sides=(Stated(value="RU", evidence=at), Stated(value="US", evidence=at)),
        parties=(Stated(value=party, evidence=at), Stated(value=replace(party, side="US"), evidence=at)),
        days=Stated(value=day, evidence=at),
        place=Stated(value=words, evidence=at),
        asked_by=Stated(value=code, evidence=at),
        topics=(Stated(value=code, evidence=at),),
        outcomes=(Stated(value=Outcome.COMMITMENT, evidence=at),),
        told_by=(Stated(value=code, evidence=at),),
        quotes=at,
        pattern=words,
        promises=(Stated(value=promise, evidence=at),),
    )


def _judgements(handles: tuple[str, ...], strings: Sequence[str]) -> list[Judgement]:
    """All meetings are one; each string confirms its own, corrects its place and its parties, and is the reason."""
    bare = Judgement(id="", verdict="merge", reports=handles, by=strings[0], why=strings[0], at=AT)
    said = [bare]
    for handle, words in zip(handles, strings, strict=True):
        signed = replace(bare, reports=(handle,), by=words, why=words)
        parties = json.dumps([[words, "RU", words]])
        said += [
            replace(signed, verdict="confirm"),
            replace(signed, verdict="correct", about="place", value=json.dumps(words)),
            replace(signed, verdict="correct", about="parties", value=parties),
        ]
    return [replace(one, id=judgement_key(one)) for one in said]
