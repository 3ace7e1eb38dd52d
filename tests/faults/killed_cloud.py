"""The local cloud with app and pump killed under a running demo, and what must be true when it is over."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.adapters.mail.tags import key_of
from infra.local.demo import web
from infra.local.demo.sale import Sale
from infra.local.demo.sales import sales
from infra.local.demo.sandbox import Sandbox
from infra.local.demo.scene import Scene
from infra.local.demo.story import Story
from infra.local.demo.team import Team
from infra.local.harness import LocalCloud

PATIENCE = 60.0
SCHEDULES = {"sweep", "digest", "verify"}


@dataclass(frozen=True, kw_only=True)
class PatientSandbox(Sandbox):
    """A sandbox whose pump may be dead: it waits for the next one, and for work that a dead one left behind."""

    cloud: LocalCloud

    def settle(self) -> None:
        """Come to rest, letting product time pass where only time can settle a doubt."""
        for _ in range(12):
            waiting = self._patiently("POST", "/settle", None)["waiting"]
            if not self.unfinished() and not any(self._is_work(one) for one in waiting):
                return
            self._patiently("POST", "/clock", {"advance": "PT16M"})
        raise web.DemoError(f"It does not come to rest: {waiting} {self.unfinished()}")

    def advance(self, duration: str) -> datetime:
        """Move the product's clock, then come to rest."""
        self._patiently("POST", "/clock", {"advance": duration})
        self.settle()
        return self.now()

    def unfinished(self) -> list[str]:
        """Return what lies in the index of effects and inbox entries that are not done."""
        table = self.cloud.environment["TABLE_NAME"]
        found = []
        for shard in range(8):
            answer = self.cloud.client("dynamodb").query(
                TableName=table,
                IndexName="rest",
                KeyConditionExpression="rest_pk = :shard",
                ExpressionAttributeValues={":shard": {"S": f"REST#{shard}"}},
            )
            found += [item["sk"]["S"] for item in answer["Items"]]
        return found

    def _is_work(self, waiting: dict[str, Any]) -> bool:
        return waiting["what"] not in SCHEDULES and "due index" not in waiting["why"]

    def _patiently(self, method: str, path: str, body: Any) -> Any:
        end = time.monotonic() + PATIENCE
        while True:
            status, value = self.cloud.sandbox(method, path, body, ok=False)
            if status < 300:
                return value
            if time.monotonic() > end:
                raise web.DemoError(f"{path} answered {status}: {value}")
            time.sleep(0.1)


@dataclass
class KilledCloud:
    """A running cloud, the demo on it, and somebody who kills its processes."""

    cloud: LocalCloud
    seed: int
    played: list[str] = field(default_factory=list)
    failure: BaseException | None = None

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.sandbox = PatientSandbox(url=self.cloud.sandbox_url, cloud=self.cloud)
        self.team = Team(app=self.cloud.public_url, run=str(self.seed))

    def kill_while_playing(self, kills: int, *, sources: tuple[str, ...]) -> list[str]:
        """Play sales until so many processes were killed; return who was killed when."""
        over, killed, began = threading.Event(), [], time.monotonic()
        player = threading.Thread(target=self._play, args=(over, sources), daemon=True)
        player.start()
        while len(killed) < kills and player.is_alive():
            time.sleep(self.random.uniform(0.05, 3.0))
            names = self.random.choice((("app",), ("pump",), ("pump",), ("app", "pump")))
            for name in names:
                self.cloud.kill(name)
            for name in names:
                self._start(name)
            killed.append(f"{'+'.join(names)} after {time.monotonic() - began:.2f} s")
        over.set()
        player.join(timeout=240)
        if self.failure is not None:
            raise self.failure
        assert not player.is_alive(), f"the demo hangs; killed: {killed}"
        return killed

    def _start(self, name: str) -> None:
        if name == "app":
            self.cloud.start_app()
        else:
            self.cloud.start_pump()

    def _play(self, over: threading.Event, sources: tuple[str, ...]) -> None:
        try:
            for sale in self._sales(sources):
                scene = Scene(sale=sale, app=self.cloud.public_url, sandbox=self.sandbox, team=self.team)
                Story(scene, mistaken=True).play()
                self.played.append(scene.onboarding)
                if over.is_set() and len(self.played) >= len(sources):
                    return
        except BaseException as error:
            self.failure = error

    def _sales(self, sources: tuple[str, ...]) -> Iterator[Sale]:
        number = 10_000_000 + self.seed % 1_000_000 * 1000
        while True:
            number += 1
            for source in sources:
                yield next(s for s in sales(number, self.sandbox.now()) if s.source == source)

    # ---- what is left

    def mails(self) -> Counter[str]:
        """Return how often each effect's mail was accepted by the mail service."""
        tags = (_header(mail, "message-id").strip("<>").partition("@")[0] for mail in self._mailbox())
        return Counter(key_of(tag) for tag in tags)

    def _mailbox(self) -> list[Any]:
        return list(self.cloud.sandbox("GET", "/mail"))

    def effects(self, onboarding: str) -> list[dict[str, Any]]:
        """Return the effects of an onboarding as they lie in the table."""
        pages = (
            self.cloud.client("dynamodb")
            .get_paginator("query")
            .paginate(
                TableName=self.cloud.environment["TABLE_NAME"],
                KeyConditionExpression="pk = :pk AND begins_with(sk, :x)",
                ExpressionAttributeValues={":pk": {"S": f"ONB#{onboarding}"}, ":x": {"S": "X#"}},
            )
        )
        return [
            {k: next(iter(v.values())) for k, v in item.items()} for page in pages for item in page["Items"]
        ]

    def sent_again(self, onboarding: str) -> Counter[str]:
        """Return the mails that the journal says were sent again after doubt."""
        entries = [e for e in self.team.journal(onboarding) if e["type"] == "MailTroubled"]
        return Counter(e["data"]["effect"] for e in entries if e["data"]["trouble"] == "sent_again")

    def dead_letters(self) -> dict[str, int]:
        """Return how many messages each dead-letter queue holds, where there are any."""
        sqs, found = self.cloud.client("sqs"), {}
        for url in sqs.list_queues().get("QueueUrls", []):
            held = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
            if "DeadLetters" in url and int(held["ApproximateNumberOfMessages"]):
                found[url.rpartition("/")[2]] = int(held["ApproximateNumberOfMessages"])
        return found


def _header(thing: Any, name: str) -> str:
    headers = thing["headers"]
    pairs = headers.items() if isinstance(headers, dict) else headers
    return str(next(value for key, value in pairs if key.lower() == name))
