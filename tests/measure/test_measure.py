"""Figures of labelled documents: the scorer's own, their intervals, and the causes of mistakes."""

import importlib.util
import json
import random
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from detente import Reader, Reading, read
from detente.errors import UsageError
from detente.export.gold import gold_row
from detente.measure import Contact, Figures, Labelled, Read, contacts_of, find_causes, load_labels, measure
from detente.measure.pairing import same_person
from detente.model import Document

GOLD = Path(__file__).parents[3] / "shared" / "gold"
needs_gold = pytest.mark.skipif(not (GOLD / "score.py").is_file(), reason=f"no gold here: {GOLD} is absent")
CALL = {"kind": "call", "status": "held", "sides": ["RU", "US"], "start": "2024-05-14", "end": "2024-05-14"}


def labelled(name: str, *contacts: dict[str, Any], lang: str = "en") -> Labelled:
    return Labelled(id=name, lang=lang, contacts=contacts_of(contacts))


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    """The scoring script of the gold, as it is."""
    spec = importlib.util.spec_from_file_location("gold_score", GOLD / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def spoiled(rows: dict[str, list[dict[str, Any]]], seed: int) -> dict[str, list[dict[str, Any]]]:
    """The labels as a bad reader would give them back: some lost, some doubled, fields and days changed."""
    chance = random.Random(seed)  # noqa: S311 no secret

    def contact(one: dict[str, Any]) -> Iterator[dict[str, Any]]:
        two = json.loads(json.dumps(one))
        for key, values in (("kind", ["call", "visit", "talks"]), ("status", ["planned", "denied"])):
            if chance.random() < 0.2:
                two[key] = chance.choice(values)
        if chance.random() < 0.2:
            two["sides"] = sorted({*two["sides"], "FR"})
        if chance.random() < 0.2:
            two["start"], two["end"] = "2019-06-30", "2019-07-01"
        if chance.random() < 0.3:
            two["topics"], two["outcomes"], two["place"] = ["trade"], [], "Geneva"
        if chance.random() < 0.3:
            two["parties"] = two["parties"][:1]
        if chance.random() < 0.8:
            yield two
        if chance.random() < 0.2:
            yield one

    return {name: [two for one in contacts for two in contact(one)] for name, contacts in rows.items()}


def agrees(ours: Figures, theirs: dict[str, Any]) -> bool:
    pairs = [(ours.contacts, theirs["contacts"]), (ours.strict, theirs["strict"])]
    pairs += [(ours.sets[name], share) for name, share in theirs["sets"].items()]
    same = all(
        (a.precision, a.recall, a.f1, a.number) == pytest.approx((b["p"], b["r"], b["f1"], b["n"])) for a, b in pairs
    )
    fields: Any = {name: (pytest.approx(value["acc"]), value["n"]) for name, value in theirs["fields"].items()}
    return same and ours.fields == fields and list(ours.alarms) == theirs["false_alarm_documents"]


@needs_gold
@pytest.mark.parametrize("seed", range(20))
def test_figures_are_those_of_the_scorer_of_the_gold(scorer: ModuleType, seed: int) -> None:
    documents = [json.loads(line) for line in (GOLD / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = spoiled({one["id"]: one["contacts"] for one in documents}, seed)
    tally = scorer.Tally()
    for one in documents:
        tally.add(one, rows[one["id"]])
    labels = load_labels(GOLD / "dev.jsonl").values()
    whole, _ = measure(labels, {name: contacts_of(contacts) for name, contacts in rows.items()})
    assert agrees(whole, tally.report())


@needs_gold
def test_figures_of_each_language_are_those_of_the_scorer(scorer: ModuleType, reader: Reader) -> None:
    path = GOLD / "dev.jsonl"
    rows: dict[str, list[dict[str, Any]]] = {}
    for document in read([str(path)]):
        assert isinstance(document, Document)
        outcome = reader.read(document)
        reports = outcome.reports if isinstance(outcome, Reading) else ()
        rows[document.id] = gold_row(document, reports, document.lang)["contacts"]
    documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    labels = load_labels(path).values()
    _, groups = measure(labels, {name: contacts_of(found) for name, found in rows.items()}, "language")
    for lang, figures in groups.items():
        tally = scorer.Tally()
        for one in documents:
            if one["lang"] == lang:
                tally.add(one, rows[one["id"]])
        assert agrees(figures, tally.report()), lang


def test_a_document_that_was_not_read_counts_as_missed() -> None:
    whole, _ = measure([labelled("a", CALL)], {})
    assert (whole.contacts.recall, whole.contacts.number) == (0.0, 1)


def test_an_optional_contact_counts_for_nothing_found_or_not() -> None:
    labels = [labelled("a", {**CALL, "optional": True})]
    for found in ((), contacts_of([CALL])):
        whole, _ = measure(labels, {"a": found})
        assert (whole.contacts.number, whole.contacts.precision, whole.alarms) == (0, 0.0, (0, 0))


def test_a_call_read_as_planned_is_no_find_among_the_held_and_none_among_the_planned() -> None:
    _, groups = measure([labelled("a", CALL)], {"a": contacts_of([{**CALL, "status": "planned"}])}, "status")
    assert (groups["held"].contacts.recall, groups["held"].strict.f1) == (1.0, 0.0)
    assert groups["planned"].contacts.precision == 1.0
    assert groups["held"].fields["status"] == (0.0, 1)


def test_the_interval_holds_the_figure_and_is_always_the_same() -> None:
    labels = [labelled(str(number), CALL) for number in range(40)]
    found = {str(number): contacts_of([CALL]) for number in range(30)}
    whole, _ = measure(labels, found)
    low, high = whole.between["f1"]
    assert low < whole.contacts.f1 < high
    assert measure(labels, found)[0].between == whole.between


def test_one_document_is_sure_of_nothing_but_itself() -> None:
    whole, _ = measure([labelled("a", CALL)], {"a": contacts_of([CALL])})
    assert whole.between == {"f1": (1.0, 1.0), "strict": (1.0, 1.0)}


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky", True),
        ("Sergey Lavrov", "Lavrov", True),
        ("Xi Jinping", "Li Qiang", False),
        ("", "", False),
    ],
)
def test_a_person_is_known_by_the_last_word_or_by_likeness(left: str, right: str, *, same: bool) -> None:
    assert same_person(left, right) is same


NEWS = "Vladimir Putin spoke by phone with Joe Biden on Tuesday.\n\nThe coach met the striker. The weather was mild."


def reading_of(reader: Reader, text: str) -> Read:
    outcome = reader.read(Document(id="a", text=text, lang="en"))
    assert isinstance(outcome, Reading)
    return Read(outcome=outcome, contacts=contacts_of(gold_row(outcome.document, outcome.reports, "en")["contacts"]))


def causes(reader: Reader, label: dict[str, Any], text: str = NEWS) -> set[tuple[str, str]]:
    return {(one.group, one.reason) for one in find_causes([labelled("a", label)], {"a": reading_of(reader, text)})}


def test_a_call_labelled_with_other_days_is_missed_and_made_up_for_that_reason(reader: Reader) -> None:
    quote = {"quotes": ["Vladimir Putin spoke by phone with Joe Biden on Tuesday."]}
    assert ("status", "held for denied") in causes(reader, {**CALL, **quote, "status": "denied"})
    other = {**CALL, **quote, "sides": ["CN", "US"]}
    assert {("missed", "read with other sides"), ("made up", "read with other sides")} <= causes(reader, other)


def test_a_contact_without_a_cue_is_missed_for_want_of_one(reader: Reader) -> None:
    label = {**CALL, "sides": ["FR", "GB"], "quotes": ["The weather was mild."]}
    assert ("missed", "no cue of a contact in the passage") in causes(reader, label)


def test_what_was_seen_and_rejected_says_so(reader: Reader) -> None:
    label = {**CALL, "sides": ["FR", "GB"], "quotes": ["The coach met the striker."]}
    assert any(reason.startswith("seen and rejected") for _, reason in causes(reader, label))


def test_a_wrong_label_is_told_by_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    good = json.dumps({"id": "a", "lang": "en", "contacts": [CALL]})
    for bad, told in (
        (json.dumps({"id": "b", "contacts": [{"kind": "call"}]}), "status"),
        (good, "stands twice"),
        ("{", "gold-format.md"),
    ):
        path.write_text(f"{good}\n\n{bad}\n", encoding="utf-8")
        with pytest.raises(UsageError, match=rf"gold\.jsonl:3: .*{told}"):
            load_labels(path)


@pytest.mark.parametrize("content", [None, ""])
def test_labels_that_are_not_there_are_asked_for(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "gold.jsonl"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"gold\.jsonl: no "):
        load_labels(path)


def test_half_a_date_stands_for_both_ends() -> None:
    (one,) = contacts_of([{**CALL, "end": None}])
    assert isinstance(one, Contact)
    assert one.span is not None
    assert one.span[0] == one.span[1]
