"""The sandbox's answers: JSON, problems, pages."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from werkzeug.wrappers import Request, Response


class ProblemError(Exception):
    """The request cannot be done; status and a sentence for who sent it."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail


def answer_json(value: Any, status: int = 200, kind: str = "application/json") -> Response:
    """Write JSON."""
    return Response(json.dumps(value, ensure_ascii=False), status=status, content_type=kind)


def problem(status: int, detail: str) -> Response:
    """Write an RFC 9457 problem."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return answer_json(body, status, "application/problem+json")


def page(text: str) -> Response:
    """Write a page that no mail's content can break out of."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'"
    return Response(
        text, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": policy}
    )


def body_of(request: Request) -> Any:
    """Read a JSON body.

    Raises
    ------
    ProblemError
        It is none.
    """
    try:
        return json.loads(request.get_data(as_text=True))
    except ValueError as error:
        raise ProblemError(400, f"The body is no JSON: {error}.") from error
