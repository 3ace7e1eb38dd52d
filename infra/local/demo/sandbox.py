"""The sandbox beside the app: its mailbox, its clock, its fakes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from infra.local.demo.web import DemoError, send, send_json

_Found = TypeVar("_Found")
_TRIES = 12


@dataclass(frozen=True, kw_only=True)
class Sandbox:
    """The sandbox's HTTP interface."""

    url: str

    def now(self) -> datetime:
        """Return the product's present instant."""
        clock = send("GET", f"{self.url}/clock").expect(200, doing="Reading the clock").json()
        return datetime.fromisoformat(clock["now"])

    def fake(self, system: str, path: str, value: Any) -> None:
        """Let a faked system answer `value` under a path."""
        send_json("PUT", f"{self.url}/fake/{system}/{path}", value).expect(
            200, 201, 204, doing=f"Preparing the fake {system}"
        )

    def settle(self) -> None:
        """Wait until everything that can run has run."""
        answer = send("POST", f"{self.url}/settle").expect(200, doing="Settling").json()
        if not answer["idle"]:
            raise DemoError("The sandbox did not come to rest.")

    def until(self, look: Callable[[], _Found], otherwise: str) -> _Found:
        """Settle and return what `look` finds.

        Where a process was killed in the middle of something, it is taken up again after some minutes (of a
        queue, or of a mail's doubt), so the clock moves on while nothing is found.

        Raises
        ------
        DemoError
            Nothing is found: `otherwise`.
        """
        for _ in range(_TRIES):
            self.settle()
            if found := look():
                return found
            self.advance("PT2M")
        raise DemoError(otherwise)

    def advance(self, duration: str) -> datetime:
        """Move the product's clock, and everything that becomes due with it."""
        page = send_json("POST", f"{self.url}/clock", {"advance": duration})
        return datetime.fromisoformat(
            page.expect(200, doing=f"Advancing the clock by {duration}").json()["now"]
        )

    def mails(self, to: str, *, seen: int = 0) -> list[Any]:
        """Return the mails to somebody, oldest first, without the first `seen`."""
        mails = send("GET", f"{self.url}/mail").expect(200, doing="Reading the mailbox").json()
        return [mail for mail in mails if to in str(mail["to"])][seen:]

    def requests(self, system: str) -> list[Any]:
        """Return what a faked system was asked to do."""
        found = send("GET", f"{self.url}/fake/requests").expect(200, doing="Reading the requests").json()
        return [request for request in found if system in str(request["path"]) and request["method"] != "GET"]
