"""The model points at words; who, when and where they are is for the resolve room to say, as for the rules."""

import json
from datetime import date
from typing import Any

import pytest
from tests.conftest import LATEST
from tests.consult.asking import reply

from detente import Document, Reader, Reading
from detente.extract.llm import Reply, read_reply
from detente.extract.llm.prompt import Prompt
from detente.model import Party

WEDNESDAY = date(2024, 5, 15)


class Answers:
    """A model that has one answer to everything."""

    name, edition, alone = "llm tiny", "test", True

    def __init__(self) -> None:
        self.answer = "{}"

    def wants(self, reading: object) -> bool:
        """Everything."""
        del reading
        return True

    def ask(self, prompt: Prompt) -> Reply:
        """The answer."""
        del prompt
        return read_reply(self.answer)

    def note(self, dropped: object) -> None:
        """Nothing."""
        del dropped


@pytest.fixture(scope="module")
def answering() -> tuple[Reader, Answers]:
    model = Answers()
    return Reader(latest=LATEST, second=model), model


def said(value: str, quote: str, **more: str) -> dict[str, str]:
    return {"value": value, "quote": quote, **more}


def read(
    answering: tuple[Reader, Answers], text: str, lang: str, *, outlet: str | None = None, **fields: Any
) -> Reading:
    """A text as a model reads it that says this of one contact in its first sentence."""
    reader, model = answering
    first = text.split("\n", maxsplit=1)[0]
    contact = {"quotes": [first], "kind": said("meeting", first), "status": said("held", first), **fields}
    model.answer = json.dumps(reply(contact))
    outcome = reader.read(Document(id="one", text=text, lang=lang, published=WEDNESDAY, outlet=outlet))
    assert isinstance(outcome, Reading)
    return outcome


RUSSIAN = (
    "Министр иностранных дел Египта Самех Шукри во вторник встретился в Анкаре с главой МИД Турции Хаканом Фиданом."
)


def test_a_name_in_another_script_and_case_is_the_person_of_the_registry(answering: tuple[Reader, Answers]) -> None:
    parties = [said("Самех Шукри", RUSSIAN, side="EG"), said("Хаканом Фиданом", RUSSIAN, side="TR")]
    sides = [said("EG", "дел Египта"), said("TR", "МИД Турции")]
    place, days = said("Анкаре", RUSSIAN), said("во вторник", "Шукри во вторник встретился")
    (report,) = read(answering, RUSSIAN, "ru", parties=parties, sides=sides, place=place, days=days).reports
    assert [(one.value.person, one.value.office) for one in report.parties] == [
        ("eg.sameh-shoukry", "foreign minister"),
        ("tr.hakan-fidan", "foreign minister"),
    ]
    assert report.days is not None
    assert report.days.value.start == report.days.value.end == date(2024, 5, 14)
    assert report.place is not None
    assert report.place.value == "Ankara"


def test_a_planned_friday_lies_ahead_and_a_held_one_behind(answering: tuple[Reader, Answers]) -> None:
    text = "The presidents of France and Germany, a meeting on Friday."
    sides = [said("FR", "presidents of France"), said("DE", "and Germany")]
    starts = {}
    for status in ("held", "planned", "proposed", "cancelled"):
        reading = read(answering, text, "en", sides=sides, days=said("Friday", text), status=said(status, text))
        (report,) = reading.reports
        assert report.days is not None
        starts[status] = report.days.value.start.isoformat()
    assert starts == {
        "held": "2024-05-10", "planned": "2024-05-17", "proposed": "2024-05-17", "cancelled": "2024-05-17",
    }  # fmt: skip


