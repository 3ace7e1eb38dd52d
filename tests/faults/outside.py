"""Those who act on the product from outside: CRMs, customers, the team; each as the HTTP requests that they send.

A request is the event that API Gateway would make of it, so that it can be kept, sent again and copied with a world.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

import app
from infra.local import gateway
from tests.faults.cloud.port import PUBLIC_URL
from tests.faults.runtime import Runtime, World
from tests.integration.http_browser import Page
from tests.unit.webhooks import senders

RUNTIME = Runtime(app)
FORM = "application/x-www-form-urlencoded"


def request(
    method: str, path: str, *, headers: Mapping[str, str] | None = None, body: bytes = b""
) -> dict[str, Any]:
    """Return the event of a request."""
    address, _, query = path.partition("?")
    route = _routes().match(address)
    assert route is not None, f"There is no route for {address}."
    given = {name.lower(): value for name, value in (headers or {}).items()}
    environ: Any = {
        "golive.headers": list(given.items()),
        "golive.body": body,
        "QUERY_STRING": query,
        "CONTENT_TYPE": given.get("content-type", ""),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "203.0.113.9",
    }
    return gateway.event(environ, route, method=method, prefix="")


@cache
def _routes() -> gateway.Routes:
    return gateway.Routes(app.app.routes)


def webhook(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return the event of a webhook that `tests.unit.webhooks.senders` has made."""
    return request("POST", sent["path"], headers=sent["headers"], body=sent["body"])


def signed_deal(body: Any, *, message: str, at: float) -> dict[str, Any]:
    """Return the event of a Standard Webhook."""
    return webhook(senders.deals(body, message=message, at=at))


def command(onboarding: str, type_: str, *, by: str, key: str, **fields: Any) -> dict[str, Any]:
    """Return the event of a command over the JSON API; `by` is the actor's address."""
    headers = {
        "Authorization": "Bearer local-admin-token",
        "Content-Type": "application/json",
        "Golive-Actor": by,
        "Idempotency-Key": key,
    }
    body = json.dumps({"type": type_, **fields}).encode()
    return request("POST", f"/api/onboardings/{onboarding}/commands", headers=headers, body=body)


@dataclass(slots=True)
class Answer:
    """An HTTP answer in the shape that `Page` reads."""

    status_code: int
    headers: dict[str, str]
    body: bytes


def send(world: World, event: dict[str, Any]) -> Page:
    """Send a request now and return what it was answered, nothing going wrong."""
    from tests.faults.cloud.port import PORT

    PORT.world = world
    answer = app.app(event, None)
    status, headers, body = gateway.read(answer)
    return Page(Answer(status, dict(headers), body))


@dataclass
class Browser:
    """Somebody's browser on a world: it keeps cookies, and fills in the forms of the pages it loads."""

    world: World
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Page:
        """Load a page."""
        return self._took(send(self.world, request("GET", path, headers=self._headers())))

    def post(self, path: str, fields: Mapping[str, str]) -> Page:
        """Send a form."""
        return self._took(send(self.world, self.filled(path, fields)))

    def filled(self, path: str, fields: Mapping[str, str]) -> dict[str, Any]:
        """Return the event of sending a form."""
        headers = {"content-type": FORM, **self._headers()}
        return request("POST", path, headers=headers, body=urlencode(fields).encode())

    def opened(self, path: str) -> dict[str, Any]:
        """Return the event of loading a page."""
        return request("GET", path, headers=self._headers())

    def form(self, page: Page, *, typed: Mapping[str, str], **hidden: str) -> dict[str, Any]:
        """Return the event of sending the form of a page that has these hidden values (act, subject)."""
        found = next(
            form
            for form in page.forms()
            if "nonce" in form["fields"]
            and not form["action"].endswith("/sign-out")
            and all(form["fields"].get(name) == value for name, value in hidden.items())
        )
        return self.filled(found["action"].removeprefix(PUBLIC_URL), {**found["fields"], **typed})

    def _headers(self) -> dict[str, str]:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"cookie": kept} if kept else {}

    def _took(self, page: Page) -> Page:
        if "set-cookie" in page.headers:
            name, _, value = page.headers["set-cookie"].partition(";")[0].partition("=")
            self.cookies[name] = value
        return page


def link_in(world: World, to: str, pattern: str = r"/p/[A-Za-z0-9_-]+") -> str:
    """Return the newest link of a kind in the mails to somebody."""
    for mail in reversed(world.cloud.post.mails):
        if to in mail.to:
            body = mail.message.get_body(("plain",))
            assert body is not None
            if found := re.search(re.escape(PUBLIC_URL) + f"({pattern})", body.get_content()):
                return found.group(1)
    raise AssertionError(f"No mail to {to} holds a link like {pattern}.")


def visitor(world: World, to: str) -> Browser:
    """Return the browser of a contact who has followed the link of their mail."""
    browser = Browser(world)
    link = link_in(world, to)
    page = browser.post(link, {})
    assert page.status == 303, page.text
    return browser


def upload_form(page: Page) -> dict[str, str]:
    """Return the fields of the upload form of a task's page."""
    return dict(next(form["fields"] for form in page.forms() if "key" in form["fields"]))


SECRET = {
    "link_key": base64.b64encode(b"l" * 32).decode(),
    "session_key": base64.b64encode(b"s" * 32).decode(),
    "provisioning": {"token": "local-provisioning-token"},
    "api_tokens": {"local-admin-token": "admin"},
    **senders.SECRETS,
}
