from base64 import b64encode
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.serve.gate import ANA, BEN, HOST, TOKEN, ask, asked, gate, run, sign_in

from detente.serve.exposure import Names
from detente.serve.guard import SECURITY_HEADERS
from detente.serve.rights import LOCAL

BEARER = {"Authorization": f"Bearer {TOKEN}"}
EVERYWHERE = "0.0.0.0"  # noqa: S104
HERE = {"Sec-Fetch-Site": "same-origin"}
LOCALLY: dict[str, Any] = {"scheme": "http", "host": "127.0.0.1:8000", "address": "127.0.0.1"}


# --- headers ---


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/sign-in", 200),
        ("GET", "/", 303),
        ("GET", "/static/style.css", 200),
        ("GET", "/api/v1/contacts", 401),
        ("POST", "/sign-in", 415),
        ("GET", "/static/../nothing", 303),
        ("HEAD", "/sign-in", 200),
        ("OPTIONS", "/sign-in", 405),
    ],
)
def test_every_answer_has_the_headers_that_protect(method: str, path: str, status: int) -> None:
    answer = ask(gate(), method, path)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in SECURITY_HEADERS} == dict(SECURITY_HEADERS)
    assert "cache-control" in answer.headers


def test_a_crash_of_the_app_leaves_with_the_headers_too() -> None:
    answer = ask(gate(), "GET", "/fails", headers=BEARER)
    assert answer.status_code == 500
    assert {name: answer.headers.get(name) for name in SECURITY_HEADERS} == dict(SECURITY_HEADERS)
    assert "ZeroDivision" not in answer.text


def test_the_policy_allows_nothing_inline_nothing_from_elsewhere_and_no_frame() -> None:
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy
    for part in ("base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert part in policy


# --- the name of the site ---


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "LocalHost", "localhost.:80", "[::1]:8000", "127.9.9.9"]
)
def test_this_machine_is_answered_under_its_own_names(host: str) -> None:
    assert ask(gate(accounts=False), "GET", "/", **{**LOCALLY, "host": "localhost"}, headers={"Host": host}).is_success


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.1",
        "0",
        "2130706433",
        "0x7f000001",
        "10.0.0.1",
        "[fe80::1]",
        "user@localhost",
        "localhost:8000:8000",
        "localhost/",
        "localhost#.evil.example",
        "[::1",
        "::1",
        "127.0.0.1,evil.example",
        "localhost:999999",
        EVERYWHERE,
        "[::]",
        "[::ffff:10.0.0.1]",
    ],
)
def test_a_page_that_gave_its_own_name_our_address_learns_nothing(host: str) -> None:
    at = gate(accounts=False)
    answer = ask(at, "GET", "/", **LOCALLY, headers={"Host": host})
    assert (answer.status_code, at.seen) == (421, [])
    assert "the ledger" not in answer.text


@pytest.mark.parametrize("hosts", [[], ["localhost", "localhost"], ["localhost", "evil.example"]])
def test_a_request_names_one_host(hosts: list[str]) -> None:
    at = gate(accounts=False)
    status, _, _ = run(lambda: asked(at, b"", headers=[("Host", host) for host in hosts]))
    assert (status, at.seen) == (400, [])


def test_a_site_for_others_answers_to_the_names_it_was_given_and_no_other() -> None:
    names = Names.of("192.168.1.5", ["News.Example.org", "[2001:DB8::1]"])
    given = ["192.168.1.5:8000", "news.example.org", "NEWS.example.org.:443", "[2001:db8::1]:80", "localhost"]
    assert [host for host in given if not names.has(host)] == []
    assert [host for host in ("192.168.1.6", "example.org", "xnews.example.org", "") if names.has(host)] == []


def test_a_site_that_listens_everywhere_has_every_address_and_no_further_name() -> None:
    names = Names.of(EVERYWHERE)
    assert names.has("192.168.1.5:8000")
    assert names.has("[2001:db8::1]")
    assert not names.has("evil.example")


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"])
def test_a_proxy_does_not_open_a_site_without_accounts_to_strangers(header: str) -> None:
    at = gate(accounts=False)
    answer = ask(at, "GET", "/", **LOCALLY, headers={header: "203.0.113.7"})
    assert (answer.status_code, at.seen) == (403, [])
    assert "--passwords" in answer.json()["detail"]


