"""A thousand copies of one text are one voice, however many outlets carry it."""

import random
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from detente import Document
from detente.ledger import Extractor, Ledger

AT = "2024-01-01T00:00:00Z"
COPIES, OUTLETS = 1_000, 100
# The first sentence tells the contact; the rest is what an agency writes around it.
SENTENCES = (
    "Turkish President Recep Tayyip Erdogan met Russian President Vladimir Putin in Samarkand on 16 September 2022.",
    "The two men walked once around the fountain in the courtyard before they sat down at a round walnut table.",
    "Grain from three ports was the first matter, and both agreed that the ships may go on sailing until the winter.",
    "A guard of honour in white coats waited an hour in the sun because the aeroplane had circled over the steppe.",
    "Erdogan asked for cheaper gas and was told that a quarter of the bill might be paid in his own currency.",
    "The cooks had prepared plov for forty guests, and the last of them left the garden shortly before midnight.",
    "An aide with a red umbrella carried the signed papers to a car whose driver had fallen asleep behind the wheel.",
    "Neither side would say whether prisoners had been spoken of, though a clerk was seen with a list of many names.",
    "Traders at the bazaar next door complained that the closed streets had cost them the best afternoon of the week.",
    "The next round is expected when the first snow has fallen, in a city that the ministers have yet to choose.",
)
OTHER = ("lantern", "river", "quietly", "seven", "blue", "harvest", "perhaps", "window", "evening", "copper", "slow")


def changed(sentence: str, words: int, chance: random.Random) -> str:
    """A sentence with so many of its words changed."""
    parts = sentence.split(" ")
    for place in chance.sample(range(len(parts)), words):
        parts[place] = chance.choice(OTHER)
    return " ".join(parts)


def copied(texts: Iterable[str]) -> list[Document]:
    return [
        Document(
            id=f"copy {number}",
            text=text,
            published=date(2022, 9, 16) + timedelta(days=number % 3),
            lang="en",
            outlet=f"Outlet {number % OUTLETS}",
            named=True,
        )
        for number, text in enumerate(texts)
    ]


def whole() -> str:
    return " ".join(SENTENCES)


def word_for_word(_: int, __: random.Random) -> str:
    return whole()


def one_in_twenty_paraphrased(number: int, chance: random.Random) -> str:
    """Every twentieth copy has two words changed in each sentence around the contact."""
    if number % 20:
        return whole()
    return " ".join([SENTENCES[0], *(changed(one, 2, chance) for one in SENTENCES[1:])])


def a_twentieth_of_the_words_changed(_: int, chance: random.Random) -> str:
    """One word in twenty is another one, in every copy at other places."""
    rest = " ".join(SENTENCES[1:])
    return f"{SENTENCES[0]} {changed(rest, len(rest.split(' ')) // 20, chance)}"


def the_contact_too(number: int, chance: random.Random) -> str:
    """As above, and the sentence of the contact begins with other words in every copy."""
    return f"Clerk {number} of the {chance.choice(OTHER)} desk writes: {a_twentieth_of_the_words_changed(0, chance)}"


@pytest.mark.parametrize(
    "copy",
    [
        word_for_word,
        one_in_twenty_paraphrased,
        a_twentieth_of_the_words_changed,
        pytest.param(the_contact_too, marks=pytest.mark.soak),
    ],
)
def test_a_thousand_copies_of_one_text_count_once_or_twice(
    copy: Callable[[int, random.Random], str], by_rules: Extractor, tmp_path: Path
) -> None:
    chance = random.Random(5)  # noqa: S311  (words, not secrets)
    documents = copied(copy(number, chance) for number in range(COPIES))
    with Ledger.open(tmp_path / "flood.ledger", create=True) as book:
        for _ in book.add(documents, by_rules, at=AT):
            pass
        book.refresh()
        rows = book.connection.execute("SELECT * FROM contacts WHERE place = 'Samarkand'").fetchall()
        assert [(row["reports"], row["documents"]) for row in rows] == [(COPIES, COPIES)]
        assert rows[0]["origins"] <= 2
