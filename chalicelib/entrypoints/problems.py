"""Errors as RFC 9457 problems. Imports are light: this module loads with the app."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from chalice.app import Request, Response

CONTENT_TYPE = "application/problem+json"
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

_SENTENCES = {
    405: "This address does not take this method. The Allow header names those it takes.",
    415: "Send the body as JSON, with Content-Type: application/json.",
    500: "Something went wrong here. Nothing was changed by half; try again in a minute.",
}


class ProblemError(Exception):
    """A refusal at the door of the API.

    Parameters
    ----------
    status
        The HTTP status.
    code
        Names the refusal for programs.
    detail
        A sentence that says what to do.
    """

    def __init__(self, status: int, code: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.more = status, code, detail, more


def problem(
    status: int, code: str, detail: str, *, headers: dict[str, str] | None = None, **more: Any
) -> Response:
    """Return a problem as a response; `more` are members of its own, such as `errors`."""
    body = {
        "type": f"urn:golive:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    return Response(
        body=body, status_code=status, headers={**HEADERS, **(headers or {}), "Content-Type": CONTENT_TYPE}
    )


def explains(view: Callable[..., Response]) -> Callable[..., Response]:
    """Let a view raise refusals: each becomes a problem with its status and its sentence."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Response:
        try:
            return view(*args, **kwargs)
        except ProblemError as error:
            asked = {"WWW-Authenticate": "Bearer"} if error.status == 401 else None
            return problem(error.status, error.code, error.detail, headers=asked, **error.more)
        except Exception as error:
            from chalicelib.domain.errors import DomainError, UnavailableError

            if isinstance(error, DomainError):
                return problem(error.status, error.code, str(error))
            if isinstance(error, UnavailableError):
                return problem(503, "unavailable", str(error), headers={"Retry-After": "30"})
            raise

    return answered


def explain_the_rest(request: Request, get_response: Callable[[Request], Response]) -> Response:
    """Turn what Chalice answers by itself under /api (405, 415, 500) into problems; a middleware."""
    response = get_response(request)
    if not request.path.startswith("/api/") or response.status_code < 400:
        return response
    if response.headers.get("Content-Type") == CONTENT_TYPE:
        return response
    code = HTTPStatus(response.status_code).name.lower().replace("_", "-")
    allow = {"Allow": str(response.headers["Allow"])} if "Allow" in response.headers else {}
    detail = _SENTENCES.get(response.status_code, HTTPStatus(response.status_code).description)
    return problem(response.status_code, code, detail, headers=allow)
