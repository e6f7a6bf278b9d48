import threading
from http.cookies import SimpleCookie

import anyio
import httpx
import pytest
from tests.serve.gate import ANA, BEN, PASSWORD, Gate, ask, gate, run, sign_in


def test_the_form_says_what_each_field_is_and_holds_nothing_that_the_policy_forbids() -> None:
    page = ask(gate(), "GET", "/sign-in?next=%2Fcontacts%3Fside%3DRU").text
    for part in (
        '<label for="name">',
        '<label for="password">',
        'autocomplete="username"',
        'autocomplete="current-password"',
        'name="next" value="/contacts?side=RU"',
    ):
        assert part in page
    assert "style=" not in page
    assert "<script" not in page
    assert "aria-describedby" not in page


def test_whoever_signs_in_gets_a_cookie_and_goes_on_to_where_they_wanted() -> None:
    async def work() -> None:
        at = gate()
        async with at.client() as client:
            asked = await client.get("/contacts?side=RU&day=2021-11-02")
            assert (asked.status_code, asked.headers["location"]) == (
                303,
                "/sign-in?next=%2Fcontacts%3Fside%3DRU%26day%3D2021-11-02",
            )
            signed = await sign_in(client, next="/contacts?side=RU&day=2021-11-02")
            assert (signed.status_code, signed.headers["location"]) == (303, "/contacts?side=RU&day=2021-11-02")
            crumb = SimpleCookie(signed.headers["set-cookie"])["__Host-detente"]
            assert (crumb["httponly"], crumb["secure"], crumb["samesite"], crumb["path"], crumb["domain"]) == (
                True,
                True,
                "Strict",
                "/",
                "",
            )
            assert (await client.get(signed.headers["location"])).text == "the ledger"
            assert (await client.get("/sign-in?next=/contacts")).headers["location"] == "/contacts"
        assert at.seen == [("/contacts", ANA)]

    run(work)


def test_without_tls_the_cookie_has_no_flag_that_would_lose_it() -> None:
    async def work() -> None:
        async with gate().client(scheme="http") as client:
            signed = await sign_in(client)
            assert "Secure" not in signed.headers["set-cookie"]
            assert (await client.get("/")).status_code == 200

    run(work)


@pytest.mark.parametrize("kept", ["detente", "__Host-detente"])
def test_a_session_that_was_planted_is_nobodys_after_signing_in(kept: str) -> None:
    async def work() -> None:
        at = gate()
        planted = at.sessions.begin(BEN)
        async with at.client() as client:
            client.cookies.set(kept, planted, domain="news.example.org", path="/")
            signed = await sign_in(client)
            given = SimpleCookie(signed.headers["set-cookie"])["__Host-detente"].value
        assert given != planted
        assert at.sessions.user(given) == ANA
        # A cookie without the prefix is not looked at over https, so it cannot have been used at all.
        assert at.sessions.user(planted) == (BEN if kept == "detente" else None)

    run(work)


def test_an_id_that_the_browser_made_up_never_becomes_a_session() -> None:
    async def work() -> None:
        at = gate()
        async with at.client() as client:
            client.cookies.set("__Host-detente", "chosen-by-a-stranger", domain="news.example.org", path="/")
            await sign_in(client)
        assert at.sessions.user("chosen-by-a-stranger") is None

    run(work)


def test_whoever_signs_out_is_out_even_with_the_old_cookie() -> None:
    async def work() -> None:
        at = gate()
        async with at.client() as client:
            await sign_in(client, "ben")
            old = client.cookies["__Host-detente"]
            out = await client.post("/sign-out", headers={"Sec-Fetch-Site": "same-origin"})
            assert (out.status_code, out.headers["location"]) == (303, "/")
            assert "Max-Age=0" in out.headers["set-cookie"]
            client.cookies.set("__Host-detente", old, domain="news.example.org", path="/")
            assert (await client.get("/")).status_code == 303

    run(work)


def test_nobody_is_signed_out_by_a_link() -> None:
    async def work() -> None:
        async with gate().client() as client:
            await sign_in(client)
            assert (await client.get("/sign-out")).status_code == 405
            assert (await client.get("/")).status_code == 200

    run(work)


@pytest.mark.parametrize(("name", "password"), [("ana", "wrong"), ("nobody", PASSWORD), ("", ""), ("ana", "")])
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(name: str, password: str) -> None:
    async def work() -> httpx.Response:
        async with gate().client() as client:
            return await sign_in(client, name, password)

    answer = run(work)
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
    assert "The name or the password is wrong." in answer.text
    assert answer.text.count('aria-describedby="trouble"') == 2
    assert answer.headers["cache-control"] == "no-store"


