"""What a ledger tells of single documents and reports, and how its lists go on."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.ledger.invented import overlapping

from detente import Document, Reader, Reading
from detente.errors import UsageError
from detente.ledger import Extractor, Ledger, judging, queries
from detente.ledger.channels import count_channels, find_channels, show_channel
from detente.ledger.document import show_document
from detente.ledger.reports import count_reports, find_reports, show_report
from detente.model import Refusal
from detente.model.listing import Filter
from detente.model.report import Rejected
from detente.model.text import Junk, Span

ON = date(2024, 6, 1)


def key_of(book: Ledger, name: str) -> str:
    return next(line.key for line in queries.find_documents(book.connection) if line.name == name)


def test_a_document_in_full_shows_its_text_and_where_each_value_stands(forty: Ledger) -> None:
    view = show_document(forty.connection, key_of(forty, "held"))
    assert view.text.startswith("Russian Foreign Minister Sergei Lavrov and Turkish")
    (told,) = view.tellings
    assert told.rejected is None
    assert told.contact in {line.id for line in queries.find_contacts(forty.connection, Filter(sides=("RU", "TR")))}
    assert {(one.report, one.contact) for one in view.passages} == {(told.telling.report, told.contact)}
    words = {one.field: view.text[one.span.start : one.span.end] for one in view.passages}
    assert words["kind"] == "met"
    assert words["days"] == "on 12 March 2022"
    assert [one.span.start for one in view.passages] == sorted(one.span.start for one in view.passages)
    assert view.dated is None or view.dated[0] <= view.dated[1]
    assert (view.title, view.official, view.junk, view.copies) == (None, "", (), ())


def test_a_document_of_two_contacts_tells_them_in_the_order_of_its_text(forty: Ledger) -> None:
    view = show_document(forty.connection, key_of(forty, "put-off"))
    assert [told.telling.status for told in view.tellings] == ["cancelled", "planned"]


def test_the_copies_of_a_wire_are_shown_beside_it(forty: Ledger) -> None:
    view = show_document(forty.connection, key_of(forty, "wire"))
    assert {line.name for line in view.copies} == {"wire-1", "wire-2", "wire-3", "wire-4"}
    assert view.line.copies == 5


def test_a_document_is_found_by_the_first_letters_of_its_key(forty: Ledger) -> None:
    key = key_of(forty, "denied")
    assert show_document(forty.connection, key[:12]).line.key == key
    for asked in ("", "0"):  # forty keys begin with sixteen letters
        several = [line for line in queries.find_documents(forty.connection) if line.key.startswith(asked)]
        if len(several) > 1:
            with pytest.raises(UsageError, match="several documents"):
                show_document(forty.connection, asked or "a")
    for asked in ("zz", "' OR 1=1", "a" * 65, "é"):
        with pytest.raises(UsageError, match="no document"):
            show_document(forty.connection, asked)


def test_each_reading_of_a_document_is_history_and_the_latest_holds(
    prepared: Mapping[str, Reading], by_heart: Extractor, empty: Ledger
) -> None:
    (document,) = (one for one in overlapping() if one.id == "held")

    def read(_: Document) -> Reading:
        return replace(
            prepared["held"],
            reports=(),
            rejected=(Rejected(span=Span(start=3, end=9), cue="met \ud800", reason="nobody met"),),
            document=replace(document, junk=(Junk(span=Span(start=0, end=2), rule="menu"),)),
        )

    list(empty.add([document], by_heart, at="2024-01-01T00:00:00Z"))
    list(empty.add([document], replace(by_heart, read=read, version=lambda _: "heart 2"), at="2024-02-01T00:00:00Z"))
    empty.refresh()
    view = show_document(empty.connection, key_of(empty, "held"))
    assert [(one.version, one.reports, one.latest) for one in view.readings] == [
        ("heart 2", 0, True),
        ("heart 1", 1, False),
    ]
    assert (view.tellings, view.passages) == ((), ())
    assert view.rejected == (Rejected(span=Span(start=3, end=9), cue="met \ufffd", reason="nobody met"),)
    assert view.junk == (Junk(span=Span(start=0, end=2), rule="menu"),)
    with empty.as_of(date(2024, 1, 15)) as then:
        before = show_document(then.connection, key_of(then, "held"))
        assert [one.version for one in before.readings] == ["heart 1"]
        assert (len(before.tellings), before.rejected) == (1, ())


def test_a_rejected_report_stays_in_its_document_with_the_judgement(by_heart: Extractor, empty: Ledger) -> None:
    documents = [one for one in overlapping() if one.id in {"call", "call-5"}]
    list(empty.add(documents, by_heart, at="2024-01-01T00:00:00Z"))
    empty.refresh()
    (call,) = queries.find_contacts(empty.connection, Filter(sides=("TR", "UA")))
    coder = judging.Coder(by="Ada", at="2024-01-02T00:00:00Z", why="a rumour")
    empty.judge([judging.standing_for(empty.connection, call.id, "reject", coder)], at="2024-01-02T00:00:00Z")
    (told,) = show_document(empty.connection, key_of(empty, "call")).tellings
    assert told.contact == ""
    assert told.rejected is not None
    assert (told.rejected.by, told.rejected.why) == ("Ada", "a rumour")
    report = show_report(empty.connection, told.telling.report, ON)
    assert (report.holds, report.line.contact) == (False, "")
    assert report.rejected == told.rejected
    assert told.telling.report not in {line.handle for line in find_reports(empty.connection)}


def test_reports_are_listed_all_or_of_a_document_or_of_a_contact(forty: Ledger) -> None:
    whole = list(find_reports(forty.connection))
    assert count_reports(forty.connection) == len(whole) == forty.size().reports
    for contact in queries.find_contacts(forty.connection, Filter()):
        mine = [line for line in whole if line.contact == contact.id]
        assert list(find_reports(forty.connection, contact=contact.id)) == mine
        assert count_reports(forty.connection, contact=contact.id) == len(mine) == contact.reports
    for document in queries.find_documents(forty.connection):
        mine = [line for line in whole if line.document == document.key]
        assert list(find_reports(forty.connection, document=document.key)) == mine
        assert count_reports(forty.connection, document=document.key) == len(mine) == document.reports
    with pytest.raises(UsageError, match="no document"):
        find_reports(forty.connection, document="zz")
    with pytest.raises(UsageError, match="no contact"):
        find_reports(forty.connection, contact="zz")


def test_a_report_in_full_has_its_words_its_reader_and_its_promises(forty: Ledger) -> None:
    (line,) = find_reports(forty.connection, document=key_of(forty, "visit-4"))
    view = show_report(forty.connection, line.handle, ON)
    assert view.line == line
    assert view.holds
    assert (view.reader, view.version, view.name) == ("rules", "heart 1", "visit-4")
    assert "met" in view.pattern
    assert view.passages[0].field == "quote"
    assert view.passages[0].words.startswith("Macron and Zelenskyy met in Kyiv")
    assert [(promise.kind, promise.by) for promise in view.promises] == [("commitment", ("FR",))]
    assert set(view.promises) <= set(queries.find_promises(forty.connection, ON, contact=line.contact))
    with pytest.raises(UsageError, match="no report"):
        show_report(forty.connection, "zz", ON)


def in_pages(ask: Callable[[object], list[object]], place: Callable[[object], object], none: object) -> list[object]:
    """A list asked for page by page."""
    lines: list[object] = []
    after = none
    while page := ask(after):
        lines += page
        after = place(page[-1])
    return lines


def test_every_list_goes_on_where_it_stopped_and_is_counted(forty: Ledger) -> None:
    db = forty.connection
    lists: tuple[tuple[object, ...], ...] = (
        (lambda **page: queries.find_documents(db, **page), lambda one: one.key, "", queries.count_documents(db)),
        (lambda **page: queries.find_documents(db, lang="en", text="met", **page), lambda one: one.key, "",
         queries.count_documents(db, lang="en", text="met")),
        (lambda **page: queries.find_documents(db, outlet="Lamp", **page), lambda one: one.key, "",
         queries.count_documents(db, outlet="Lamp")),
        (lambda **page: queries.find_promises(db, ON, **page), lambda one: one.id, "", queries.count_promises(db, ON)),
        (lambda **page: queries.find_promises(db, ON, sides=("RU", "TR"), **page), lambda one: one.id, "",
         queries.count_promises(db, ON, sides=("RU", "TR"))),
        (lambda **page: find_channels(db, ON, fewest=0, **page), lambda one: (one.a, one.b), None,
         count_channels(db, ON, fewest=0)),
        (lambda **page: find_channels(db, ON, level="office", **page), lambda one: (one.a, one.b), None,
         count_channels(db, ON, level="office")),
        (lambda **page: find_channels(db, ON, silent=True, fewest=0, **page), lambda one: (one.a, one.b), None,
         count_channels(db, ON, silent=True, fewest=0)),
        (lambda **page: find_reports(db, **page), lambda one: one.handle, "", count_reports(db)),
    )  # fmt: skip
    for ask, place, none, number in lists:
        whole = list(ask())  # type: ignore[operator]
        pages = in_pages(lambda after, ask=ask: list(ask(limit=2, after=after)), place, none)  # type: ignore[misc,arg-type]
        assert pages == whole
        assert len(whole) == number
        assert list(ask(limit=0)) == []  # type: ignore[operator]


@pytest.mark.parametrize("state", ["open", "kept", "overdue", "withdrawn"])
@pytest.mark.parametrize("on", [date(2022, 3, 9), date(2023, 5, 20), date(2024, 6, 1)])
def test_promises_of_a_state_are_those_of_the_whole_list_in_it(state: str, on: date, forty: Ledger) -> None:
    wanted = [one for one in queries.find_promises(forty.connection, on) if one.state == state]
    assert list(queries.find_promises(forty.connection, on, state=state)) == wanted
    assert queries.count_promises(forty.connection, on, state=state) == len(wanted)


def test_undated_documents_end_the_list_and_its_pages(forty: Ledger) -> None:
    whole = list(queries.find_documents(forty.connection))
    undated = [line for line in whole if line.published is None]
    assert whole[-3:] == undated
    assert list(queries.find_documents(forty.connection, after=undated[0].key)) == undated[1:]


def test_refusals_go_on_after_one_of_them(empty: Ledger, by_heart: Extractor) -> None:
    given = [Refusal(source=f"{n % 2}.bin", reason="binary", detail=f"{n}", remedy="y") for n in range(5)]
    list(empty.add(given, by_heart, at="2024-01-01T00:00:00Z"))
    whole = list(queries.find_refusals(empty.connection))
    first = whole[1]
    after = first.source, first.reason, first.detail
    assert list(queries.find_refusals(empty.connection, limit=2, after=after)) == whole[2:4]
    assert queries.count_refusals(empty.connection) == 5
    assert queries.count_refusals(empty.connection, reason="empty") == 0


def test_a_list_cannot_go_on_after_what_is_not_there(forty: Ledger) -> None:
    for ask in (
        lambda: queries.find_documents(forty.connection, after="zz"),
        lambda: queries.find_promises(forty.connection, ON, after="zz"),
        lambda: find_channels(forty.connection, ON, after=("zz", "yy")),
        lambda: find_channels(forty.connection, ON, silent=True, after=("zz", "yy")),
    ):
        with pytest.raises(UsageError, match="to go on after"):
            ask()


def test_a_channel_says_how_many_reports_documents_and_origins_tell_of_it(forty: Ledger) -> None:
    view = show_channel(forty.connection, "RU", "TR", ON)
    reports = [line for line in find_reports(forty.connection) if {"RU", "TR"} <= set(line.sides)]
    assert view.reports == sum(line.reports for line in view.timeline) == len(reports)
    assert view.documents == len({line.document for line in reports})
    assert view.origins == view.documents - 4  # of the five tellers of the wire


def test_the_state_of_a_ledger_changes_with_all_that_is_asked_of_it(by_heart: Extractor, tmp_path: Path) -> None:
    documents = [one for one in overlapping() if one.id in {"call", "call-5"}]
    refusal = Refusal(source="a", reason="binary", detail="x", remedy="y")
    with Ledger.open(tmp_path / "a.ledger", create=True) as book, Ledger.open(tmp_path / "a.ledger") as other:
        seen = [other.state()]
        list(book.add(documents[:1], by_heart, at="2024-01-01T00:00:00Z"))
        assert (book.behind(), other.behind()) == (1, 1)
        seen.append(other.state())
        book.refresh()
        assert other.behind() == 0
        seen.append(other.state())
        list(book.add([refusal], by_heart, at="2024-01-01T00:00:00Z"))
        seen.append(other.state())
        call = next(queries.find_contacts(book.connection, Filter()))
        coder = judging.Coder(by="Ada", at="2024-01-02T00:00:00Z")
        book.judge([judging.standing_for(book.connection, call.id, "confirm", coder)], at="2024-01-02T00:00:00Z")
        seen.append(other.state())
        assert len(set(seen)) == len(seen)
        list(book.add([*documents[:1], refusal], by_heart, at="2024-01-03T00:00:00Z"))
        book.refresh()
        assert other.state() == seen[-1]


def test_a_ledger_answers_in_another_thread_than_it_was_opened_in(forty: Ledger) -> None:
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(forty.size).result() == forty.size()


def test_a_reader_tells_what_it_saw_and_did_not_report(empty: Ledger, by_rules: Extractor, reader: Reader) -> None:
    text = "Russian President Vladimir Putin met Mayor Sergei Sobyanin in Moscow on 3 May 2022."
    document = Document(id="a", text=text, published=date(2022, 5, 4), lang="en", named=True)
    reading = reader.read(document)
    assert isinstance(reading, Reading)
    list(empty.add([document], by_rules, at="2024-01-01T00:00:00Z"))
    empty.refresh()
    assert (
        show_document(empty.connection, key_of(empty, "a")).rejected
        == tuple(sorted(reading.rejected, key=lambda one: one.span))
        != ()
    )
