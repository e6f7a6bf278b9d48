"""Whatever an endpoint or a model does wrong: what the rules read stands, nothing hangs, all that is dropped counts."""

import time
from collections.abc import Callable, Iterator

import pytest
from tests.consult.asking import DOCUMENT, TEXT, asks
from tests.consult.faults import FAULTS, Fault
from tests.consult.scripted import scripted

from detente import Reading
from detente.consult import FAILURES
from detente.model import DROP_REASONS, Report, Span, Stated

VALUES = ("kind", "status", "days", "place", "asked_by", "sides", "parties", "topics", "outcomes", "told_by")


def values(report: Report) -> dict[str, object]:
    """Field -> its value or values, without their words."""
    found: dict[str, object] = {}
    for name in VALUES:
        value = getattr(report, name)
        found[name] = [one.value for one in value] if isinstance(value, tuple) else value and value.value
    return found


def evidence(report: Report) -> Iterator[Span]:
    """Every span that a value rests on."""
    yield from report.quotes
    for name in VALUES:
        value: tuple[Stated[object], ...] | Stated[object] | None = getattr(report, name)
        for one in value if isinstance(value, tuple) else [value] if value else []:
            yield from one.evidence


def test_there_are_at_least_sixty_faults() -> None:
    assert len(FAULTS) >= 60


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_what_the_rules_read_stands_whatever_goes_wrong(
    fault: Fault, read_with: Callable[..., Reading], by_rules: Callable[..., Reading]
) -> None:
    alone = by_rules()
    with scripted(fault.respond) as endpoint:
        model = asks(endpoint.address, **fault.options)
        began = time.monotonic()
        reading = read_with(model)
        took = time.monotonic() - began
        connects = endpoint.connects
    assert took < model.options.seconds + 3  # a generous bound: nothing hangs beyond the timeout
    assert connects <= 5  # one question, or one in each way to ask it
    if fault.failure:
        assert (reading.reports, reading.apart, reading.dropped) == (alone.reports, (), ())
        assert dict(model.budget.failures) == {fault.failure: 1}
        assert fault.failure in FAILURES
        assert reading.version.startswith("rules ")
        return
    assert not model.budget.failures
    assert model.budget.dropped == fault.dropped
    assert len(reading.dropped) == sum(fault.dropped.values())
    assert all(reason in DROP_REASONS for _, reason in fault.dropped)
    (report,) = reading.reports
    assert values(report) == values(alone.reports[0])
    assert all(TEXT[span.start : span.end].strip() for span in evidence(report))


@pytest.mark.parametrize("name", ["an invented person", "a contact made up", "five thousand sides"])
def test_a_model_that_reads_alone_is_believed_no_more(name: str, read_with: Callable[..., Reading]) -> None:
    with scripted(FAULTS[name].respond) as endpoint:
        reading = read_with(asks(endpoint.address, alone=True))
    names = {party.value.name for report in reading.reports for party in report.parties}
    assert names <= {"Emmanuel Macron", "Olaf Scholz"}
    assert all(report.reader == "llm tiny" for report in reading.reports)
    assert len(reading.dropped) == sum(FAULTS[name].dropped.values())


def test_without_an_answer_the_rules_stand_also_for_a_model_that_reads_alone(
    read_with: Callable[..., Reading], by_rules: Callable[..., Reading]
) -> None:
    with scripted(FAULTS["a server error"].respond) as endpoint:
        reading = read_with(asks(endpoint.address, alone=True))
    assert reading.reports == by_rules().reports
    assert reading.document.id == DOCUMENT.id
