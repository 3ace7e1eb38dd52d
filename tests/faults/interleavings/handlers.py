"""What takes turns: one request of somebody, or one invocation of a function with messages of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tests.faults.cloud.port import PORT
from tests.faults.cloud.queues import Message
from tests.faults.interleavings.schedule import Handler
from tests.faults.outside import RUNTIME
from tests.faults.runtime import _SCHEDULED, BATCHES, World, _failed, _message


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler answered: an HTTP status (a function's: 200, or 500 where it failed), and the text."""

    status: int
    text: str = ""


def asks(request: dict[str, Any]) -> Handler:
    """Return the handler of an HTTP request."""

    def handler(world: World) -> Answer:
        answer = RUNTIME._invoke("api", request)
        if not isinstance(answer, dict):
            return Answer(500, repr(answer))
        return Answer(answer["statusCode"], str(answer.get("body") or ""))

    return handler


def works(name: str, *bodies: str) -> Handler:
    """Return an invocation of a queue's function with these messages; those that fail come again, as SQS does it."""

    def handler(world: World) -> Answer:
        records = [_message(_of(name, body, number)) for number, body in enumerate(bodies)]
        answer = RUNTIME._invoke(name, {"Records": records})
        failed = _failed(answer, {record["messageId"] for record in records})
        for record in records:
            if record["messageId"] in failed:
                group = record["attributes"].get("MessageGroupId")
                again = {"group": group, "deduplication": f"again {world.steps}"} if group else {}
                world.cloud.queues[name].send(record["body"], now=world.now, **again)
        return Answer(500 if failed else 200, repr(answer))

    return handler


def runs(function: str) -> Handler:
    """Return a run of a function by its schedule."""

    def handler(world: World) -> Answer:
        answer = RUNTIME._invoke(function, _SCHEDULED)
        return Answer(200 if isinstance(answer, dict) else 500, json.dumps(answer, default=repr))

    return handler


def brought(world: World, name: str) -> tuple[str, ...]:
    """Run everything but a queue's function until the queue holds something; take that out of it and return it."""
    PORT.world = world
    queue = world.cloud.queues[name]
    others = (RUNTIME._act, RUNTIME._relay, *(RUNTIME._queue(one) for one in BATCHES if one != name))
    while True:
        while any(source(world) for source in others):
            pass
        if queue.ready(world.now):
            break
        assert RUNTIME._move_on(world), f"Nothing ever comes to {name}."
    bodies = tuple(message.body for message in queue.messages.values())
    for message in queue.take(len(bodies), now=world.now):
        queue.delete(message)
    return bodies


def _of(name: str, body: str, number: int) -> Message:
    told = json.loads(body)
    group = (told.get("onboarding") or f"person:{told['person']}") if name == "commands" else None
    return Message(
        number=number, id=f"taken-{number}", body=body, sent_at=0.0, visible_at=0.0, group=group, receives=1
    )
