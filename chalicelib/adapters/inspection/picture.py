"""What stands against a picture. Its size is read before a single pixel is decoded; then all of it is decoded."""

import warnings
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

MAX_PIXELS = 50_000_000
MOST_FRAMES = {"png": 1, "jpeg": 8}  # phones put a preview and a depth map behind a photograph


def defects(stream: BinaryIO, *, kind: str) -> tuple[str, ...]:
    """Return the reason codes against a PNG or JPEG, none when it can be taken."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(stream, formats=(kind.upper(),)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return ("picture.too_many_pixels",)
            if getattr(picture, "n_frames", 1) > MOST_FRAMES[kind]:
                return ("picture.moves",)
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return ("picture.too_many_pixels",)
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        IndexError,
        TypeError,
        KeyError,
    ):
        return ("picture.damaged",)
    return ()
