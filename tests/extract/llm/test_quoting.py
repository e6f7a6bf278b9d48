"""A quotation is found at its exact place however a model gives it back, or it is refused; never somewhere else."""

import json
import unicodedata
from pathlib import Path
from random import Random
from typing import Literal

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.extract.llm.quoting import Quotable, folded
from detente.model import Span

DEV = Path(__file__).parents[4] / "shared" / "gold" / "dev.jsonl"
OWN = (
    "Le ministre a dit : « Nous nous sommes parlé lundi – à l'aube – et c'était utile… » Ensuite, il s'est tu.",
    "The minister said “we spoke on Monday” — then he left. He\u00a0said  it twice:\n“we spoke on Monday”.",
    "Министр сказал: «Мы говорили в понедельник» — и ушёл. Ми\u00adнистр\u00a0ушёл.",
    "నాయకులు సోమవారం ఢిల్లీలో సమావేశమయ్యారు. వారు శాంతి గురించి మాట్లాడారు.",
    "وزير الخارجية قال: «تحدثنا يوم الاثنين». \u200fثم غادر\u200f.",
    "外长表示：“我们星期一通了电话。”随后他离开了。外长表示：“很有用。”",
    "한국 외교부 장관은 월요일에 통화했다고 말했다. 그는 떠났다.",
    "तीसरे दिन विदेश मंत्री ने कहा, “हमने सोमवार को बात की।” फिर वे चले गए।",
)
MARKS = str.maketrans("“”«»’–—-'\"", '""„“\'--‑’”')
FORMS: tuple[Literal["NFC", "NFD", "NFKC", "NFKD"], ...] = ("NFC", "NFD", "NFKC", "NFKD")
UNSEEN = "\u00ad\u200e\u200f\u202a\u2066\ufeff\u200b"
WIDE = (" ", "  ", "\n", "\u00a0", " \t", "\u2009", "\r\n")


def texts() -> list[str]:
    """The development documents, and texts of our own."""
    if not DEV.is_file():
        return list(OWN)
    rows = [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]
    return [*OWN, *(row["text"] for row in rows)]


TEXTS = texts()
QUOTABLE = {text: Quotable(text) for text in TEXTS}


def varied(words: str, chance: Random) -> str:
    """A passage as a model may give it back."""
    words = unicodedata.normalize(chance.choice(FORMS), words)
    if chance.random() < 0.5:
        words = words.translate(MARKS)
    if chance.random() < 0.5:
        words = regex.sub(r"\s+", lambda _: chance.choice(WIDE), words)
    if chance.random() < 0.3:
        words = "".join(letter for letter in words if unicodedata.category(letter) != "Cf")
    if chance.random() < 0.3 and len(words) > 1:
        # Between graphemes, where nobody sees it; inside one it makes another text.
        graphemes = regex.findall(r"\X", words)
        at = chance.randrange(len(graphemes) + 1)
        words = "".join(graphemes[:at]) + chance.choice(UNSEEN) + "".join(graphemes[at:])
    return chance.choice(("", " ", "\n")) + words + chance.choice(("", " "))


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without white space, and what is not seen, at its ends."""
    while start < end and not folded(text[start]).strip():
        start += 1
    while start < end and not folded(text[end - 1]).strip():
        end -= 1
    return Span(start=start, end=end) if start < end else None


def whole(text: str, span: Span) -> bool:
    """Whether a span begins and ends between words and between graphemes."""
    ends = {match.end() for match in regex.finditer(r"\X", text)} | {0}
    if span.start not in ends or span.end not in ends:
        return False
    inner = regex.compile(r"[\p{L}\p{M}\p{N}]{2}")
    return not any(0 < at < len(text) and inner.match(text[at - 1 : at + 1]) for at in (span.start, span.end))


@settings(max_examples=600)
@given(st.sampled_from(TEXTS), st.data())
def test_any_passage_given_back_in_any_way_is_found_at_its_place_or_refused(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 300)))
    quote = varied(text[start:end], Random(data.draw(st.integers(0, 2**32))))  # noqa: S311  (nothing is secret)
    true = trimmed(text, start, end)
    places = QUOTABLE[text].places(quote)
    for place in places:
        # Never a wrong place: what stands there reads as the quotation does.
        assert folded(text[place.start : place.end]) == folded(quote)
    if true is None or not places:
        return  # refused, which is always allowed
    if len(places) == 1 and whole(text, true):
        assert places == [true]
    elif whole(text, true):
        assert true in places
        assert QUOTABLE[text].place(quote, [true]) == true


@settings(max_examples=300)
@given(st.sampled_from(TEXTS), st.data())
def test_a_passage_of_whole_words_given_back_as_it_stands_is_always_found(text: str, data: st.DataObject) -> None:
    breaks = [0, *(match.end() for match in regex.finditer(r"\s+", text)), len(text)]
    first = data.draw(st.integers(0, len(breaks) - 2))
    last = data.draw(st.integers(first + 1, min(len(breaks) - 1, first + 20)))
    span = trimmed(text, breaks[first], breaks[last])
    if span is None or not regex.search(r"[\p{L}\p{N}]", text[span.start : span.end]):
        return
    place = QUOTABLE[text].place(text[span.start : span.end], [span])
    assert place == span


@pytest.mark.parametrize(
    ("text", "quote", "words"),
    [
        ("He said “we spoke”.", 'said "we spoke"', "said “we spoke”"),
        ("Il a dit « oui » lundi.", 'dit " oui " lundi', "dit « oui » lundi"),
        ("A talk — long — ended…", "long - ended...", "long — ended…"),
        ("The min\u00adister met him.", "The minister met", "The min\u00adister met"),
        ("The \u202bminister\u202c met him.", "The minister met", "The \u202bminister\u202c met"),
        ("Le pre\u0301sident est la\u0300.", "Le président est", "Le pre\u0301sident est"),
        ("On\u00a0Monday\n he  left.", "On Monday he left", "On\u00a0Monday\n he  left"),
        ("ﬁnally they met.", "finally they", "ﬁnally they"),
    ],
)
def test_what_is_the_same_to_a_reader_is_found_in_the_letters_of_the_text(text: str, quote: str, words: str) -> None:
    place = Quotable(text).place(quote)
    assert place is not None
    assert text[place.start : place.end] == words


@pytest.mark.parametrize("quote", ["", " ", "…", '"', "resident", "Macro", "macron met", "Macron met Putin", "-"])
def test_a_passage_that_does_not_stand_there_is_refused(quote: str) -> None:
    assert Quotable("President Macron met Scholz - twice.").place(quote) is None


def test_a_passage_that_stands_twice_means_the_one_in_the_sentences_of_the_contact() -> None:
    text = "They met in Rome. Later they met in Oslo."
    second = Span(start=18, end=41)
    assert Quotable(text).place("they met", [second]) == Span(start=24, end=32)
    assert Quotable(text).place("met in", [second]) == Span(start=29, end=35)
    assert Quotable(text).place("met in") == Span(start=5, end=11)


def test_page_furniture_is_no_evidence() -> None:
    text = "Macron met Scholz.\n\nRead also: Macron met Scholz."
    furniture = Span(start=20, end=len(text))
    assert Quotable(text, [furniture]).places("Macron met Scholz") == [Span(start=0, end=17)]
    assert Quotable(text, [furniture]).place("Read also") is None
