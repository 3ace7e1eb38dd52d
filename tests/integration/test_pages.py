"""What holds for every page."""

import gzip
import re
import subprocess
import sys

import pytest

from chalicelib.domain.languages import OFFERED
from chalicelib.entrypoints import assets
from chalicelib.settings import SettingsError, read
from tests.integration.world import World


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


def test_style_script_and_icon_are_kept_for_a_year_under_names_of_their_content(world):
    page = world.visitor(world.open()).get("/portal")
    addresses = set(re.findall(r'(?:href|src)="http://127.0.0.1:8000(/static/[^"]+)"', page.html))
    assert {address.split("-")[0] for address in addresses} == {
        f"/static/{name}" for name in ("around", "icon", "portal", "style")
    }
    for address in addresses:
        answer = world.browser().get(address)
        assert answer.status == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert world.browser().get("/static/style.css").status == 404


PAGES = (
    "",
    "/history",
    "/help",
    "/colleagues",
    "/access",
    "/tasks/data_region",
    "/tasks/registration",
    "/tasks/billing",
)


@pytest.mark.parametrize("language", OFFERED)
def test_the_first_load_of_every_page_stays_under_30_kilobytes(world, language):
    """As it is, before it is packed for the way: the page, and each sheet and script that it names."""
    visitor = world.visitor(world.open())
    switch = next(
        form for form in visitor.get("/portal").forms() if form["action"].endswith("/portal/language")
    )
    assert visitor.post("/portal/language", {**switch["fields"], "language": language}).status == 303
    for path in PAGES:
        page = visitor.get(f"/portal{path}")
        assert f'<html lang="{language}">' in page.html
        names = set(
            re.findall(r'<(?:link|script)[^>]*? (?:href|src)="http://127.0.0.1:8000([^"]+)"', page.html)
        )
        loaded = [page.html.encode(), *(world.browser().get(name).html.encode() for name in names)]
        assert sum(map(len, loaded)) <= 30_000, path
        assert sum(len(gzip.compress(content)) for content in loaded) <= 12_000, path


def test_what_is_loaded_later_is_there_under_the_names_that_the_page_gives(world):
    page = world.visitor(world.open()).get("/portal/tasks/registration")
    later = dict(re.findall(r'data-(\w+)="http://127.0.0.1:8000(/static/[^"]+)"', page.html))
    assert set(later) == {"typed", "visit", "verdicts", "uploads"}
    assert all(world.browser().get(address).status == 200 for address in later.values())


def test_nothing_is_loaded_from_anybody_else(world):
    page = world.visitor(world.open()).get("/portal")
    for address in re.findall(r'(?:href|src|action)="([^"]+)"', page.html):
        assert address.startswith(("http://127.0.0.1:8000/", "mailto:", "#"))


def test_every_script_and_style_block_carries_the_nonce_of_the_policy(world):
    page = world.visitor(world.open()).get("/portal")
    nonce = re.search(r"script-src 'nonce-([^']+)'", page.headers["content-security-policy"])[1]
    assert set(re.findall(r'<(?:script|style) nonce="([^"]+)"', page.html)) == {nonce}
    assert not re.search(r"<(?:script|style)(?! nonce)", page.html)
    assert not re.search(r'\s(?:style|on\w+)="', page.html)


@pytest.mark.parametrize(
    "path",
    [
        "/portal",
        "/portal/history",
        "/portal/help",
        "/portal/colleagues",
        "/portal/tasks/billing",
        "/portal/tasks/data_region",
    ],
)
def test_every_page_has_a_language_a_title_one_heading_and_labels_for_its_fields(world, path):
    html = world.visitor(world.open()).get(path).html
    assert '<html lang="en">' in html
    assert re.search(r"<title>[^<]+ \u2013 Golive</title>", html)
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert '<a class="skip" href="#main">' in html
    labels = set(re.findall(r'<label for="([^"]+)"', html))
    for tag in re.findall(r"<(?:input|textarea|select)[^>]*>", html):
        identity = re.search(r' id="([^"]+)"', tag)
        assert 'type="hidden"' in tag or (identity and identity[1] in labels), tag
    identities = re.findall(r' id="([^"]+)"', html)
    assert len(identities) == len(set(identities))


def test_a_brand_colour_and_name_by_settings_reach_every_page(monkeypatch):
    monkeypatch.setenv("BRAND_NAME", "Nordwind <Cloud>")
    monkeypatch.setenv("BRAND_COLOR", "#b45309")
    world = World(monkeypatch)
    html = world.visitor(world.open()).get("/portal").html
    assert "--brand:#b45309" in html
    assert "Nordwind &lt;Cloud&gt;" in html


@pytest.mark.parametrize(("packaged", "shown"), [(True, True), (False, False)])
def test_a_logo_stands_at_the_top_where_it_was_packaged_and_else_the_name(
    monkeypatch, tmp_path, packaged, shown
):
    for file in assets._FOLDER.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    if packaged:
        (tmp_path / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    monkeypatch.setattr(assets, "_FOLDER", tmp_path)
    monkeypatch.setenv("BRAND_LOGO", "logo.svg")
    world = World(monkeypatch)
    browser = world.visitor(world.open())
    top = browser.get("/portal").html.partition('<header class="top">')[2].partition("<nav")[0]
    assert ('alt="Golive"' in top) == shown
    assert ("\n" in top and ">Golive</a>" in top) != shown
    if shown:
        address = re.search(r'<img src="http://127.0.0.1:8000([^"]+)"', top)[1]
        assert browser.get(address).headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize(
    "name", ["https://cdn.example/logo.svg", "../logo.svg", "logo.png", "logo.svg\n", "data:image/svg+xml,x"]
)
def test_a_logo_is_a_file_of_ours_and_nothing_else(name):
    with pytest.raises(SettingsError, match="BRAND_LOGO must be the name of an"):
        read({"PUBLIC_URL": "http://127.0.0.1:8000", "TABLE_NAME": "golive", "BRAND_LOGO": name})


def test_the_routes_load_nothing_heavy_before_they_are_asked():
    code = (
        "import sys, chalicelib.entrypoints.portal.routes, chalicelib.entrypoints.console.routes\n"
        "print([m for m in ('jinja2', 'pydantic', 'chalicelib.domain', 'chalicelib.application') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_goes_wrong_inside_shows_a_page_without_its_reason(world, monkeypatch):
    browser = world.visitor(world.open())

    def broken(_):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(world.store, "load", broken)
    page = browser.get("/portal")
    assert page.status == 500
    assert "Something went wrong on our side" in page.text
    assert "secret" not in page.html
