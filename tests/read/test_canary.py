"""However a stranger's name or redirect is made, nobody on this machine is ever asked anything."""

import ast
import random
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from tests.read.canary import PRIVATE, canary
from typer.testing import CliRunner

from detente.cli import app
from detente.errors import UnreadableError
from detente.read import Limits
from detente.read.addresses import is_public, resolved
from detente.read.fetch import fetch

REBINDING, CHAINS, SEED = 1000, 100, 20261122
PUBLIC = ["93.184.215.14", "8.8.8.8", "1.1.1.1", "2606:4700::1111", "2001:4860:4860::8888", "::ffff:9.9.9.9"]
INSIDE = [
    "127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1", "10.1.2.3", "192.168.1.1", "172.20.0.1", "169.254.169.254",
    "100.64.0.9", "0.0.0.7", "fe80::1", "fd00::1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "not an address",
]  # fmt: skip
Answers = dict[str, list[list[str]]]


@dataclass
class Roads:
    """Names whose addresses change with every question, and who connected where.

    Attributes:
        answers: host -> what is said to the first question, the second, ...; the last one is repeated.
        site: where public addresses lead to.
        port: of the canary, where all others lead to.
    """

    answers: Answers
    site: Any
    port: int
    asked: list[str] = field(default_factory=list)
    connected: list[str] = field(default_factory=list)

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """The next answer about a host; what is no name of ours is looked up as ever."""
        if host not in self.answers:
            return resolved(host, port)
        said = self.answers[host]
        self.asked.append(host)
        return said.pop(0) if len(said) > 1 else said[0]

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        """A connection to the site, or to the canary for whoever is led astray."""
        self.connected.append(address)
        if is_public(address):
            connection: socket.socket = self.site.connect(address, port, seconds)
            return connection
        return socket.create_connection(("127.0.0.1", self.port), seconds)


@pytest.fixture
def listening() -> Iterator[tuple[int, list[Any]]]:
    """A canary on this machine, which is alive at the end."""
    with canary() as (port, came):
        yield port, came
        assert came == []
        with socket.create_connection(("127.0.0.1", port)):
            pass


