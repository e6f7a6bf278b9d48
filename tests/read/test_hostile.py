"""Three hundred broken inputs at once: each is accounted for, none raises, none takes long."""

import gzip
import json
import os
import random
import time
from collections.abc import Callable
from pathlib import Path

from detente.model import REFUSAL_REASONS, Document
from detente.read import Limits, read
from detente.read.source import shown

FILES, SECONDS = 300, 25
SENTENCE = "The envoys of the two republics met on Tuesday in Geneva. "
SCRIPTS = (
    "Министр прибыл во вторник. ",
    "外相は火曜日に到着した。",
    "మంత్రి మంగళవారం వచ్చారు. ",
    "وصل الوزير يوم الثلاثاء. ",
)
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-32", "cp1251", "cp932", "cp1256", "koi8-r", "gb18030")
SUFFIXES = ("", ".txt", ".md", ".html", ".htm", ".xhtml", ".json", ".jsonl", ".ndjson", ".pdf", ".dat", ".txt.gz")
NAMES = (
    b"two\nlines",
    b"\xff\xfe\x80",
    b"\x1b[31mred",
    b" ",
    b"-",
    b"a:b:1",
    b"a#2",
    b"%s%n",
    b"'; DROP",
    b"\xe2\x80\xae",
)

Maker = Callable[[random.Random], bytes]


def wrong_encoding(rng: random.Random) -> bytes:
    return (rng.choice(SCRIPTS) * rng.randint(1, 40)).encode(rng.choice(ENCODINGS), "replace")


def mixed_encodings(rng: random.Random) -> bytes:
    return b"\n".join(wrong_encoding(rng) for _ in range(4))


def noise(rng: random.Random) -> bytes:
    return rng.randbytes(rng.choice([1, 7, 100, 5000, 200_000]))


def picture(rng: random.Random) -> bytes:
    return rng.choice([b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"PK\x03\x04", b"GIF89a"]) + noise(rng)


def nulls(rng: random.Random) -> bytes:
    text = bytearray((SENTENCE * 50).encode())
    for _ in range(rng.choice([1, 20, 2000])):
        text[rng.randrange(len(text))] = rng.choice([0, 0, 1, 7, 8, 27])
    return bytes(text)


def bidi(rng: random.Random) -> bytes:
    controls = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff"
    return "".join(rng.choice(controls) + word for word in (SENTENCE * 9).split(" ")).encode()


def half_json(rng: random.Random) -> bytes:
    records = [{"title": "Envoys meet", "text": SENTENCE * rng.randint(1, 9)} for _ in range(9)]
    data = json.dumps(records, indent=rng.choice([None, 2])).encode()
    lines = "\n".join(map(json.dumps, records)).encode()
    chosen = rng.choice([data, lines])
    return chosen[: rng.randrange(1, len(chosen))]


def odd_json(rng: random.Random) -> bytes:
    odd = [
        '{"text": "\\ud800 \\udfff"}', '{"text": NaN}', '{"text": 1e999}', '{"a": ' * 3000, "[" * 100_000,
        '{"id": ' + "9" * 5000 + ', "text": "met"}', '{"text": "met", "text": []}', '{"text": ""}',
        '{"\\ud800": 1}', "{}", "[]", "[[]]", "null",
        '{"text": "met", "published": "0000-00-00"}', '{"text": "met", "id": {"a": [1]}}', '{"text": "met", "lang": 5}',
    ]  # fmt: skip
    return "\n".join(rng.sample(odd, rng.randint(1, 6))).encode()


def cut_gzip(rng: random.Random) -> bytes:
    data = gzip.compress(rng.choice([half_json, nulls, noise])(rng))
    return data[: rng.randrange(2, len(data))]


def spoilt_gzip(rng: random.Random) -> bytes:
    data = bytearray(gzip.compress((SENTENCE * 500).encode()))
    data[rng.randrange(2, len(data))] ^= 0xFF
    return bytes(data)


def deep_page(rng: random.Random) -> bytes:
    depth = rng.choice([500, 5000, 50_000])
    return (f"<html><body>{'<div>' * depth}{SENTENCE * 5}{'</div>' * rng.choice([0, depth])}").encode()


def odd_page(rng: random.Random) -> bytes:
    odd = [
        "<html><head><meta charset=utf-7><title>\0</title>", "<p>" + SENTENCE * 4, "<table><tr><td>" * 300,
        "<![CDATA[" * 50, "<!--" * 500, "<script>" + "x" * 1000, f"<p title='{'x' * 200_000}'>", "<a href='http://[::1'>",
        '<script type="application/ld+json">{"@graph":[{"@type":null,"headline":{}}]}</script>', "<svg><p>",
        "<time datetime='2024-13-45'>", "<meta property=og:title>", "<base href='//'>", "</body></html>" * 9,
        "<p\0>\ufffe</p>", "&#xd800;&#0;",
    ]  # fmt: skip
    return "".join(["<!doctype html><html>", *rng.sample(odd, rng.randint(2, 9))]).encode()


