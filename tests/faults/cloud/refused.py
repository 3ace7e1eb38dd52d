"""How the light cloud says no: by code and sentence; the port makes the caller's own exception of it."""

from typing import Any


class Refused(Exception):  # noqa: N818  (a service's answer, not an error of ours)
    """A service refuses a request.

    Parameters
    ----------
    code, message
        As the service would answer.
    status
        The HTTP status.
    extra
        What else the answer holds, such as ``CancellationReasons``.
    """

    def __init__(self, code: str, message: str = "", *, status: int = 400, **extra: Any) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message, self.status, self.extra = code, message, status, extra
