"""Two readers of one article: agreement is marked, what one adds is taken, what they differ in stays beside."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from detente import Reading
from detente.extract.llm.worth import worth_asking
from detente.extract.reconcile import reconcile
from detente.model import Kind, Report, Span, Stated, Status, one_day

News = Callable[..., Reading]
TEXT = "French President Emmanuel Macron met German Chancellor Olaf Scholz in Berlin on Monday."


def only(read_news: News, text: str = TEXT) -> Report:
    (report,) = read_news(text).reports
    return report


def as_model(report: Report, **changed: Any) -> Report:
    """The same report as another reader would make it, with changes and other words."""
    return replace(report, reader="llm tiny", **changed)


def test_when_both_say_the_same_it_is_one_report_that_says_so(read_news: News) -> None:
    rules = only(read_news)
    words = Stated(value=Status.HELD, evidence=(Span(start=0, end=5),))
    (both,) = reconcile([rules], [as_model(rules, status=words)])
    assert both.reader == "rules, llm tiny"
    assert both.compared is not None
    assert both.compared.agreed == ("kind", "status", "days", "place", "sides", "parties", "told_by")
    assert (both.compared.added, both.compared.differing) == ((), ())
    assert both.status.evidence == (*rules.status.evidence, Span(start=0, end=5))


def test_what_only_the_model_says_is_taken_and_marked(read_news: News) -> None:
    rules = only(read_news, "French President Emmanuel Macron met German Chancellor Olaf Scholz.")
    day = Stated(value=one_day(date(2024, 5, 13)), evidence=(Span(start=3, end=6),))
    (both,) = reconcile([rules], [as_model(rules, days=day)])
    assert both.days == day
    assert both.compared is not None
    assert both.compared.added == ("days",)


def test_where_they_differ_the_value_of_the_rules_stands_and_the_other_stays_beside(read_news: News) -> None:
    rules = only(read_news)
    (both,) = reconcile([rules], [as_model(rules, status=replace(rules.status, value=Status.PLANNED), place=None)])
    assert both.status == rules.status
    assert both.compared is not None
    assert both.compared.differing == ("status",)
    assert both.compared.other.status.value is Status.PLANNED
    assert "place" not in both.compared.agreed  # who says nothing neither agrees nor differs


def test_a_contact_that_only_one_of_them_found_is_as_that_one_tells_it(read_news: News) -> None:
    rules = only(read_news)
    other = as_model(
        rules,
        sides=(Stated(value="CN", evidence=rules.quotes), Stated(value="US", evidence=rules.quotes)),
        quotes=(Span(start=40, end=50),),
    )
    found = reconcile([rules], [other])
    assert [(one.reader, one.compared) for one in found] == [("rules", None), ("llm tiny", None)]
    assert reconcile([rules], []) == (rules,)
    assert reconcile([], [other]) == (other,)


def test_two_meetings_of_the_same_sides_find_each_its_own_partner(read_news: News) -> None:
    text = (
        "US President Joe Biden and Chinese President Xi Jinping met in Lima on Monday. It was their second meeting, "
        "after a first meeting in Bali in November 2022."
    )
    rules = read_news(text).reports
    assert len(rules) == 2
    found = reconcile(rules, [as_model(one) for one in reversed(rules)])
    assert [one.compared and one.compared.differing for one in found] == [(), ()]
    assert [one.days for one in found] == [one.days for one in rules]


def test_another_kind_told_in_other_words_on_another_day_is_another_contact(read_news: News) -> None:
    rules = only(read_news, f"{TEXT} It rained for days.")
    later = Stated(value=one_day(date(2024, 9, 1)), evidence=(Span(start=80, end=86),))
    call = replace(rules.kind, value=Kind.CALL)
    other = as_model(rules, kind=call, days=later, parties=(), quotes=(Span(start=90, end=98),))
    assert len(reconcile([rules], [other])) == 2


def test_only_documents_that_the_rules_leave_open_are_worth_a_question(read_news: News) -> None:
    clear, vague = read_news(TEXT), read_news("France and Germany held talks in Berlin.")
    none = read_news("It rained in Berlin.")
    near = read_news("Russia and Ukraine spoke of a meeting in general.")
    assert near.rejected
    far = read_news("The minister met the governor of the province.")
    assert far.rejected
    asked = {
        when: [worth_asking(when, one) for one in (clear, vague, none, near, far)]
        for when in ("uncertain", "found", "all")
    }
    assert asked == {
        "uncertain": [False, True, False, True, False],
        "found": [True, True, False, False, False],
        "all": [True, True, True, True, True],
    }
