import gzip
import io
import zlib
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from detente.errors import UsageError
from detente.export.file import bytes_written_whole
from detente.model import Capture
from detente.read.archive import archive, archive_name, capture_of
from detente.read.fetch import Exchange, Fetched

PAGE = "<html><body><p>The envoys met in the café on Tuesday.</p></body></html>".encode()
MOMENT = "2026-11-22T17:45:10.125000Z"
DAY = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def written(path: Path) -> AbstractContextManager[BinaryIO]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return bytes_written_whole(path)


def kept(found: Fetched, folder: Path) -> tuple[Capture, bytes]:
    assert found.exchange is not None
    capture = capture_of(found.exchange, asked="http://valley.example/news", url=found.url, fetched=MOMENT)
    return capture, (folder / archive(found.exchange, capture, folder, written)).read_bytes()


def chunked(out: Any) -> None:
    for part in (PAGE[:20], PAGE[20:]):
        out.write(b"%x;note=a\r\n%b\r\n" % (len(part), part))
    out.write(b"0\r\n\r\n")


def answers(answer: Any) -> dict[str, Any]:
    packed = gzip.compress(PAGE, mtime=0)
    return {
        "plain": answer(PAGE, headers={"Content-Type": "text/html"}),
        "packed": answer(packed, headers={"Content-Encoding": "gzip"}),
        "chunked": answer(drip=chunked, headers={"Transfer-Encoding": "chunked"}),
        "until the end": answer(drip=lambda out: out.write(PAGE), headers={"X-Strange": "a  b\tc \xe9"}),
        "empty": answer(b""),
    }


@pytest.mark.parametrize("kind", ["plain", "packed", "chunked", "until the end", "empty"])
def test_what_is_kept_reads_back_byte_for_byte_with_both_readers(
    site: Any, answer: Any, tmp_path: Path, kind: str
) -> None:
    site.pages["/news"] = answers(answer)[kind]
    found = site.fetch("http://valley.example/news")
    capture, data = kept(found, tmp_path)
    assert found.exchange.received.startswith(b"HTTP/1.")
    records = FastIterator(io.BytesIO(data), record_types=WarcRecordType.any_type, parse_http=False)
    blocks = {record.headers["WARC-Type"]: (dict(record.headers), record.reader.read()) for record in records}
    assert list(blocks) == ["warcinfo", "response", "request"]
    headers, block = blocks["response"]
    assert block == found.exchange.received
    assert blocks["request"][1] == found.exchange.sent
    assert headers["WARC-Target-URI"] == "http://valley.example/news"
    assert (headers["WARC-Date"], headers["WARC-Record-ID"]) == (MOMENT, capture.record)
    assert headers["WARC-IP-Address"] == found.exchange.address == "93.184.215.14"
    assert blocks["request"][0]["WARC-Concurrent-To"] == capture.record
    payload = block.split(b"\r\n\r\n", 1)[1]
    assert headers["WARC-Block-Digest"] == f"sha256:{sha256(block).hexdigest()}"
    assert headers["WARC-Payload-Digest"] == f"sha256:{capture.sha256}" == f"sha256:{sha256(payload).hexdigest()}"
    bodies = [one.content_stream().read() for one in ArchiveIterator(io.BytesIO(data)) if one.rec_type == "response"]
    assert bodies == [b"" if kind == "empty" else PAGE]
    again = FastIterator(io.BytesIO(data), record_types=WarcRecordType.response)
    assert [one.verify_payload_digest() for one in again] == [True]


def test_every_record_is_a_gzip_member_of_its_own_with_digests_that_hold(
    site: Any, answer: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.pages["/news"] = answers(answer)["packed"]
    _, data = kept(site.fetch("http://valley.example/news"), tmp_path)
    members, rest = 0, data
    while rest:
        member = zlib.decompressobj(wbits=31)
        assert member.decompress(rest).startswith(b"WARC/1.1\r\n")
        assert member.eof
        members, rest = members + 1, member.unused_data
    assert members == 3
    (file,) = tmp_path.rglob("*.warc.gz")
    checker = Checker(type("Asked", (), {"inputs": [str(file)], "verbose": True, "exit_value": 0})())
    checker.process_all()
    said = capsys.readouterr().out
    assert (checker.exit_value, "digest pass" in said, "fail" in said) == (0, True, False)


def test_the_same_answer_of_the_same_moment_is_the_same_file(site: Any, answer: Any, tmp_path: Path) -> None:
    site.pages["/news"] = answers(answer)["plain"]
    found = site.fetch("http://valley.example/news")
    one, data = kept(found, tmp_path)
    other, again = kept(found, tmp_path)
    assert (one, data) == (other, again)
    assert len(list(tmp_path.rglob("*"))) == 2  # the month and the file


def test_what_comes_before_the_answer_is_no_part_of_it(site: Any, answer: Any) -> None:
    site.pages["/news"] = answer(PAGE)
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
    plain = site.connect

    class Hinting:
        def __init__(self, inner: Any) -> None:
            self._inner, self._first = inner, True

        def recv(self, most: int) -> bytes:
            data: bytes = self._inner.recv(most)
            hint, self._first = early if self._first else b"", False
            return hint + data

        def __getattr__(self, name: str) -> Any:
            return getattr(self._inner, name)

    found = site.fetch("http://valley.example/news", connect=lambda *where: Hinting(plain(*where)))
    assert found.body == PAGE
    assert found.exchange.received.startswith(b"HTTP/1.0 200 OK\r\n")


@pytest.mark.parametrize(
    "url",
    ["http://../../etc/passwd/", "http://a/../../b", "https://[2606:4700::1111]:8443/x", "http://ñ\u202e.example/",
     f"http://{'a.' * 100}example/", "http://.hidden/", "http://A_B/"],
)  # fmt: skip
def test_names_from_outside_never_become_paths(url: str) -> None:
    exchange = Exchange(sent=b"", received=DAY + b"\r\n" + PAGE, address="93.184.215.14")
    name = archive_name(capture_of(exchange, asked=url, url=url, fetched=MOMENT))
    month, _, file = name.partition("/")
    assert month == "2026-11"
    assert "/" not in file
    assert file.isascii()
    assert len(file) < 120
    assert file.startswith("20261122T174510Z-")


def test_an_archive_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    exchange = Exchange(sent=b"GET / HTTP/1.1\r\n\r\n", received=DAY + b"\r\n" + PAGE, address="93.184.215.14")
    capture = capture_of(exchange, asked="http://a.example/", url="http://a.example/", fetched=MOMENT)

    def full(path: Path) -> AbstractContextManager[BinaryIO]:
        path.parent.mkdir()
        path.mkdir()
        (path / "in the way").touch()
        return bytes_written_whole(path)

    with pytest.raises(UsageError, match="cannot be written"):
        archive(exchange, capture, tmp_path, full)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["in the way"]
