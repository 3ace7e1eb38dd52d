"""An emulator for the strict features, and one with a pump and a small app for what is delivered."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from infra.local.harness import LocalCloud

SMALL_APP = "tests.integration.local.small_app"


@pytest.fixture(scope="session")
def aws() -> Iterator[LocalCloud]:
    """The emulator alone: nothing takes messages away."""
    with LocalCloud(app_module=SMALL_APP) as cloud:
        yield cloud


@dataclass
class Pumped:
    """An emulator whose functions are the small app's, and what they wrote down."""

    cloud: LocalCloud
    notes: Path

    def noted(self, function: str) -> list[dict[str, Any]]:
        lines = self.notes.read_text().splitlines() if self.notes.exists() else []
        return [one for one in map(json.loads, lines) if one["function"] == function]

    def forget(self) -> None:
        self.notes.unlink(missing_ok=True)

    def send(self, queue: str, body: Any, **more: Any) -> None:
        url = self.cloud.environment[f"{queue.upper()}_QUEUE_URL"]
        self.cloud.client("sqs").send_message(QueueUrl=url, MessageBody=json.dumps(body), **more)

    def command(self, body: Any, *, group: str, name: str) -> None:
        self.send("commands", body, MessageGroupId=group, MessageDeduplicationId=name)

    def count(self, queue_name: str) -> int:
        sqs = self.cloud.client("sqs")
        url = sqs.get_queue_url(QueueName=queue_name)["QueueUrl"]
        held = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return int(held["ApproximateNumberOfMessages"])


@pytest.fixture
def pumped(tmp_path: Path) -> Iterator[Pumped]:
    """Emulator and pump, fresh."""
    notes = tmp_path / "notes"
    with LocalCloud(app_module=SMALL_APP, extra={"SMALL_APP_NOTES": str(notes)}) as cloud:
        cloud.start_pump()
        cloud.settle()
        notes.unlink(missing_ok=True)
        yield Pumped(cloud, notes)
