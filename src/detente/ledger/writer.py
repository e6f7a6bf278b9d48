"""Rows that are added once: documents with their readings, reports, evidence and sentences; refusals."""

import json
import re
import sqlite3
from collections.abc import Mapping, Sequence

from detente.ledger.filing import document_key, evidence_of, handles, report_row, text_key
from detente.ledger.fulltext import index_words
from detente.model import Refusal, Report
from detente.model.reading import Filed

_DOCUMENT = """
INSERT INTO documents (key, name, outlet, url, published, title_start, title_end, text, text_key, learned)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_READING = """
INSERT INTO readings (document, version, lang, official, dated, junk, rejected, learned)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING
"""
_REPORT = """
INSERT INTO reports (reading, handle, reader, pattern, kind, status, sides, parties, first, last, precision, place,
                     place_side, place_whole, asked_by, topics, outcomes, told_by, wording,
                     headline)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_REFUSAL = """
INSERT INTO refusals (source, reason, detail, remedy, learned) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
_OFFICE = """
INSERT INTO offices SELECT :side, :office, :body, :learned
WHERE NOT EXISTS (SELECT 1 FROM offices WHERE side = :side AND office = :office AND learned <= :learned)
"""
_SURROGATES = re.compile("[\ud800-\udfff]")


class Writer:
    """Adds rows inside a transaction.

    Args:
        places: usual English name of a place -> code of its state, and whether it is a whole state.
        bodies: side -> short names of its bodies.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        places: Mapping[str, tuple[str, bool]],
        bodies: Mapping[str, tuple[str, ...]],
    ) -> None:
        self._db, self._places, self._bodies = connection, places, bodies

    def refuse(self, refusal: Refusal, learned: str) -> None:
        """Keep a refusal; the same one twice is one."""
        self._db.execute(
            _REFUSAL,
            (refusal.source, refusal.reason, refusal.detail, refusal.remedy, learned),
        )

    def file(self, reading: Filed, learned: str) -> str:
        """Keep a document and its reading: new, reread, or known when another process was faster."""
        key = document_key(reading.document)
        row = self._db.execute("SELECT id FROM documents WHERE key = ?", (key,)).fetchone()
        if row is None:
            document, what = self._document(reading, key, learned), "new"
        else:
            document, what = int(row["id"]), "reread"
        # What two readers made of it apart is history at once: the reading of both comes last, and the last one holds.
        for one in reading.apart:
            self._filed(reading, one.version, one.reports, (key, document), learned)
        kept = self._filed(reading, reading.version, reading.reports, (key, document), learned)
        return what if kept else "known"

    def _filed(
        self, reading: Filed, version: str, reports: Sequence[Report], document: tuple[str, int], learned: str
    ) -> bool:
        """Keep one reading of a document, given by key and number; whether it was not there yet."""
        key, at = document
        number = self._reading(reading, version, at, learned)
        if number is None:
            return False
        sentences = self._db.execute(
            'SELECT id, start, "end" FROM sentences WHERE document = ? ORDER BY start', (at,)
        ).fetchall()
        for handle, report in zip(handles(key, reports), reports, strict=True):
            self._report(report, handle, reading, number, sentences)
            self._offices(report, learned)
        return True

    def _document(self, reading: Filed, key: str, learned: str) -> int:
        document = reading.document
        title, text = document.title, storable(document.text)
        done = self._db.execute(
            _DOCUMENT,
            (
                key, storable(document.id),
                storable(document.outlet or "") or None, storable(document.url or "") or None,
                document.published.isoformat() if document.published else None,
                title.start if title else None, title.end if title else None,
                text, text_key(text), learned,
            ),
        )  # fmt: skip
        number = int(done.lastrowid or 0)
        self._sentences(reading, number)
        self._db.execute("INSERT INTO sketches VALUES (?, ?)", (number, len(reading.sketch)))
        self._db.executemany("INSERT INTO shingles VALUES (?, ?)", [(one, number) for one in reading.sketch])
        return number

    def _sentences(self, reading: Filed, document: int) -> None:
        for span in reading.sentences:
            row = self._db.execute(
                'INSERT INTO sentences (document, start, "end") VALUES (?, ?, ?)', (document, span.start, span.end)
            )
            self._db.execute(
                "INSERT INTO sentence_words (rowid, words) VALUES (?, ?)",
                (row.lastrowid, storable(index_words(reading.document.quote(span)))),
            )

    def _reading(self, reading: Filed, version: str, document: int, learned: str) -> int | None:
        days = reading.dated
        done = self._db.execute(
            _READING,
            (
                document, version, reading.lang, reading.official,
                json.dumps([days.start.isoformat(), days.end.isoformat()] if days else []),
                json.dumps([[one.span.start, one.span.end, one.rule] for one in reading.document.junk]),
                json.dumps([[one.span.start, one.span.end, storable(one.cue), one.reason] for one in reading.rejected]),
                learned,
            ),
        )  # fmt: skip
        return int(done.lastrowid or 0) if done.rowcount else None

    def _report(self, report: Report, handle: str, reading: Filed, number: int, sentences: list[sqlite3.Row]) -> None:
        done = self._db.execute(
            _REPORT,
            (number, handle, *report_row(report, reading, self._places)),
        )
        filed = int(done.lastrowid or 0)
        for field, value, span in evidence_of(report):
            inside = (row["id"] for row in sentences if row["start"] <= span.start < row["end"])
            self._db.execute(
                "INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?)",
                (filed, field, value, span.start, span.end, next(inside, None)),
            )
        for promise in report.promises:
            due = promise.value.due
            span = promise.evidence[0]
            self._db.execute(
                "INSERT INTO undertakings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    filed, promise.value.kind.value, " ".join(promise.value.by), due.start.isoformat() if due else None,
                    due.end.isoformat() if due else None, int(promise.value.regular), span.start, span.end,
                ),
            )  # fmt: skip

    def _offices(self, report: Report, learned: str) -> None:
        """Note which body an office belongs to, unless that was known by then: the CIA director to the CIA."""
        for stated in report.parties:
            side, office = stated.value.side, stated.value.office or ""
            body = next((one for one in self._bodies.get(side, ()) if office.startswith(f"{one} ")), None)
            if body is not None:
                self._db.execute(_OFFICE, {"side": side, "office": office, "body": body, "learned": learned})


def storable(text: str) -> str:
    """The text as SQLite can hold it: a lone surrogate, which no UTF-8 has, becomes U+FFFD, so that places stay."""
    if text.isascii():
        return text
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)
