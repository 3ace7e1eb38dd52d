"""Processes of the local cloud: started, watched, started again, stopped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

PAUSES = (0.0, 0.0, 0.2, 0.5, 1.0)
ROOT = Path(__file__).parents[2]


class StartError(Exception):
    """The local cloud cannot start; the message says what to do."""


@dataclass(slots=True, kw_only=True)
class Child:
    """One process, and how to start it again."""

    name: str
    modules: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    started: float = field(default_factory=time.monotonic)
    deaths: int = 0

    @classmethod
    def start(cls, name: str, modules: list[str], environment: dict[str, str]) -> Child:
        """Start `python -m` with module and arguments, in a group of its own so that Ctrl-C reaches only us."""
        return cls(name=name, modules=modules, environment=environment, process=_spawn(modules, environment))

    @staticmethod
    def once(modules: list[str], environment: dict[str, str]) -> None:
        """Run a module to its end.

        Raises
        ------
        StartError
            It failed; the message is what it wrote.
        """
        process = _spawn(modules, environment, stderr=subprocess.PIPE)
        wrote = process.communicate()[1].decode(errors="replace").strip()
        if process.returncode != 0:
            raise StartError(wrote or f"{modules[0]} failed ({process.returncode}).")
        if wrote:
            print(wrote, file=sys.stderr)

    @staticmethod
    def read(file: Path) -> dict[str, str]:
        """Read an environment."""
        return dict(json.loads(file.read_text()))

    def ended(self) -> bool:
        """Tell whether the process is gone."""
        return self.process.poll() is not None

    def revive(self) -> bool:
        """Start it again if it is gone; one that dies again and again waits longer each time."""
        if not self.ended():
            return False
        if time.monotonic() - self.started > 3:
            self.deaths = 0
        print(
            f"golive: the {self.name} ended ({self.process.returncode}) and is started again.",
            file=sys.stderr,
        )
        time.sleep(PAUSES[min(self.deaths, len(PAUSES) - 1)])
        self.deaths += 1
        self.process, self.started = _spawn(self.modules, self.environment), time.monotonic()
        return True

    def stop(self, *, seconds: float) -> None:
        """Ask it to end, and make it."""
        self.process.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _spawn(
    modules: list[str], environment: dict[str, str], *, stderr: int | None = None
) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", *modules]
    return subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True, stderr=stderr)


def write_processes(run_directory: Path, children: list[Child]) -> None:
    """Write down the process ids, for the sandbox to tell."""
    file = run_directory / "processes.json"
    fresh = file.with_suffix(".new")
    ids = {child.name: child.process.pid for child in children}
    fresh.write_text(json.dumps({**ids, "supervisor": os.getpid()}))
    fresh.replace(file)
