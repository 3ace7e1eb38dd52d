"""HTTP as the demo speaks it: no redirects by themselves, cookies kept as a browser keeps them."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import urllib3

_PATIENCE = 30.0
_POOL = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=5, read=120))


class DemoError(Exception):
    """Something is not as it should be; a sentence that says what."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """An answer."""

    url: str
    status: int
    headers: urllib3.HTTPHeaderDict
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", errors="replace")

    def json(self) -> Any:
        """The body as JSON."""
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise DemoError(f"{self.url} did not answer JSON: {self.text[:200]!r}") from error

    def expect(self, *statuses: int, doing: str) -> Page:
        """Return this answer, or say what went wrong."""
        if self.status not in statuses:
            raise DemoError(
                f"{doing}: {self.url} answered {self.status}, not {statuses[0]}: {self.text[:400]}"
            )
        return self


def send(
    method: str,
    url: str,
    *,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    patience: float = _PATIENCE,
) -> Page:
    """Send one request, again while nobody answers: whoever was killed in the middle comes back.

    Everything that the demo sends may be sent twice: that is what delivery ids, form nonces and Idempotency-Keys are for.

    Raises
    ------
    DemoError
        Nobody answers for `patience` seconds.
    """
    end = time.monotonic() + patience
    while True:
        try:
            answer = _POOL.request(method, url, body=body, headers=headers or {}, redirect=False)
            return Page(url=url, status=answer.status, headers=answer.headers, body=answer.data)
        except urllib3.exceptions.HTTPError as error:
            if time.monotonic() > end:
                where = urlsplit(url)
                raise DemoError(
                    f"Nobody answers at {where.scheme}://{where.netloc} ({type(error).__name__}). "
                    "Is `make run` running?"
                ) from error
        time.sleep(0.2)


def send_json(method: str, url: str, value: Any = None, **headers: str) -> Page:
    """Send JSON."""
    body = None if value is None else json.dumps(value).encode()
    return send(method, url, body=body, headers={"Content-Type": "application/json", **headers})


@dataclass
class Browser:
    """A browser without JavaScript: follows what it is told to and keeps cookies."""

    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, url: str) -> Page:
        """Open a page, through redirects."""
        return self._go("GET", url)

    def post(self, url: str, body: bytes, content_type: str) -> Page:
        """Send a form, and open the page that it leads to."""
        return self._go("POST", url, body=body, content_type=content_type)

    def _go(self, method: str, url: str, *, body: bytes | None = None, content_type: str = "") -> Page:
        for _ in range(5):
            headers = {"Accept": "text/html,*/*", "User-Agent": "golive-demo"}
            headers |= {"Content-Type": content_type} if content_type else {}
            if self.cookies:
                headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            page = send(method, url, body=body, headers=headers)
            for cookie in page.headers.getlist("set-cookie"):
                name, _, rest = cookie.partition("=")
                self.cookies[name.strip()] = rest.partition(";")[0]
            if page.status not in (301, 302, 303, 307):
                return page
            method, url, body, content_type = "GET", urljoin(url, page.headers["location"]), None, ""
        raise DemoError(f"{url} leads round in a circle.")


def multipart(fields: dict[str, str], *, file_field: str, name: str, data: bytes) -> tuple[bytes, str]:
    """Return body and content type of a form with a file, the file last."""
    boundary = os.urandom(16).hex()
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{file_field}"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = b"".join(parts) + head.encode() + data + f"\r\n--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"
