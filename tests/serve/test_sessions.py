import pytest
from tests.serve.gate import ANA, BEN, Clock, run

from detente.serve.rights import Role, User
from detente.serve.sessions import HOUR, Failures, Sessions, Turnstile, cookie, neighbourhood

# --- sessions ---


def test_a_session_ends_when_nobody_uses_it_and_in_any_case_after_its_longest_time() -> None:
    clock = Clock()
    sessions = Sessions(clock, idle=10, longest=25)
    used, left = sessions.begin(ANA), sessions.begin(BEN)
    clock.now += 9
    assert sessions.user(used) == ANA
    clock.now += 9
    assert (sessions.user(used), sessions.user(left)) == (ANA, None)
    clock.now += 8
    assert sessions.user(used) is None
    assert len(sessions) == 0


def test_ids_are_256_random_bits_and_guesses_are_nobodys() -> None:
    sessions = Sessions(Clock(), each=100)
    ids = {sessions.begin(ANA) for _ in range(100)}
    assert {len(one) for one in ids} == {43}
    assert [sessions.user(guess) for guess in ("", "a" * 43, "\ud800", next(iter(ids))[:-1])] == [None] * 4


def test_sessions_are_bounded_and_the_one_unused_for_longest_goes_first() -> None:
    sessions = Sessions(Clock(), most=3)
    people = [User(name=f"p{number}", role=Role.READER) for number in range(4)]
    ids = [sessions.begin(person) for person in people[:3]]
    assert sessions.user(ids[0]) == people[0]
    sessions.begin(people[3])
    assert [sessions.user(one) for one in ids] == [people[0], None, people[2]]
    assert len(sessions) == 3


def test_one_person_cannot_push_out_the_others() -> None:
    sessions = Sessions(Clock(), most=50, each=5)
    kept = sessions.begin(BEN)
    own = [sessions.begin(ANA) for _ in range(100)]
    assert sessions.user(kept) == BEN
    assert [sessions.user(one) for one in own[-5:]] == [ANA] * 5
    assert len(sessions) == 6


def test_a_session_that_was_ended_is_nobodys() -> None:
    sessions = Sessions(Clock())
    one = sessions.begin(ANA)
    sessions.end(one)
    sessions.end("never was")
    assert sessions.user(one) is None


def test_no_page_can_read_the_cookie_and_no_other_site_can_send_it() -> None:
    assert cookie("abc", secure=True) == "__Host-detente=abc; Path=/; HttpOnly; SameSite=Strict; Secure"
    assert cookie("abc", secure=False) == "detente=abc; Path=/; HttpOnly; SameSite=Strict"
    assert cookie("", secure=True).endswith("; Secure; Max-Age=0")


# --- backoff ---


def test_the_first_failures_are_free_and_then_each_wait_is_twice_as_long_up_to_a_limit() -> None:
    clock = Clock()
    failures = Failures(clock, free=3, longest=20)
    waits = []
    for _ in range(9):
        failures.tried("ana")
        waits.append(failures.wait("ana"))
        clock.now += waits[-1]
    assert waits == [0, 0, 1, 2, 4, 8, 16, 20, 20]


def test_failures_are_forgotten_after_a_quiet_time_and_thousands_of_them_do_not_overflow() -> None:
    clock = Clock()
    failures = Failures(clock, quiet=100)
    for _ in range(5000):
        failures.tried("ana")
    assert failures.wait("ana") == 900
    clock.now += 1000
    failures.tried("ana")
    assert failures.wait("ana") == 0


def test_the_memory_for_failures_is_bounded() -> None:
    failures = Failures(Clock(), most=10)
    for number in range(1000):
        failures.tried(f"name {number}")
    assert len(failures) == 10


def test_somebody_with_an_account_cannot_clear_what_was_tried_at_others_from_the_same_place() -> None:
    failures = Failures(Clock(), free=2)
    for _ in range(2):
        failures.tried("203.0.113.7")
    failures.tried("203.0.113.7")
    failures.succeeded("203.0.113.7")
    assert failures.wait("203.0.113.7") > 0


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_one_customer_of_ipv6_is_one_place(address: str, place: str) -> None:
    assert neighbourhood(address) == place


def test_the_turnstile_lets_the_next_in_after_an_error() -> None:
    def fail(name: str, password: str) -> User | None:
        raise ValueError(name + password)

    async def work() -> Turnstile:
        turnstile = Turnstile(at_once=1, waiting=0)
        for _ in range(3):
            with pytest.raises(ValueError, match="anax"):
                await turnstile.verify(fail, "ana", "x")
        return turnstile

    assert not run(work).full


def test_a_session_lasts_half_a_day_unused_and_a_week_at_most() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    one = sessions.begin(ANA)
    for _ in range(15):
        clock.now += 11 * HOUR
        assert sessions.user(one) == ANA
    clock.now += 3 * HOUR
    assert sessions.user(one) is None
