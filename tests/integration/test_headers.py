"""Every answer of the customer's pages, whatever its status, forbids what it does not need and keeps nothing."""

import re

import pytest

from tests.integration.world import World

PAGES = {
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "x-content-type-options",
    "x-robots-tag",
}
ALL = {"cache-control": "no-store", "referrer-policy": "no-referrer"}


@pytest.fixture(params=["http://127.0.0.1:8000", "https://golive.example", "http://127.0.0.1:8000/prefix"])
def world(request, monkeypatch):
    return World(monkeypatch, public_url=request.param)


def _routes(world):
    """Yield (method, address) of every route of the customer, with what its variables may be."""
    for route, methods in sorted(world._app.routes.items()):
        if route.startswith(("/portal", "/p/", "/unsubscribe", "/lost-link", "/feedback")):
            for value in ("registration", "billing", "nothing"):
                for method in methods:
                    yield method, re.sub(r"{[a-z]+}", value, route)


def _send(browser, method, path):
    if method in {"GET", "HEAD"}:
        return browser._send(method, path, b"", {})
    return browser.post(path, {"act": "nothing"})


def _check(answer, where):
    for name, value in ALL.items():
        assert answer.headers.get(name) == value, (where, name)
    if not answer.headers["content-type"].startswith("text/html"):
        return
    assert answer.headers.keys() >= PAGES, where
    policy = dict(rule.partition(" ")[::2] for rule in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert re.fullmatch(r"'nonce-[A-Za-z0-9_-]{16}'", policy["script-src"])
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] in ("'none'", "'self'")
    nonce = policy["script-src"][7:-1]
    for tag in re.findall(r"<(?:script|style)[^>]*>", answer.html):
        assert f'nonce="{nonce}"' in tag, (where, tag)
    assert not re.search(r"<[^>]+ on[a-z]+=", answer.html), where
    assert not re.search(r'<[^>]+ style="', answer.html), where


def _visitor(world):
    """Return the browser of a contact; over https as if the browser had kept the Secure cookie."""
    return world.visitor(world.open())


def test_every_route_answers_with_every_header_with_and_without_a_session(world):
    visitor = _visitor(world)
    kept, seen = dict(visitor.cookies), set()
    for method, path in _routes(world):
        for cookies in ({}, kept):
            browser = world.browser()
            browser.cookies = dict(cookies)
            answer = _send(browser, method, path)
            assert answer.status < 500, (method, path, answer.status)
            seen.add(answer.status)
            _check(answer, (method, path, bool(cookies)))
    assert seen >= {200, 401, 403, 404}


def test_a_page_that_fails_has_the_headers_too(world, monkeypatch):
    visitor = _visitor(world)
    monkeypatch.setattr(world.store, "load", lambda _: 1 / 0)
    for path in ("/portal", f"/p/{'A' * 43}"):
        answer = visitor.get(path)
        assert answer.status == 500
        _check(answer, path)


def test_every_cookie_is_for_the_server_alone(world):
    visitor = _visitor(world)
    secure = world.public_url.startswith("https")
    name = "__Host-golive" if secure else "golive"
    assert list(visitor.cookies) == [name]
    for path in ("/portal", "/portal/history", "/portal/access", "/portal/tasks/billing"):
        cookie = visitor.get(path).headers["set-cookie"]
        flags = {
            flag.strip().partition("=")[0]: flag.strip().partition("=")[2] for flag in cookie.split(";")[1:]
        }
        prefix = "/prefix" if world.public_url.endswith("/prefix") else "/"
        assert (flags["Path"], flags["SameSite"], "HttpOnly" in flags) == (prefix, "Lax", True)
        assert ("Secure" in flags) == secure
        assert "Domain" not in flags
        assert cookie.startswith(f"{name}=")


def test_nothing_but_a_form_of_ours_changes_anything(world):
    onboarding = world.open()
    visitor = world.visitor(onboarding)
    before, uses = world.onboarding(onboarding.id), len(world.uses.of(onboarding.id, "contact-1"))
    token = world.token(onboarding, "contact-1")
    for method, path in [
        *_routes(world),
        ("GET", f"/p/{token}"),
        ("GET", f"/p/{token}/leave"),
        ("POST", f"/p/{token}/leave"),
    ]:
        _send(visitor, method, path)
        if method in {"GET", "HEAD"}:
            _send(world.browser(), method, path)
    assert world.onboarding(onboarding.id) == before
    assert world.outbox.kept == {} or all(k.startswith("@") for k in world.outbox.kept)
    assert len(world.uses.of(onboarding.id, "contact-1")) == uses
