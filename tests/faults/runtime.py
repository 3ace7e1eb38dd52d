"""Plays Lambda: gives the product's functions what AWS would give them, and gives it again as AWS would.

A `World` is a cloud with a clock, people outside who act on it, and where each trigger stands. It can be copied at any
moment between two invocations. `step` runs one invocation; `rest` runs all there is, moving the clock only when nothing
else can happen, until nothing is left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from infra import template
from tests.faults.cloud.cloud import Cloud
from tests.faults.cloud.modes import UNHEARD, Died
from tests.faults.cloud.port import PORT

FUNCTIONS = template.load(Path(__file__).parents[2] / "infra/functions.yaml")["Resources"]
BATCHES = {name: int(FUNCTIONS[name.title()]["Properties"]["Events"][f"{name.title()}SqsEventSource"]["Properties"]
                     .get("BatchSize", 10)) for name in ("ingest", "intake", "commands", "deliver", "feedback")}  # fmt: skip
TIMEOUTS = {"api": 28.0, "ingest": 60.0, "intake": 60.0, "relay": 30.0, "commands": 20.0, "deliver": 60.0,
            "sweep": 50.0, "feedback": 30.0, "verify": 300.0}  # fmt: skip
RELAY_BATCH, RELAY_TRIES = 100, 10
# Seconds until it is tried again; nobody waits longer than half an hour, so that resting within one is the product's part.
SENDER_PAUSES = (5.0, 60.0, 300.0, 900.0, *5 * (1800.0,))
PERSON_PAUSES = (20.0, *SENDER_PAUSES[1:])
MINUTE, EVENT_RETRIES = 60.0, 2
TAKES = 0.05  # seconds that an invocation takes: no two happen at the same instant
_SCHEDULED = {"source": "aws.events", "detail-type": "Scheduled Event", "time": "2026-11-23T09:00:00Z",
              "account": "123456789012", "region": "eu-central-1", "resources": [], "detail": {},
              "id": "1", "version": "0"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that somebody outside does by one HTTP request, and does again until it is answered.

    Attributes
    ----------
    request
        Writes the event of the request as it is sent at an instant: senders of webhooks sign anew each time.
    who
        Whose patience counts: a ``sender`` of webhooks or a ``person``.
    """

    request: Callable[[float], dict[str, Any]]
    at: float
    who: str = "person"
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What an act came to: the answer's status, 0 when it was given up, and its body."""

    act: Act
    status: int
    body: str = ""


@dataclass(slots=True, kw_only=True)
class World:
    """A cloud, its clock, and everybody outside.

    Attributes
    ----------
    now
        The product's and the wall's clock, in seconds since the epoch.
    read
        How many records of the table's stream are done with.
    swept
        When the sweep ran last.
    delivers
        Whether effects are delivered now, or left for later.
    schedules
        Functions whose schedule is to run now, beside the sweep; one that fails runs twice more, as EventBridge does.
    """

    cloud: Cloud
    now: float
    random: int = 0
    acts: list[Act] = field(default_factory=list)
    answered: list[Answered] = field(default_factory=list)
    read: int = 0
    relay_tries: int = 0
    relay_at: float = 0.0
    relay_dead: list[Any] = field(default_factory=list)
    swept: float = 0.0
    schedules: list[str] = field(default_factory=list)
    delivers: bool = True
    steps: int = 0

    def copy(self) -> World:
        """Return an independent copy."""
        return replace(
            self,
            cloud=self.cloud.copy(),
            acts=list(self.acts),
            answered=list(self.answered),
            relay_dead=list(self.relay_dead),
            schedules=list(self.schedules),
        )

    def do(self, request: dict[str, Any]) -> None:
        """Let a person send a request, now and until it is answered."""
        self.acts.append(Act(request=lambda _: request, at=self.now))

    def hear(self, webhook: Callable[[float], dict[str, Any]]) -> None:
        """Let a CRM send a webhook, signed anew each time, until it is answered."""
        self.acts.append(Act(request=webhook, at=self.now, who="sender"))


