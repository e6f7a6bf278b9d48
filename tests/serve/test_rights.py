import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.serve.gate import ANA, BEN, PASSWORD, PROOF, TOKEN, Checked

from detente.errors import UsageError
from detente.serve.accounts import account, keep_password, keep_token, load_rights, read_passwords, read_tokens, remove
from detente.serve.exposure import check_exposure, is_loopback
from detente.serve.rights import LONGEST, Entry, Rights, Role, User, digest, hash_password, new_token, parse_name

SOMEBODY = Rights([Entry(user=ANA, proof=PROOF)])
NOBODY = Rights()
EVERYWHERE = "0.0.0.0"  # noqa: S104


def written(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


# --- roles, names, passwords ---


def test_a_coder_may_what_a_reader_may_and_not_the_other_way_round() -> None:
    assert Role.READER < Role.CODER
    assert (ANA.may(Role.READER), ANA.may(Role.CODER)) == (True, True)
    assert (BEN.may(Role.READER), BEN.may(Role.CODER)) == (True, False)


@pytest.mark.parametrize("name", ["ana", "Лена", "తెలుగు", "o'brien", "ana@example.org", "Jean-Luc P.", "x", "a_b"])
def test_people_are_called_in_any_script(name: str) -> None:
    assert parse_name(name) == name


@pytest.mark.parametrize(
    "name", ["", " ana", "ana:coder", "ana\ncoder", "a\x00b", "a\u202eb", "a" * 65, "#ana", "-ana", "<b>", "a/b"]
)
def test_a_name_that_would_break_its_line_or_a_page_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="is no name"):
        parse_name(name)


def test_a_password_is_kept_as_argon2id_with_a_salt_of_its_own_and_found_again() -> None:
    one, other = hash_password(PASSWORD), hash_password(PASSWORD)
    assert one != other
    assert one.startswith("$argon2id$v=19$m=65536,t=2,p=1$")
    rights = Rights([Entry(user=ANA, proof=one)])
    assert rights.verify("ana", PASSWORD) == ANA
    assert rights.verify("ana", PASSWORD + "!") is None


def test_a_password_is_the_same_however_the_keyboard_writes_an_accent() -> None:
    typed = "crème brûlée, s'il vous plaît"
    rights = Rights([Entry(user=ANA, proof=hash_password(unicodedata.normalize("NFC", typed)))])
    assert rights.verify("ana", unicodedata.normalize("NFD", typed)) == ANA


@pytest.mark.parametrize("password", ["", "short", "eleven sign", "x" * (LONGEST + 1)])
def test_a_password_that_is_too_short_or_too_long_is_refused(password: str) -> None:
    with pytest.raises(UsageError, match="12 to 1024"):
        hash_password(password)


@pytest.mark.parametrize("name", ["ana", "nobody", "", "x" * 10_000, "an\ud800a"])
@pytest.mark.parametrize("password", ["wrong", "", "x" * 100_000, "\ud800"])
def test_a_name_that_nobody_has_costs_one_hash_like_any_other(name: str, password: str) -> None:
    checked = Checked()
    assert Rights([Entry(user=ANA, proof=PROOF)], check=checked).verify(name, password) is None
    assert len(checked.asked) == 1


def test_the_hash_of_a_name_that_nobody_has_costs_what_the_dearest_of_the_file_costs() -> None:
    dear = PROOF.replace("m=65536,t=2", "m=131072,t=4")
    checked = Checked()
    Rights([Entry(user=ANA, proof=PROOF), Entry(user=BEN, proof=dear)], check=checked).verify("nobody", PASSWORD)
    assert "$m=131072,t=4,p=1$" in checked.asked[0]


def test_argon2_takes_the_made_up_hash_for_one_and_no_password_has_it() -> None:
    assert Rights([Entry(user=ANA, proof=hash_password(PASSWORD))]).verify("nobody", PASSWORD) is None
    assert Rights(tokens=[Entry(user=BEN, proof=digest(TOKEN))]).verify("nobody", PASSWORD) is None


# --- tokens ---


def test_a_token_is_its_bearers_and_no_other_is() -> None:
    rights = Rights(tokens=[Entry(user=BEN, proof=digest(TOKEN))])
    assert rights.bearer(TOKEN) == BEN
    assert [rights.bearer(wrong) for wrong in ("", TOKEN[:-1], TOKEN + "=", digest(TOKEN), "\ud800")] == [None] * 5


def test_a_token_signs_its_own_name_in_and_no_other() -> None:
    rights = Rights(tokens=[Entry(user=BEN, proof=digest(TOKEN))], check=Checked())
    assert rights.verify("ben", TOKEN) == BEN
    assert rights.verify("ana", TOKEN) is None


def test_tokens_are_256_random_bits() -> None:
    made = {new_token() for _ in range(100)}
    assert len(made) == 100
    assert all(re.fullmatch(r"detente_[\w-]{43}", token) for token in made)


# --- files ---


def test_what_is_written_is_read_and_only_its_owner_can(tmp_path: Path) -> None:
    path = tmp_path / "passwords"
    keep_password(path, ANA, PASSWORD)
    keep_password(path, BEN, PASSWORD)
    assert [entry.user for entry in read_passwords(path)] == [ANA, BEN]
    assert path.stat().st_mode & 0o777 == 0o600
    assert PASSWORD not in path.read_text(encoding="utf-8")
    assert load_rights(passwords=path).verify("ben", PASSWORD) == BEN


