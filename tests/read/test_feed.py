import gzip
import io
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.model import Document, Refusal
from detente.read import Limits, read
from detente.read.markup import plain

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Talgazette &amp; Bote</title><link>https://bote.example/</link><language>de-at</language>
<item><title>Gesandte treffen sich im Tal</title><link>https://bote.example/1</link>
<guid isPermaLink="false">bote-1</guid><pubDate>Tue, 05 Mar 2024 23:30:00 -0500</pubDate>
<description>Kurz gesagt: sie trafen sich.</description>
<content:encoded><![CDATA[<p>Die Gesandten beider Republiken trafen sich am Dienstag im Tal.</p>
<script>alert(1)</script><p>Danach fuhren sie&nbsp;heim &ndash; ohne ein <b>Wort</b>.</p>]]></content:encoded></item>
<item><title>Brücke bleibt zu</title><link>https://bote.example/2</link>
<description>&lt;p&gt;Die Brücke bleibt bis Mai zu.&lt;/p&gt;&lt;img src="x.png"&gt;</description></item>
</channel></rss>"""
RDF = """<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://tani.example/"><title>谷の新聞</title>
<link>https://tani.example/</link><dc:language>ja</dc:language></channel>
<item rdf:about="https://tani.example/7"><title>使節が谷で会談</title><link>https://tani.example/7</link>
<description>両共和国の使節は火曜日の夕方、谷の宿で二時間にわたり会談した。</description><dc:date>2024-03-05T20:15:00+09:00</dc:date>
</item></rdf:RDF>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="uk"><title type="text">Вісник долини</title>
<id>tag:visnyk.example</id><updated>2024-03-06T01:00:00Z</updated>
<entry><id>tag:visnyk.example,2024:1</id><title type="html">Посланці &lt;i&gt;зустрілися&lt;/i&gt; в долині</title>
<link href="https://visnyk.example/1"/><published>2024-03-05T22:00:00+02:00</published>
<updated>2024-03-06T01:00:00Z</updated><summary>Коротко.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Посланці двох республік зустрілися у вівторок.</p>
<p>Говорили про міст.</p></div></content></entry>
<entry><id>tag:visnyk.example,2024:2</id><title>5 &lt; 6</title><updated>2024-03-04T09:00:00Z</updated>
<content type="text">Міст довший, ніж здавалося: 5 &lt; 6 кілометрів.</content></entry></feed>"""
TELUGU = """<rss version="2.0"><channel><title>లోయ వార్తలు</title><language>te</language><item>
<title>లోయలో దూతల సమావేశం</title><link>https://loya.example/1</link>
<description>రెండు గణతంత్రాల దూతలు మంగళవారం సాయంత్రం లోయలో కలుసుకున్నారు.</description></item></channel></rss>"""


def items(feed: str | bytes, tmp_path: Path, name: str = "feed.rss", **more: Any) -> list[Document | Refusal]:
    data = feed.encode() if isinstance(feed, str) else feed
    (tmp_path / name).write_bytes(data)
    return list(read([str(tmp_path / name)], **more))


def documents(feed: str | bytes, tmp_path: Path, **more: Any) -> list[Document]:
    found = items(feed, tmp_path, **more)
    assert [item for item in found if not isinstance(item, Document)] == []
    return [item for item in found if isinstance(item, Document)]


def refused(feed: str | bytes, tmp_path: Path, **more: Any) -> Refusal:
    (found,) = items(feed, tmp_path, **more)
    assert isinstance(found, Refusal)
    return found


def rss(inside: str, head: str = "") -> str:
    return f'{head}<rss version="2.0"><channel><title>Valley</title>{inside}</channel></rss>'


def test_an_entry_gives_its_title_text_day_address_outlet_and_language(tmp_path: Path) -> None:
    first, second = documents(RSS, tmp_path)
    assert first.text == (
        "Gesandte treffen sich im Tal\n\nDie Gesandten beider Republiken trafen sich am Dienstag im Tal.\n"
        "Danach fuhren sie heim – ohne ein Wort."
    )
    assert first.title
    assert first.quote(first.title) == "Gesandte treffen sich im Tal"
    assert (first.id, first.url, first.outlet) == ("bote-1", "https://bote.example/1", "Talgazette & Bote")
    assert first.lang == "de"
    assert (second.id, second.text) == ("https://bote.example/2", "Brücke bleibt zu\n\nDie Brücke bleibt bis Mai zu.")


def test_the_day_is_the_one_the_editors_wrote_and_not_that_of_greenwich(tmp_path: Path) -> None:
    first, second = documents(RSS, tmp_path, published=date(2024, 1, 1))
    assert (first.published, second.published) == (date(2024, 3, 5), date(2024, 1, 1))


def test_the_old_form_of_rss_is_read(tmp_path: Path) -> None:
    (found,) = documents(RDF, tmp_path, name="index.xml")
    assert found.text == "使節が谷で会談\n\n両共和国の使節は火曜日の夕方、谷の宿で二時間にわたり会談した。"
    assert (found.published, found.lang, found.outlet) == (date(2024, 3, 5), "ja", "谷の新聞")


def test_atom_is_read_and_issue_outranks_change(tmp_path: Path) -> None:
    first, second = documents(ATOM, tmp_path, name="news.atom")
    assert first.text == (
        "Посланці зустрілися в долині\n\nПосланці двох республік зустрілися у вівторок.\nГоворили про міст."
    )
    assert (first.published, first.lang, first.outlet) == (date(2024, 3, 5), "uk", "Вісник долини")
    assert second.text == "5 < 6\n\nМіст довший, ніж здавалося: 5 < 6 кілометрів."
    assert second.published == date(2024, 3, 4)


@pytest.mark.parametrize("feed", [RSS, RDF, ATOM, TELUGU, "<!-- saved from <html> -->\n" + TELUGU])
def test_a_feed_is_told_by_what_it_holds(feed: str) -> None:
    assert all(isinstance(item, Document) for item in read(["-"], stdin=io.BytesIO(feed.encode())))


def test_a_feed_that_speaks_of_a_page_is_no_page() -> None:
    feed = rss("<description>The &lt;html&gt; of <![CDATA[<html>]]></description><item><title>Met</title></item>")
    (found,) = read(["-"], stdin=io.BytesIO(feed.encode()))
    assert isinstance(found, Document)
    assert found.text == "Met"


def test_a_compressed_feed_and_one_in_an_old_encoding_are_read(tmp_path: Path) -> None:
    assert len(documents(gzip.compress(ATOM.encode()), tmp_path, name="a.atom.gz")) == 2
    old = rss("<item><title>Встреча</title><description>Посланники встретились во вторник.</description></item>")
    data = b'<?xml version="1.0" encoding="windows-1251"?>' + old.encode("cp1251")
    (found,) = documents(data, tmp_path)
    assert found.text == "Встреча\n\nПосланники встретились во вторник."
    (found,) = documents(('<?xml version="1.0" encoding="utf-16"?>' + TELUGU).encode("utf-16"), tmp_path)
    assert found.lang == "te"


def test_entries_without_id_are_called_by_their_link_or_their_place(tmp_path: Path) -> None:
    feed = rss("<item><title>One</title></item><item><title>Two</title><link>https://v.example/2</link></item>")
    assert [item.id for item in documents(feed, tmp_path)] == [f"{tmp_path}/feed.rss:1", "https://v.example/2"]


def test_an_aggregated_entry_has_its_own_outlet(tmp_path: Path) -> None:
    feed = rss('<item><title>Met</title><source url="https://hill.example/rss">Hill Gazette</source></item>')
    assert [item.outlet for item in documents(feed, tmp_path)] == ["Hill Gazette"]


@pytest.mark.parametrize(
    ("said", "lang"), [("en-us", "en"), ("PT_br", "pt"), ("english", None), ("", None), ("fil", None)]
)
def test_a_language_is_two_letters_or_none(tmp_path: Path, said: str, lang: str | None) -> None:
    feed = rss(f"<language>{said}</language><item><title>Met</title></item>")
    assert [item.lang for item in documents(feed, tmp_path)] == [lang]


@pytest.mark.parametrize("day", ["2024-13-45", "yesterday", "", "Tue, 99 Mar 2024 10:00:00 GMT", "1" * 500])
def test_a_day_that_is_none_is_none(tmp_path: Path, day: str) -> None:
    feed = rss(f"<item><title>Met</title><pubDate>{day}</pubDate></item>")
    assert [item.published for item in documents(feed, tmp_path)] == [None]


def test_an_entry_without_text_is_refused_and_its_neighbours_are_read(tmp_path: Path) -> None:
    feed = rss('<item><title>One</title></item><item><link>https://v.example/2</link><description>&lt;img src="x"&gt;'
               "</description></item><item><title>Three</title></item>")  # fmt: skip
    first, second, third = items(feed, tmp_path)
    assert isinstance(second, Refusal)
    assert (second.reason, second.source) == ("empty", "https://v.example/2")
    assert isinstance(first, Document)
    assert isinstance(third, Document)


def test_entries_over_the_limit_are_counted(tmp_path: Path) -> None:
    feed = rss("".join(f"<item><title>No. {number}</title></item>" for number in range(25)))
    *read_ones, last = items(feed, tmp_path, limits=Limits(feed_items=10))
    assert len(read_ones) == 10
    assert isinstance(last, Refusal)
    assert (last.reason, last.detail.split()[0]) == ("too-large", "15")


def test_a_feed_over_the_limit_is_refused(tmp_path: Path) -> None:
    assert refused(RSS, tmp_path, limits=Limits(feed_bytes=500)).reason == "too-large"


@pytest.mark.parametrize(
    "feed",
    [RSS[:-20], RSS.replace("</item>", "", 1), rss("<item><title>a & b</title></item>"),
     rss("<item><title>&lol;</title>"),
     rss("<item a=1/>"), "<?xml version='1.0'?>", "<rss><channel></rss></channel>", rss("\x00<![CDATA["), "<rss",
     "plain text"],
)  # fmt: skip
def test_broken_xml_is_refused(tmp_path: Path, feed: str) -> None:
    assert refused(feed, tmp_path).reason == "not-xml"


@pytest.mark.parametrize("feed", ["<?xml version='1.0'?><note>Met</note>", "<html><body><p>Met</p></body></html>"])
def test_xml_that_is_no_feed_is_refused(tmp_path: Path, feed: str) -> None:
    assert refused(feed, tmp_path, name="a.xml").reason == "unknown-format"


def test_a_feed_without_entries_is_refused(tmp_path: Path) -> None:
    assert refused(rss(""), tmp_path).reason == "empty"


LAUGHS = '<!DOCTYPE rss [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "head",
    [LAUGHS + "]>", '<!DOCTYPE rss [<!ENTITY i SYSTEM "file:///etc/hostname">]>',
     '<?xml version="1.0"?><!-- x --><!DOCTYPE rss [<!ENTITY i "]>"> <!ENTITY % p SYSTEM "http://127.0.0.1/">%p;]>',
     '<!DOC<!DOCTYPE x>TYPE rss [<!ENTITY i "x">]>'],
)  # fmt: skip
def test_an_entity_of_the_feeds_own_is_never_looked_up(tmp_path: Path, head: str) -> None:
    assert refused(rss("<item><title>Met &i;</title></item>", head), tmp_path).reason == "not-xml"


def test_a_doctype_and_names_of_html_do_no_harm(tmp_path: Path) -> None:
    head = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1/rss.dtd" [<!ENTITY i "x">]>'
    (found,) = documents(rss("<item><title>Caf&eacute;&nbsp;&amp; &LT;b&GT; Met\x0b</title></item>", head), tmp_path)
    assert found.text == "Café & Met"


@pytest.mark.parametrize(
    "markup",
    ["<p>Met", "<p/onclick=x>Met</p>", "&lt;p&gt;Met&lt;/p&gt;", "&amp;lt;p&amp;gt;Met",
     "&amp;amp;amp;lt;p&amp;amp;amp;gt;Met",
     "<scr<script>ipt>x</script>Met", "<style>p{}</style>Met", "<!-- <p> -->Met", "<svg><script>1</script></svg>Met",
     "<p" + " a='<'" * 9 + ">Met</p>", "<table><tr><td>Met</td></tr></table>", "<iframe src=x></iframe>Met"],
)  # fmt: skip
def test_no_tag_is_left_in_a_text(markup: str) -> None:
    text = plain(markup)
    assert "Met" in text
    assert "<p" not in text
    assert "script" not in text.replace("ipt>", "")


def test_what_only_looks_like_a_tag_stays() -> None:
    assert plain("It is 5 < 6 and a<b and AT&T; they said <sic>") == "It is 5 < 6 and a<b and AT&T; they said <sic>"


def test_html_deeper_than_the_stack_is_read() -> None:
    assert "Met" in plain("<p>Met</p>" + "<div>" * 50_000)


@pytest.mark.parametrize(
    "inside",
    ["<item><title>Met</title><author>" + "a." * 100_000 + "</author></item>",
     "<a " + " ".join(f"b{number}=''" for number in range(100_000)) + "/>"],
)  # fmt: skip
def test_a_feed_that_takes_minutes_is_given_up_and_the_next_is_read(tmp_path: Path, inside: str) -> None:
    (tmp_path / "a.rss").write_text(rss(inside))
    (tmp_path / "b.rss").write_text(RSS)
    started = time.monotonic()
    slow, *others = read([str(tmp_path)], limits=Limits(seconds=1.5))
    assert isinstance(slow, Refusal)
    assert slow.reason in {"timeout", "not-xml"}  # given up for its time or its memory, whichever was first
    assert [type(item) for item in others] == [Document, Document]
    assert time.monotonic() - started < 30


def test_a_feed_is_never_taken_for_the_name_of_a_file(tmp_path: Path) -> None:
    # feedparser.parse of a string opens the file or address that it names.
    (tmp_path / "secret.txt").write_text(RSS)
    for text in (f"{tmp_path}/secret.txt", f"file://{tmp_path}/secret.txt", "http://127.0.0.1/"):
        assert refused(text, tmp_path).reason == "not-xml"


def test_reading_text_does_not_load_the_feed_parser(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The envoys met.")
    program = (
        "import sys\nfrom detente.read import read\nprint(len(list(read(sys.argv[1:]))), 'feedparser' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["1", "False"]
