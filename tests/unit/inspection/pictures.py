"""Pictures built for the tests."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image


def picture(kind: str = "PNG", *, mode: str = "RGB", size: tuple[int, int] = (64, 48), **save: Any) -> bytes:
    """Return a picture with some detail in it."""
    made = Image.radial_gradient("L").resize(size).convert("RGB").convert(mode)
    out = BytesIO()
    made.save(out, kind, **save)
    return out.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    """Return one PNG chunk."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_that_claims(width: int, height: int) -> bytes:
    """Return a tiny PNG whose header claims to be huge."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 4096))
        + chunk(b"IEND", b"")
    )


def jpeg_that_claims(width: int, height: int) -> bytes:
    """Return a small JPEG whose frame header claims to be huge."""
    made = bytearray(picture("JPEG"))
    at = made.index(b"\xff\xc0")
    made[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(made)
