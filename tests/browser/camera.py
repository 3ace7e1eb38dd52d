"""Looks at every page with axe, and takes pictures at the width of a phone and of a desk, when asked to."""

import os
from pathlib import Path
from typing import Any

from tests.browser.axe import Axe

WIDTHS = (360, 1280)
HEIGHT = 800


class Camera:
    """Saves ``NAME-WIDTH.png`` into the folder that GOLIVE_SCREENSHOTS names; without it, takes none and only looks."""

    def __init__(self) -> None:
        folder = os.environ.get("GOLIVE_SCREENSHOTS")
        self._folder = Path(folder) if folder else None
        self._axe = Axe()

    def take(self, page: Any, name: str) -> None:
        """Take the whole page at each width, after axe has found nothing on it."""
        self._axe.scan(page, name)
        self._picture(page, name)

    def _picture(self, page: Any, name: str) -> None:
        if self._folder is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.screenshot(path=self._folder / f"{name}-{width}.png", full_page=True)

    def take_mails(self, page: Any, mails: list[dict[str, Any]]) -> None:
        """Take every mail as a mail program would show it."""
        blank = page.context.new_page()  # a page of ours would forbid the mails' inline styles
        for number, mail in enumerate(mails if self._folder else (), 1):
            blank.set_content(mail["html"])
            words = "".join(c if c.isalnum() else "-" for c in mail["subject"].lower())
            self._picture(blank, f"mail-{number:02d}-{'-'.join(filter(None, words.split('-')))[:60]}")
