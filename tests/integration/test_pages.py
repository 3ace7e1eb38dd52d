"""What holds for every page."""

import gzip
import re
import subprocess
import sys

import pytest

from tests.integration.world import World


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


def test_style_script_and_icon_are_kept_for_a_year_under_names_of_their_content(world):
    page = world.visitor(world.open()).get("/portal")
    addresses = set(re.findall(r'(?:href|src)="http://127.0.0.1:8000(/static/[^"]+)"', page.html))
    assert {address.split("-")[0] for address in addresses} == {
        f"/static/{name}" for name in ("icon", "portal", "style", "visit")
    }
    for address in addresses:
        answer = world.browser().get(address)
        assert answer.status == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert world.browser().get("/static/style.css").status == 404


def test_the_first_load_of_the_overview_stays_under_30_kilobytes(world):
    page = world.visitor(world.open()).get("/portal")
    addresses = set(re.findall(r'(?:href|src)="http://127.0.0.1:8000(/static/[^"]+)"', page.html))
    loaded = [page.html, *(world.browser().get(address).html for address in addresses)]
    assert sum(len(text.encode()) for text in loaded) <= 30_000
    assert sum(len(gzip.compress(text.encode())) for text in loaded) <= 12_000


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


def test_the_routes_load_nothing_heavy_before_they_are_asked():
    code = (
        "import sys, chalicelib.entrypoints.portal, chalicelib.entrypoints.console\n"
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
