"""Looks at pages with axe-core, as narrow and wide, light and dark as people have them: nothing may be found.

320 px is the narrowest phone, 640 a desk at 200 %. What is pressed is at least 24 px (WCAG 2.5.8).

Neither may anything stick out at 320 px, nor at 640 px with letters twice as large (WCAG 1.4.10 and 1.4.4).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Error

Scheme = Literal["light", "dark"]
SIGHTS: tuple[tuple[int, Scheme], ...] = ((320, "light"), (360, "dark"), (640, "light"), (1280, "dark"))
TALL = 800
_RUN = """() => axe.run(document, {resultTypes: ["violations"], runOnly: {type: "tag", values: [
  "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}, rules: {"target-size": {enabled: true}}})
  .then(found => found.violations.map(each => ({rule: each.id, help: each.help, nodes: each.nodes.map(
    node => node.target.join(" ") + " " + node.html.slice(0, 200) + " " + (node.failureSummary || ""))})))"""
_SCRIPTED = "() => matchMedia('(scripting: enabled)').matches"
_SPILLS = """letters => {
  document.documentElement.style.fontSize = letters;
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const out = [...document.body.querySelectorAll("*")].filter(
    each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
  document.documentElement.style.fontSize = "";
  return wide > 0 ? out.slice(0, 3).map(each => each.outerHTML.slice(0, 200)) : [];
}"""
NARROW = ((320, "100%"), (640, "200%"))
_KEPT = re.compile(r'\s(class|role|type|aria-[a-z]+|hidden|open|lang)(="[^"]*")?')


class Axe:
    """Scans what is seen, once for each shape of page: the same page with other words in it is not looked at again."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def scan(self, page: Any, name: str) -> None:
        """Look at a page at each width and in each scheme; the window is left as it was.

        Raises
        ------
        AssertionError
            Something stands in somebody's way; the message says what, where and in which sight.
        """
        shape = _shape(page.content())
        if shape in self._seen:
            return
        self._seen.add(shape)
        found = _still(page)
        assert not found, f"{name} ({page.url}):\n" + "\n".join(found)


def _still(page: Any) -> list[str]:
    """Return what is found; a page that goes on by itself meanwhile, as to a verdict, is looked at once more."""
    moves: list[str] = []

    def moved(frame: Any) -> None:
        moves.append(frame.url)

    page.on("framenavigated", moved)
    try:
        with _scannable(page) as shown:
            return list(_found(shown))
    except Error:
        if not moves:
            raise
    finally:
        page.remove_listener("framenavigated", moved)
    page.wait_for_load_state()
    with _scannable(page) as shown:
        return list(_found(shown))


@contextmanager
def _scannable(page: Any) -> Iterator[Any]:
    """Give the page itself, or, where scripts are off and axe cannot run, its twin without the page's own scripts."""
    if page.evaluate(_SCRIPTED):
        window = page.viewport_size
        yield page
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(window)
        return
    html = page.content()
    with page.context.browser.new_context(bypass_csp=True) as context:
        twin = context.new_page()
        twin.route("**/*.js", lambda route: route.abort())
        twin.route(
            page.url.partition("#")[0],
            lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"),
        )
        twin.goto(page.url.partition("#")[0])
        yield twin


def _found(page: Any) -> Iterator[str]:
    page.evaluate(AXE_SCRIPT)
    for width, scheme in SIGHTS:
        page.set_viewport_size({"width": width, "height": TALL})
        page.emulate_media(color_scheme=scheme)
        for violation in page.evaluate(_RUN):
            nodes = "\n    ".join(violation["nodes"])
            yield f"  {violation['rule']} at {width} px, {scheme}: {violation['help']}\n    {nodes}"
    for width, letters in NARROW:
        page.set_viewport_size({"width": width, "height": TALL})
        for element in page.evaluate(_SPILLS, letters):
            yield f"  sticks out at {width} px, letters at {letters}: {element}"


def _shape(html: str) -> str:
    """Return a page's elements with what they look like, and without its words, addresses and secrets."""
    found = []
    for closing, tag, attributes, text in re.findall(r"<(/?)([a-z0-9]+)([^>]*)>([^<]*)", html):
        kept = "".join(sorted("".join(match) for match in _KEPT.findall(attributes)))
        found.append(f"{closing}{tag}{kept}{'.' if text.strip() else ''}")
    return " ".join(found)
