import gzip
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.read.canary import PRIVATE, canary

import detente
from detente.errors import UnreadableError
from detente.read import Limits
from detente.read.addresses import is_public
from detente.read.fetch import Robots, connected, fetch

PAGE = b"<html><body><p>The envoys met in the valley on Tuesday.</p></body></html>"


def reason(act: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(UnreadableError) as caught:
        act()
    return caught.value.reason, caught.value.detail


def test_a_page_is_fetched_by_name_and_says_who_asks(site: Any, answer: Any) -> None:
    site.pages["/news"] = answer(PAGE, headers={"Content-Type": "text/html"})
    found = site.fetch("http://valley.example/news#top")
    assert (found.body, found.url, found.content_type) == (PAGE, "http://valley.example/news", "text/html")
    asked = site.requests[-1][1]
    assert asked["user-agent"] == f"detente/{detente.__version__}"
    assert (asked["host"], asked["accept-encoding"]) == ("valley.example", "gzip")
    assert set(site.connected) == {"93.184.215.14"}


def test_no_spelling_of_a_private_address_is_connected_to() -> None:
    assert len(PRIVATE) >= 60
    told: list[str] = []
    with canary() as (port, came):
        for host in PRIVATE:

            def connect(address: str, port: int, seconds: float, host: str = host) -> socket.socket:
                told.append(host)
                return connected(address, port, seconds)

            for scheme in ("http", "https"):
                why, _ = reason(lambda: fetch(f"{scheme}://{host}:{port}/", limits=Limits(seconds=5), connect=connect))  # noqa: B023
                assert why == "no-address", host
        with socket.create_connection(("127.0.0.1", port)):  # the canary lives
            pass
        for _ in range(100):
            if came:
                break
            time.sleep(0.02)
        assert (told, len(came)) == ([], 1)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_a_public_address_is_public_however_it_is_carried(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", ["", "valley.example", "1.2.3", "2606:4700::1%lo"])
def test_what_is_no_public_address_is_none(address: str) -> None:
    assert not is_public(address)


def test_one_private_address_among_public_ones_refuses_the_host(site: Any) -> None:
    site.hosts["valley.example"] = ["93.184.215.14", "2606:4700::1111", "10.0.0.1"]
    why, detail = reason(lambda: site.fetch("http://valley.example/"))
    assert why == "no-address"
    assert "10.0.0.1" in detail
    assert site.connected == []


def test_a_name_that_changes_its_address_is_asked_once(site: Any, answer: Any) -> None:
    # The first answer is checked; a second, for the connection, would lead inside.
    site.pages["/news"] = answer(PAGE)
    answers = iter([["93.184.215.14"], ["127.0.0.1"], ["127.0.0.1"]])
    asked = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return next(answers)

    assert site.fetch("http://valley.example/news", resolve=rebinding).body == PAGE
    assert asked == [("valley.example", 80)]
    assert set(site.connected) == {"93.184.215.14"}


def test_the_second_address_is_tried_when_the_first_does_not_answer(site: Any, answer: Any) -> None:
    site.pages["/news"] = answer(PAGE)
    site.hosts["valley.example"] = ["2606:4700::1111", "93.184.215.14"]

    def connect(address: str, port: int, seconds: float) -> socket.socket:
        if ":" in address:
            raise ConnectionRefusedError(111, "refused")
        connection: socket.socket = site.connect(address, port, seconds)
        return connection

    assert site.fetch("http://valley.example/news", connect=connect).body == PAGE


@pytest.mark.parametrize(
    "address",
    ["", "news", "ftp://valley.example/", "file:///etc/passwd", "http://", "http:///x", "//valley.example/", "http://[::1",
     "http://a b/", "http://\u2603\u200b.example/", "http://.valley.example/", "javascript:1", "http://valley.example:x/",
     "http://valley.example:99999/", "http://xn--0.example/", "http://a\nb/", "http://me:pw@valley.example/"],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_refused_unasked(site: Any, address: str) -> None:
    assert reason(lambda: site.fetch(address))[0] == "no-address"
    assert site.connected == []


@pytest.mark.parametrize("host", ["nobody.invalid", "a..b", "x" * 64 + ".example"])
def test_a_host_that_is_not_found_is_refused(host: str) -> None:
    assert reason(lambda: fetch(f"http://{host}/", limits=Limits(seconds=5)))[0] in {"no-address", "timeout"}


def test_a_host_that_nobody_can_tell_in_time_is_given_up(site: Any) -> None:
    held = threading.Event()

    def never(host: str, port: int) -> list[str]:
        held.wait(20)
        raise OSError(host, port)

    assert (
        reason(lambda: site.fetch("http://valley.example/", resolve=never, limits=Limits(seconds=0.2)))[0] == "timeout"
    )
    held.set()


@pytest.mark.parametrize("inside", ["http://127.0.0.1/", "http://inside.example/", "//169.254.169.254/", "file:///etc"])
def test_a_redirect_to_a_private_place_is_refused(site: Any, answer: Any, inside: str) -> None:
    site.hosts |= {"inside.example": ["10.0.0.1"], "127.0.0.1": ["127.0.0.1"], "169.254.169.254": ["169.254.169.254"]}
    site.pages["/news"] = answer(status=302, headers={"Location": inside})
    site.pages["/"] = answer(b"secret")
    assert reason(lambda: site.fetch("http://valley.example/news"))[0] == "no-address"
    assert site.paths() == ["/news"]
    assert set(site.connected) == {"93.184.215.14"}


def chain(site: Any, answer: Any, length: int) -> None:
    for number in range(length):
        site.pages[f"/{number}"] = answer(status=301, headers={"Location": f"/{number + 1}"})
    site.pages[f"/{length}"] = answer(PAGE)


def test_five_redirects_are_followed_and_six_are_not(site: Any, answer: Any) -> None:
    chain(site, answer, 6)
    why, detail = reason(lambda: site.fetch("http://valley.example/0"))
    assert (why, "redirects" in detail) == ("fetch-failed", True)
    assert site.fetch("http://valley.example/1").url == "http://valley.example/6"


def test_a_body_over_the_limit_is_refused(site: Any, answer: Any) -> None:
    site.pages["/news"] = answer(b"a" * 5000)
    limits = Limits(page_bytes=4999, seconds=5)
    assert reason(lambda: site.fetch("http://valley.example/news", limits=limits))[0] == "too-large"
    assert len(site.fetch("http://valley.example/news", limits=limits, most=5000).body) == 5000


def endless(out: Any) -> None:
    for _ in range(10_000):
        out.write(b"a" * 10_000)


def slow(out: Any) -> None:
    for _ in range(200):
        out.write(b"a")
        out.flush()
        time.sleep(0.05)


def test_a_body_without_end_is_left_at_the_limit(site: Any, answer: Any) -> None:
    site.pages["/news"] = answer(drip=endless)
    assert reason(lambda: site.fetch("http://valley.example/news"))[0] == "too-large"


def test_a_site_that_sends_a_letter_at_a_time_is_left_when_the_time_is_up(site: Any, answer: Any) -> None:
    site.pages["/news"] = answer(drip=slow)
    assert reason(lambda: site.fetch("http://valley.example/news", limits=Limits(seconds=0.4)))[0] == "timeout"


def test_a_page_that_comes_packed_is_unpacked(site: Any, answer: Any) -> None:
    site.pages["/news"] = answer(gzip.compress(PAGE, mtime=0), headers={"Content-Encoding": "gzip"})
    assert site.fetch("http://valley.example/news").body == PAGE


@pytest.mark.parametrize("headers", [{"Content-Encoding": "gzip"}, {}])
def test_a_packed_bomb_is_refused_after_a_megabyte(site: Any, answer: Any, headers: dict[str, str]) -> None:
    site.pages["/news"] = answer(gzip.compress(bytes(100_000_000), mtime=0), headers=headers)
    limits = Limits(page_bytes=50_000_000, seconds=5)
    assert reason(lambda: site.fetch("http://valley.example/news", limits=limits))[0] == "too-large"


def test_a_page_that_unfolds_to_nothing_is_still_counted(site: Any, answer: Any) -> None:
    site.pages["/news"] = answer(gzip.compress(b"", mtime=0) * 10_000, headers={"Content-Encoding": "gzip"})
    limits = Limits(page_bytes=100_000, seconds=5)
    assert reason(lambda: site.fetch("http://valley.example/news", limits=limits))[0] == "too-large"


@pytest.mark.parametrize(
    ("packing", "body", "why"),
    [
        ("br", PAGE, "fetch-failed"),
        ("gzip, gzip", PAGE, "fetch-failed"),
        ("gzip", gzip.compress(PAGE, mtime=0)[:-9], "binary"),
    ],
)
def test_a_packing_that_was_not_asked_for_or_is_broken_is_refused(
    site: Any, answer: Any, packing: str, body: bytes, why: str
) -> None:
    site.pages["/news"] = answer(body, headers={"Content-Encoding": packing})
    assert reason(lambda: site.fetch("http://valley.example/news"))[0] == why


def test_a_site_that_answers_with_an_error_is_refused_with_its_number(site: Any) -> None:
    assert reason(lambda: site.fetch("http://valley.example/gone")) == (
        "fetch-failed", "valley.example answers 404 Not Found",
    )  # fmt: skip


@pytest.mark.parametrize(
    "said", [b"", b"SSH-2.0-x\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort", b"HTTP/1.1 abc\r\n\r\n",
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
     b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 90_000],
)  # fmt: skip
def test_what_is_no_http_is_refused(said: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def talk() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                try:
                    connection.sendall(said)
                except OSError:
                    return

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        robots = Robots()
        from protego import Protego  # noqa: PLC0415  (as `fetch` imports it)

        robots.rules["http://valley.example"] = Protego.parse("")
        why, _ = reason(
            lambda: fetch(
                "http://valley.example/",
                limits=Limits(seconds=3),
                robots=robots,
                resolve=lambda _host, _port: ["93.184.215.14"],
                connect=lambda _address, _port, seconds: socket.create_connection(server.getsockname(), seconds),
            )
        )
        thread.join(5)
    assert why == "fetch-failed"


def test_nobody_at_the_address_is_a_refusal(site: Any) -> None:
    def connect(address: str, port: int, seconds: float) -> socket.socket:
        raise ConnectionRefusedError(111, f"{address}:{port} refused after {seconds}")

    assert reason(lambda: site.fetch("http://valley.example/", connect=connect))[0] == "fetch-failed"


def test_a_proxy_of_the_environment_is_not_asked(site: Any, answer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages["/news"] = answer(PAGE)
    with canary() as (port, came):
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
        assert site.fetch("http://valley.example/news").body == PAGE
        assert came == []


@pytest.fixture
def secure(tmp_path: Path, serving: Any, answer: Any) -> Iterator[tuple[Any, ssl.SSLContext, list[str]]]:
    """A site with a certificate for valley.example, a context that trusts it, and the names that were asked for."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl here to make a certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
         "/CN=valley.example", "-addext", "subjectAltName=DNS:valley.example", "-keyout", str(key), "-out",
         str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    asked: list[str] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.sni_callback = lambda _socket, name, _context: asked.append(name or "")
    trusting = ssl.create_default_context(cafile=certificate)
    for site in serving(lambda plain: context.wrap_socket(plain, server_side=True)):
        site.pages["/news"] = answer(PAGE)
        yield site, trusting, asked


def test_a_certificate_is_checked_against_the_name_and_not_the_address(
    secure: tuple[Any, ssl.SSLContext, list[str]],
) -> None:
    site, trusting, asked = secure
    assert site.fetch("https://valley.example/news", tls=trusting).body == PAGE
    assert set(site.connected) == {"93.184.215.14"}
    assert set(asked) == {"valley.example"}
    assert reason(lambda: site.fetch("https://hill.example/news", tls=trusting))[0] == "fetch-failed"
    why, detail = reason(lambda: site.fetch("https://valley.example/news"))
    assert (why, "certificate" in detail.lower()) == ("fetch-failed", True)


def test_reading_files_does_not_load_what_fetches(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The envoys met.")
    program = (
        "import sys\nfrom detente.read import read\nprint(len(list(read(sys.argv[1:]))))\n"
        "print(sorted({'httpx', 'httpcore', 'feedparser', 'protego', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.split() == ["1", "[]"]
