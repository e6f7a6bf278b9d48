from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import pytest
from tests.serve.gate import HOST, ask, gate, run, sign_in

from detente.serve.local_paths import local_path

ELSEWHERE = [
    *(
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "//evil.example/..",
        "/\\evil.example",
        "\\\\evil.example",
    ),
    *(
        "\\/evil.example",
        "/\\/evil.example",
        "/\\\\evil.example",
        "\\evil.example",
        "//\\evil.example",
        "/a/..//evil.example",
    ),
    *(
        "https://evil.example",
        "http://evil.example",
        "HTTPS://evil.example",
        "https:evil.example",
        "https:/evil.example",
    ),
    *(
        "https:///evil.example",
        "ftp://evil.example",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
    ),
    *(
        "data:text/html,x",
        "vbscript:x",
        "mailto:a@evil.example",
        "file:///etc/passwd",
        "blob:x",
        "about:blank",
        "view-source:x",
    ),
    *(
        "evil.example",
        "evil.example/x",
        "@evil.example",
        ".evil.example",
        ":evil.example",
        "?next=//evil.example",
        "#x",
        "",
    ),
    *(
        " //evil.example",
        "\t//evil.example",
        "\n//evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r/evil.example",
    ),
    *(
        "/\x00/evil.example",
        "/\x0b/evil.example",
        "\x00//evil.example",
        "/contacts\r\nLocation: //evil.example",
        "/contacts\n",
    ),
    *(
        "/ /evil.example",
        "/\x7f",
        "/\u2028",
        "/\u202e",
        "/．．",
        "／／evil.example",
        "/／evil.example",
        "/\u00a0/evil.example",
    ),
    *(
        "//evil.example@news.example.org",
        "//news.example.org@evil.example",
        "//[::1]",
        "//127.1",
        "//evil%2eexample",
        "/.//x",
    ),
    *(
        "/contacts//x",
        "/é",
        "/" + "a" * 2000,
        "/sign-in",
        "/sign-in?next=/x",
        "/sign-out",
        "/\ud800",
        "/%0d%0a\n",
        "\ufeff/x",
    ),
]


@pytest.mark.parametrize("spelling", ELSEWHERE, ids=ascii)
def test_nobody_is_sent_elsewhere_after_signing_in(spelling: str) -> None:
    async def work() -> str:
        async with gate().client() as client:
            return str((await sign_in(client, next=spelling.replace("\ud800", "\ufffd"))).headers["location"])

    assert local_path(spelling) == "/"
    assert run(work) == "/"


def test_there_are_sixty_spellings_and_more() -> None:
    assert len(set(ELSEWHERE)) >= 60


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/contacts",
        "/contacts?side=RU&on=2021-11-02",
        "/c/k7f2#x",
        "/q?u=https://a.example//b",
        "/%E0%B0%A4",
        "/a@b",
    ],
)
def test_whoever_signs_in_goes_on_to_any_path_of_ours(path: str) -> None:
    assert local_path(path) == path
    assert urlsplit(urljoin(f"https://{HOST}/sign-in", path)).netloc == HOST


def test_the_way_back_keeps_letters_of_every_script() -> None:
    path = "/contacts?q=" + quote("శిఖరాగ్రం")
    answer = ask(gate(), "GET", path)
    assert answer.headers["location"] == "/sign-in?next=" + quote(path, safe="")


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example", "//evil.example/%2e%2e"])
def test_a_path_that_looks_like_another_site_is_not_where_to_go_on(path: str) -> None:
    at = gate()
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "scheme": "https"}
    run(lambda: at.app({**scope, "headers": [(b"host", HOST.encode())]}, receive, send))
    assert dict(sent[0]["headers"])[b"location"] == b"/sign-in"
