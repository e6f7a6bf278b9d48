"""`detente annotate`: proposals in the gold form; a person's work is never written over and proposals never counted."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.consult.asking import FIRST, FRENCH, TEXT, contact, reply, row, run, said
from tests.consult.scripted import response, says, scripted, sends

from detente import read
from detente.export import Item
from detente.export.proposals import proposal
from detente.model import Document, Refusal

TALKS = says(reply(contact(kind=said("talks", "met German Chancellor"))))
EXAMPLES = Path(__file__).parents[2] / "src" / "detente" / "data" / "examples"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def accepted(path: Path, name: str) -> None:
    """What a person does who is content with a document."""
    rows = [{**one, "state": "accepted"} if one["id"] == name else one for one in lines(path)]
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")


@pytest.fixture
def two(article: Path) -> Path:
    """An English and a French article."""
    path = article.with_name("two.jsonl")
    path.write_text(row("berlin", "en", TEXT) + row("berlin-fr", "fr", FRENCH, title="Rencontre"), encoding="utf-8")
    return path


def test_proposals_of_the_rules_are_counted_once_a_person_has_accepted_them(two: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.jsonl"
    ran = run("annotate", two, "--out", mine)
    assert (ran.exit_code, ran.stdout) == (0, f"2 documents proposed in {mine}\n")
    first, second = lines(mine)
    assert (first["state"], first["id"], first["text"], second["title"]) == ("proposed", "berlin", TEXT, "Rencontre")
    (proposed,) = first["contacts"]
    assert proposed["proposal"]["readers"] == ["rules"]
    words = proposed["proposal"]["words"]
    assert {one["value"]: one["quotes"] for one in words["place"]} == {"Berlin": ["Berlin"]}
    assert all(quote in TEXT for values in words.values() for one in values for quote in one["quotes"])
    assert set(words) >= {"kind", "status", "sides", "parties", "days", "place", "told_by"}

    refused = run("eval", mine)
    assert (refused.exit_code, "nobody has accepted any of its 2 documents" in refused.stderr) == (2, True)
    accepted(mine, "berlin")
    counted = run("eval", mine, "--json")
    assert counted.stderr == (
        "1 document left out: nobody has accepted what is proposed for them; 1 document measured\n"
    )
    figures = json.loads(counted.stdout)["all"]
    assert (figures["documents"], figures["contacts"]["f1"], figures["strict"]["f1"]) == (1, 1.0, 1.0)


def test_who_proposed_a_contact_and_what_the_other_says_instead_is_written_down(
    two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "mine.jsonl"
    with scripted(TALKS, says(reply())) as endpoint:
        monkeypatch.setenv("DETENTE_LLM__ENDPOINT", endpoint.address)
        assert run("annotate", two, "--out", mine, "--extractor", "both", "--llm-when", "all").exit_code == 0
    both, alone = (one["contacts"][0] for one in lines(mine))
    told = both["proposal"]
    assert (both["kind"], told["readers"]) == ("meeting", ["rules", "llm tiny"])
    assert {"status", "sides", "parties", "days"} <= set(told["agreed"])
    assert told["otherwise"] == {
        "reader": "llm tiny",
        "words": {"kind": [{"value": "talks", "quotes": ["met German Chancellor"]}]},
    }
    assert "met German Chancellor" in told["words"]["status"][0]["quotes"]
    assert (alone["proposal"]["readers"], "agreed" in alone["proposal"]) == (["rules"], False)


def test_what_stands_in_the_file_is_never_written_over(two: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.jsonl"
    person = row("berlin", "en", TEXT, {"kind": "visit", "status": "held", "sides": ["DE", "FR"]}).replace(": ", " :  ")
    mine.write_text(person.rstrip("\n"), encoding="utf-8")  # as some editors leave the last line
    ran = run("annotate", two, "--out", mine)
    assert (ran.exit_code, ran.stdout) == (0, f"1 document proposed in {mine}, 1 there before\n")
    assert mine.read_text(encoding="utf-8").startswith(person)
    assert [one["id"] for one in lines(mine)] == ["berlin", "berlin-fr"]
    before = mine.read_bytes()
    assert run("annotate", two, "--out", mine).stdout.startswith("no documents proposed")
    assert mine.read_bytes() == before


def test_a_document_that_the_file_has_with_another_text_is_told(two: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.jsonl"
    # The second one is as a person's file may have it: its title stands in the article given only.
    mine.write_text(row("berlin", "en", "Something else.") + row("berlin-fr", "fr", FRENCH), encoding="utf-8")
    ran = run("annotate", two, "--out", mine)
    assert (ran.exit_code, ran.stderr) == (
        0,
        "berlin: the file has it with another text, and stays as it is; give one another id\n",
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [('{"id": "a", "contacts": [', "mine.jsonl:1"), (row("a", "en", "x", state="propsed"), "propsed")],
)
def test_a_file_that_is_no_gold_is_refused_and_left_as_it_is(two: Path, tmp_path: Path, line: str, told: str) -> None:
    mine = tmp_path / "mine.jsonl"
    mine.write_text(line, encoding="utf-8")
    for command in (("annotate", two, "--out", mine), ("eval", mine)):
        ran = run(*command)
        assert (ran.exit_code, told in ran.stderr) == (2, True), ran.stderr
    assert mine.read_text(encoding="utf-8") == line


def test_a_model_that_fails_leaves_the_proposals_of_the_rules(
    two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "mine.jsonl"
    with scripted(sends(response(500))) as endpoint:
        monkeypatch.setenv("DETENTE_LLM__ENDPOINT", endpoint.address)
        assert run("annotate", two, "--out", mine, "--extractor", "both", "--llm-when", "all").exit_code == 7
    assert [one["contacts"][0]["proposal"]["readers"] for one in lines(mine)] == [["rules"], ["rules"]]


def test_a_document_in_an_unknown_language_is_written_for_a_person_to_label(tmp_path: Path, article: Path) -> None:
    text = "Az elnök ma Budapesten találkozott a miniszterelnökkel, és az energiáról tárgyaltak."
    article.write_text(row("budapest", "hu", text), encoding="utf-8")
    mine = tmp_path / "mine.jsonl"
    ran = run("annotate", article, "--out", mine)
    assert (ran.exit_code, "refused berlin" in ran.stderr, "refused budapest" in ran.stderr) == (3, False, True)
    assert [(one["id"], one["lang"], one["contacts"]) for one in lines(mine)] == [("budapest", "hu", [])]


def test_every_example_is_read_back_from_its_proposal_as_it_was(tmp_path: Path) -> None:
    documents = [one for one in read([str(EXAMPLES)]) if isinstance(one, Document)]
    documents.append(Document(id="marked", text="# A heading\n\nAnd  words.\n", lang="en"))
    file = tmp_path / "proposals.jsonl"
    refusal = Refusal(source="", reason="unknown-language", detail="", remedy="")
    file.write_text("".join(proposal(Item(outcome=refusal, document=one)) for one in documents), encoding="utf-8")
    back = [one for one in read([str(file)]) if isinstance(one, Document)]
    assert len(documents) > 10
    assert [(one.id, one.text, one.title, one.published, one.outlet, one.url, one.lang) for one in back] == [
        (one.id, one.text, one.title, one.published, one.outlet, one.url, one.lang) for one in documents
    ]


def test_who_has_no_model_is_told_what_to_set_and_no_file_is_begun(two: Path, tmp_path: Path) -> None:
    ran = run("annotate", two, "--out", tmp_path / "mine.jsonl", "--extractor", "both")
    assert (ran.exit_code, "llm.endpoint" in ran.stderr, (tmp_path / "mine.jsonl").exists()) == (2, True, False)


def test_a_place_where_nothing_can_be_written_is_told_before_anybody_is_asked(
    two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scripted(TALKS) as endpoint:
        monkeypatch.setenv("DETENTE_LLM__ENDPOINT", endpoint.address)
        nowhere = tmp_path / "absent" / "mine.jsonl"
        ran = run("annotate", two, "--out", nowhere, "--extractor", "llm")
        assert (ran.exit_code, endpoint.connects, FIRST in ran.output) == (2, 0, False)
