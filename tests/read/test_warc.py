import gzip
import hashlib
import io
import zlib
from datetime import UTC, date, datetime
from pathlib import Path

import brotli
import pytest
import zstandard
from fastwarc.warc import ArchiveIterator, WarcRecordType
from tests.read.archives import PACKINGS, all_of, answer, news, page, pages_of, record, sha1
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from detente.model import Document, Refusal
from detente.read import Limits, read
from detente.read.warc import Archived, Passed, Refused, Unread

BODY = page()
NEWS = [news(number, 3 + number * 40) for number in range(6)]


def reasons(data: bytes, limits: Limits | None = None) -> list[str]:
    """What became of each record."""
    return [
        item.reason if isinstance(item, Refused) else item.kind if isinstance(item, Passed) else type(item).__name__
        for item in all_of(data, limits)
    ]


@pytest.mark.parametrize("pipe", [False, True])
@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("together", [False, True])
def test_every_packing_gives_the_same_pages_from_a_file_and_from_a_pipe(
    packing: str, *, together: bool, pipe: bool
) -> None:
    pack = PACKINGS[packing]
    data = pack(b"".join(NEWS)) if together else b"".join(map(pack, NEWS))
    found = pages_of(all_of(data, pipe=pipe))
    assert [item.body for item in found] == [page(number, 3 + number * 40) for number in range(6)]
    assert {(item.content_type, item.charset, item.fetched) for item in found} == {
        ("text/html", "utf-8", datetime(2024, 5, 3, 10, tzinfo=UTC))
    }
    assert [item.url for item in found] == [f"https://hill.example/{number}" for number in range(6)]


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_page_cut_out_of_its_file_is_an_archive_of_that_page(packing: str) -> None:
    data = b"".join(map(PACKINGS[packing], NEWS))
    for whole in pages_of(all_of(data)):
        (alone,) = all_of(data[whole.offset : whole.offset + whole.length])
        assert isinstance(alone, Archived)
        assert (alone.url, alone.body) == (whole.url, whole.body)


# warcio leaves its temporary files to the collector of garbage.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("packed", [False, True])
def test_what_warcio_writes_is_read_as_fastwarc_reads_it(*, packed: bool) -> None:
    written = io.BytesIO()
    writer = WARCWriter(written, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("news.warc", {"software": "a crawler"}))
    for number in range(5):
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        url, payload = f"https://hill.example/{number}", io.BytesIO(page(number))
        writer.write_record(writer.create_warc_record(url, "response", payload=payload, http_headers=headers))
    data = written.getvalue()
    theirs = [
        (one.headers["WARC-Target-URI"], one.reader.read())
        for one in ArchiveIterator(io.BytesIO(data), record_types=WarcRecordType.response)
    ]
    assert [(one.url, one.body) for one in pages_of(all_of(data))] == theirs
    assert len(theirs) == 5


def test_what_is_no_page_is_passed_and_says_what_it_is() -> None:
    data = b"".join(
        [
            record(b"software: a crawler\r\n", kind="warcinfo", holds="application/warc-fields"),
            record(b"GET / HTTP/1.1\r\n\r\n", kind="request", holds="application/http; msgtype=request"),
            record(answer(BODY, status="404 Not Found")),
            record(answer(b"\x89PNG", kind="image/png")),
            record(b"20240503 1.2.3.4", holds="text/dns", url="dns:hill.example"),
            record(b"", kind="revisit"),
            record(b"whatever", kind="extension"),
            record(BODY, kind="resource", holds="text/html"),
            record(answer(BODY, kind="")),
        ]
    )
    assert reasons(data) == [
        "warcinfo", "request", "status 404", "not a page", "not a page", "revisit", "unknown", "Archived", "Archived",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(BODY)),
        ("x-gzip", gzip.compress(BODY[:50]) + gzip.compress(BODY[50:])),
        ("deflate", zlib.compress(BODY)),
        ("deflate", zlib.compress(BODY)[2:-4]),
        ("br", brotli.compress(BODY)),
        ("zstd", zstandard.compress(BODY)),
        ("gzip, br", brotli.compress(gzip.compress(BODY))),
        ("identity", BODY),
        ("gzip", BODY),  # unpacked by the crawler, which left the header as it was
        ("br", BODY),
    ],
)
def test_the_packing_of_an_answer_is_undone(coding: str, packed: bytes) -> None:
    (found,) = pages_of(all_of(record(answer(packed, f"Content-Encoding: {coding}"))))
    assert found.body == BODY


