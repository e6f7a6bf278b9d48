"""Which addresses of the network a stranger's link may lead to: public ones, and no other."""

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Sequence

from detente.errors import UnreadableError

Resolve = Callable[[str, int], Sequence[str]]
IP = ipaddress.IPv4Address | ipaddress.IPv6Address

# All that has been given out for the public network so far; `is_global` calls much of the rest global as well.
_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NOT_YET_IN_3_11 = (ipaddress.IPv6Network("3fff::/20"), ipaddress.IPv4Network("192.88.99.0/24"))


def resolved(host: str, port: int) -> Sequence[str]:
    """Every address of a host, as the operating system knows them.

    Raises:
        OSError, UnicodeError: there is none, or this is no name of a host.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def public_addresses(host: str, port: int, resolve: Resolve, seconds: float) -> list[str]:
    """The addresses of a host, asked once, all of them public.

    One that is not refuses the host: a name that leads to both places is how a private one is reached.

    Raises:
        UnreadableError: no-address or timeout.
    """
    found = all_addresses(host, port, resolve, seconds)
    for address in found:
        if not is_public(address):
            detail = f"{host} leads to {address}, which is not public"
            raise UnreadableError("no-address", detail, "save the page and give the file")
    return found


def all_addresses(host: str, port: int, resolve: Resolve, seconds: float) -> list[str]:
    """The addresses of a host, asked once, wherever they lead: for hosts that the user names and not a stranger.

    Raises:
        UnreadableError: no-address or timeout.
    """
    found = list(dict.fromkeys(_asked(host, port, resolve, seconds)))
    if not found:
        raise UnreadableError("no-address", f"{host} has no address", "check the address")
    return found


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public network, also as seen through the ones that it carries inside."""
    try:
        ip: IP = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id is not None:
            return False
        inner = ip.ipv4_mapped or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if inner is not None:
            return is_public(str(inner))
        if ip not in _UNICAST or (ip.sixtofour is not None and not is_public(str(ip.sixtofour))):
            return False
    if any(ip in network for network in _NOT_YET_IN_3_11 if network.version == ip.version):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_private)


def _asked(host: str, port: int, resolve: Resolve, seconds: float) -> Sequence[str]:
    """What `resolve` answers within the time; the operating system's way of asking cannot be given a limit."""
    answers: queue.SimpleQueue[Sequence[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host, port))
        except (OSError, UnicodeError) as error:  # UnicodeError: a name with a label that is empty or too long
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=max(seconds, 0.001))
    except queue.Empty as error:
        raise UnreadableError("timeout", f"nobody told where {host} is", "try again later") from error
    if isinstance(answer, OSError | UnicodeError):
        raise UnreadableError("no-address", f"{host} is not found: {answer}", "check the address") from answer
    return answer
