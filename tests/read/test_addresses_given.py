"""Addresses among the things that are given to be read, as `detente read` and `detente add` meet them."""

import gzip
import json
import socket
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard
from fastwarc.warc import ArchiveIterator
from typer.testing import CliRunner, Result

from detente.cli import app
from detente.model import Document, Refusal
from detente.read import Limits, read
from detente.read.fetch import fetch
from detente.read.web import Web

CALL = "U.S. President Joe Biden spoke by phone with Russian President Vladimir Putin on 3 November 2021."
MORE = "They discussed arms control and agreed that their teams would go on talking in Geneva next month."
PAGE = f"""<!doctype html><html lang="en"><head><title>A call</title>
<meta property="article:published_time" content="2021-11-04"></head>
<body><article><h1>A call about arms</h1><p>{CALL}</p><p>{MORE}</p></article></body></html>"""
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Valley Post</title><language>en</language>
<item><guid isPermaLink="false">one</guid><link>/one</link><title>A call</title>
<pubDate>Thu, 04 Nov 2021 10:00:00 GMT</pubDate><description>{CALL}</description></item>
<item><guid isPermaLink="false">two</guid><title>The weather</title>
<description>{MORE}</description></item></channel></rss>"""
BOMB = bytes(60_000_000)


def reading(site: Any, *addresses: str, **more: Any) -> list[Document | Refusal]:
    """What comes of addresses on the site."""
    web = Web(
        fetch=partial(fetch, resolve=site.resolve, connect=site.connect), now=lambda: "2026-11-22T17:45:10.125000Z"
    )
    return list(read(addresses, web=web, limits=Limits(seconds=5), **more))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to type commands in, without settings but that nobody waits."""
    for name in ("DETENTE_CONFIG", "DETENTE_OVERLAY", "DETENTE_LEDGER", "DETENTE_ARCHIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("DETENTE_PAUSE", "0")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def detente(home: Path, site: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs a command over the roads of the site."""
    del home
    monkeypatch.setattr(import_module("detente.read.addresses"), "resolved", site.resolve)
    monkeypatch.setattr(import_module("detente.read.fetch"), "connected", site.connect)

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, words)

    return run


def rows(query: str, ledger: str = "detente.ledger") -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(ledger)) as connection:
        return connection.execute(query).fetchall()


def test_an_address_is_read_like_a_file_of_what_it_sends(site: Any, answer: Any) -> None:
    record = json.dumps({"id": "call-1", "text": CALL}) + "\n"
    lying = {"Content-Type": "image/png"}
    site.pages |= {
        "/news.txt": answer(PAGE.encode(), headers=lying),
        "/feed": answer(FEED.encode(), headers=lying),
        "/dump.html": answer(record.encode() * 2, headers=lying),
        "/dump.gz": answer(gzip.compress(record.encode()), headers=lying),
        "/plain": answer(CALL.encode(), headers=lying),
    }
    page, one, two, first, second, packed, plain = reading(
        site, *(f"http://valley.example{path}" for path in ("/news.txt", "/feed", "/dump.html", "/dump.gz", "/plain"))
    )
    assert isinstance(page, Document)
    assert (page.id, page.url, str(page.published)) == ("http://valley.example/news.txt",) * 2 + ("2021-11-04",)
    assert CALL in page.text
    assert isinstance(one, Document)
    assert (one.id, one.url, one.outlet) == ("one", "http://valley.example/one", "Valley Post")
    assert [item.id for item in (two, first, second, packed) if isinstance(item, Document)] == [
        "two", "call-1", "call-1#2", "call-1#3",
    ]  # fmt: skip
    assert isinstance(plain, Document)
    assert (plain.text, plain.url) == (CALL, "http://valley.example/plain")
    captures = [item.capture for item in (page, one, two) if isinstance(item, Document)]
    assert captures[0] is not None
    assert captures[1] == captures[2] != captures[0]


def test_files_and_addresses_stand_in_the_order_in_which_they_are_given(site: Any, answer: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CALL)
    site.pages["/news"] = answer(PAGE.encode())
    found = reading(site, str(tmp_path / "a.txt"), "HTTP://valley.example/news", "http://10.0.0.1/", str(tmp_path))
    assert [type(one) for one in found] == [Document, Document, Refusal, Document]
    assert [one.capture is None for one in found if isinstance(one, Document)] == [True, False, True]