@pytest.fixture
def add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Roads, Sequence[str]], str]:
    """`detente add` over such roads; the reasons of what it refused."""
    for name in ("DETENTE_CONFIG", "DETENTE_OVERLAY", "DETENTE_LEDGER", "DETENTE_ARCHIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("DETENTE_PAUSE", "0")
    monkeypatch.chdir(tmp_path)

    def run(roads: Roads, addresses: Sequence[str]) -> str:
        monkeypatch.setattr(import_module("detente.read.addresses"), "resolved", roads.resolve)
        monkeypatch.setattr(import_module("detente.read.fetch"), "connected", roads.connect)
        ran = CliRunner().invoke(app, ["add", *addresses])
        assert ran.exit_code == 3, ran.output
        assert f"{len(addresses):,} refused" in ran.output
        return ran.output

    return run


def rebinding() -> Answers:
    """Hosts whose first answers are public, private or both, in any order, and whose later ones are others."""
    chance = random.Random(SEED)  # noqa: S311  (no secret)

    def answer(share: float) -> list[str]:
        return [chance.choice(INSIDE if chance.random() < share else PUBLIC) for _ in range(chance.randint(1, 4))]

    return {
        f"host{number}.example": [answer(chance.choice((0.0, 0.3, 1.0))), *(answer(0.8) for _ in range(3))]
        for number in range(REBINDING)
    }


def judged(roads: Roads, firsts: dict[str, list[str]]) -> None:
    """Each name was looked up once, and only hosts of public addresses were connected to, at these addresses."""
    assert sorted(roads.asked) == sorted(firsts)
    let_in = [first for first in firsts.values() if all(map(is_public, first))]
    assert 300 < len(let_in) < 700
    assert len(roads.connected) == 2 * len(let_in)  # robots.txt and the page
    assert all(map(is_public, roads.connected))


def test_a_thousand_names_that_change_their_addresses_lead_to_none_but_the_checked_ones(
    site: Any, listening: tuple[int, list[Any]]
) -> None:
    answers = rebinding()
    firsts = {host: said[0] for host, said in answers.items()}
    roads = Roads(answers, site, listening[0])
    for host, first in firsts.items():
        before = len(roads.connected)
        with pytest.raises(UnreadableError) as caught:
            fetch(f"http://{host}/", limits=Limits(seconds=20), resolve=roads.resolve, connect=roads.connect)
        assert caught.value.reason == ("fetch-failed" if all(map(is_public, first)) else "no-address")
        assert set(roads.connected[before:]) <= set(first)
    judged(roads, firsts)


def test_the_command_follows_none_of_a_thousand_such_names(
    site: Any, listening: tuple[int, list[Any]], add: Callable[[Roads, Sequence[str]], str]
) -> None:
    answers = rebinding()
    firsts = {host: said[0] for host, said in answers.items()}
    roads = Roads(answers, site, listening[0])
    said = add(roads, [f"http://{host}/" for host in answers])
    judged(roads, firsts)
    assert said.count("which is not public") == sum(not all(map(is_public, first)) for first in firsts.values())


def test_the_command_follows_no_spelling_of_a_private_address(
    site: Any, listening: tuple[int, list[Any]], add: Callable[[Roads, Sequence[str]], str]
) -> None:
    roads = Roads({}, site, listening[0])
    assert len(PRIVATE) >= 60
    add(roads, [f"{scheme}://{host}:{listening[0]}/" for host in PRIVATE for scheme in ("http", "https", "HTTP")])
    assert roads.connected == []


def ends(port: int) -> list[str]:
    """Where redirects may try to lead to."""
    hosts = [*PRIVATE, "inside.example", "both.example"]
    ways = ["http://{host}:{port}/", "https://{host}:{port}/", "//{host}:{port}/x", "HTTP://{host}:{port}",
            "http://valley.example@{host}:{port}/", "http:\\\\{host}:{port}\\", "http://{host}:{port}/?u=http://8.8.8.8/",
            "\t http://{host}:{port}/", "http://{host}.:{port}/", "http:/{host}:{port}/"]  # fmt: skip
    others = ["file:///etc/passwd", "gopher://127.0.0.1:{port}/", "javascript:alert(1)", "data:text/html,x",
              "ftp://127.0.0.1:{port}/", "http://[::1", "http://", "unix:/run/docker.sock"]  # fmt: skip
    chosen = [way.format(host=host, port=port) for host in hosts for way in ways]
    random.Random(SEED).shuffle(chosen)  # noqa: S311  (no secret)
    return [*(other.format(port=port) for other in others), *chosen][:CHAINS]


def chains(site: Any, answer: Any, port: int) -> list[str]:
    """The beginnings of chains of up to five redirects over public hosts whose last one leads inside."""
    chance = random.Random(SEED)  # noqa: S311  (no secret)
    beginnings = []
    for number, end in zip(count(), ends(port)):
        stops = [f"/{number}/{stop}" for stop in range(chance.randint(1, 5))]
        for path, following in zip(stops, [*stops[1:], end], strict=True):
            place = f"http://{chance.choice(('valley', 'hill'))}.example{following}"
            there = chance.choice((following, place)) if following is not end else end
            status = chance.choice((301, 302, 303, 307, 308))
            site.pages[path] = answer(status=status, headers={"Location": there})
        beginnings.append(f"http://valley.example{stops[0]}")
    return beginnings


HOSTS = {
    "valley.example": [PUBLIC[:1]],
    "hill.example": [PUBLIC[1:2]],
    "inside.example": [["127.0.0.1"]],
    "both.example": [[PUBLIC[0], "::1"]],
}


def test_a_hundred_chains_of_redirects_lead_nowhere_inside(
    site: Any, answer: Any, listening: tuple[int, list[Any]]
) -> None:
    roads = Roads(dict(HOSTS), site, listening[0])
    beginnings = chains(site, answer, listening[0])
    assert len(beginnings) == CHAINS
    for beginning in beginnings:
        with pytest.raises(UnreadableError) as caught:
            fetch(beginning, limits=Limits(seconds=20), resolve=roads.resolve, connect=roads.connect)
        assert caught.value.reason in {"no-address", "fetch-failed"}
    assert roads.connected
    assert all(map(is_public, roads.connected))
    assert {path.count("/") for path in site.paths()} <= {1, 2}


def test_the_command_follows_none_of_a_hundred_chains(
    site: Any, answer: Any, listening: tuple[int, list[Any]], add: Callable[[Roads, Sequence[str]], str]
) -> None:
    roads = Roads(dict(HOSTS), site, listening[0])
    add(roads, chains(site, answer, listening[0]))
    assert len(site.paths()) >= CHAINS
    assert all(map(is_public, roads.connected))


def test_the_site_has_nothing_to_fetch_with() -> None:
    # A webhook goes where the user says, through `connected`; nothing in the site knows how to fetch a page.
    rooms = Path(import_module("detente.serve").__file__ or "").parent
    imported = {
        f"{path.name}: {node.module}.{name.name}"
        for path in rooms.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("detente.read")
        for name in node.names
    }
    assert {name for name in imported if name.endswith((".fetch", ".Web", ".read", ".arrivals"))} == set()
    assert any(name.startswith("webhook.py") for name in imported)
