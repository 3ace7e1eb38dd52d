"""A person who has no mouse: what can be reached by Tab, in which order, and what Enter and Space do there."""

from dataclasses import dataclass

from playwright.sync_api import Page

FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const shown = one.closest("li")?.querySelector("a.whole") === one ? getComputedStyle(one.closest("li")) : style;
  const name = one.getAttribute("aria-label") || one.labels?.[0]?.textContent || one.textContent || one.title;
  return {
    tag: one.tagName.toLowerCase(), name: name.replace(/\\s+/g, " ").trim(), kind: one.type || "",
    top: box.top + scrollY, seen: box.bottom > 0 && box.top < innerHeight,
    ring: shown.outlineStyle !== "none" && parseFloat(shown.outlineWidth) >= 2,
  };
}"""
MOST_STOPS = 80


@dataclass(frozen=True)
class Stop:
    """One thing that Tab reaches."""

    tag: str
    name: str
    kind: str
    top: float
    seen: bool
    ring: bool


class Keyboard:
    """Tab, Shift+Tab, Enter, Space and letters on a page.

    Parameters
    ----------
    page
        The browser's page.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def press(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)
        self.presses += 1

    def type(self, text: str) -> None:
        """Write into what has the focus."""
        self.page.keyboard.insert_text(text)
        self.presses += 1

    def at(self) -> Stop | None:
        """Return what has the focus."""
        found = self.page.evaluate(FOCUS)
        return Stop(**found) if found else None

    def tab_to(self, name: str, *, tag: str = "") -> Stop:
        """Press Tab until something has the focus.

        Raises
        ------
        AssertionError
            It is not reached, is not in sight, or does not show that it has the focus.
        """
        self.page.wait_for_load_state()  # a script of the page may still move the focus
        passed = []
        for _ in range(MOST_STOPS):
            self.press("Tab")
            stop = self.at()
            if stop is None:
                continue
            if name in stop.name and tag in ("", stop.tag):
                assert stop.seen, f"{stop} has the focus out of sight."
                assert stop.ring, f"{stop} does not show that it has the focus."
                return stop
            passed.append(f"{stop.tag} {stop.name}")
        raise AssertionError(f"Tab does not reach “{name}”, only {passed}.")

    def round(self) -> list[Stop]:
        """Press Tab from the page's beginning until it has gone round; what holds the focus for ever is a trap."""
        self.page.wait_for_load_state()
        self.page.locator(".skip").focus()
        first = self.at()
        assert first is not None
        stops = [first]
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            stop = self.at()
            if stop is None or stop.name == first.name:  # the skip link, wherever it is shown
                return stops
            stops.append(stop)
        raise AssertionError(f"Tab never comes round: {stops}")