def test_the_capture_says_what_was_asked_and_who_answered(site: Any, answer: Any) -> None:
    site.pages |= {
        "/old": answer(status=301, headers={"Location": "http://hill.example/new"}),
        "/new": answer(PAGE.encode()),
    }
    (page,) = reading(site, "http://valley.example/old#part")
    assert isinstance(page, Document)
    assert page.capture is not None
    assert (page.capture.asked, page.capture.url) == ("http://valley.example/old#part", "http://hill.example/new")
    assert (page.capture.fetched, page.url) == ("2026-11-22T17:45:10.125000Z", "http://hill.example/new")


def test_the_encoding_that_a_site_names_counts_where_the_page_names_none(site: Any, answer: Any) -> None:
    russian = "Министр иностранных дел России позвонил своему турецкому коллеге в среду. " * 3
    page = f"<html><body><article><p>{russian}</p></article></body></html>".encode("koi8-r")
    site.pages["/news"] = answer(page, headers={"Content-Type": "text/html; charset=KOI8-R"})
    (found,) = reading(site, "http://valley.example/news")
    assert isinstance(found, Document)
    assert russian.strip() in found.text


def test_without_a_network_an_address_is_a_refusal() -> None:
    (found,) = read(["https://valley.example/"])
    assert isinstance(found, Refusal)
    assert (found.source, found.reason) == ("https://valley.example/", "fetch-failed")


@pytest.mark.parametrize(
    ("path", "why"),
    [("/gone", "fetch-failed"), ("/inner/x", "robots"), ("/picture", "binary"), ("/empty", "empty"),
     ("/menu", "no-main-text"), ("/huge", "too-large")],
)  # fmt: skip
def test_what_an_address_does_not_give_is_a_refusal_and_the_others_go_on(
    site: Any, answer: Any, path: str, why: str
) -> None:
    site.pages |= {
        "/robots.txt": answer(b"User-agent: *\nDisallow: /inner/\n"),
        "/news": answer(PAGE.encode()),
        "/picture": answer(b"\x89PNG\r\n\x1a\n" + bytes(99)),
        "/empty": answer(b""),
        "/menu": answer(b"<html><body><nav><a href='/'>Home</a></nav></body></html>"),
        "/huge": answer(b"a" * 20_000_001),
    }
    refused, page = reading(site, f"http://valley.example{path}", "http://valley.example/news")
    assert isinstance(refused, Refusal)
    assert (refused.reason, refused.source) == (why, f"http://valley.example{path}")
    assert isinstance(page, Document)


def deflated(data: bytes) -> bytes:
    return zlib.compress(data, 9)


PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": deflated,
    "br": partial(brotli.compress, quality=5),
    "zstd": zstandard.compress,
    "gzip, gzip": lambda data: gzip.compress(gzip.compress(data)),
    "identity": lambda data: gzip.compress(gzip.compress(data)),
    "": zstandard.compress,
}


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_bomb_in_any_packing_is_refused(site: Any, answer: Any, packing: str) -> None:
    headers = {"Content-Encoding": packing} if packing else {}
    site.pages["/bomb"] = answer(PACKINGS[packing](BOMB), headers=headers)
    (found,) = reading(site, "http://valley.example/bomb")
    assert isinstance(found, Refusal)
    asked = {"deflate", "br", "zstd", "gzip, gzip"}
    if packing in asked:
        assert (found.reason, f"packed with {packing}" in found.detail) == ("fetch-failed", True)
    else:
        assert found.reason in {"too-large", "binary"}


def test_a_page_is_added_once_and_asked_for_only_if_it_has_changed(
    site: Any, answer: Any, detente: Callable[..., Result]
) -> None:
    site.pages["/news"] = answer(PAGE.encode(), headers={"ETag": '"one"'})
    first = detente("add", "http://valley.example/news", "--json")
    assert first.exit_code == 0, first.output
    assert json.loads(first.stdout)["outcome"] == "new"
    (kept,) = rows("SELECT archive FROM captures")
    again = detente("add", "http://valley.example/news", "--json")
    assert json.loads(again.stdout) == {
        "source": "http://valley.example/news", "outcome": "known", "reports": 0, "refusal": None,
    }  # fmt: skip
    assert site.requests[-1][1]["if-none-match"] == '"one"'
    assert rows("SELECT archive FROM captures") == [kept]
    site.pages["/news"] = answer(PAGE.replace("Geneva", "Vienna").encode(), headers={"ETag": '"two"'})
    assert json.loads(detente("add", "http://valley.example/news", "--json").stdout)["outcome"] == "new"
    assert json.loads(detente("add", "http://valley.example/news", "--json").stdout)["outcome"] == "known"
    assert site.requests[-1][1]["if-none-match"] == '"two"'
    assert detente("check").exit_code == 0


