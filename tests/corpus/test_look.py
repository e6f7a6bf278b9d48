import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from detente.corpus.anchors import Anchors
from detente.corpus.look import FirstLook
from detente.corpus.visible import paragraphs
from detente.model import Document
from detente.pipeline import Reader, Reading
from detente.reference.languages import languages

SHARED = Path(__file__).parents[3] / "shared"
DAY = date(2024, 5, 15)
CALLS = {
    "en": "The Turkish foreign minister spoke by phone with his Russian counterpart on Tuesday, Ankara said.",
    "ru": "Министр иностранных дел Турции во вторник провел разговор по телефону с министром из России.",
    "uk": "Міністр закордонних справ Польщі у вівторок провів телефонну розмову з міністром Туреччини.",
    "de": "Der türkische Außenminister telefonierte am Dienstag mit seinem russischen Kollegen.",
    "es": "El ministro de Exteriores de Turquía habló por teléfono el martes con su homólogo ruso.",
    "te": "టర్కీ విదేశాంగ మంత్రి మంగళవారం రష్యా విదేశాంగ మంత్రితో ఫోన్‌లో మాట్లాడారని అంకారాలోని మంత్రిత్వ శాఖ తెలిపింది.",
    "ar": "أجرى وزير الخارجية التركي اتصالا هاتفيا بنظيره الروسي يوم الثلاثاء، حسب ما أعلنت الوزارة في أنقرة.",
    "zh": "土耳其外交部长星期二同俄罗斯外交部长通电话，双方就黑海粮食运输问题交换了意见，土耳其外交部发表声明说。",
}
GARDEN = "The library of the town has a new reading garden, and children planted forty apple trees along its wall. "
TEA = "Turkey and Russia are both known for their tea, and a shop in the old town sells thirty kinds of it. "


@pytest.fixture(scope="module")
def look(reader: Reader) -> FirstLook:
    return FirstLook(reader)


def page(text: str, encoding: str = "utf-8", head: str = "") -> bytes:
    furniture = "<nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav>"
    return f"<html><head>{head}</head><body>{furniture}<article><p>{text}</p></article></body></html>".encode(encoding)


@pytest.mark.parametrize("code", CALLS)
def test_a_page_that_tells_of_a_call_passes_in_every_script(look: FirstLook, code: str) -> None:
    assert look.passes(page(CALLS[code]), day=DAY)


@pytest.mark.parametrize("text", [GARDEN * 3, TEA * 3], ids=["garden", "tea"])
def test_a_page_without_a_contact_or_without_two_sides_is_passed_by(look: FirstLook, text: str) -> None:
    assert not look.passes(page(text), day=DAY)


def test_a_visit_of_one_side_to_its_own_town_is_passed_by(look: FirstLook) -> None:
    assert not look.passes(page("The Turkish president visited a school in Ankara on Tuesday. " * 3), day=DAY)


@pytest.mark.parametrize(
    "hidden", ["<script>{}</script>", "<style>{}</style>", "<!-- {} -->", "<SCRIPT>{}</SCRIPT>", "<script>{}"]
)
def test_what_no_reader_of_the_page_sees_is_not_looked_at(look: FirstLook, hidden: str) -> None:
    assert not look.passes(page(GARDEN * 3 + hidden.format(CALLS["en"])), day=DAY)


@pytest.mark.parametrize(
    "beside",
    [
        "<ul><li><a href='/1'>{}</a></li> <li><a href='/2'>Apples</a></li></ul>",
        "<div> <A class='teaser' href='/1'><img><span>{}</span></A> </div>",
        "<nav><a href='/0'>News</a> <a href='/1'><h3>{}</h3></a><a href='/2'>Sport</a></nav>",
    ],
    ids=["list", "teaser", "menu"],
)
def test_the_headlines_of_other_articles_are_not_looked_at(look: FirstLook, beside: str) -> None:
    assert not look.passes(page(GARDEN * 3 + "</p>" + beside.format(CALLS["en"])), day=DAY)


