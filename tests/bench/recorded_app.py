"""The app, writing down every invocation and every AWS call it makes: `GOLIVE_APP=tests.bench.recorded_app`."""

import json
import math
import os
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import botocore.client
from chalice.app import Chalice

import app as real
from tests.bench.units import item_bytes
from tests.packaged import iam

_function: ContextVar[str] = ContextVar("function", default="api")
_lock = threading.Lock()
_call_aws = botocore.client.BaseClient._make_api_call
_call_app = Chalice.__call__


def write(entry: dict[str, Any]) -> None:
    with _lock, Path(os.environ["GOLIVE_RECORD"]).open("a") as file:
        file.write(json.dumps(entry, default=str) + "\n")


def write_of(item: dict[str, Any], *, transacted: bool) -> dict[str, Any]:
    """Return what counting needs of a put; `data` and `body` only weigh."""
    image = {name: value for name, value in item.items() if name not in ("data", "body")}
    key = f"{item['pk']['S']} {item['sk']['S']}"
    return {"key": key, "image": image, "size": item_bytes(item), "transacted": transacted}


def writes(operation: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the writes of a call."""
    if operation == "TransactWriteItems":
        actions = [action for each in asked["TransactItems"] for action in each.items()]
        return [
            write_of(action["Item"], transacted=True) if kind == "Put" else _update_of(action)
            for kind, action in actions
        ]
    if operation == "PutItem":
        return [write_of(asked["Item"], transacted=False)]
    if operation == "UpdateItem":
        return [_update_of(asked)]
    return []


def _update_of(asked: dict[str, Any]) -> dict[str, Any]:
    key = f"{asked['Key']['pk']['S']} {asked['Key']['sk']['S']}"
    return {"key": key, "update": asked["UpdateExpression"]}


def read_units(operation: str, asked: dict[str, Any], answer: dict[str, Any]) -> float:
    """Return what a read costs: by four kilobytes, half where it may be a moment old."""
    if operation not in ("GetItem", "Query"):
        return 0
    found = answer.get("Items", [answer.get("Item", {})])
    units = max(1, math.ceil(item_bytes(found) / 4096))
    return units if asked.get("ConsistentRead") else units / 2


def recorded_call(client: Any, operation: str, asked: dict[str, Any]) -> Any:
    answer = _call_aws(client, operation, asked)
    service = client.meta.service_model.service_name
    table = service == "dynamodb"
    first, *others = iam.calls(_function.get(), service, operation, asked)
    for other in others:
        write({"kind": "part", **other})
    write(
        {
            "kind": "call",
            **first,
            "writes": writes(operation, asked) if table else [],
            "read_units": read_units(operation, asked, answer) if table else 0,
        }
    )
    return answer


def recorded(name: str, handler: Callable[..., Any]) -> Callable[..., Any]:
    def run(*arguments: Any) -> Any:
        token, started = _function.set(name), time.thread_time()
        try:
            return handler(*arguments)
        finally:
            _function.reset(token)
            spent = (time.thread_time() - started) * 1000
            write({"kind": "invocation", "function": name, "cpu_ms": spent})

    return run


botocore.client.BaseClient._make_api_call = recorded_call
Chalice.__call__ = recorded("api", _call_app)
app = real.app
for _name in real.app.handler_map:
    if hasattr(real, _name) and _name != "app":
        globals()[_name] = recorded(_name, getattr(real, _name))
