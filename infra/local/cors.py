"""Answers browsers by the bucket's CORS rules: the first rule that matches, or nothing."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

from infra.local.http_server import Environ


def headers_for(bucket: Any, environ: Environ) -> dict[str, str]:
    """Answer the CORS headers for a request; none when no rule of the bucket allows it."""
    origin = environ.get("HTTP_ORIGIN")
    if bucket is None or origin is None:
        return {}
    preflight = environ["REQUEST_METHOD"] == "OPTIONS"
    method = environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD" if preflight else "REQUEST_METHOD", "")
    asked = [
        name.strip().lower() for name in environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "").split(",")
    ]
    for rule in bucket.cors:
        pattern = next((one for one in rule.allowed_origins if fnmatchcase(origin, one)), None)
        if pattern is None or method not in rule.allowed_methods:
            continue
        known = [name.lower() for name in rule.allowed_headers or ()]
        if not all(not name or any(fnmatchcase(name, one) for one in known) for name in asked):
            continue
        return _headers(rule, pattern=pattern, origin=origin, asked=", ".join(filter(None, asked)))
    return {}


def _headers(rule: Any, *, pattern: str, origin: str, asked: str) -> dict[str, str]:
    headers = {
        "Access-Control-Allow-Origin": "*" if pattern == "*" else origin,
        "Access-Control-Allow-Methods": ", ".join(rule.allowed_methods),
        "Vary": "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
    }
    if asked:
        headers["Access-Control-Allow-Headers"] = asked
    if rule.exposed_headers:
        headers["Access-Control-Expose-Headers"] = ", ".join(rule.exposed_headers)
    if rule.max_age_seconds is not None:
        headers["Access-Control-Max-Age"] = str(rule.max_age_seconds)
    return headers
