"""Documentation that leads nowhere fails the build: every link inside the project has its end, and every end its heading."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)
_OUTSIDE = ("http://", "https://", "mailto:")


def _pages() -> list[Path]:
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    return [ROOT / name for name in names if (ROOT / name).exists()]


def _anchors(page: Path) -> set[str]:
    """Return what a page's headings are called in links, as GitHub calls them."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    titles = re.findall(r"^#{1,6} +(.+?) *$", text, re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title)) for title in titles)
    return {title.strip().lower().replace(" ", "-") for title in plain}


def dead_links(page: Path, *, root: Path = ROOT) -> list[str]:
    """Return the links of a page that lead nowhere."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    inside = [link for link in _LINK.findall(text) if not link.startswith(_OUTSIDE)]
    return [link for link in inside if not _leads_somewhere(link, page, root)]


def _leads_somewhere(link: str, page: Path, root: Path) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists() or not target.is_relative_to(root):
        return False
    return not anchor or target.suffix != ".md" or anchor in _anchors(target)


@pytest.mark.parametrize("page", _pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_has_its_end(page: Path) -> None:
    assert dead_links(page) == []


def test_every_document_is_reached_from_the_index_or_the_decisions() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        for link in _LINK.findall(page.read_text(encoding="utf-8")):
            target = (page.parent / link.partition("#")[0]).resolve()
            if target.suffix == ".md" and target.exists() and target not in reached:
                waiting.append(target)
    lonely = {str(page.relative_to(ROOT)) for page in _pages() if page not in reached}
    assert not {name for name in lonely if name.startswith("docs/")}, "link them in docs/README.md"


def test_a_dead_link_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A title\n[gone](nowhere.md) [gone](#another) [gone](../../etc/hosts)\n"
        "[fine](#a-title) [fine](page.md#a-title) [fine](https://example.com)\n```\n[code](code.md)\n```\n"
    )
    assert dead_links(page, root=tmp_path) == ["nowhere.md", "#another", "../../etc/hosts"]