def test_an_article_behind_a_link_that_was_never_closed_is_looked_at(look: FirstLook) -> None:
    assert look.passes(page(f"<a href='/1'>A garden of forty trees<p>{CALLS['en']}</p><p>{GARDEN}</p></a><b>"), day=DAY)


def test_nothing_of_a_comment_stays_in_the_text() -> None:
    assert paragraphs(b"<p>The garden has<!-- forty --> apple trees and a pond.</p>", None) == [
        "The garden has apple trees and a pond."
    ]


def test_a_link_inside_a_sentence_does_not_cut_it(look: FirstLook) -> None:
    linked = CALLS["en"].replace("Russian", "<a href='/russia'>Russian</a>").replace("Turkish", "<b>Turkish</b>")
    assert look.passes(page(linked), day=DAY)


@pytest.mark.parametrize(
    ("code", "encoding"), [("ru", "windows-1251"), ("zh", "gb18030"), ("es", "iso-8859-1"), ("ru", "utf-16")]
)
def test_a_page_in_an_old_encoding_is_looked_at_as_its_site_says(look: FirstLook, code: str, encoding: str) -> None:
    assert look.passes(page(CALLS[code], encoding), encoding, day=DAY)


def test_a_page_written_in_numbered_characters_is_looked_at(look: FirstLook) -> None:
    numbered = "".join(c if c.isascii() else f"&#{ord(c)};" for c in CALLS["ru"])
    assert look.passes(page(numbered), day=DAY)


def test_bytes_that_are_no_text_pass_so_that_they_are_refused_with_their_reason(look: FirstLook) -> None:
    assert look.passes(bytes(range(256)) * 40)


def test_the_own_page_of_a_government_needs_one_other_side(look: FirstLook) -> None:
    text = "Readout of the Secretary's Call with Turkish Foreign Minister Hakan Fidan on grain and merchant ships."
    assert look.passes(page(text), url="https://www.state.gov/a-meeting", day=DAY)
    assert not look.passes(page(text), url="https://news.example/a-meeting", day=DAY)


def test_a_language_without_a_file_is_passed_by(look: FirstLook) -> None:
    icelandic = "Utanríkisráðherra Tyrklands ræddi í síma við utanríkisráðherra Rússlands á þriðjudag. "
    assert not look.passes(page(icelandic * 2), day=DAY)


@pytest.mark.parametrize("code", languages())
def test_what_a_language_file_calls_a_contact_has_an_anchor(reader: Reader, code: str) -> None:
    vocabulary = reader.vocabulary(code)
    anchors = Anchors(vocabulary, reader.registry)
    examples = [example for cue in vocabulary.language.cue for example in cue.examples]
    whole = [example for example in examples if anchors.confirms(example, "XX")]
    assert len(whole) > len(examples) // 10
    assert [example for example in whole if not anchors.likely([example], "XX")] == []


def test_documents_with_a_contact_are_kept_nearly_all(
    look: FirstLook, reader: Reader, texts: Callable[[], list[Document]]
) -> None:
    readings = [(document, reader.read(document)) for document in texts()]
    found = [document for document, reading in readings if isinstance(reading, Reading) and reading.reports]
    others = [document for document, reading in readings if isinstance(reading, Reading) and not reading.reports]
    kept = sum(look.passes_text(document) for document in found)
    assert kept >= 0.99 * len(found), f"{kept} of {len(found)}"
    dropped = sum(not look.passes_text(document) for document in others)
    assert dropped >= 0.85 * len(others), f"{dropped} of {len(others)}"


@pytest.fixture
def texts() -> Callable[[], list[Document]]:
    """The development documents kept beside the project."""

    def load() -> list[Document]:
        path = SHARED / "gold" / "dev.jsonl"
        if not path.is_file():
            pytest.skip("the development documents are not here")
        rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        return [
            Document(
                id=row["id"],
                text=row["text"],
                published=date.fromisoformat(row["published"]) if row.get("published") else None,
                outlet=row.get("outlet"),
                url=row.get("url"),
            )
            for row in rows
        ]

    return load