def test_a_name_cannot_write_into_the_page_or_the_headers() -> None:
    async def work() -> httpx.Response:
        async with gate().client() as client:
            name = '"><script>alert(1)</script>\r\nSet-Cookie: detente=x'
            return await sign_in(client, name, "wrong", next="/\r\nSet-Cookie: detente=x")

    answer = run(work)
    assert "<script" not in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b'{"name": "ana"}', "application/json", 415),
        (b"name=ana", "text/plain", 415),
        (b"--x\r\n", "multipart/form-data; boundary=x", 415),
        (b"&".join([b"name=ana"] * 50), "application/x-www-form-urlencoded", 403),
        (b"\xff\xfe%ff%00=&&;;==", "application/x-www-form-urlencoded; charset=utf-8", 403),
        (b"", "application/x-www-form-urlencoded", 403),
    ],
)
def test_what_is_no_form_of_ours_signs_nobody_in(body: bytes, kind: str, status: int) -> None:
    answer = ask(gate(), "POST", "/sign-in", content=body, headers={"Content-Type": kind})
    assert (answer.status_code, "set-cookie" in answer.headers) == (status, False)


async def guesses(at: Gate, number: int, name: str, address: str) -> list[int]:
    async with at.client(address=address) as client:
        return [(await sign_in(client, name.format(number=one), "wrong")).status_code for one in range(number)]


def test_guesses_at_one_name_from_many_places_have_to_wait_and_so_does_the_right_password() -> None:
    async def work() -> None:
        at = gate()
        statuses = [(await guesses(at, 1, "ana", f"203.0.113.{last}"))[0] for last in range(20)]
        assert statuses == [403] * 5 + [429] * 15
        async with at.client() as client:
            early = await sign_in(client)
            assert (early.status_code, early.headers["retry-after"]) == (429, "1")
            at.clock.now += 1
            assert (await sign_in(client)).status_code == 303

    run(work)


def test_guesses_at_many_names_from_one_place_have_to_wait() -> None:
    async def work() -> None:
        at = gate()
        assert await guesses(at, 40, "name{number}", "203.0.113.7") == [403] * 20 + [429] * 20
        # Others, from elsewhere, do not.
        async with at.client(address="198.51.100.1") as client:
            assert (await sign_in(client)).status_code == 303

    run(work)


def test_a_name_written_in_another_form_of_unicode_is_the_same_name_to_count() -> None:
    async def work() -> None:
        at = gate()
        forms = ["Ren\u00e9", "Rene\u0301"] * 4
        statuses = [(await guesses(at, 1, form, f"203.0.113.{at_}"))[0] for at_, form in enumerate(forms)]
        assert statuses == [403] * 5 + [429] * 3

    run(work)


def test_nobody_waits_longer_than_half_a_minute_because_of_strangers() -> None:
    async def work() -> None:
        at = gate()
        for last in range(200):
            at.clock.now += 31
            await guesses(at, 1, "ana", f"2001:db8:0:{last:x}::1")
        at.clock.now += 30
        async with at.client() as client:
            assert (await sign_in(client)).status_code == 303

    run(work)


def test_tries_at_the_same_moment_do_not_slip_past_the_count() -> None:
    async def work() -> None:
        at = gate()
        statuses: list[int] = []

        async def guess() -> None:
            statuses.extend(await guesses(at, 1, "ana", "203.0.113.7"))

        async with anyio.create_task_group() as together:
            for _ in range(60):
                together.start_soon(guess)
        assert statuses.count(403) == 5
        assert statuses.count(429) == 55

    run(work)


def test_a_flood_of_sign_ins_occupies_two_threads_and_the_rest_is_told_to_come_back() -> None:
    now, most, gate_open = 0, 0, threading.Event()
    counting = threading.Lock()

    def slow(proof: str, password: bytes) -> bool:
        nonlocal now, most
        with counting:
            now += 1
            most = max(most, now)
        gate_open.wait(10)
        with counting:
            now -= 1
        return bool(proof and password) and False

    async def work() -> list[httpx.Response]:
        at = gate(check=slow)
        answers: list[httpx.Response] = []

        async def knock(number: int) -> None:
            async with at.client(address=f"203.0.113.{number}") as client:
                answers.append(await sign_in(client, f"name{number}", "wrong"))

        async with anyio.create_task_group() as together:
            for number in range(100):
                together.start_soon(knock, number)
            with anyio.move_on_after(10):
                while len(answers) < 90 or now < 2:  # noqa: ASYNC110  (threads count)
                    await anyio.sleep(0.01)
            await anyio.sleep(0.1)  # a third one, if it could, would come in now
            gate_open.set()
        return answers

    answers = run(work)
    assert most == 2
    assert [answer.status_code for answer in answers] == [429] * 90 + [403] * 10
    assert {answer.headers.get("retry-after") for answer in answers[:90]} == {"2"}