class Runtime:
    """Runs invocations on the world that the port holds. `app` is the product's module.

    Attributes
    ----------
    takes
        Seconds by which an invocation moves the clock.
    """

    takes = TAKES

    def __init__(self, app: Any) -> None:
        self._app = app
        self._steps: tuple[Callable[[World], bool], ...] = (
            self._act,
            self._schedule,
            self._relay,
            *(self._queue(name) for name in BATCHES),
        )

    # ---- until nothing is left

    def rest(
        self,
        world: World,
        *,
        most: int = 2000,
        mails: bool = True,
        before_step: Callable[[World], None] | None = None,
    ) -> None:
        """Run everything, moving the clock on where nothing else can happen; without `mails`, leave delivery for later.

        Raises
        ------
        RestlessError
            It does not come to rest.
        """
        world.delivers = mails
        for _ in range(most):
            if before_step is not None:
                before_step(world)
            if not self.step(world) and not self._move_on(world):
                return
        raise RestlessError(f"It does not come to rest within {most} invocations.")

    def step(self, world: World) -> bool:
        """Run the first invocation that can run now; False when none can."""
        PORT.world = world
        return any(source(world) for source in self._steps)

    def _move_on(self, world: World) -> bool:
        """Move the clock to the next instant at which something can happen; False when nothing ever will."""
        times = [act.at for act in world.acts]
        for name, queue in world.cloud.queues.items():
            at = queue.next_visible()
            if at is not None and (world.delivers or name != "deliver"):
                times.append(at)
        if world.read < len(world.cloud.table.stream):
            times.append(world.relay_at)
        sweep = self._sweep_at(world)
        if sweep is None and not times:
            return False
        if sweep is not None and sweep <= min(times, default=sweep):
            world.now = max(world.now, sweep)
            self.sweep(world)
        else:
            world.now = max(world.now, min(times))
        return True

    def _sweep_at(self, world: World) -> float | None:
        """Return the minute in which the sweep next finds something: at rest too long, or due by now."""
        waiting = resting(world)
        if due(world, world.now):
            waiting.append(world.now)
        if not waiting:
            return None
        at = max(min(waiting), world.now, world.swept + MINUTE)
        return -(-at // MINUTE) * MINUTE

    # ---- each trigger

    def sweep(self, world: World) -> None:
        """Run the sweep, as its schedule does; one that fails is made up for by the next."""
        PORT.world = world
        world.swept = world.now
        self._invoke("sweep", _SCHEDULED)

    def _schedule(self, world: World) -> bool:
        if not world.schedules:
            return False
        function = world.schedules.pop(0)
        for _ in range(1 + EVENT_RETRIES):
            if isinstance(self._invoke(function, _SCHEDULED), dict):
                break
        return True

    def _act(self, world: World) -> bool:
        act = min((act for act in world.acts if act.at <= world.now), key=lambda act: act.at, default=None)
        if act is None:
            return False
        world.acts.remove(act)
        answer = self._invoke("api", act.request(world.now))
        status = answer["statusCode"] if isinstance(answer, dict) else 0
        if 200 <= status < 500:
            world.answered.append(Answered(act=act, status=status, body=str(answer.get("body") or "")))
            return True
        pauses = SENDER_PAUSES if act.who == "sender" else PERSON_PAUSES
        if act.tries >= len(pauses):
            world.answered.append(Answered(act=act, status=0))
        else:
            world.acts.append(replace(act, at=world.now + pauses[act.tries], tries=act.tries + 1))
        return True

    def _relay(self, world: World) -> bool:
        stream = world.cloud.table.stream
        if world.now < world.relay_at:
            return False
        while world.read < len(stream) and not _relayed(stream[world.read]):
            world.read += 1
        rest = range(world.read, len(stream))
        batch = list(islice(((n, stream[n]) for n in rest if _relayed(stream[n])), RELAY_BATCH))
        if not batch:
            return False
        answer = self._invoke("relay", {"Records": [_record(one) for _, one in batch]})
        failed = _failed(answer, {one.number for _, one in batch})
        first = next((n for n, one in batch if one.number in failed), None)
        if first is None:
            world.read, world.relay_tries, world.relay_at = batch[-1][0] + 1, 0, 0.0
            return True
        if first > batch[0][0]:
            world.relay_tries = 0
        world.read, world.relay_tries = first, world.relay_tries + 1
        world.relay_at = world.now + min(60.0, 0.5 * 2**world.relay_tries)
        if world.relay_tries > RELAY_TRIES:
            world.relay_dead.append(stream[first])
            world.read, world.relay_tries, world.relay_at = first + 1, 0, 0.0
        return True

    def _queue(self, name: str) -> Callable[[World], bool]:
        size = BATCHES[name]

        def source(world: World) -> bool:
            if name == "deliver" and not world.delivers:
                return False
            queue = world.cloud.queues[name]
            taken = queue.take(size, now=world.now)
            if not taken:
                return False
            answer = self._invoke(name, {"Records": [_message(one) for one in taken]})
            failed = _failed(answer, {one.id for one in taken})
            for message in taken:
                if message.id not in failed:
                    queue.delete(message)
            return True

        return source

    def _invoke(self, function: str, event: Any) -> Any:
        """Run a function; None when its process ended or nobody heard what it answered, the error when it raised one."""
        PORT.function = function
        PORT.world.steps += 1
        PORT.world.now += self.takes
        try:
            answer = getattr(self._app, "app" if function == "api" else function)(event, _CONTEXT)
        except Died as died:
            if str(died) == "timed out":
                PORT.world.now += TIMEOUTS[function]
            return None
        except Exception as error:  # Lambda takes any
            return error
        finally:
            PORT.function = "outside"
        PORT.function = function
        try:
            return None if PORT.end() is UNHEARD else answer
        finally:
            PORT.function = "outside"


class RestlessError(AssertionError):
    """Something goes on for ever."""


class _Context:
    """What a function may ask of its invocation."""

    function_name = "golive"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:eu-central-1:123456789012:function:golive"
    aws_request_id = "1"
    log_group_name = log_stream_name = "golive"
    function_version = "$LATEST"

    def get_remaining_time_in_millis(self) -> int:
        return 20_000


_CONTEXT = _Context()


def resting(world: World) -> list[float]:
    """Return from when on the sweep sends each effect and inbox entry back that nobody has worked on."""
    from datetime import datetime

    found = []
    for item in world.cloud.table.index("rest"):
        effect = item["sk"]["S"].startswith("X#")
        if world.delivers or not effect:
            patience = 120.0 if effect else 600.001
            found.append(datetime.fromisoformat(item["rest_sk"]["S"]).timestamp() + patience)
    return found


def due(world: World, now: float) -> list[str]:
    """Return the onboardings that are due."""
    from datetime import datetime

    return [
        item["pk"]["S"]
        for item in world.cloud.table.index("due")
        if datetime.fromisoformat(item["due_sk"]["S"].partition("#")[0]).timestamp() <= now
    ]


def _relayed(record: Any) -> bool:
    """Say whether the filters of relay's mapping let a record through."""
    keys = record.keys
    return record.name == "INSERT" and (
        keys["sk"]["S"].startswith("X#") or keys["pk"]["S"].startswith("INBOX#")
    )


def _record(record: Any) -> dict[str, Any]:
    return {
        "eventID": record.number,
        "eventName": record.name,
        "eventSource": "aws:dynamodb",
        "eventSourceARN": "arn:aws:dynamodb:eu-central-1:123456789012:table/golive/stream/1",
        "awsRegion": "eu-central-1",
        "dynamodb": {
            "Keys": record.keys,
            "NewImage": record.keys,
            "SequenceNumber": record.number,
            "StreamViewType": "NEW_IMAGE",
        },
    }


def _message(message: Any) -> dict[str, Any]:
    attributes = {"ApproximateReceiveCount": str(message.receives)}
    if message.group is not None:
        attributes["MessageGroupId"] = message.group
    return {
        "messageId": message.id,
        "receiptHandle": message.id,
        "body": message.body,
        "attributes": attributes,
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:queue",
        "awsRegion": "eu-central-1",
    }


def _failed(answer: Any, ids: set[str]) -> set[str]:
    """Read a partial batch response as Lambda does: an empty or unknown identifier fails the whole batch."""
    if not isinstance(answer, dict):
        return ids
    named = {one.get("itemIdentifier") for one in answer.get("batchItemFailures") or ()}
    return named if named <= ids else ids
