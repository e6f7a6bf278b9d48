import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from tests.serve.gate import PASSWORD
from typer.testing import CliRunner, Result

from detente.cli import app
from detente.errors import UsageError
from detente.export.file import written_whole
from detente.serve.accounts import load_rights
from detente.serve.rights import Role, User

SECONDS = 60


def run(*arguments: str | Path, given: str = "") -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=given)


def test_a_password_from_a_pipe_lets_its_name_in(tmp_path: Path) -> None:
    path = tmp_path / "people"
    result = run("password", "ana", "--role", "coder", "--file", path, "--stdin", given=f"{PASSWORD}\r\nmore\n")
    assert result.exit_code == 0, result.output
    assert load_rights(passwords=path).verify("ana", PASSWORD) == User(name="ana", role=Role.CODER)
    assert path.stat().st_mode & 0o777 == 0o600
    assert PASSWORD not in result.output
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_password_keeps_the_role_and_the_others(tmp_path: Path) -> None:
    path = tmp_path / "people"
    for name, role in (("ana", "coder"), ("ben", "reader")):
        run("password", name, "--role", role, "--file", path, "--stdin", given=PASSWORD)
    assert run("password", "ana", "--file", path, "--stdin", given="another long secret").exit_code == 0
    rights = load_rights(passwords=path)
    assert rights.verify("ana", PASSWORD) is None
    assert rights.verify("ana", "another long secret") == User(name="ana", role=Role.CODER)
    assert rights.verify("ben", PASSWORD) == User(name="ben", role=Role.READER)
    assert run("password", "ana", "--file", path, "--remove").exit_code == 0
    assert load_rights(passwords=path).verify("ana", "another long secret") is None


@pytest.mark.parametrize(
    ("arguments", "given", "told"),
    [
        (["ana", "--stdin"], "short\n", "12 to 1024"),
        (["ana", "--stdin"], "", "12 to 1024"),
        (["a:b", "--stdin"], PASSWORD, "is no name"),
        (["ana", "--stdin", "--role", "editor"], PASSWORD, "is no role"),
        (["ana"], PASSWORD, "--stdin"),
        (["ana", "--remove"], "", "cannot be read"),
    ],
)
def test_what_cannot_be_kept_is_told_and_leaves_no_file(
    tmp_path: Path, arguments: list[str], given: str, told: str
) -> None:
    path = tmp_path / "people"
    result = run("password", *arguments, "--file", path, given=given)
    assert (result.exit_code, path.exists()) == (2, False)
    assert told in result.output


def test_a_token_is_printed_alone_and_kept_as_its_digest(tmp_path: Path) -> None:
    path = tmp_path / "tokens"
    result = run("token", "bot", "--file", path)
    token = result.stdout.strip()
    assert load_rights(tokens=path).bearer(token) == User(name="bot", role=Role.READER)
    assert token not in path.read_text(encoding="utf-8")
    assert run("token", "bot", "--file", path, "--remove").exit_code == 0
    with pytest.raises(UsageError, match="nobody stands in it"):
        load_rights(tokens=path)


def on_a_terminal(path: Path, *typed: str) -> tuple[int, str]:
    """Exit code and screen of `detente password` with this typed at its questions."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "detente", "password", "ana", "--file", str(path)]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True) as child:
        os.close(theirs)
        screen = b""
        answers = list(typed)
        try:
            while shown := os.read(ours, 1024):
                screen += shown
                # What is typed before the question would be echoed.
                if answers and screen.endswith(b": "):
                    os.write(ours, answers.pop(0).encode() + b"\n")
        except OSError:
            pass  # so Linux says that the other end is closed
        code = child.wait(SECONDS)
    os.close(ours)
    return code, screen.decode()


def test_a_password_is_asked_for_twice_and_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "people"
    code, screen = on_a_terminal(path, PASSWORD, PASSWORD)
    assert code == 0, screen
    assert PASSWORD not in screen
    assert load_rights(passwords=path).verify("ana", PASSWORD) == User(name="ana", role=Role.READER)


def test_a_private_file_is_nobody_elses_from_its_first_byte_even_in_place_of_a_public_one(tmp_path: Path) -> None:
    path = tmp_path / "people"
    path.write_text("before", encoding="utf-8")
    path.chmod(0o644)
    before = os.umask(0)
    try:
        with written_whole(path, private=True) as stream:
            stream.write("after")
            (beside,) = set(tmp_path.iterdir()) - {path}
            assert beside.stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
