"""Where the site may be reached: what may listen where without accounts, and under which names it answers."""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass

from detente.errors import UsageError
from detente.serve.rights import Rights

_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]{2,45}\]|[a-z0-9_.-]{1,255})(?::(?P<port>[0-9]{1,5}))?")
_SOCKET = ("/", "./", "unix:")


def check_exposure(host: str, rights: Rights, names: Iterable[str] = ()) -> None:
    """Refuse to be open to others without accounts.

    Args:
        host: what is listened on: an address, a name, or the path of a Unix socket.
        names: further names under which the site answers; one that is not this machine means that others come by it.

    Raises:
        UsageError: there are no accounts, and others than this machine could come.
    """
    if rights:
        return
    for name in (host, *names):
        if not is_loopback(name):
            raise UsageError(
                f"refuses to be reached as {name or 'any address'} without accounts, since whoever comes could judge: "
                "make a password file with `detente password NAME --role coder` and name it with `--passwords`, or a "
                "token file with `detente token NAME --role reader` and `--tokens`; or listen on 127.0.0.1"
            )


def is_loopback(host: str) -> bool:
    """Whether only this machine gets there: 127.0.0.0/8, ::1, localhost or a Unix socket.

    A number written another way (127.1) is taken for a name, and any name but localhost may lead anywhere.
    """
    if host.startswith(_SOCKET) or host.lower().rstrip(".") == "localhost":
        return True
    address = _address(host)
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address is not None and address.is_loopback


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Under which names the site answers.

    A page of a stranger may give its own name the address of this machine and then ask as if it were the site (DNS
    rebinding). The request still carries the stranger's name.

    Attributes:
        known: names and addresses, lower-case, without port.
        any_address: whether every address written in numbers is one of ours; numbers cannot be given another meaning.
    """

    known: frozenset[str] = frozenset()
    any_address: bool = False

    @classmethod
    def of(cls, host: str, names: Iterable[str] = ()) -> "Names":
        """The names of a site that listens on `host` and is called `names` too."""
        address = _address(host)
        known = frozenset(name.strip("[]").rstrip(".").lower() for name in (host, *names))
        return cls(known=known, any_address=not host or (address is not None and address.is_unspecified))

    def has(self, header: str) -> bool:
        """Whether the Host header of a request is one of ours, with any port."""
        found = _HOST.fullmatch(header.lower())
        if found is None:
            return False
        name = found["name"].strip("[]").rstrip(".")
        address = _address(name)
        if address is not None and (self.any_address or address.is_loopback):
            return True
        return name in self.known or name == "localhost"


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
