"""The contact sheet of `make screenshots`: every page and mail in every state, by width and scheme, on one page."""

import re
import sys
from html import escape
from pathlib import Path

from tests.browser import album

_NAME = re.compile(r"(?P<state>.+)-(?P<width>\d+)-(?P<scheme>light|dark)\.png")
_STYLE = """
body{font:15px/1.4 system-ui,sans-serif;margin:1.5rem;background:#ddd;color:#111}
section{margin:0 0 2.5rem}h2{font-size:1rem;margin:0 0 .5rem}h2 a{color:inherit}
div{display:flex;gap:1rem;align-items:flex-start;overflow-x:auto}
figure{margin:0;flex:none}figcaption{font-size:.8rem}img{display:block;border:1px solid #999;background:#fff}
"""


def sheet(folder: Path) -> str:
    """Return the page that shows every picture of a folder, the states in the order of their names."""
    states: dict[str, list[tuple[int, str, str]]] = {}
    for path in sorted(folder.glob("*.png")):
        if found := _NAME.fullmatch(path.name):
            states.setdefault(found["state"], []).append((int(found["width"]), found["scheme"], path.name))
    ways = " · ".join(f'<a href="#{escape(state)}">{escape(state)}</a>' for state in states)
    rows = "\n".join(_row(state, sorted(pictures)) for state, pictures in states.items())
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{len(states)} states</title>'
        f"<style>{_STYLE}</style></head><body><h1>{len(states)} states</h1><p>{ways}</p>\n{rows}\n</body></html>\n"
    )


def _row(state: str, pictures: list[tuple[int, str, str]]) -> str:
    figures = "".join(
        f'<figure><a href="{escape(file)}"><img src="{escape(file)}" loading="lazy" width="{width // 3 if width > 500 else 240}"'
        f' alt="{escape(state)} at {width} pixels, {scheme}"></a><figcaption>{width} {scheme}</figcaption></figure>'
        for width, scheme, file in pictures
    )
    return f'<section id="{escape(state)}"><h2>{escape(state)}</h2><div>{figures}</div></section>'


def main(folder: Path) -> int:
    """Write the sheet beside its pictures; return 0 if every page and mail has one."""
    (folder / "index.html").write_text(sheet(folder), "utf-8")
    taken = {found["state"] for path in folder.glob("*.png") if (found := _NAME.fullmatch(path.name))}
    count = len(list(folder.glob("*.png")))
    print(f"{len(taken)} states in {count} pictures, all of them on {folder}/index.html")
    missing = sorted(album.names() - taken)
    if missing:
        print(f"These have no picture: {', '.join(missing)}.")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