def test_chunks_are_joined_and_a_body_without_them_is_taken_as_it_stands() -> None:
    chunked = b"%x;ext=1\r\n%s\r\n%X\r\n%s\r\n0\r\n\r\n" % (20, BODY[:20], len(BODY) - 20, BODY[20:])
    for stored in (chunked, BODY):
        (found,) = pages_of(all_of(record(answer(stored, "Transfer-Encoding: chunked"))))
        assert found.body == BODY


@pytest.mark.parametrize(
    "data",
    [
        record(answer(BODY), "WARC-Block-Digest: " + sha1(b"another page")),
        record(answer(BODY), "WARC-Payload-Digest: " + sha1(b"another page")),
        record(answer(BODY), "WARC-Truncated: length"),
        record(answer(BODY), "WARC-Segment-Number: 1"),
        record(answer(BODY, "Content-Length: 99999")),
        record(answer(gzip.compress(BODY)[:-20], "Content-Encoding: gzip")),
        record(answer(brotli.compress(BODY)[:-20], "Content-Encoding: br")),
        record(answer(zstandard.compress(BODY)[:-20], "Content-Encoding: zstd")),
        record(answer(b"2\r\n<h\r\n500\r\ntml>", "Transfer-Encoding: chunked")),
        record(answer(BODY)[:30]),
        record(answer(BODY), url=" "),
    ],
)
def test_a_page_that_is_not_whole_or_not_the_one_that_was_stored_is_refused_as_damaged(data: bytes) -> None:
    assert reasons(data + NEWS[0]) == ["damaged", "Archived"]


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_a_digest_that_agrees_is_no_obstacle_in_whatever_form_it_is_written(algorithm: str) -> None:
    digest = hashlib.new(algorithm, answer(BODY), usedforsecurity=False)
    assert reasons(record(answer(BODY), f"WARC-Block-Digest: {algorithm}:{digest.hexdigest().upper()}")) == ["Archived"]
    packed = gzip.compress(BODY)
    payload = hashlib.new(algorithm, BODY, usedforsecurity=False).hexdigest()
    block = answer(packed, "Content-Encoding: gzip")
    assert reasons(record(block, f"WARC-Payload-Digest: {algorithm}:{payload}")) == ["Archived"]
    assert reasons(record(block, "WARC-Payload-Digest: blake9:0123")) == ["Archived"]


def test_what_is_over_a_limit_is_refused_and_the_next_page_is_read() -> None:
    limits = Limits(page_bytes=3000, header_bytes=2000)
    large = gzip.compress(record(answer(b"<html>" + b"a" * 9000)))
    many = gzip.compress(record(answer(BODY), *[f"X-{n}: {n}" for n in range(500)]))
    inside = gzip.compress(record(answer(gzip.compress(b"<p>" * 9000), "Content-Encoding: gzip")))
    layers = gzip.compress(record(answer(BODY, "Content-Encoding: gzip, gzip, gzip, gzip")))
    good = gzip.compress(NEWS[0])
    data = good.join([large, many, inside, layers, b""])
    assert reasons(data, limits) == ["too-large", "Archived"] * 4


def test_twenty_bombs_cost_no_page_of_the_hundred_beside_them() -> None:
    bomb = gzip.compress(record(answer(bytes(3_000_000))))
    packed = [gzip.compress(news(number)) for number in range(100)]
    data = b"".join(bomb * (number % 5 == 0) + one for number, one in enumerate(packed))
    found = all_of(data)
    assert [item.url for item in pages_of(found)] == [f"https://hill.example/{number}" for number in range(100)]
    assert [item.length for item in found if isinstance(item, Refused)] == [len(bomb)] * 20


