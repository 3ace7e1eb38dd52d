"""The local cloud for tests and faults: its processes one by one, on free ports, each to be started and killed."""

from __future__ import annotations

import json
import os
import random
import socket
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import boto3
import urllib3
from botocore.config import Config

from infra.local.environment import ACCESS_KEY, REGION, SECRET_KEY, inherited
from infra.local.supervisor import Child, StartError

# Below the ports that Linux, macOS and Windows lend to outgoing connections: none of those can take one of these
# between the moment it is found and the moment a server listens there.
_PORTS = range(20_000, 32_000)
_given: set[int] = set()


def free_port() -> int:
    """Find a port that is free now, another one each time."""
    for port in random.SystemRandom().sample(_PORTS, len(_PORTS)):
        with socket.socket() as probe, suppress(OSError):
            if port not in _given:
                probe.bind(("127.0.0.1", port))
                _given.add(port)
                return port
    raise StartError("There is no free port from 20000 to 31999.")


@dataclass
class LocalCloud:
    """An emulator, and what else a test starts; everything ends with the `with` block.

    Parameters
    ----------
    app_module
        The Chalice app that app and pump run.
    path
        Path of PUBLIC_URL.
    state
        File that keeps the state, as `GOLIVE_STATE` does.
    """

    app_module: str = "app"
    path: str = ""
    state: Path | None = None
    extra: dict[str, str] = field(default_factory=dict)
    children: dict[str, Child] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self._directory = tempfile.TemporaryDirectory(prefix="golive-test-")
        self.run_directory = Path(self._directory.name)
        self.port, self.sandbox_port = free_port(), free_port()
        self.public_url = f"http://127.0.0.1:{self.port}{self.path}"
        self.sandbox_url = f"http://127.0.0.1:{self.sandbox_port}"
        self._http = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=5, read=330))
        try:
            self.start_emulator()
        except StartError:
            self._directory.cleanup()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in sorted(self.children, key=lambda name: name == "emulator"):  # it goes last
            self.stop(name)
        self._directory.cleanup()

    def start_emulator(self) -> None:
        """Start the emulator and wait until it stands."""
        ready = self.run_directory / "environment.json"
        ready.unlink(missing_ok=True)
        asked = {
            "PORT": str(self.port),
            "SANDBOX_PORT": str(self.sandbox_port),
            "PUBLIC_URL": self.public_url,
        }
        if self.state is not None:
            asked["GOLIVE_STATE"] = str(self.state)
        emulator = Child.start(
            "emulator", ["infra.local.emulator", str(self.run_directory)], {**inherited(), **asked}
        )
        self.children["emulator"] = emulator
        while not ready.exists():
            if emulator.ended():
                raise StartError("The emulator ended while starting.")
            time.sleep(0.01)
        self.__dict__.pop("environment", None)
        self._clients: dict[str, Any] = {}

    @cached_property
    def environment(self) -> dict[str, str]:
        """The environment of app and pump."""
        return {
            **inherited(),
            **Child.read(self.run_directory / "environment.json"),
            "PORT": str(self.port),
            "GOLIVE_APP": self.app_module,
            **self.extra,
        }

    def start_pump(self, name: str = "pump") -> None:
        """Start a pump; each further one, under a name of its own, lets one more function run at once."""
        self.children[name] = Child.start(name, ["infra.local.pump"], self.environment)

    def start_app(self) -> None:
        """Start the app and wait until it answers."""
        app = Child.start("app", ["infra.local.server"], self.environment)
        self.children["app"] = app
        while not app.ended():
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise StartError("The app ended while starting.")

    def stop(self, name: str) -> None:
        """Stop a process, if it runs."""
        child = self.children.pop(name, None)
        if child is not None:
            child.stop(seconds=20)

    def kill(self, name: str) -> None:
        """Kill a process where it stands."""
        child = self.children.pop(name)
        os.kill(child.process.pid, 9)
        child.process.wait()

    def client(self, name: str) -> Any:
        """Answer a boto3 client for the emulator."""
        if name not in self._clients:
            session: Any = boto3.Session(ACCESS_KEY, SECRET_KEY, region_name=REGION)
            config = Config(
                retries={"total_max_attempts": 1}, signature_version="s3v4" if name == "s3" else None
            )
            self._clients[name] = session.client(
                name, endpoint_url=self.environment["AWS_ENDPOINT_URL"], config=config
            )
        return self._clients[name]

    def sandbox(self, method: str, path: str, body: Any = None, *, ok: bool = True) -> Any:
        """Call the sandbox and answer its JSON; `ok=False` answers (status, JSON) whatever the status."""
        answer = self._http.request(
            method, self.sandbox_url + path, body=None if body is None else json.dumps(body).encode()
        )
        value = json.loads(answer.data) if answer.data else None
        if not ok:
            return answer.status, value
        assert answer.status < 300, value
        return value

    def settle(self) -> list[dict[str, Any]]:
        """Run what can run; answer what waits."""
        return list(self.sandbox("POST", "/settle")["waiting"])

    def advance(self, duration: str) -> list[dict[str, Any]]:
        """Move product time; answer what waits then."""
        return list(self.sandbox("POST", "/clock", {"advance": duration})["waiting"])
