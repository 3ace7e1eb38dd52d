"""API Gateway's part: which route a path belongs to, the event of a request, the response of an answer."""

from __future__ import annotations

import base64
import gzip
import json
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

from infra.local.http_server import Environ

Answer = tuple[int, list[tuple[str, str]], bytes]
_CONFIG = Path(__file__).parents[2] / ".chalice" / "config.json"
TEXTUAL = ("text/", "application/json", "application/xml", "application/x-www-form-urlencoded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A matched route: its template, what its variables are, and the methods that it offers."""

    template: str
    path: str
    variables: dict[str, str]
    methods: frozenset[str]


class Routes:
    """The app's routes; literal parts win over variables, as in API Gateway."""

    def __init__(self, routes: Mapping[str, Mapping[str, Any]]) -> None:
        self._routes = sorted(
            (
                (template.strip("/").split("/"), template, frozenset(methods))
                for template, methods in routes.items()
            ),
            key=lambda route: [part.startswith("{") for part in route[0]],
        )

    def match(self, path: str) -> Route | None:
        """Find the route of a path as it was sent; a slash at its end is ignored."""
        parts = path.strip("/").split("/")
        for template, name, methods in self._routes:
            variables = _fit(template, parts)
            if variables is not None:
                return Route(template=name, path=path, variables=variables, methods=methods)
        return None


def _fit(template: list[str], parts: list[str]) -> dict[str, str] | None:
    if len(template) != len(parts):
        return None
    variables = {}
    for wanted, part in zip(template, parts, strict=True):
        if wanted.startswith("{"):
            if not part:
                return None
            variables[wanted.strip("{}")] = unquote(part)
        elif wanted != part:
            return None
    return variables


def event(environ: Environ, route: Route, *, method: str, prefix: str) -> dict[str, Any]:
    """Write the proxy event of a request.

    Parameters
    ----------
    prefix
        The path of PUBLIC_URL: what a custom domain's base path mapping takes off.
    """
    many: dict[str, list[str]] = {}
    for name, value in environ["golive.headers"]:
        many.setdefault(name, []).append(value)
    queries: dict[str, list[str]] = {}
    for name, value in parse_qsl(environ["QUERY_STRING"], keep_blank_values=True):
        queries.setdefault(name, []).append(value)
    body, encoded = _body(environ)
    now = time.time()
    return {
        "resource": route.template,
        "path": prefix + route.path,
        "httpMethod": method,
        "headers": {name: values[-1] for name, values in many.items()},
        "multiValueHeaders": many,
        "queryStringParameters": {name: values[-1] for name, values in queries.items()} or None,
        "multiValueQueryStringParameters": queries or None,
        "pathParameters": route.variables or None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": route.template,
            "httpMethod": method,
            "path": prefix + route.path,
            "stage": "live",
            "protocol": environ["SERVER_PROTOCOL"],
            "requestId": str(uuid.uuid4()),
            "requestTime": datetime.fromtimestamp(now, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000"),
            "requestTimeEpoch": int(now * 1000),
            "accountId": "123456789012",
            "apiId": "local",
            "domainName": environ.get("HTTP_HOST", "127.0.0.1"),
            "identity": {"sourceIp": environ["REMOTE_ADDR"], "userAgent": environ.get("HTTP_USER_AGENT", "")},
        },
        "body": body,
        "isBase64Encoded": encoded,
    }


def _body(environ: Environ) -> tuple[str | None, bool]:
    raw: bytes = environ["golive.body"]
    if not raw:
        return None, False
    if environ["CONTENT_TYPE"].startswith(TEXTUAL):
        try:
            return raw.decode(), False
        except UnicodeDecodeError:
            pass
    return base64.b64encode(raw).decode(), True


def read(answer: Mapping[str, Any]) -> Answer:
    """Read what the app answered."""
    headers: list[tuple[str, str]] = []
    many: Mapping[str, Iterable[Any]] = answer.get("multiValueHeaders") or {}
    for name, value in (answer.get("headers") or {}).items():
        if name.lower() not in {one.lower() for one in many}:
            headers.append((name, str(value)))
    headers += [(name, str(value)) for name, values in many.items() for value in values]
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", "application/json"))  # API Gateway's default
    body = answer.get("body") or ""
    content = base64.b64decode(body) if answer.get("isBase64Encoded") else str(body).encode()
    return int(answer["statusCode"]), headers, content


def packed(answer: Answer, *, accepted: str) -> Answer:
    """Return an answer as it travels: packed from the size on that .chalice/config.json names, where the client can unpack."""
    status, headers, content = answer
    if len(content) < _packs_from() or "gzip" not in accepted:
        return answer
    return (
        status,
        [*headers, ("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")],
        gzip.compress(content, 6),
    )


@cache
def _packs_from() -> int:
    config = json.loads(_CONFIG.read_text())
    return int(config["stages"]["package"]["minimum_compression_size"])


def message(status: int, text: str, **headers: str) -> Answer:
    """Write API Gateway's own answers, as a problem."""
    body = {"type": "about:blank", "title": text, "status": status}
    kind = ("Content-Type", "application/problem+json")
    return status, [kind, *headers.items()], json.dumps(body).encode()
