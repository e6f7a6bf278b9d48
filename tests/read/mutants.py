"""Pages, feeds and records of our own, and what strangers may have done to them."""

import json
import random
from collections.abc import Callable, Iterator, Sequence

from tests.read.archives import SENTENCE

WORDS = {
    "en": SENTENCE + "President Dalgaard called his counterpart on Monday, the spokesman said. ",
    "ru": "Министр прибыл в Анкару во вторник. Переговоры отложены на неделю, сообщили в министерстве. ",
    "te": "మంత్రి మంగళవారం ఢిల్లీకి వచ్చారు. ఇద్దరు నేతలు ఫోన్‌లో మాట్లాడుకున్నారు. ",
    "ar": "وصل الوزير إلى أنقرة يوم الثلاثاء. قال المتحدث إن الاجتماع تأجل. ",
    "zh": "外交部长周二抵达北京。双方同意下周再次会晤。",
}
LINKED = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Envoys", "datePublished": "2024-03-05"}
SOUP = (
    "<p>", "</p>", "<div ", "<table><tr>", "<td", "<!--", "-->", "<![CDATA[", "]]>", "<script>", "</script>",
    "<svg><p>", "&#xd;", "&#xd800;", "&amp", "&nosuch;", "<meta charset=utf-7>", "<meta charset='utf-16'>",
    "<base href='http://['>", "<title>", "</title>", "<time datetime='99999-99-99'>", "<article>", "</html>",
    "<item>", "</item>", "<entry>", "<link href='//'/>", "<pubDate>never</pubDate>",
    "<?xml version='1.0' encoding='utf-16'?>", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "&b;", '{"text":', '"', "\\ud800",
    "[[[", "}}", ",", "\0", "\ufeff", "\u202e", "\x1b[31m", "\r\n", "\u2028", "\U0001f600", "é", "a" * 300,
    "<" * 50, "=" * 50, "9" * 40,
)  # fmt: skip
ENCODINGS = (
    "utf-16",
    "utf-16-le",
    "utf-32",
    "cp1251",
    "cp932",
    "cp1256",
    "koi8-r",
    "gb18030",
    "latin-1",
    "iso2022_jp",
    "cp037",
)

Mutation = Callable[[bytes, Sequence[bytes], random.Random], bytes]


def seeds() -> list[bytes]:
    """Sound pages, feeds and records in five scripts."""
    return [
        made.encode() for lang, words in WORDS.items() for made in (*pages(lang, words), *feeds(words), *records(words))
    ]


def pages(lang: str, words: str) -> Iterator[str]:
    """Pages with what sites put around an article."""
    body = "".join(f"<p>{words * 2}</p>" for _ in range(4))
    linked = f'<script type="application/ld+json">{json.dumps(LINKED)}</script>'
    head = f'<head><meta charset="utf-8"><title>{words[:30]}</title>{linked}</head>'
    article = f'<nav><a href="/">Home</a></nav><article>{body}</article>'
    yield f'<!doctype html><html lang="{lang}">{head}<body>{article}</body></html>'
    named = f'<meta property="og:title" content="{words[:20]}"><link rel="canonical" href="https://hill.example/1">'
    yield f"<html><head>{named}</head>{body}"


def feeds(words: str) -> Iterator[str]:
    """RSS 2.0, RSS 1.0 and Atom."""
    title = f"<title>{words[:30]}</title>"
    item = f"{title}<link>https://hill.example/1</link><description>&lt;p&gt;{words}&lt;/p&gt;</description>"
    items = f"<item>{item}<pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate></item>" * 3
    yield f'<?xml version="1.0"?><rss version="2.0"><channel><title>Hill</title>{items}</channel></rss>'
    spaces = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    yield f"<rdf:RDF {spaces}><item>{item}</item></rdf:RDF>"
    day = "<updated>2024-03-05T10:00:00Z</updated>"
    entry = f"<entry><id>urn:1</id>{title}{day}<content type='html'>{words}</content></entry>"
    yield f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Hill</title>{entry * 2}</feed>'


def records(words: str) -> Iterator[str]:
    """JSON Lines, an array, and one object."""
    record = {"id": "1", "lang": "en", "published": "2024-03-05", "title": words[:20], "text": words, "outlet": "Hill"}
    yield "\n".join(json.dumps(record, ensure_ascii=bool(number % 2)) for number in range(3))
    yield json.dumps([record, record], indent=1, ensure_ascii=False)
    yield json.dumps(record | {"text": [words], "extra": {"a": [1, None, 2.5]}})


def _flipped(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    del others
    broken = bytearray(data)
    for _ in range(rng.choice([1, 3, 30])):
        broken[rng.randrange(len(broken))] = rng.randrange(256)
    return bytes(broken)


def _cut(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    del others
    start = rng.choice([0, 0, rng.randrange(len(data))])
    return data[start : start + rng.randrange(1, max(len(data), 2))]


def _repeated(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    del others
    start = rng.randrange(len(data))
    part = data[start : start + rng.choice([1, 5, 40, 200])]
    return data[:start] + part * rng.choice([2, 10, 100]) + data[start:]


def _spliced(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    other = rng.choice(others)
    return data[: rng.randrange(len(data))] + other[rng.randrange(len(other)) :]


def _souped(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    del others
    for _ in range(rng.choice([1, 4, 12])):
        at = rng.randrange(len(data))
        data = data[:at] + rng.choice(SOUP).encode("utf-8", "surrogatepass") + data[at:]
    return data


def _recoded(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    del others
    return data.decode("utf-8", "replace").encode(rng.choice(ENCODINGS), "replace")


MUTATIONS: tuple[Mutation, ...] = (_flipped, _cut, _repeated, _spliced, _souped, _souped, _recoded)


def mutant(sound: Sequence[bytes], rng: random.Random) -> bytes:
    """One of the sound ones after one to three mutations."""
    data = rng.choice(sound)
    for _ in range(rng.choice([1, 1, 2, 3])):
        data = rng.choice(MUTATIONS)(data, sound, rng) or b"\0"
    return data