def mutant(rng: random.Random) -> bytes:
    page = bytearray(odd_page(rng) + f"<article><p>{SENTENCE * 6}</p></article>".encode())
    for _ in range(rng.randint(1, 60)):
        page[rng.randrange(len(page))] = rng.randrange(256)
    return bytes(page)


MAKERS: tuple[Maker, ...] = (
    wrong_encoding, mixed_encodings, noise, picture, nulls, bidi, half_json, odd_json, cut_gzip, spoilt_gzip, deep_page,
    odd_page, mutant, lambda _: b"", lambda rng: b" \n\t\r\n" * rng.randint(1, 9),
)  # fmt: skip


def large(folder: Path) -> None:
    """The few inputs that are hostile by their size."""
    (folder / "one-line.txt").write_bytes(b"a" * 10_000_000)
    (folder / "too-long.txt").write_bytes(b"a" * 10_000_001)
    (folder / "one-line.jsonl").write_bytes(b'{"text": "' + b"a" * 10_000_000 + b'"}\n{"text": "met"}')
    (folder / "endless.jsonl").write_bytes(b'{"text": "' + b"a" * 25_000_000)
    (folder / "cyrillic.txt").write_bytes((SCRIPTS[0] * 150_000).encode("cp1251"))
    (folder / "paragraphs.html").write_text("<html><body>" + "<p>The envoys met.</p>" * 60_000)
    (folder / "cells.html").write_text("<html><body><table>" + "<tr><td>met" * 60_000)
    (folder / "attribute.html").write_text(f"<html><body><p class='{'x ' * 900_000}'>{SENTENCE * 9}")
    (folder / "attributes.html").write_text(f"<p {' '.join(f'a{n}=1' for n in range(150_000))}>{SENTENCE * 9}")
    (folder / "too-large.html").write_text("<html><body>" + SENTENCE * 50_000)
    (folder / "bomb.txt.gz").write_bytes(gzip.compress(bytes(50_000_000)))
    (folder / "bomb.jsonl.gz").write_bytes(gzip.compress(b"\n" * 50_000_000))
    (folder / "bomb.html.gz").write_bytes(gzip.compress(b"<html>" + b"<p>" * 10_000_000))


def odd_entries(folder: Path) -> None:
    """Links that lead nowhere or in circles, a pipe, and what may not be opened."""
    (folder / "dangling.txt").symlink_to("nowhere.txt")
    (folder / "itself.txt").symlink_to("itself.txt")
    (folder / "ping").symlink_to("pong")
    (folder / "pong").symlink_to("ping")
    (folder / "circle").symlink_to(".")
    os.mkfifo(folder / "pipe")
    (folder / "locked.txt").write_text(SENTENCE)
    (folder / "locked.txt").chmod(0)
    (folder / "locked").mkdir()
    (folder / "locked" / "inside.txt").write_text(SENTENCE)
    (folder / "locked").chmod(0)


def build(folder: Path, rng: random.Random) -> None:
    """A tree of `FILES` broken inputs."""
    odd_entries(folder)
    large(folder)
    for name in NAMES:
        with open(os.path.join(os.fsencode(folder), b"odd " + name), "wb") as file:  # noqa: PTH118, PTH123
            file.write(SENTENCE.encode())
    made = sum(1 for _ in folder.iterdir())
    for number in range(FILES - made):
        maker = MAKERS[number % len(MAKERS)]
        suffix = ".html" if maker in {deep_page, odd_page, mutant} else rng.choice(SUFFIXES)
        (folder / f"{number:03}{suffix}").write_bytes(maker(rng))


def given_names(folder: Path) -> set[str]:
    """The name of every file or, if it is not one to be read, entry of the tree, as results show it."""
    names = set()
    for entry in os.scandir(folder):
        inside = [] if entry.is_symlink() or not entry.is_dir() or not os.access(entry, os.R_OK) else os.listdir(entry)  # noqa: PTH208
        names |= {shown(f"{entry.path}/{name}") for name in inside} or {shown(entry.path)}
    return names


def test_every_one_of_three_hundred_broken_inputs_is_accounted_for(tmp_path: Path) -> None:
    build(tmp_path, random.Random(20240305))  # noqa: S311  (the same tree each time)
    names = given_names(tmp_path)
    assert len(names) == FILES
    started = time.monotonic()
    found = list(read([str(tmp_path)], limits=Limits(seconds=1.5)))
    took = time.monotonic() - started
    (tmp_path / "locked").chmod(0o700)

    seen = set()
    for item in found:
        if isinstance(item, Document):
            assert item.text.strip()
            assert item.text.encode()
            assert item.title is None or item.quote(item.title).strip()
        else:
            assert item.reason in REFUSAL_REASONS
        name = item.id if isinstance(item, Document) else item.source
        seen.add(name if name in names else name.rpartition(":")[0])  # a record is named by its line
    assert seen == names
    refused = {item.reason for item in found if not isinstance(item, Document)}
    assert {"empty", "binary", "too-large", "not-json", "no-main-text", "not-found", "timeout"} <= refused
    assert took < SECONDS
