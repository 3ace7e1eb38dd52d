"""Flipping bits of what proves something: one at a time, all of them."""

import base64
import binascii
from collections.abc import Iterator

_URLSAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def flipped(data: bytes, bit: int) -> bytes:
    """Return `data` with one bit turned over; bit 0 is the lowest of the first byte."""
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def flipped_text(text: str, bit: int) -> str:
    """Return text with one bit of its bytes turned over, as a server reads header bytes: each one character."""
    return flipped(text.encode("latin-1"), bit).decode("latin-1")


def bits(data: bytes | str) -> Iterator[int]:
    """Yield the number of every bit."""
    return iter(range(8 * len(data)))


def same_signature(signed: str, other: str) -> bool:
    """Say whether a text signed by itsdangerous is only another spelling of the same signature.

    The last character of a 43-character base64 text carries four bits of the 256 and two that mean nothing: turning
    those over leaves payload and signature what they were.
    """
    payload, _, signature = signed.rpartition(".")
    others, _, spelled = other.rpartition(".")
    if payload != others or len(signature) != len(spelled) or not _URLSAFE.issuperset(spelled):
        return False
    return _decoded(signature) == _decoded(spelled)


def _decoded(text: str) -> bytes | None:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return None
