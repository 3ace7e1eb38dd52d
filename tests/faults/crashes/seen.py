"""What a scenario reaches when nothing goes wrong: handlers, routes, commands, events, mails, and each line that calls AWS.

What is reached has a kind and a name, such as ``("command", "HoldOnboarding")``; `coverage` says what there is to reach.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from chalicelib.adapters.codec import EFFECTS, unnamed
from chalicelib.adapters.mail.tags import TAG, key_of
from chalicelib.application import handle as use_case
from chalicelib.domain.effects import CallProvisioning, SendMail
from chalicelib.domain.outbox import owner_of
from tests.faults.cloud.cloud import QUEUES
from tests.faults.cloud.modes import END, modes
from tests.faults.cloud.port import PORT, Call, Port
from tests.faults.invariants import records
from tests.faults.runtime import World
from tests.packaged import iam

Reached = tuple[str, str]
Line = tuple[str, int, str]  # module, line, operation


@dataclass(slots=True)
class Seen:
    """What was reached.

    Attributes
    ----------
    calls
        Every call that was made, in order.
    lines
        Every line of the product that stood on the way to a call, with the call's operation.
    asked
        Every request to AWS, as far as policies look at it.
    """

    calls: list[Call] = field(default_factory=list)
    lines: set[Line] = field(default_factory=set)
    reached: set[Reached] = field(default_factory=set)
    asked: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def watching(world: World) -> Iterator[Seen]:
    """Watch what happens on a world that begins to run, until it rests."""
    seen, frames = Seen(), list[tuple[int, str, int]]()
    began = len(world.cloud.table.stream)
    mails, requests = len(world.cloud.post.mails), len(world.cloud.downstream.requests)
    real, carry_out = use_case.handle, Port.request

    def handled(envelope: Any, ports: Any) -> Any:
        outcome = real(envelope, ports)
        if outcome.events:
            seen.reached.add(("command", type(envelope.command).__name__))
        return outcome

    def asked_for(port: Port, client: Any, operation: str, request: dict[str, Any]) -> Any:
        service = client.meta.service_model.service_name
        seen.asked += iam.calls(port.function, service, operation, request)
        return carry_out(port, client, operation, request)

    PORT.trace, PORT.turn = seen.calls, lambda: frames.extend(_frames(len(PORT.trace)))
    try:
        with mock.patch.object(use_case, "handle", handled), mock.patch.object(Port, "request", asked_for):
            yield seen
    finally:
        PORT.trace, PORT.turn = [], None
    seen.lines |= {
        (module, line, f"{seen.calls[number].service}:{seen.calls[number].operation}")
        for number, module, line in frames
    }
    seen.reached |= {("handler", call.function) for call in seen.calls if call.operation == END}
    seen.reached |= {("mode", mode.name) for call in seen.calls for mode in modes(call.operation)}
    seen.reached |= {("queue", QUEUES[call.function]) for call in seen.calls if call.function in QUEUES}
    seen.reached |= set(_routes(world)) | set(_told(world, mails, requests)) | set(_written(world, began))


def _frames(number: int) -> Iterator[tuple[int, str, int]]:
    """Yield the lines of the product that stand on the way to the call of this number."""
    frame = sys._getframe(1)
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith("chalicelib."):
            yield number, module, frame.f_lineno
        frame = frame.f_back  # type: ignore[assignment]


def _routes(world: World) -> Iterator[Reached]:
    """Yield the routes whose requests were carried out."""
    for answered in world.answered:
        if 200 <= answered.status < 400:
            asked = answered.act.request(world.now)
            yield "route", f"{asked['httpMethod']} {asked['requestContext']['resourcePath']}"


def _told(world: World, sent: int, asked: int) -> Iterator[Reached]:
    """Yield the effects that were performed: the kinds of mail that were sent, the resources that were asked for."""
    keys = {key_of(mail.tags[TAG]) for mail in world.cloud.post.mails[sent:]}
    keys |= {request.key or "" for request in world.cloud.downstream.requests[asked:]}
    for key in keys - {""}:
        item = next(one for one in world.cloud.table.of(owner_of(key)) if one["sk"]["S"] == f"X#{key}")
        effect = unnamed(EFFECTS, json.loads(item["data"]["S"]))
        yield "effect", type(effect).__name__
        if isinstance(effect, SendMail):
            yield "mail", effect.mail
        if isinstance(effect, CallProvisioning):
            yield "resource", effect.resource


def _written(world: World, began: int) -> Iterator[Reached]:
    """Yield what came to lie on desks, the events that the journal has gained, and the stages that they entered."""
    playbooks = {f"ONB#{record.id}": record.state.playbook.name for record in records(world)}
    for record in world.cloud.table.stream[began:]:
        pk, sk = record.keys["pk"]["S"], record.keys["sk"]["S"]
        if sk.startswith("N#"):
            yield "effect", "Notify"
        if sk.startswith("J#") and record.image:
            for entry in json.loads(record.image["data"]["S"]):
                yield "event", entry["type"]
                if entry["type"] == "DocumentRead":
                    yield "effect", "ReadDocument"
                if entry["type"] == "StageEntered":
                    yield "stage", f"{playbooks[pk]}: {entry['data']['stage']}"
