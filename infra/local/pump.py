"""The pump's process: runs the app's functions with the events that the emulator hands out.

It stands for Lambda's execution environments: `python -m infra.local.pump`, with the environment of the functions. It
may be killed at any moment; what it was at goes back to where it came from.
"""

from __future__ import annotations

import http.client
import importlib
import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from infra.local.lambda_context import LambdaContext

Handler = Callable[[dict[str, Any], LambdaContext], Any]


def timeouts() -> dict[str, float]:
    """Answer each function's timeout in seconds, as .chalice/config.json deploys it."""
    config = json.loads((Path(__file__).parents[2] / ".chalice" / "config.json").read_text())
    functions = [stage.get("lambda_functions", {}) for stage in config["stages"].values()]
    return {
        name: float(one["lambda_timeout"])
        for stage in functions
        for name, one in stage.items()
        if "lambda_timeout" in one
    }


def handlers(module: Any) -> dict[str, Handler]:
    """Answer every function of the app but the HTTP one, by its name: the names that Lambda would call."""
    app = module.app
    return {
        name: getattr(module, name) for name in app.handler_map if name != "app" and hasattr(module, name)
    }


def schedules(module: Any) -> dict[str, str]:
    """Answer the schedules that the app declares, by function."""
    found = {}
    for source in module.app.event_sources:
        expression = getattr(source, "schedule_expression", None)
        if expression is not None:
            found[source.name] = expression if isinstance(expression, str) else expression.to_string()
    return found


class Pump:
    """Asks for invocations and runs them, one at a time."""

    def __init__(self, sandbox_url: str, module: Any) -> None:
        address = urlsplit(sandbox_url)
        self._host, self._port = str(address.hostname), int(address.port or 80)
        self._handlers = handlers(module)
        self._schedules = schedules(module)
        self._connection = http.client.HTTPConnection(self._host, self._port)
        self._timeouts = timeouts()
        self._busy_since: tuple[str, float] | None = None

    def run(self) -> None:
        """Work until the emulator goes away."""
        pump = self._join()
        threading.Thread(target=self._watch, daemon=True).start()
        while True:
            body = self._post(f"/_pump/{pump}/next", None)
            if body is not None:
                told = self._invoke(body)
                self._post(f"/_pump/{pump}/done/{body['id']}", told)

    def _join(self) -> str:
        lifeline = http.client.HTTPConnection(self._host, self._port)
        asked = {"functions": sorted(self._handlers), "schedules": self._schedules, "pid": os.getpid()}
        lifeline.request("POST", "/_pump/join", json.dumps(asked))
        answer = lifeline.getresponse()
        pump = answer.readline().decode().strip()
        self._lifeline = answer  # open as long as this process lives
        return pump

    def _post(self, path: str, value: Any) -> Any:
        self._connection.request("POST", path, json.dumps(value))
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status == 410:
            return None
        if answer.status not in (200, 204):
            raise ConnectionError(f"{path} answered {answer.status}: {body.decode(errors='replace')}")
        return json.loads(body) if body else None

    def _invoke(self, asked: dict[str, Any]) -> dict[str, Any]:
        name = asked["function"]
        seconds = self._timeouts.get(name, 60.0)
        context = LambdaContext(function=name, request_id=asked["id"], seconds=seconds)
        self._busy_since = (name, time.monotonic())
        try:
            result = self._handlers[name](asked["event"], context)
            return {"result": json.loads(json.dumps(result))}
        except Exception as error:
            traceback.print_exc()
            return {"error": f"{type(error).__name__}: {error}"}
        finally:
            self._busy_since = None

    def _watch(self) -> None:
        """End the process, as Lambda does, when a function runs longer than its timeout."""
        while True:
            time.sleep(1)
            busy = self._busy_since
            limit = self._timeouts.get(busy[0], 60.0) if busy is not None else 0.0
            if busy is not None and time.monotonic() - busy[1] > limit:
                print(f"{busy[0]}: timed out after {limit:.0f} seconds", file=sys.stderr, flush=True)
                os._exit(1)


def main() -> None:
    """Run the pump of the module named by `GOLIVE_APP` (default: app)."""
    module = importlib.import_module(os.environ.get("GOLIVE_APP", "app"))
    try:
        Pump(os.environ["SANDBOX_URL"], module).run()
    except (ConnectionError, http.client.HTTPException):
        sys.exit("golive: the emulator is gone, so the pump stops.")
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
