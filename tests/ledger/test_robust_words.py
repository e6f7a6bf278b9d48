"""The full-text index finds words in every script, and nothing that is typed is an error."""

import random
from datetime import date
from pathlib import Path

import pytest

from detente import Document
from detente.ledger import Extractor, Ledger
from detente.ledger.fulltext import index_words, match_query
from detente.ledger.queries import find_documents

TEXTS = {
    "en": "The Café owner asked naïve questions while Putin met Biden in Geneva.",
    "te": "అమెరికా అధ్యక్షుడు జో బైడెన్ రష్యా అధ్యక్షుడు వ్లాదిమిర్ పుతిన్‌తో జెనీవాలో సమావేశమయ్యారు.",
    "ru": "Самолёт президента приземлился, и ещё один посол принёс ёлку. Путин встретился с Байденом.",
    "ar": "التقى الرئيس الأمريكي جو بايدن الرئيس الروسي فلاديمير بوتين في جنيف.",
    "zh": "美国总统拜登在日内瓦会见俄罗斯总统普京。双方讨论了停火。",
    "hi": "अमेरिकी राष्ट्रपति जो बाइडेन ने जिनेवा में रूसी राष्ट्रपति व्लादिमीर पुतिन से मुलाकात की।",
    "ja": "岸田首相は東京でゼレンスキー大統領と会談した。",
}
# What is typed -> the languages whose text it finds.
QUERIES = {
    "biden": {"en"}, "BIDEN putin": {"en"}, "cafe": {"en"}, "naive": {"en"}, "quest*": {"en"}, "quest": set[str](),
    '"putin met biden"': {"en"}, '"biden met putin"': set[str](),
    "పుతిన్*": {"te"}, "బైడెన్": {"te"}, "అధ్యక్షుడు": {"te"}, "అధ్యక్ష": set[str](), "జెనీవా*": {"te"},
    "самолет": {"ru"}, "самолёт": {"ru"}, "ЕЩЕ": {"ru"}, "елк*": {"ru"}, "Путин Байденом": {"ru"},
    "посол путин": set[str](),
    "الرئيس": {"ar"}, "بايدن بوتين": {"ar"}, "جنيف": {"ar"},
    "普京": {"zh"}, "京普": set[str](), "停火": {"zh"}, "日内瓦": {"zh"}, "总统": {"zh"}, "拜登 普京": {"zh"},
    "राष्ट्रपति": {"hi"}, "पुतिन": {"hi"}, "बाइडेन जिनेवा": {"hi"}, "राष्ट्र": set[str](),
    "会談": {"ja"}, "ゼレンスキー": {"ja"}, "大統領": {"ja"},
}  # fmt: skip


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory, by_rules: Extractor) -> Ledger:
    book = Ledger.open(tmp_path_factory.mktemp("words") / "a.ledger", create=True)
    documents = [
        Document(id=lang, text=text, lang=lang, published=date(2021, 6, 17), named=True) for lang, text in TEXTS.items()
    ]
    assert {one.outcome for one in book.add(documents, by_rules, at="2024-01-01T00:00:00Z")} == {"new"}
    book.refresh()
    return book


@pytest.mark.parametrize("asked", QUERIES)
def test_words_are_found_in_the_sentences_that_have_them(asked: str, filed: Ledger) -> None:
    assert {line.name for line in find_documents(filed.connection, text=asked)} == QUERIES[asked]


def test_a_word_is_found_however_its_letters_are_composed(filed: Ledger) -> None:
    for composed, parts in (("café", "cafe\u0301"), ("ёлку", "е\u0308лку"), ("самолёт", "самоле\u0308т")):
        assert index_words(composed) == index_words(parts)
        assert [one.name for one in find_documents(filed.connection, text=composed)] == [
            one.name for one in find_documents(filed.connection, text=parts)
        ]
    assert index_words("й") != index_words("к")


PIECES = ('"', "*", "(", ")", ":", "^", "-", "+", "{", "}", " ", "\t", "\n", "\0", "'", ";", "--", "AND", "OR", "NOT",
          "NEAR", "NEAR(", "NEAR/2", "words:", "rowid", "sentence_words", "a", "Putin", "ё", "普", "పు", "ु", "\u0301",
          "\u200c", "\u200f", "\ud800", "\ufffd", "😀", "ß", "İ", "½", "٣", ",", ".", "\\", "/", "%", "_", "?", "~",
          "|", "&", "<", ">", "=", "``", "[", "]", "DROP TABLE documents", "x" * 300)  # fmt: skip


def test_no_text_that_is_typed_is_an_error_of_the_query(filed: Ledger, tmp_path: Path) -> None:
    assert tmp_path
    chance = random.Random(7)  # noqa: S311  (letters, not secrets)
    asked = 0
    for _ in range(2_000):
        typed = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 12)))
        query = match_query(typed)
        asked += bool(query)
        if query:
            filed.connection.execute("SELECT count(*) FROM sentence_words WHERE sentence_words MATCH ?", (query,))
    assert asked > 1_000
    assert filed.size().documents == len(TEXTS)
