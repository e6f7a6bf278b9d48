"""Spellings of places where nobody may be led, and somebody who sits there and notes who comes."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

PRIVATE = [
    "127.0.0.1", "127.0.0.2", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1",
    "017700000001", "0x7f.1", "127.255.255.254", "0", "0.0.0.1", "00.0.0.0", "localhost", "LOCALHOST", "localhost.",
    "10.0.0.1", "10.255.255.255", "10.1", "172.16.0.1", "172.31.255.254", "192.168.0.1", "192.168.1", "0xc0a80001",
    "3232235521", "169.254.169.254", "0xa9fea9fe", "2852039166", "100.64.0.1", "100.127.255.255", "192.0.0.1",
    "192.0.2.7", "198.18.0.1", "198.51.100.1", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255", "192.88.99.1", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[::ffff:10.0.0.1]", "[::ffff:a9fe:a9fe]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2002:a00:1::1]", "[2002:c0a8:101::]", "[2001::1]", "[2001:db8::1]",
    "[3fff::1]", "[100::1]", "[fc00::1]", "[fd12:3456::1]", "[fe80::1]", "[fe80::1%25lo]", "[fec0::1]", "[ff02::1]",
    "[5f00::1]", "[4000::1]",
]  # fmt: skip


@contextmanager
def canary() -> Iterator[tuple[int, list[Any]]]:
    """A port of this machine and everyone who has connected to it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        came: list[Any] = []

        def count() -> None:
            while True:
                try:
                    connection, who = server.accept()
                except OSError:
                    return
                connection.close()
                came.append(who)

        thread = threading.Thread(target=count, daemon=True)
        thread.start()
        yield server.getsockname()[1], came
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)
