"""Digests as archives write them: `sha1:` and base 32, `sha256:` and base 16, and what else is met."""

import base64
import hashlib

_KNOWN = {"sha1": "sha1", "sha-1": "sha1", "sha256": "sha256", "sha-256": "sha256", "sha512": "sha512", "md5": "md5"}


def agrees(stated: str, data: bytes) -> bool:
    """Whether `data` has the digest that is stated; True for a digest of a kind that nobody here can compute."""
    algorithm, _, value = stated.partition(":")
    known = _KNOWN.get(algorithm.strip().lower())
    if known is None:
        return True
    digest = hashlib.new(known, data, usedforsecurity=False).digest()
    value = value.strip().rstrip("=")
    return value.lower() in {digest.hex(), _letters(base64.b32encode(digest)).lower()} or value in {
        _letters(base64.b64encode(digest)),
        _letters(base64.urlsafe_b64encode(digest)),
    }


def _letters(encoded: bytes) -> str:
    return encoded.decode().rstrip("=")
