"""`make run`'s supervisor: ready in one line, keeps app and pump going, stops all, keeps the state."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import urllib3

from infra.local.harness import free_port

ROOT = Path(__file__).parents[3]


class Run:
    def __init__(self, *, folder: Path = ROOT, **environment: str) -> None:
        self.port, self.sandbox_port = free_port(), free_port()
        ports = {"PORT": str(self.port), "SANDBOX_PORT": str(self.sandbox_port)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "infra.local"],
            env={**os.environ, **ports, **environment},
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def line(self) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("golive ready"):
                return line.strip()
        return ""

    def get(self, path: str) -> Any:
        return json.loads(urllib3.request("GET", f"http://127.0.0.1:{self.sandbox_port}{path}").data)

    def stop(self, number: int = signal.SIGINT) -> tuple[int, str]:
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=60)
        return self.process.returncode, errors


@contextmanager
def running(*, folder: Path = ROOT, **environment: str) -> Iterator[Run]:
    run = Run(folder=folder, **environment)
    try:
        yield run
    finally:
        if run.process.poll() is None:
            run.stop(signal.SIGTERM)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


def healthy(run: Run) -> bool:
    try:
        return urllib3.request("GET", f"http://127.0.0.1:{run.port}/healthz", retries=False).status == 200
    except urllib3.exceptions.HTTPError:
        return False


def test_it_says_that_it_is_ready_and_ctrl_c_stops_everything() -> None:
    with running() as run:
        ready = f"golive ready: http://127.0.0.1:{run.port} (sandbox http://127.0.0.1:{run.sandbox_port})"
        assert run.line() == ready
        assert run.process.stdout is not None
        links = run.process.stdout.readline()
        assert f"http://127.0.0.1:{run.sandbox_port}/ " in links
        assert links.endswith(f"http://127.0.0.1:{run.port}/console\n")
        assert healthy(run)
        bare = urllib3.request("GET", f"http://127.0.0.1:{run.port}/", redirect=False)
        assert (bare.status, bare.headers["Location"]) == (303, f"http://127.0.0.1:{run.port}/console")
        processes = run.get("/processes")
        assert set(processes) == {"app", "pump", "emulator", "supervisor"}
        status, errors = run.stop()
        assert (status, errors) == (0, "")
        assert all(gone(pid) for pid in processes.values())


def test_nothing_stays_behind_when_it_is_killed() -> None:
    with running() as run:
        run.line()
        processes = run.get("/processes")
        run.stop(signal.SIGKILL)
        until(lambda: all(gone(pid) for pid in processes.values()))


def test_app_and_pump_are_started_again_when_they_are_killed() -> None:
    with running() as run:
        run.line()
        before = run.get("/processes")
        os.kill(before["app"], signal.SIGKILL)
        os.kill(before["pump"], signal.SIGKILL)
        until(lambda: run.get("/processes")["app"] != before["app"])
        until(lambda: run.get("/processes")["pump"] != before["pump"])
        until(lambda: healthy(run))
        settled = urllib3.request("POST", f"http://127.0.0.1:{run.sandbox_port}/settle").json()
        assert settled["idle"] is True


def test_a_taken_port_is_named_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with running(SANDBOX_PORT=str(taken.getsockname()[1])) as run:
            _, errors = run.process.communicate(timeout=60)
    assert run.process.returncode == 1
    assert "is taken: stop what listens there, or run `make run SANDBOX_PORT=…`." in errors


def test_a_port_that_is_none_is_named() -> None:
    with running(PORT="http") as run:
        _, errors = run.process.communicate(timeout=60)
    assert (run.process.returncode, errors) == (1, "golive: PORT is a port number up to 65535, not http.\n")


def test_two_ports_that_are_one_are_named() -> None:
    with running(PORT="8765", SANDBOX_PORT="8765") as run:
        _, errors = run.process.communicate(timeout=60)
    sentence = "golive: PORT and SANDBOX_PORT are both 8765: give each its own.\n"
    assert (run.process.returncode, errors) == (1, sentence)


def test_a_changed_playbook_of_the_same_version_ends_the_start_with_one_sentence(tmp_path: Path) -> None:
    state = str(tmp_path / "state")
    with running(GOLIVE_STATE=state) as run:
        run.line()
        run.stop()
    copy = tmp_path / "golive"
    for folder in ("chalicelib", "infra"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", copy)
    simple = copy / "chalicelib" / "playbooks" / "simple.yaml"
    simple.write_text(simple.read_text().replace("title: Simple\n", "title: Simpler\n"))
    with running(folder=copy, GOLIVE_STATE=state) as run:
        _, errors = run.process.communicate(timeout=60)
    assert run.process.returncode == 1
    assert errors == (
        "golive: Playbook 'simple' version 2 is already published with another content. "
        "Raise its version: published versions never change.\n"
    )


def test_the_state_is_kept_and_the_app_lives_under_a_prefix(tmp_path: Path) -> None:
    state = str(tmp_path / "state")
    with running(GOLIVE_STATE=state) as run:
        run.line()
        urllib3.request(
            "POST", f"http://127.0.0.1:{run.sandbox_port}/clock", json={"advance": "P2D"}, timeout=120
        )
        now = run.get("/clock")["now"]
        run.stop()
    port = free_port()
    with running(GOLIVE_STATE=state, PORT=str(port), PUBLIC_URL=f"http://127.0.0.1:{port}/base") as run:
        assert run.line().startswith(f"golive ready: http://127.0.0.1:{port}/base (sandbox ")
        assert run.get("/clock")["now"] > now
        assert urllib3.request("GET", f"http://127.0.0.1:{port}/base/healthz").status == 200
        assert urllib3.request("GET", f"http://127.0.0.1:{port}/healthz").status == 404