# --- other sites ---

ANAS = "Basic " + b64encode(b"ana:open sesame, please").decode()  # a password is no token

FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "https://news.example.org.evil.example"},
    {"Origin": "http://news.example.org"},  # the same name, but whoever sits on the wire could have written the page
    {"Origin": "https://news.example.org:8443"},
    {"Origin": "https://other.example.org"},
    {"Origin": ""},
    {"Origin": "news.example.org"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://news.example.org"},
    {"Sec-Fetch-Site": "", "Origin": "https://news.example.org"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_page_of_another_site_changes_nothing(method: str, headers: dict[str, str]) -> None:
    async def work() -> int:
        at = gate()
        async with at.client() as client:
            await sign_in(client)
            status = (await client.request(method, "/judge", headers=headers)).status_code
        assert at.seen == []
        return status

    assert run(work) == 403


@pytest.mark.parametrize(
    "headers",
    [{"Origin": f"https://{HOST}"}, {"Origin": f"https://{HOST}".upper()}, HERE, {}, {**HERE, "Origin": "null"}],
)
def test_our_own_pages_change_what_they_may(headers: dict[str, str]) -> None:
    async def work() -> None:
        at = gate()
        async with at.client() as client:
            await sign_in(client)
            assert (await client.post("/judge", headers=headers)).status_code == 200
        assert at.seen == [("/judge", ANA)]

    run(work)


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_no_other_site_changes_a_ledger_on_this_machine(headers: dict[str, str]) -> None:
    at = gate(accounts=False)
    for more in ({}, BEARER, {"Authorization": "Basic YTpi"}):
        assert ask(at, "POST", "/judge", **LOCALLY, headers={**headers, **more}).status_code == 403
    assert at.seen == []


def test_no_other_site_signs_anybody_in_or_out() -> None:
    for path in ("/sign-in", "/sign-out"):
        answer = ask(gate(), "POST", path, data={"name": "ana"}, headers={"Origin": "https://evil.example"})
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


def test_no_other_site_is_allowed_to_ask_by_script() -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    answer = ask(gate(accounts=False), "OPTIONS", "/judge", **LOCALLY, headers=headers)
    assert not answer.is_success
    assert [name for name in answer.headers if name.startswith("access-control")] == []


# --- who asks ---


def test_without_accounts_whoever_sits_at_this_machine_is_a_coder_without_a_name() -> None:
    at = gate(accounts=False)
    assert ask(at, "POST", "/judge", **LOCALLY, headers=HERE).status_code == 200
    assert at.seen == [("/judge", LOCAL)]


def test_a_program_shows_its_token() -> None:
    at = gate()
    assert ask(at, "GET", "/api/v1/contacts", headers=BEARER).text == "the ledger"
    assert ask(at, "GET", "/api/v1/contacts", headers={"Authorization": f"bearer  {TOKEN} "}).is_success
    assert at.seen == [("/api/v1/contacts", BEN)] * 2


def test_a_reader_of_feeds_shows_its_token_as_a_password() -> None:
    at = gate()
    basic = {name: "Basic " + b64encode(f"{name}:{TOKEN}".encode()).decode() for name in ("ben", "ana", "")}
    assert ask(at, "GET", "/contacts", headers={"Authorization": basic["ben"]}).is_success
    for name in ("ana", ""):
        assert ask(at, "GET", "/contacts", headers={"Authorization": basic[name]}).status_code == 401


def test_a_browser_that_remembers_a_password_cannot_be_used_by_another_site() -> None:
    basic = "Basic " + b64encode(f"ben:{TOKEN}".encode()).decode()
    headers = {"Authorization": basic, "Sec-Fetch-Site": "cross-site"}
    assert "another site" in ask(gate(), "POST", "/sign-out", headers=headers).json()["detail"]


@pytest.mark.parametrize(
    "shown",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        f"Token {TOKEN}",
        TOKEN,
        "Basic",
        "Basic ÿ",
        "Basic YW5h",
        "Basic /w==",
        ANAS,
    ],
)
def test_a_wrong_token_is_refused_even_beside_a_right_cookie(shown: str) -> None:
    async def work() -> None:
        at = gate()
        async with at.client() as client:
            await sign_in(client)
            answer = await client.get("/api/v1/contacts", headers={b"Authorization": shown.encode("latin-1")})
        assert (answer.status_code, at.seen) == (401, [])
        assert answer.headers["content-type"] == "application/problem+json"

    run(work)


def test_a_program_without_a_token_gets_a_problem_and_is_told_what_to_send() -> None:
    answer = ask(gate(), "GET", "/api/v1/contacts?side=RU")
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert answer.headers["www-authenticate"].startswith('Bearer realm="detente"')
    told = answer.json()
    assert (told["type"], told["status"], told["instance"]) == ("about:blank", 401, "/api/v1/contacts")
    # A browser would open a window of its own for Basic.
    in_page = ask(gate(), "GET", "/api/v1/contacts", headers={"Sec-Fetch-Mode": "cors"})
    assert in_page.headers["www-authenticate"] == 'Bearer realm="detente"'


def test_a_part_of_a_page_asked_for_by_htmx_sends_the_whole_page_to_sign_in() -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": f"https://{HOST}/contacts?side=RU"}
    answer = ask(gate(), "GET", "/part", headers=headers)
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/sign-in?next=%2Fcontacts%3Fside%3DRU")
    astray = ask(gate(), "GET", "/part", headers={"HX-Request": "true", "HX-Current-URL": "https://evil//evil"})
    assert astray.headers["hx-redirect"] == "/sign-in"


@pytest.mark.parametrize("path", ["/judge", "/api/v1/judgements"])
def test_a_reader_cannot_judge_by_cookie_or_token(path: str) -> None:
    async def work() -> None:
        at = gate()
        async with at.client() as client:
            assert (await client.post(path, headers=BEARER)).status_code == 403
            await sign_in(client, "ben")
            assert (await client.post(path, headers=HERE)).status_code == 403
            assert (await client.get("/contacts")).status_code == 200
        assert at.seen == [("/contacts", BEN)]

    run(work)


def test_a_form_sent_after_the_session_ended_leads_to_signing_in_and_is_not_sent_again() -> None:
    answer = ask(gate(), "POST", "/judge", headers=HERE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize("path", ["/staticky", "/static", "/sign-in/", "/sign-inn", "//sign-in", "/STATIC/style.css"])
def test_only_the_open_paths_are_open(path: str) -> None:
    at = gate()
    status, _, _ = run(
        lambda: asked(at, b"", headers=[("Host", HOST)], method="GET", path=path, raw_path=path.encode())
    )
    assert (status, at.seen) == (303, [])


def test_web_sockets_are_closed_before_they_open() -> None:
    at = gate()
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    run(lambda: at.app({"type": "websocket", "path": "/", "headers": []}, receive, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]


# --- anything ---

HEADERS = st.lists(
    st.tuples(
        st.sampled_from(["host", "origin", "sec-fetch-site", "authorization", "cookie", "content-length", "hx-request"])
        | st.sampled_from(["hx-current-url", "forwarded", "transfer-encoding"]),
        st.text(st.characters(max_codepoint=255), max_size=30)
        | st.sampled_from([HOST, "localhost", f"https://{HOST}", "same-origin", f"Bearer {TOKEN}", "Basic Og=="]),
    ),
    max_size=6,
)
PATHS = st.text(max_size=30) | st.sampled_from(["/", "/judge", "/contacts", "/sign-in", "/api/v1/contacts", "//x"])


@settings(max_examples=300, deadline=None)
@given(
    method=st.sampled_from(["GET", "HEAD", "POST", "OPTIONS", "TRACE", "get", ""]),
    path=PATHS,
    query=st.binary(max_size=30),
    headers=HEADERS,
    body=st.binary(max_size=50),
)
def test_whatever_is_asked_gets_an_answer_and_nobody_unknown_gets_further(
    method: str, path: str, query: bytes, headers: list[tuple[str, str]], body: bytes
) -> None:
    at = gate()
    raw = path.encode("utf-8", "replace")
    status, _, _ = run(
        partial(asked, at, body, headers=headers, method=method, path=path, raw_path=raw, query_string=query)
    )
    assert 200 <= status < 500
    shown = any(name == "authorization" and value == f"Bearer {TOKEN}" for name, value in headers)
    assert shown or at.seen == [] or path.startswith("/static/")
