"""Lambda's Runtime API, as small as it can be: hands events to the real runtime client and takes its answers."""

import json
import os
import queue
import subprocess
import sys
import time
import uuid
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Self

BOOT_SECONDS = 60


class FunctionError(Exception):
    """The function raised, or could not start; the message is its own report."""


class _Handler(BaseHTTPRequestHandler):
    """``/2018-06-01/runtime/…``: next invocation, its response, its error, an error at start."""

    protocol_version = "HTTP/1.1"
    server: "RuntimeApi"

    def do_GET(self) -> None:
        event = self.server.events.get()
        self._answer(200, event, {"Lambda-Runtime-Aws-Request-Id": str(uuid.uuid4())})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.answers.put((self.path.rsplit("/", 1)[-1], body))
        self._answer(202, b"{}", {})

    def _answer(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        invocation = {  # the client does not survive the lack of one
            "Lambda-Runtime-Deadline-Ms": str(int((time.time() + 60) * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:123456789012:function:golive",
            "Lambda-Runtime-Trace-Id": "Root=1-5759e988-bd862e3fe1be46a994272793",
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
        }
        for name, value in {**invocation, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class RuntimeApi(ThreadingHTTPServer):
    """The server, with the events that wait and the answers that came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.events: queue.Queue[bytes] = queue.Queue()
        self.answers: queue.Queue[tuple[str, bytes]] = queue.Queue()
        Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a function that was stopped cuts its connection."""

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class Function:
    """One function of the package, run by awslambdaric in a process of its own, without this venv's packages."""

    def __init__(self, handler: str, *, task: Path, runtime: Path, env: Mapping[str, str]) -> None:
        self.api = RuntimeApi()
        self.log = task.with_name(f"{handler}-{uuid.uuid4().hex[:8]}.log")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                # -S: only the package and what Lambda brings are there to be imported
                [sys.executable, "-S", "-m", "awslambdaric", handler],
                cwd=task,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={
                    "PATH": os.environ["PATH"],
                    "PYTHONPATH": os.pathsep.join((str(task), str(runtime))),
                    "PYTHONDONTWRITEBYTECODE": "1",
                    "LAMBDA_TASK_ROOT": str(task),
                    "AWS_LAMBDA_RUNTIME_API": self.api.address,
                    "AWS_LAMBDA_FUNCTION_NAME": "golive",
                    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
                    **env,
                },
            )

    def invoke(self, event: Mapping[str, Any]) -> Any:
        """Return what the function answers to an event.

        Raises
        ------
        FunctionError
            It raised, died, or did not answer.
        """
        self.api.events.put(json.dumps(event).encode())
        deadline = time.monotonic() + BOOT_SECONDS
        while time.monotonic() < deadline:
            try:
                kind, body = self.api.answers.get(timeout=0.2)
            except queue.Empty:
                if self.process.poll() is None:
                    continue
                raise FunctionError(
                    f"it ended with {self.process.returncode}:\n{self.log.read_text()}"
                ) from None
            if kind != "response":
                raise FunctionError(f"{body.decode()}\n{self.log.read_text()}")
            return json.loads(body)
        raise FunctionError(f"no answer in {BOOT_SECONDS} seconds:\n{self.log.read_text()}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self.api.shutdown()
        self.api.server_close()
