"""The demo against a local cloud of its own, recorded: four onboardings from webhook to live."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from infra.local.harness import LocalCloud

ROOT = Path(__file__).parents[2]
ONBOARDINGS = 4


class JourneyError(Exception):
    """The demo did not come to its end; the message is what it said."""


@contextmanager
def recorded_cloud(record: Path) -> Iterator[LocalCloud]:
    """Start a furnished local cloud whose functions write down what they do."""
    record.write_text("")
    extra = {"GOLIVE_RECORD": str(record)}
    with LocalCloud(app_module="tests.bench.recorded_app", extra=extra) as cloud:
        subprocess.run(
            [sys.executable, "-m", "infra.local.seed"], cwd=ROOT, env=cloud.environment, check=True
        )
        cloud.start_app()
        cloud.start_pump()
        yield cloud


def play(cloud: LocalCloud) -> None:
    """Play the demo.

    Raises
    ------
    JourneyError
        It stopped.
    """
    env = os.environ | {"PORT": str(cloud.port), "SANDBOX_PORT": str(cloud.sandbox_port)}
    done = subprocess.run(
        [sys.executable, "-m", "infra.local.demo"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise JourneyError(done.stdout + done.stderr)


def read(record: Path) -> list[dict[str, Any]]:
    """Return what was written down."""
    return [json.loads(line) for line in record.read_text().splitlines()]