def test_a_new_password_takes_the_place_of_the_old_and_comments_stay(tmp_path: Path) -> None:
    path = written(tmp_path / "passwords", f"# the desk\nana:coder:{PROOF}\nben:reader:{PROOF}\n")
    keep_password(path, ANA, PASSWORD)
    first, second, third = path.read_text(encoding="utf-8").splitlines()
    assert (first, third) == ("# the desk", f"ben:reader:{PROOF}")
    assert second.startswith("ana:coder:$argon2id$")
    assert second != f"ana:coder:{PROOF}"


def test_a_role_stays_when_only_the_password_changes(tmp_path: Path) -> None:
    path = written(tmp_path / "passwords", f"ana:coder:{PROOF}\n")
    assert account(path, read_passwords, "ana", None).role is Role.CODER
    assert account(path, read_passwords, "ana", "reader").role is Role.READER
    assert account(path, read_passwords, "eva", None).role is Role.READER


def test_a_token_file_holds_no_token(tmp_path: Path) -> None:
    path = tmp_path / "tokens"
    token = keep_token(path, BEN)
    assert token not in path.read_text(encoding="utf-8")
    assert load_rights(tokens=path).bearer(token) == BEN
    renewed = keep_token(path, BEN)
    assert load_rights(tokens=path).bearer(token) is None
    assert load_rights(tokens=path).bearer(renewed) == BEN


def test_a_name_that_is_removed_stands_nowhere_and_one_that_was_never_there_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "passwords", f"ana:coder:{PROOF}\nben:reader:{PROOF}\n")
    remove(path, "ana")
    assert [entry.user for entry in read_passwords(path)] == [BEN]
    with pytest.raises(UsageError, match="ana does not stand in it"):
        remove(path, "ana")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ana", "three parts"),
        ("ana:coder", "three parts"),
        (f"ana:coder:{PROOF}:more", "three parts"),
        (f"ana:editor:{PROOF}", "no role"),
        (f":coder:{PROOF}", "no name"),
        ("ana:coder:secret", "argon2id"),
        ("ana:coder:", "argon2id"),
        (f"ana:coder:{PROOF.replace('argon2id', 'argon2i')}", "argon2id"),
        ("ana:coder:$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW", "argon2id"),
        (f"ben:coder:{PROOF}", "has a line before"),
    ],
)
def test_a_wrong_line_is_told_with_its_file_and_number(tmp_path: Path, line: str, told: str) -> None:
    path = written(tmp_path / "passwords", f"# people\nben:reader:{PROOF}\n{line}\n")
    with pytest.raises(UsageError, match=rf"passwords:3: .*{told}"):
        read_passwords(path)


def test_a_digest_that_is_none_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "tokens", f"ben:reader:{TOKEN}\n")
    with pytest.raises(UsageError, match=r"tokens:1: .*SHA-256") as told:
        read_tokens(path)
    assert TOKEN not in str(told.value)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the rights of files elsewhere")
@pytest.mark.parametrize("mode", [0o644, 0o604, 0o602, 0o620, 0o666])
def test_a_file_that_others_may_open_is_refused(tmp_path: Path, mode: int) -> None:
    path = written(tmp_path / "passwords", f"ana:coder:{PROOF}\n", mode)
    with pytest.raises(UsageError, match="chmod 600"):
        load_rights(passwords=path)


@pytest.mark.parametrize("load", [lambda path: load_rights(passwords=path), lambda path: load_rights(tokens=path)])
def test_a_file_in_which_nobody_stands_is_no_protection(tmp_path: Path, load: Callable[[Path], Rights]) -> None:
    with pytest.raises(UsageError, match="nobody stands in it"):
        load(written(tmp_path / "empty", "# nobody yet\n\n"))
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path / "missing")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    (tmp_path / "bytes").chmod(0o600)
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path / "bytes")


# --- exposure ---


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost", "LOCALHOST", "/run/detente.sock", "::ffff:127.0.0.1"],
)
def test_this_machine_alone_needs_no_accounts(host: str) -> None:
    check_exposure(host, NOBODY)


@pytest.mark.parametrize(
    "host",
    [
        EVERYWHERE,
        "::",
        "192.168.1.5",
        "news.example.org",
        "localhost.example.org",
        "127.1",
        "0",
        "2130706433",
        "fe80::1",
        "::ffff:10.0.0.1",
        "0x7f.1",
        "127.0.0.1.example.org",
        "*",
    ],
)
def test_whatever_others_can_reach_needs_accounts(host: str) -> None:
    with pytest.raises(UsageError, match="detente password"):
        check_exposure(host, NOBODY)
    assert not is_loopback(host)
    check_exposure(host, SOMEBODY)


def test_no_address_at_all_means_any_and_needs_accounts() -> None:
    with pytest.raises(UsageError, match="any address"):
        check_exposure("", NOBODY)


def test_a_name_for_others_needs_accounts_even_when_a_proxy_on_this_machine_brings_them() -> None:
    with pytest.raises(UsageError, match=r"news\.example\.org"):
        check_exposure("127.0.0.1", NOBODY, names=["news.example.org"])
    check_exposure("127.0.0.1", NOBODY, names=["localhost"])
    check_exposure("127.0.0.1", SOMEBODY, names=["news.example.org"])


def test_a_user_without_a_name_is_a_coder_on_this_machine_only() -> None:
    assert not NOBODY
    assert SOMEBODY
    assert Rights(tokens=[Entry(user=User(name="bot", role=Role.READER), proof=digest(TOKEN))])
