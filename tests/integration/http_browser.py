"""A browser for tests: loads pages, keeps cookies, fills forms in."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from chalice.app import Chalice
from chalice.test import Client

PUBLIC_URL = "http://127.0.0.1:8000"


class Page:
    """An answer with what tests look for in it."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        self.headers: dict[str, str] = {name.lower(): value for name, value in response.headers.items()}
        self.html: str = response.body.decode()

    @property
    def text(self) -> str:
        """Return the words of the page, without tags."""
        return " ".join(re.sub(r"<[^>]+>", " ", self.html).split())

    @property
    def location(self) -> str:
        """Return where a redirect goes, without our own address."""
        return self.headers["location"].removeprefix(PUBLIC_URL)

    def forms(self) -> list[dict[str, Any]]:
        """Return each form: its attributes and the names and values of its fields."""
        reader = _Forms()
        reader.feed(self.html)
        return reader.found


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, Any]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.found.append({**given, "fields": {}})
        elif tag in {"input", "textarea", "select"} and self.found and given.get("name"):
            value = given.get("value") or ""
            known = given.get("type") in {"hidden", "text", None} or "checked" in given
            self.found[-1]["fields"].setdefault(given["name"], value if known else "")


class Browser:
    """Keeps cookies, sends forms."""

    def __init__(self, app: Chalice) -> None:
        self._client = Client(app)
        self.cookies: dict[str, str] = {}

    def get(self, path: str, **headers: str) -> Page:
        """Load a page."""
        return self._send("GET", path, b"", headers)

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Page:
        """Send a form."""
        content_type = {"content-type": "application/x-www-form-urlencoded"}
        return self._send("POST", path, urlencode(fields).encode(), content_type | headers)

    def submit(
        self, page: Page, fields: Mapping[str, str], *, act: str | None = None, subject: str | None = None
    ) -> Page:
        """Fill a page's form in and send it: the first with a nonce, or the one with these hidden values."""
        form = next(
            form
            for form in page.forms()
            if "nonce" in form["fields"]
            and not form["action"].endswith("/sign-out")
            and (act is None or form["fields"].get("act") == act)
            and (subject is None or form["fields"].get("subject") == subject)
        )
        return self.post(form["action"].removeprefix(PUBLIC_URL), {**form["fields"], **fields})

    def _send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Page:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        page = Page(self._client.http.request(method, path, headers=sent, body=body))
        if "set-cookie" in page.headers:
            name, _, value = page.headers["set-cookie"].partition(";")[0].partition("=")
            self.cookies[name] = value
        return page
