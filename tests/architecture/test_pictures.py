"""A page that nobody has looked at is red: each address and each template has its picture, and a browser test takes it."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from jinja2.meta import find_referenced_templates

from app import app
from tests.browser import album

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "chalicelib/templates"
WRITTEN = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "tests/browser").glob("*.py")))
MACHINES = ("/api/", "/webhooks", "/health")


def test_every_address_of_a_page_has_a_picture() -> None:
    pages = {
        path for path, methods in app.routes.items() if "GET" in methods and not path.startswith(MACHINES)
    }
    assert pages == {route for route, _ in album.PAGES.values()} | set(album.NO_PAGES)


def test_every_template_has_a_picture_or_is_a_part_of_one_that_has() -> None:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), extensions=["jinja2.ext.i18n"])
    seen: set[str] = set()
    waiting = {template for _, template in album.PAGES.values()} | set(album.PARTS)
    while waiting:
        seen.add(name := waiting.pop())
        found = find_referenced_templates(environment.parse((TEMPLATES / name).read_text("utf-8")))
        waiting |= {each for each in found if each} - seen
    assert seen == {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}


def test_every_picture_of_the_docs_is_taken_by_a_command() -> None:
    there = {path.name for path in (ROOT / "docs/images").iterdir()}
    assert there == {*album.IN_THE_DOCS, *album.BESIDE_THE_PAGES}


def test_every_picture_of_the_album_is_taken_by_a_test() -> None:
    """What a test calls it follows a prefix of its own."""
    missing = []
    for name in {*album.PAGES, *album.PARTS.values()}:
        words = name.split("-")
        tails = ["-".join(words[at:]) for at in range(len(words))]
        if not any(f'"{tail}"' in WRITTEN or f'-{tail}"' in WRITTEN for tail in tails):
            missing.append(name)
    assert missing == []
