"""A ledger's answers as text for people."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TypeVar

import pytest

from detente import Interval, Span
from detente.export import Screen, listing
from detente.merge import merge
from detente.model import Kind, Party, Precision, Status
from detente.model.contact import Claim, Judgement
from detente.model.listing import (
    Agreement,
    ChannelLine,
    ChannelView,
    ContactLine,
    ContactView,
    Disagreement,
    DocumentLine,
    Fault,
    Passage,
    PromiseLine,
    RefusalLine,
    Regular,
    Telling,
)

Line = TypeVar("Line")
ASCII = Screen(symbols=False)
DAY = date(2024, 6, 4)
LAVROV = Party(name="Sergey Lavrov", side="RU", office="foreign minister", person="ru.sergey-lavrov")
FIDAN = Party(name="Hakan Fidan", side="TR", office="foreign minister", person="tr.hakan-fidan")
CALL = ContactLine(
    told=None,
    id="6cv8dq8xwpy4", kind=Kind.CALL, status=Status.HELD, sides=("RU", "TR"), parties=(FIDAN, LAVROV),
    days=Interval(start=DAY, end=DAY, precision=Precision.DAY), place="", asked_by="TR", topics=("trade",),
    outcomes=(), told_by=("RU", "TR"), reports=2, documents=2, origins=1, accounts=1, confirmed_by=("ana",),
)  # fmt: skip
CLAIM = Claim(
    report="aaaaaaaaaaaa", document="d1", origin="d1", published=date(2024, 6, 5), outlet="mid.ru", official="RU",
    kind=Kind.CALL, status=Status.HELD, sides=("RU", "TR"), parties=(LAVROV, FIDAN), days=CALL.days, place="",
    place_side="", place_whole=False, asked_by="TR", topics=("trade",), outcomes=(), told_by=("RU",),
)  # fmt: skip
PROMISE = PromiseLine(
    id="7qqve6rbe4vw", contact="h74j9835gd6p", kind="commitment", by=("RO",), sides=("MD", "RO"), topics=(),
    said=date(2024, 10, 25), due=(date(2024, 12, 15), date(2024, 12, 15)), regular=False, state="overdue",
    settled_by="", settled_on=None, report="3gm2ascm9fhn", words="Romania would deliver by 15 December.",
    settled_words="",
)  # fmt: skip
CHANNEL = ChannelLine(
    a="GR", b="TR", level="state", contacts=6, held=5, first=date(2024, 1, 16), last=date(2024, 9, 11),
    median_gap=59.5, longest_gap=63, silence=1476, rarity=0.2,
)  # fmt: skip
REJECTED = Judgement(
    id="j", verdict="reject", reports=("aaaaaaaaaaaa",), by="ana", why="a rumour", at="2025-12-01T09:00:00Z"
)


def shown(texts: Callable[[Iterable[Line], Screen], Iterator[str]], *lines: Line, screen: Screen = Screen()) -> str:  # noqa: B008
    return "".join(texts(lines, screen))


def spaced(text: str) -> str:
    return " ".join(text.split())


def view_of(*claims: Claim, **more: object) -> ContactView:
    """The only contact of the claims, in full."""
    (contact,) = merge(claims)
    tellings = tuple(
        Telling(
            report=one.report, document=one.document, name="article", outlet=one.outlet, url="", lang="ru",
            published=one.published, learned="2024-06-05T00:00:00Z", origin=one.origin, version="1",
            kind=one.kind.value, status=one.status.value, told_by=one.told_by,
            passages=(
                Passage(field="quote", value="", span=Span(start=0, end=4), words="They\u202e spoke"),
                Passage(field="kind", value="call", span=Span(start=5, end=9), words="nowhere shown"),
            ),
        )
        for one in claims
    )  # fmt: skip
    view = ContactView(
        asked=contact.id, contact=contact, tellings=tellings, wholes=(), parts=(), promises=(), judgements=(),
        first_learned="2024-06-05T00:00:00Z", last_learned="2024-06-05T00:00:00Z",
    )  # fmt: skip
    return replace(view, **more)  # type: ignore[arg-type]


def test_a_contact_in_a_list_says_who_when_how_often_told_and_what_is_disputed() -> None:
    text = shown(listing.contact_lines, CALL)
    assert text.startswith("6cv8dq8xwpy4  4 Jun 2024")
    assert "Sergey Lavrov, foreign minister (RU) ↔ Hakan Fidan, foreign minister (TR)" in spaced(text)
    assert (
        "2 reports, 2 documents, 1 origin; asked for by TR; on trade; 1 field told differently; confirmed by ana"
        in spaced(text)
    )


def test_a_side_without_a_person_is_shown_by_its_code_and_a_contact_without_a_day_says_so() -> None:
    text = shown(listing.contact_lines, replace(CALL, parties=(FIDAN,), days=None))
    assert "day unknown" in text
    assert "RU ↔ Hakan Fidan, foreign minister (TR)" in spaced(text)


def test_two_readouts_that_differ_on_who_called_stand_side_by_side() -> None:
    turkish = replace(
        CLAIM, report="bbbbbbbbbbbb", document="d2", origin="d2", outlet="mfa.gov.tr", official="TR",
        asked_by="RU", told_by=("TR",), topics=(),
    )  # fmt: skip
    text = spaced("".join(listing.contact_view(view_of(CLAIM, turkish), Screen())))
    assert "2 reports, 2 documents, 2 origins" in text
    assert "TR told by RU; 1 origin: aaaaaaaaaaaa" in text
    assert "RU told by TR; 1 origin: bbbbbbbbbbbb" in text
    assert "kind call (only)" in text
    assert "history 5 Jun 2024 ● held aaaaaaaaaaaa bbbbbbbbbbbb" in text


def test_a_telling_shows_its_quotes_and_a_quote_cannot_turn_the_line_round() -> None:
    text = "".join(listing.contact_view(view_of(CLAIM), Screen()))
    assert r"“They\u202e spoke”" in text
    assert "nowhere shown" not in text


def test_an_id_that_was_given_away_is_said_to_be_part_of_another() -> None:
    text = "".join(listing.contact_view(view_of(CLAIM, asked="cccccccccccc"), Screen()))
    assert text.startswith("cccccccccccc is now part of aaaaaaaaaaaa\n")


def test_a_visit_shows_its_meetings_and_a_meeting_its_visit() -> None:
    meeting = replace(CALL, kind=Kind.MEETING, place="Riga")
    text = "".join(listing.contact_view(view_of(CLAIM, parts=(meeting, CALL), wholes=(CALL,)), Screen()))
    assert "  part of     6cv8dq8xwpy4  call  4 Jun 2024\n" in text
    assert "  parts       6cv8dq8xwpy4  meeting  4 Jun 2024  Riga\n              6cv8dq8xwpy4  call" in text


def test_promises_and_judgements_of_a_contact_stand_below_it() -> None:
    text = "".join(listing.contact_view(view_of(CLAIM, promises=(PROMISE,), judgements=(REJECTED,)), Screen()))
    assert "\n\n7qqve6rbe4vw  overdue" in text
    assert text.endswith("2025-12-01T09:00:00Z  ana: reject aaaaaaaaaaaa (a rumour)\n")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "overdue commitment by RO; said 25 Oct 2024, due 15 Dec 2024; contact h74j9835gd6p"),
        ({"kind": "contact", "by": ("MD", "RO")}, "announced contact by MD and RO;"),
        ({"regular": True, "due": None}, "commitment, regular contact by RO; said 25 Oct 2024; contact"),
        ({"by": ()}, "by nobody named;"),
        ({"said": None}, "said undated"),
        ({"due": (date(2024, 12, 1), date(2024, 12, 31))}, "due 1 Dec 2024 to 31 Dec 2024"),
    ],
)
def test_a_promise_says_what_by_whom_and_until_when(changed: dict[str, object], said: str) -> None:
    text = shown(listing.promise_lines, replace(PROMISE, **changed))  # type: ignore[arg-type]
    assert said in spaced(text)
    assert "“Romania would deliver by 15 December.”" in text


def test_a_promise_that_was_kept_shows_the_words_that_settled_it() -> None:
    kept = replace(
        PROMISE, state="kept", settled_by="x5ssdqatsqba", settled_on=date(2024, 12, 1), settled_words="They came."
    )
    assert "kept by report x5ssdqatsqba, 1 Dec 2024: “They came.”" in spaced(shown(listing.promise_lines, kept))


def test_long_words_of_a_promise_are_cut_in_a_list() -> None:
    text = shown(listing.promise_lines, replace(PROMISE, words="word" * 80))
    assert spaced(text).endswith("wordword…”")


def test_a_channel_says_its_rhythm_and_how_unusual_its_silence_is() -> None:
    assert spaced(shown(listing.channel_lines, CHANNEL)) == (
        "GR ↔ TR 6 contacts, 5 held, last 11 Sep 2024; a contact every 59.5 days, silent for 1,476 "
        "(longest before 63; 20% of gaps are as long)"
    )
    daily = replace(CHANNEL, median_gap=1.0, rarity=None)
    assert spaced(shown(listing.channel_lines, daily)).endswith("a contact every day, silent for 1,476")


def test_a_channel_in_which_nothing_was_held_has_no_rhythm() -> None:
    silent = replace(
        CHANNEL, contacts=1, held=0, first=None, last=None, median_gap=None, longest_gap=None, silence=None,
        rarity=None,
    )  # fmt: skip
    assert shown(listing.channel_lines, silent, screen=ASCII) == "GR <-> TR  1 contact, 0 held\n"


@pytest.mark.parametrize(
    ("kept", "words"), [(None, "too early to tell"), (True, "it goes on"), (False, "fallen silent")]
)
def test_a_channel_in_full_counts_kinds_topics_and_what_came_of_regular_contact(
    *, kept: bool | None, words: str
) -> None:
    regular = Regular(promise=replace(PROMISE, regular=True), since=2, kept=kept)
    view = ChannelView(
        line=CHANNEL, reports=7, documents=6, origins=1, kinds={"meeting": 2, "call": 3},
        statuses={"held": 5}, asked_by={},
        topics={"2024": {"migration": 4}, "2025": {"trade": 1}}, timeline=(CALL,), promises=(PROMISE,),
        regular=(regular,),
    )  # fmt: skip
    text = "".join(listing.channel_view(view, Screen()))
    assert "  told in     7 reports, 6 documents, 1 origin\n  kinds       call 3, meeting 2\n" in text
    assert "  topics      2024: migration 4\n              2025: trade 1\n" in text
    assert f"regular contact promised on 25 Oct 2024: 2 contacts since; {words}" in text
    assert "asked by" not in text
    assert "\n\n6cv8dq8xwpy4" in text


def test_a_document_says_how_many_copies_of_its_text_there_are() -> None:
    document = DocumentLine(
        key="k", name="danube-3", outlet="Danube Wire", url="", title="Sandu and Iohannis meet at last", lang="en",
        published=date(2024, 10, 25), learned="2024-10-25T00:00:00Z", reports=1, copies=2,
    )  # fmt: skip
    text = spaced(shown(listing.document_lines, document, replace(document, published=None, title="", copies=1)))
    assert "2024-10-25 en Sandu and Iohannis meet at last 1 report, one of 2 copies Danube Wire" in text
    assert text.endswith("undated en danube-3 1 report Danube Wire")


def test_a_refusal_a_fault_and_a_correction_are_told_with_their_place() -> None:
    refusal = RefusalLine(source="a.bin", reason="binary", detail="no text", remedy="give its text", learned="")
    assert shown(listing.refusal_lines, refusal) == "a.bin  binary: no text; give its text\n"
    assert shown(listing.fault_lines, Fault(what="a report in no contact", where="x")) == "x: a report in no contact\n"
    corrected = replace(REJECTED, verdict="correct", about="asked_by", value='"TR"', why="")
    assert listing.judgement_text(corrected, Screen()).endswith('correct aaaaaaaaaaaa: asked_by = "TR"\n')
    split = replace(REJECTED, verdict="split", others=("bbbbbbbbbbbb",), why="")
    assert listing.judgement_text(split, Screen()).endswith("split aaaaaaaaaaaa from bbbbbbbbbbbb\n")


def test_agreement_is_told_by_question_with_every_disagreement() -> None:
    differ = Disagreement(question="contact", about="aaaaaaaaaaaa", one="confirm", other="reject")
    found = {
        "all": Agreement(items=4, agreed=3, kappa=0.5, disagreements=(differ,)),
        "contact": Agreement(items=1, agreed=1, kappa=None, disagreements=()),
    }
    lines = "".join(listing.agreement_text(found, Screen())).splitlines()
    assert lines == [
        "all       4 items, 3 agreed, kappa 0.500",
        "contact   1 item, 1 agreed, kappa undefined",
        "  contact aaaaaaaaaaaa: confirm against reject",
    ]


def test_a_terminal_without_symbols_gets_ascii() -> None:
    assert shown(listing.contact_lines, CALL, screen=ASCII).isascii()
    assert shown(listing.promise_lines, replace(PROMISE, words="w" * 200), screen=ASCII).isascii()