def test_who_wants_an_archive_gets_one_of_a_page_that_is_known_but_was_not_kept(
    site: Any, answer: Any, detente: Callable[..., Result], home: Path
) -> None:
    site.pages["/news"] = answer(PAGE.encode(), headers={"ETag": '"one"'})
    for words, kept in ((["--no-archive"], 0), ([], 1), ([], 1), (["--no-archive"], 1)):
        assert detente("add", "http://valley.example/news", *words).exit_code == 0
        assert len(list(home.rglob("*.warc.gz"))) == kept
    assert ["if-none-match" in headers for path, headers in site.requests if path == "/news"] == [
        False, False, True, True,
    ]  # fmt: skip


def test_an_address_that_is_no_text_is_refused_like_any_other(detente: Callable[..., Result]) -> None:
    ran = detente("add", "http://valley.example/\udcff", "http://\udcff.example/", "http://valley.example/\x1b[2J")
    assert ran.exit_code == 3, ran.output
    assert ran.exception is None or isinstance(ran.exception, SystemExit)
    assert [reason for (reason,) in rows("SELECT reason FROM refusals")] == ["no-address"] * 3


def test_a_password_in_an_address_is_neither_told_nor_kept(detente: Callable[..., Result], home: Path) -> None:
    for address in ("http://me:secret@valley.example/a@b", "HTTPS://secret@valley.example", "http://me:secret@"):
        assert "secret" not in detente("add", address).output
        assert "secret" not in detente("read", address, "--format", "json").output
    assert b"secret" not in (home / "detente.ledger").read_bytes()
    assert "http://valley.example/a@b" in detente("refusals").output


def test_another_word_of_the_caller_asks_for_the_whole_page(
    site: Any, answer: Any, detente: Callable[..., Result]
) -> None:
    site.pages["/news"] = answer(PAGE.encode(), headers={"ETag": '"one"'})
    for words, outcome in (([], "new"), (["--outlet", "Post"], "new"), (["--outlet", "Post"], "known"), ([], "known")):
        ran = detente("add", "http://valley.example/news", "--json", *words)
        assert json.loads(ran.stdout)["outcome"] == outcome
    assert ["if-none-match" in headers for path, headers in site.requests if path == "/news"] == [
        False, False, True, True,
    ]  # fmt: skip


def test_a_feed_that_was_not_wholly_read_is_not_taken_for_known(
    site: Any, answer: Any, detente: Callable[..., Result]
) -> None:
    empty = FEED.replace("<channel>", "<channel><item><guid>none</guid></item>")
    site.pages["/feed"] = answer(empty.encode(), headers={"ETag": '"one"'})
    assert detente("add", "http://valley.example/feed").exit_code == 3
    assert rows("SELECT * FROM visits") == []
    site.pages["/feed"] = answer(FEED.encode(), headers={"ETag": '"two"'})
    assert detente("add", "http://valley.example/feed").exit_code == 0
    ran = detente("add", "http://valley.example/feed", "--json")
    assert [(json.loads(line)["source"], json.loads(line)["outcome"]) for line in ran.stdout.splitlines()] == [
        ("one", "known"), ("two", "known"),
    ]  # fmt: skip
    assert site.requests[-1][1]["if-none-match"] == '"two"'


