"""The systems beyond AWS: CRMs that are read, and what provisions; each knows a call by its idempotency key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request that came."""

    method: str
    path: str
    key: str | None
    body: bytes


@dataclass(slots=True, kw_only=True)
class Downstream:
    """What the CRMs hold, which paths refuse what is asked of them, and every request that came.

    A record's path matches whatever the query, unless one was stored with its query. `busy` is how many requests to make
    something are yet to be answered with "try again later".
    """

    records: dict[str, Any] = field(default_factory=dict)
    refuses: frozenset[str] = frozenset()
    requests: list[Request] = field(default_factory=list)
    busy: int = 0

    def copy(self) -> Downstream:
        """Return an independent copy."""
        return replace(self, records=dict(self.records), requests=list(self.requests))

    def answer(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        """Answer a request: a stored record, or a thing made under its key, which is the same for the same key."""
        parts = urlsplit(url)
        key = headers.get("Idempotency-Key")
        self.requests.append(Request(method=method, path=parts.path, key=key, body=body))
        if method == "GET":
            record = self.records.get(f"{parts.path}?{parts.query}", self.records.get(parts.path))
            return (404, b"{}") if record is None else (200, json.dumps(record).encode())
        if self.busy:
            self.busy -= 1
            return 503, b"{}"
        if parts.path in self.refuses:
            return 422, json.dumps({"detail": "There is no such tier."}).encode()
        return 201, json.dumps({"id": f"made-{key}"}).encode()
