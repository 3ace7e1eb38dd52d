"""Looks at every page with axe, and takes pictures at the width of a phone and of a desk, when asked to."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chalicelib.application.outbox import Letter
from tests.browser import album
from tests.browser.axe import Axe

WIDTHS = (360, 1280)
HEIGHT = 800


class Camera:
    """Saves ``NAME-WIDTH.png`` into the folder that GOLIVE_SCREENSHOTS names; without it, takes none and only looks."""

    def __init__(self) -> None:
        folder = os.environ.get("GOLIVE_SCREENSHOTS")
        self._folder = Path(folder) if folder else None
        self._axe = Axe()
        self._count = 0

    def take(self, page: Any, name: str) -> None:
        """Take the whole page at each width, after axe has found nothing on it."""
        album.check(name, page.url)
        self._axe.scan(page, name)
        self.picture(page, name)

    def picture(self, page: Any, name: str) -> None:
        """Take the whole page at each width, in light and dark, without looking at it first; under a dialog, what it covers."""
        if self._folder is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        window, whole = page.viewport_size, page.locator("dialog[open]").count() == 0
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": HEIGHT})
                page.screenshot(path=self._folder / f"{name}-{width}-{scheme}.png", full_page=whole)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(window)
        self._count += 1
        print(f"{self._count:4} {name}", flush=True)

    def take_letters(self, page: Any, letters: Mapping[str, Letter]) -> None:
        """Take every mail as a mail program would show it, by the name of its sample."""
        for name, letter in letters.items() if self._folder else ():
            page.set_content(letter.html)
            self.picture(page, f"mail-{name}")
