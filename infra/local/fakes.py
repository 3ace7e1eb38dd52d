"""The systems that the product reads and calls, faked: canned answers, failures on order, and a record of it all."""

from __future__ import annotations

import json
import threading
import uuid
from dataclasses import dataclass, field
from typing import Any

from infra.local.product_clock import ProductClock, rfc3339


@dataclass(slots=True, kw_only=True)
class Failure:
    """An answer that stands before the canned one, for some times or for ever."""

    status: int
    body: Any
    times: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request that a fake system received."""

    method: str
    system: str
    path: str
    query: str
    headers: dict[str, str]
    body: str

    @property
    def place(self) -> str:
        """System and path, without the query."""
        return f"{self.system}/{self.path}"


@dataclass(slots=True, kw_only=True)
class Fakes:
    """All fake systems."""

    clock: ProductClock
    canned: dict[str, Any] = field(default_factory=dict)
    failing: dict[str, Failure] = field(default_factory=dict)
    requests: list[dict[str, Any]] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def store(self, call: Call, body: Any) -> None:
        """Store what a path answers from now on; `$status` makes it fail, `$times` so often, then as before."""
        place = f"{call.place}?{call.query}" if call.query else call.place
        with self._lock:
            if isinstance(body, dict) and "$status" in body:
                shown = {name: value for name, value in body.items() if not name.startswith("$")}
                times = body.get("$times")
                self.failing[place] = Failure(
                    status=int(body["$status"]), body=shown, times=None if times is None else int(times)
                )
            else:
                self.failing.pop(place, None)
                self.canned[place] = body

    def answer(self, call: Call) -> tuple[int, Any]:
        """Answer a request of the product, and record it."""
        with self._lock:
            self.requests.append(self._recorded(call))
            failed = self._failure(call)
            if failed is not None:
                return failed
            if call.method in ("GET", "HEAD"):
                return self._read(call)
            return 201, {"id": self._id(call)}

    def _recorded(self, call: Call) -> dict[str, Any]:
        query = f"?{call.query}" if call.query else ""
        return {
            "method": call.method,
            "system": call.system,
            "path": f"/fake/{call.place}{query}",
            "headers": call.headers,
            "body": _readable(call.body),
            "at": rfc3339(self.clock.now()),
        }

    def _failure(self, call: Call) -> tuple[int, Any] | None:
        for place in (f"{call.place}?{call.query}", call.place):
            failure = self.failing.get(place)
            if failure is None:
                continue
            if failure.times is not None:
                failure.times -= 1
                if failure.times <= 0:
                    del self.failing[place]
            return failure.status, failure.body
        return None

    def _read(self, call: Call) -> tuple[int, Any]:
        for place in (f"{call.place}?{call.query}", call.place):
            if place in self.canned:
                return 200, self.canned[place]
        return 404, {"message": f"Nothing is stored at /fake/{call.place}: PUT it there first."}

    def _id(self, call: Call) -> str:
        fresh = f"{call.system}-{uuid.uuid4().hex[:12]}"
        key = next((value for name, value in call.headers.items() if name.lower() == "idempotency-key"), None)
        return fresh if key is None else self.ids.setdefault(f"{call.method} {call.place} {key}", fresh)


def _readable(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body
