"""`make run`: starts the emulator, seeds it, starts app and pump, and keeps them going until Ctrl-C.

A process that ends is started again, as Lambda would; only the end of the emulator ends the run.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from infra.local.environment import Settings, SettingsError, inherited
from infra.local.supervisor import Child, StartError, write_processes

READY_SECONDS = 150.0


def check_free(port: int, *, name: str) -> None:
    """Say so, and how to go on, when a port is taken.

    Raises
    ------
    StartError
        It is taken.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise StartError(
                f"Port {port} is taken: stop what listens there, or run `make run {name}=…`."
            ) from error


def wait_for(url: str, child: Child) -> None:
    """Wait until a server answers.

    Raises
    ------
    StartError
        Its process ended instead, or it took minutes.
    """
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        if child.ended():
            raise StartError(f"The {child.name} ended while starting; its message stands above.")
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.02)
    raise StartError(f"The {child.name} does not answer at {url}.")


def start(settings: Settings) -> list[Child]:
    """Start the three processes; what app and pump read is seeded before they start, so that they keep nothing older."""
    run = settings.run_directory
    environment_file = run / "environment.json"
    emulator = Child.start("emulator", ["infra.local.emulator", str(run)], inherited())
    while not environment_file.exists():
        if emulator.ended():
            raise StartError("The emulator ended while starting; its message stands above.")
        time.sleep(0.01)
    environment = {**inherited(), **Child.read(environment_file), "PORT": str(settings.port)}
    children = [emulator]
    try:
        Child.once(["infra.local.seed"], environment)
        app = Child.start("app", ["infra.local.server"], environment)
        children += [app, Child.start("pump", ["infra.local.pump"], environment)]
        write_processes(run, children)
        wait_for(f"http://127.0.0.1:{settings.port}{_path(settings)}/healthz", app)
    except StartError:
        stop(children)
        raise
    return children


def _path(settings: Settings) -> str:
    from urllib.parse import urlsplit

    return urlsplit(settings.public_url).path


def stop(children: list[Child]) -> None:
    """Stop pump and app first, then the emulator, which keeps the state."""
    for child in reversed(children[1:]):
        child.stop(seconds=5)
    children[0].stop(seconds=30)


def main() -> None:
    """Run until Ctrl-C."""
    stopping = False

    def on_signal(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    with tempfile.TemporaryDirectory(prefix="golive-") as run:
        try:
            settings = Settings.read(Path(run))
            check_free(settings.port, name="PORT")
            check_free(settings.sandbox_port, name="SANDBOX_PORT")
            children = start(settings)
        except (SettingsError, StartError, subprocess.SubprocessError) as error:
            sys.exit(f"golive: {error}")
        print(f"golive ready: {settings.public_url} (sandbox {settings.sandbox_url})", flush=True)
        print(f"mailbox: {settings.sandbox_url}/   console: {settings.public_url}/console", flush=True)
        while not stopping and not children[0].ended():
            time.sleep(0.1)
            if any(child.revive() for child in children[1:]):
                write_processes(settings.run_directory, children)
        stop(children)
        if not stopping:
            sys.exit("golive: the emulator ended, so everything stops.")


if __name__ == "__main__":
    os.chdir(Path(__file__).parent.parent.parent)
    main()