def test_somebody_whom_the_registry_does_not_know_keeps_the_name_and_the_side(
    answering: tuple[Reader, Answers],
) -> None:
    text = "In Oslo on Monday, Mira Oldcastle for Norway sat down with Timo Brandle for Finland."
    parties = [said("Mira Oldcastle", text, side="NO"), said("Timo Brandle", text, side="FI")]
    sides = [said("NO", "for Norway"), said("FI", "for Finland")]
    (report,) = read(answering, text, "en", parties=parties, sides=sides).reports
    assert [one.value for one in report.parties] == [
        Party(name="Mira Oldcastle", side="NO", office=None),
        Party(name="Timo Brandle", side="FI", office=None),
    ]


def test_a_person_acts_for_the_side_of_the_registry_and_not_for_what_the_model_says(
    answering: tuple[Reader, Answers],
) -> None:
    text = "Emmanuel Macron met Olaf Scholz in Berlin."
    parties = [said("Emmanuel Macron", text, side="RU"), said("Olaf Scholz", text, side="CN")]
    reading = read(answering, text, "en", parties=parties, sides=[said("RU", text), said("CN", text)])
    (report,) = reading.reports
    assert [side.value for side in report.sides] == ["DE", "FR"]
    assert [one.reason for one in reading.dropped] == ["unsupported", "unsupported"]


def test_a_side_without_its_words_and_a_party_of_no_quoted_side_are_dropped(answering: tuple[Reader, Answers]) -> None:
    text = "Emmanuel Macron met Olaf Scholz in Berlin. Ali Reza Example watched."
    parties = [said("Ali Reza Example", "Ali Reza Example watched", side="IR")]
    sides = [said("FR", "Emmanuel Macron"), said("DE", "Olaf Scholz"), said("IR", "Ali Reza Example watched")]
    reading = read(answering, text, "en", parties=parties, sides=sides)
    assert [side.value for side in reading.reports[0].sides] == ["DE", "FR"]
    assert reading.reports[0].parties == ()
    assert {(one.field, one.reason) for one in reading.dropped} == {
        ("sides", "unsupported"),
        ("parties", "unsupported"),
    }


def test_he_may_mean_a_side_that_the_text_names_elsewhere_and_no_other(answering: tuple[Reader, Answers]) -> None:
    text = "He met Olaf Scholz in Berlin.\nEmmanuel Macron was pleased."
    first = "He met Olaf Scholz in Berlin."
    for codes, found in (("FR", "DE"), ["DE", "FR"]), (("RU", "DE"), None):
        reading = read(answering, text, "en", sides=[said(code, first) for code in codes])
        assert [side.value for report in reading.reports for side in report.sides] == (found or [])
        assert [one.reason for one in reading.dropped] == ([] if found else ["unsupported", "incomplete"])


def test_an_official_outlet_tells_it_whoever_else_is_cited(answering: tuple[Reader, Answers]) -> None:
    text = "Emmanuel Macron met Olaf Scholz in Berlin."
    sides = [said("FR", "Emmanuel Macron"), said("DE", "Olaf Scholz")]
    told = [said("DE", "Olaf Scholz")]
    official = read(answering, text, "en", sides=sides, told_by=told, outlet="elysee.fr").reports[0]
    assert [one.value for one in official.told_by] == ["DE", "FR"]
    assert [one.value for one in read(answering, text, "en", sides=sides).reports[0].told_by] == ["press"]


def test_a_contact_said_twice_is_one(answering: tuple[Reader, Answers]) -> None:
    reader, model = answering
    text = "Emmanuel Macron met Olaf Scholz in Berlin."
    contact = {"quotes": [text], "kind": said("meeting", text), "status": said("held", text),
               "sides": [said("FR", "Emmanuel Macron"), said("DE", "Olaf Scholz")]}  # fmt: skip
    model.answer = json.dumps(reply(contact, contact, {**contact, "kind": said("call", text)}))
    reading = reader.read(Document(id="one", text=text, lang="en", published=WEDNESDAY))
    assert isinstance(reading, Reading)
    assert [report.kind.value.value for report in reading.reports] == ["meeting", "call"]
    assert [(one.field, one.reason) for one in reading.dropped] == [("contact", "repeated")]