def test_the_archive_holds_what_the_ledger_says(
    site: Any, answer: Any, detente: Callable[..., Result], home: Path
) -> None:
    site.pages |= {"/news": answer(gzip.compress(PAGE.encode()), headers={"Content-Encoding": "gzip"})}
    assert detente("add", "http://valley.example/news", "http://valley.example/gone").exit_code == 3
    ((archive, sha256, record, document),) = rows(
        "SELECT archive, sha256, record, documents.key FROM captures JOIN captured ON capture = captures.id"
        " JOIN documents ON documents.id = document"
    )
    assert rows("SELECT source, reason FROM refusals") == [("http://valley.example/gone", "fetch-failed")]
    (file,) = (home / "detente.ledger.archive").rglob("*.warc.gz")
    assert file == home / "detente.ledger.archive" / archive
    with file.open("rb") as stream:
        one = next(kept for kept in ArchiveIterator(stream) if kept.headers["WARC-Type"] == "response")
        assert one.headers["WARC-Record-ID"] == record
        assert one.headers["WARC-Payload-Digest"] == f"sha256:{sha256}"
        assert gzip.decompress(one.reader.read()) == PAGE.encode()
    contact = detente("contacts", "--json").stdout
    shown = detente("show", json.loads(contact)["id"], "--json").stdout
    (telling,) = json.loads(shown)["tellings"]
    assert (telling["document"], telling["capture"]["sha256"]) == (document, sha256)
    told = " ".join(detente("show", json.loads(contact)["id"]).stdout.split())
    assert f"SHA-256 {sha256}, kept in {archive}" in told


@pytest.mark.parametrize(
    ("words", "folder"),
    [([], "detente.ledger.archive"), (["--archive", "elsewhere/kept"], "elsewhere/kept"), (["--no-archive"], None)],
)
def test_who_adds_says_where_answers_are_kept(  # noqa: PLR0913, PLR0917  (fixtures)
    site: Any, answer: Any, detente: Callable[..., Result], home: Path, words: Sequence[str], folder: str | None
) -> None:
    site.pages["/news"] = answer(PAGE.encode())
    assert detente("add", "http://valley.example/news", *words).exit_code == 0
    assert [file.parents[1] for file in home.rglob("*.warc.gz")] == ([home / folder] if folder else [])
    ((archive,),) = rows("SELECT archive FROM captures")
    assert bool(archive) == bool(folder)


def test_an_archive_folder_that_cannot_be_made_is_wrong_use(
    site: Any, answer: Any, detente: Callable[..., Result], home: Path
) -> None:
    site.pages["/news"] = answer(PAGE.encode())
    (home / "file").touch()
    ran = detente("add", "http://valley.example/news", "--archive", "file/below")
    assert (ran.exit_code, "--archive DIR" in ran.output) == (2, True)


def test_reading_keeps_nothing_and_tells_where_a_document_came_from(
    site: Any, answer: Any, detente: Callable[..., Result], home: Path
) -> None:
    site.pages["/news"] = answer(PAGE.encode())
    ran = detente("read", "http://valley.example/news", "--format", "json")
    document = json.loads(ran.stdout)["document"]
    assert (document["capture"]["url"], document["capture"]["archive"]) == ("http://valley.example/news", "")
    assert [path.name for path in home.iterdir() if path.name != "config"] == []
    assert "spoke by phone" in detente("explain", "http://valley.example/news").stdout


def test_a_watch_keeps_what_it_fetches_when_asked_to(
    site: Any, answer: Any, detente: Callable[..., Result], home: Path
) -> None:
    site.pages |= {"/feed": answer(FEED.encode(), headers={"ETag": '"f"'}), "/one": answer(PAGE.encode())}
    words = ("watch", "http://valley.example/feed", "--looks", "2", "--every", "0.1")
    assert detente(*words, "--archive", "kept").exit_code == 0
    urls = rows("SELECT url, archive FROM captures ORDER BY url")
    assert [url for url, _ in urls] == ["http://valley.example/feed", "http://valley.example/one"]
    assert all((home / "kept" / archive).is_file() for _, archive in urls)
    assert detente(*words, "--ledger", "other.ledger").exit_code == 0
    assert {archive for _, archive in rows("SELECT url, archive FROM captures", "other.ledger")} == {""}


def test_no_command_follows_an_address_of_this_machine(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connects: list[Any] = []
    monkeypatch.setattr(import_module("detente.read.fetch"), "connected", lambda *where: connects.append(where))
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        addresses = [f"http://{host}:{port}/" for host in ("127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433")]
        for command in (["add"], ["read"], ["explain"]):
            given = addresses[:1] if command == ["explain"] else addresses
            assert CliRunner().invoke(app, [*command, *given]).exit_code == 3
        server.settimeout(0.2)
        with pytest.raises(TimeoutError):
            server.accept()
    assert connects == []
    assert len(rows("SELECT * FROM refusals WHERE reason = 'no-address'")) == len(addresses)
    assert list(home.rglob("*.warc.gz")) == []
