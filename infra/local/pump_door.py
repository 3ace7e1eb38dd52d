"""The pump's door in the sandbox: join, ask for the next invocation, tell how it ended.

Joining opens a connection that stays open as long as the pump lives; when it ends, the pump is gone.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

from werkzeug.wrappers import Request, Response

from infra.local.dispatcher import Dispatcher
from infra.local.sources import Outcome


class PumpDoor:
    """HTTP in front of the dispatcher."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher

    def join(self, request: Request) -> Response:
        """Take a pump in, for as long as its connection lasts."""
        asked = json.loads(request.get_data())
        pump = uuid.uuid4().hex
        self._dispatcher.schedule(asked["schedules"])
        self._dispatcher.join(pump, frozenset(asked["functions"]))
        connection = request.environ["golive.connection"]

        def lifeline() -> Iterator[bytes]:
            try:
                yield pump.encode() + b"\n"
                connection.recv(1)
            finally:
                self._dispatcher.leave(pump)

        return Response(lifeline(), headers={"Transfer-Encoding": "identity"}, content_type="text/plain")

    def next(self, request: Request, pump: str) -> Response:
        """Answer the next invocation, 204 when there is none for a while."""
        invocation = self._dispatcher.next(pump, seconds=20)
        if invocation is None:
            return Response(status=204)
        body: dict[str, Any] = {
            "id": invocation.id,
            "function": invocation.source.function,
            "event": invocation.event,
        }
        return Response(json.dumps(body), content_type="application/json")

    def done(self, request: Request, pump: str, invocation_id: str) -> Response:
        """Take in how an invocation ended."""
        told = json.loads(request.get_data())
        counted = self._dispatcher.done(
            pump, invocation_id, Outcome(result=told.get("result"), error=told.get("error"))
        )
        return Response(status=204 if counted else 410)