def test_frames_with_a_dictionary_are_read() -> None:
    samples: list[bytes | bytearray | memoryview[int]] = [news(number) for number in range(200)]
    dictionary = zstandard.train_dictionary(4000, samples)
    pack = zstandard.ZstdCompressor(dict_data=dictionary)
    for stored in (dictionary.as_bytes(), zstandard.compress(dictionary.as_bytes())):
        first = b"\x5d\x2a\x4d\x18" + len(stored).to_bytes(4, "little") + stored
        data = first + b"".join(pack.compress(one) for one in samples)
        assert [type(item) for item in all_of(data)] == [Passed, *[Archived] * 200]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.warc.zst", "a.warc.lz4", "no-name"])
def test_an_archive_gives_a_document_a_page_called_by_its_address(tmp_path: Path, name: str) -> None:
    packing = {".gz": "gzip", ".zst": "zstd", ".lz4": "lz4"}.get(Path(name).suffix, "plain")
    plain = "Envoys meet\nThe envoys met on Tuesday."
    text = record(answer(plain.encode("koi8-r"), kind="text/plain; charset=koi8-r"), url="https://hill.example/t")
    (tmp_path / name).write_bytes(b"".join(map(PACKINGS[packing], [*NEWS[:2], text, NEWS[1]])))
    found = list(read([str(tmp_path / name)]))
    assert all(isinstance(item, Document) for item in found), found
    documents = [item for item in found if isinstance(item, Document)]
    assert [item.id for item in documents] == [
        "https://hill.example/0", "https://hill.example/1", "https://hill.example/t", "https://hill.example/1#2",
    ]  # fmt: skip
    assert [item.url for item in documents][-1] == "https://hill.example/1"
    assert {item.published for item in documents} == {None}
    assert {item.published for item in read([str(tmp_path / name)], published=date(2020, 1, 1))} == {date(2020, 1, 1)}  # type: ignore[union-attr]


def test_the_encoding_that_the_site_names_outranks_the_one_in_the_page(tmp_path: Path) -> None:
    body = page().replace(b"<body>", b"<meta charset=latin-1><body>").replace(b"The envoys", "Послы".encode("cp1251"))
    (tmp_path / "a.warc").write_bytes(record(answer(body, kind="text/html; charset=windows-1251")))
    (found,) = read([str(tmp_path / "a.warc")])
    assert isinstance(found, Document)
    assert "Послы of the two republics" in found.text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (record(b"software: x\r\n", kind="warcinfo", holds="application/warc-fields"), "empty"),
        (b"The envoys met on Tuesday.", "unknown-format"),
        (record(answer(b"<html><body>menu")), "no-main-text"),
        (NEWS[0][:-40], "unknown-format"),
    ],
)
def test_an_archive_without_a_page_is_refused_with_its_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.warc").write_bytes(data)
    (refused,) = read([str(tmp_path / "a.warc")])
    assert isinstance(refused, Refusal)
    assert refused.reason == reason


def test_broken_bytes_in_an_archive_are_a_refusal_that_says_where(tmp_path: Path) -> None:
    packed = [gzip.compress(one) for one in NEWS]
    broken = packed[0] + packed[1][:-30] + packed[2]
    (tmp_path / "a.warc.gz").write_bytes(broken)
    first, refused, last = read([str(tmp_path / "a.warc.gz")])
    assert isinstance(refused, Refusal)
    assert (refused.source, refused.reason) == (f"{tmp_path / 'a.warc.gz'}:{len(packed[0])}", "damaged")
    assert f"{len(packed[1]) - 30:,} bytes" in refused.detail
    assert isinstance(first, Document)
    assert isinstance(last, Document)


def test_a_record_embedded_in_a_page_is_no_record_of_the_archive() -> None:
    planted = record(answer(page(7)), url="https://ministry.example/")
    for pack in PACKINGS.values():
        found = all_of(pack(record(answer(b"<html><pre>\r\n" + pack(planted)))) + pack(NEWS[0]))
        assert [item.url for item in pages_of(found)] == ["https://hill.example/1", "https://hill.example/0"]
        assert not any(isinstance(item, Unread) for item in found)
