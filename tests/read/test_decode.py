import pytest

from detente.errors import UnreadableError
from detente.read.decode import declared_in, decode

RUSSIAN = "Министр прибыл в Женеву во вторник. Переговоры продолжались три часа. "
GERMAN = "Die Außenministerin traf ihren Kollegen in Zürich und übergab ihm ein Schreiben für die Präsidentin. "
JAPANESE = "外相は火曜日にジュネーブに到着した。会談は三時間続いた。"
TELUGU = "మంత్రి మంగళవారం జెనీవా చేరుకున్నారు. చర్చలు మూడు గంటలు సాగాయి. "


@pytest.mark.parametrize("text", [RUSSIAN, GERMAN, JAPANESE, TELUGU])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_every_script_is_read_from_utf_with_and_without_its_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN * 3, "cp1251"),
        (RUSSIAN * 3, "koi8-r"),
        (GERMAN * 3, "latin-1"),
        (JAPANESE * 3, "cp932"),
        (JAPANESE * 3, "euc-jp"),
        (RUSSIAN * 3, "utf-16-le"),
        (GERMAN * 3, "utf-16-be"),
    ],
)
def test_an_old_encoding_that_nobody_names_is_told_from_the_bytes(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"), [(RUSSIAN, "windows-1251"), (JAPANESE, "Shift_JIS"), (JAPANESE, "iso-2022-jp")]
)
def test_a_declared_encoding_is_believed(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), encoding) == text


@pytest.mark.parametrize("declared", ["iso-8859-1", "utf-16", "zip", "idna", "unicode_escape", "utf-7", "no-such"])
def test_a_declaration_that_the_bytes_belie_is_not_believed(declared: str) -> None:
    assert decode(TELUGU.encode(), declared) == TELUGU
    assert decode(rb"The envoy wrote \u0041+ADw- on Tuesday", declared) == r"The envoy wrote \u0041+ADw- on Tuesday"


def test_a_file_cut_off_within_a_letter_is_still_utf8() -> None:
    assert decode((TELUGU * 3).encode()[:-3]) == (TELUGU * 3).rstrip(" .")[: len(TELUGU * 3) - 3] + "\ufffd"


def test_one_stray_byte_does_not_lose_a_plain_text() -> None:
    text = "The envoys of the two republics met on Tuesday. " * 40
    for stray in (b"\xff", b"\x81", b"\xc3", b"\xff\xfe\x81"):
        assert decode(text.encode() + stray + text.encode()).startswith(text)


def test_bytes_without_an_encoding_are_refused() -> None:
    with pytest.raises(UnreadableError) as refused:
        decode(b"\xff\xfe" + b"\x00\xd8" * 40)
    assert refused.value.reason == "encoding"


@pytest.mark.parametrize(
    "page",
    [
        b'<meta charset="KOI8-R">',
        b"<META http-equiv=content-type content='text/html; charset=KOI8-R'>",
        b'<?xml version="1.0" encoding="KOI8-R"?>',
    ],
)
def test_the_encoding_that_a_page_declares_is_found(page: bytes) -> None:
    assert declared_in(b"<!doctype html>" + page) == "KOI8-R"


def test_a_page_that_declares_no_encoding_has_none() -> None:
    assert declared_in(b"<html><p>charset=koi8-r</p>") is None
