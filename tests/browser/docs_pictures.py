"""`make pictures`: the pictures of README and docs, from those that the browser tests have taken."""

import sys
from pathlib import Path

from PIL import Image

from tests.browser import album

COLOURS = 256  # of a page; a third of the bytes, and nobody sees it


def main(taken: Path, docs: Path) -> None:
    """Put each picture of the docs in its place, from the one that shows its state."""
    for name, source in album.IN_THE_DOCS.items():
        with Image.open(taken / source) as picture:
            few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            few.save(docs / name, optimize=True)
        print(f"{docs / name}, as {source} shows it")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
