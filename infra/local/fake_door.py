"""The faked systems' door in the sandbox."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Request, Response

from infra.local.answers import ProblemError, answer_json, body_of
from infra.local.fakes import Call, Fakes


class FakeDoor:
    """HTTP in front of the fakes."""

    def __init__(self, fakes: Fakes) -> None:
        self._fakes = fakes

    def requests(self, request: Request) -> list[dict[str, Any]]:
        """What they were asked."""
        return list(self._fakes.requests)

    def forget(self, request: Request) -> Response:
        """Forget what they were asked."""
        self._fakes.requests.clear()
        return Response(status=204)

    def fake(self, request: Request, system: str, path: str) -> Response:
        """Store a canned answer, or be the faked system."""
        call = Call(
            method=request.method,
            system=system,
            path=path,
            query=request.query_string.decode("latin-1"),
            headers=dict(request.headers.items()),
            body=request.get_data(as_text=True),
        )
        if request.method == "PUT":
            self._fakes.store(call, _checked(body_of(request)))
            return Response(status=204)
        status, body = self._fakes.answer(call)
        return answer_json(body, status)


def _checked(body: Any) -> Any:
    for name in ("$status", "$times"):
        if isinstance(body, dict) and name in body and not (type(body[name]) is int and body[name] > 0):
            raise ProblemError(422, f"{name} is a whole number above 0, not {body[name]!r}.")
    if isinstance(body, dict) and not 100 < body.get("$status", 200) < 600:
        raise ProblemError(422, "$status is an HTTP status, 200 to 599.")
    return body
