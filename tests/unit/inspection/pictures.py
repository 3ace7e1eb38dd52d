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


def moving_png(frames: int = 3) -> bytes:
    """Return a PNG that moves."""
    out = BytesIO()
    first, *others = [Image.new("RGB", (20, 20), (number, 0, 0)) for number in range(frames)]
    first.save(out, "PNG", save_all=True, append_images=others, duration=100)
    return out.getvalue()


def several_in_one(pictures: int) -> bytes:
    """Return a JPEG with others behind it, as phones and some scanners save."""
    out = BytesIO()
    first, *others = [Image.new("RGB", (20, 20), (number, 0, 0)) for number in range(pictures)]
    first.save(out, "MPO", save_all=True, append_images=others)
    return out.getvalue()


def jpeg_that_claims(width: int, height: int) -> bytes:
    """Return a small JPEG whose frame header claims to be huge."""
    made = bytearray(picture("JPEG"))
    at = made.index(b"\xff\xc0")
    made[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(made)
