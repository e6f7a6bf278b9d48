"""Messages between the reader and its child: eight bytes of length, then the bytes."""

from typing import IO

_LENGTH = 8


def send(stream: IO[bytes], message: bytes) -> None:
    """Write one message.

    Raises:
        OSError: when the other end has closed.
    """
    stream.write(len(message).to_bytes(_LENGTH, "big"))
    stream.write(message)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Read one message, None when the other end has closed before its end."""
    length = stream.read(_LENGTH)
    if len(length) < _LENGTH:
        return None
    wanted = int.from_bytes(length, "big")
    message = stream.read(wanted)
    return message if len(message) == wanted else None
