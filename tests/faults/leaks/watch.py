"""Listens where nothing personal and nothing secret may be heard: logs, metrics, addresses, queues, tags, the table.

Logs are heard at DEBUG, those of libraries at INFO: botocore's DEBUG writes whole requests, and nothing of ours turns it on.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock
from urllib.parse import unquote

import chalicelib.entrypoints.webhooks
from chalicelib.entrypoints import functions
from tests.faults.cloud.port import PUBLIC_URL, Port
from tests.faults.cloud.table import Table
from tests.faults.outside import RUNTIME

Heard = tuple[str, str]  # where, what
COOKIE = "a cookie"
_ADDRESS = re.compile(r'(?:href|action|src)="([^"]*)"')
_OPENED = re.compile(r"/p/[^/]+")
_PRIVATE = ("P#", "INBOX", "PERSON#")  # where personal values, webhooks and the directory are kept


class _Ear(logging.Handler):
    def __init__(self, heard: list[Heard]) -> None:
        super().__init__(logging.DEBUG)
        self._heard = heard
        self.setFormatter(functions.logger.handlers[0].formatter)

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.append((f"a log record of {record.name}", self.format(record)))


@contextmanager
def listening() -> Iterator[list[Heard]]:
    """Listen to everything that happens; what was heard is in the list."""
    heard: list[Heard] = []
    ear, loggers = _Ear(heard), [logging.getLogger(), logging.getLogger(functions.logger.name)]
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(chalicelib.entrypoints.webhooks, "_count", _counted(heard)))
        stack.enter_context(mock.patch.object(Port, "request", _asked(heard)))
        stack.enter_context(mock.patch.object(Table, "store", _stored(heard)))
        stack.enter_context(mock.patch.object(RUNTIME, "_invoke", _answered(heard)))
        for logger in loggers:
            stack.enter_context(mock.patch.object(logger, "handlers", [ear]))
            stack.enter_context(mock.patch.object(logger, "propagate", False))
            stack.callback(logger.setLevel, logger.level)
            logger.setLevel(logging.DEBUG if logger.name == functions.logger.name else logging.INFO)
        stack.callback(logging.disable, logging.CRITICAL)
        logging.disable(logging.NOTSET)
        yield heard


def _counted(heard: list[Heard]) -> Any:
    return lambda *given: heard.append(("a metric", repr(given)))


def _asked(heard: list[Heard]) -> Any:
    real = Port.request

    def asked(port: Port, client: Any, operation: str, request: dict[str, Any]) -> Any:
        for entry in (request, *request.get("Entries", ())):
            if "MessageBody" in entry:
                queue = request["QueueUrl"].rpartition("/")[2]
                body = json.loads(entry["MessageBody"])
                body.pop("personal", None)  # where a command's personal values travel
                heard.append((f"a message to {queue}", json.dumps(body, ensure_ascii=False)))
        if "EmailTags" in request:
            heard.append(("the tags of a mail", repr(request["EmailTags"])))
        return real(port, client, operation, request)

    return asked


def _stored(heard: list[Heard]) -> Any:
    real = Table.store

    def stored(table: Table, *given: Any) -> None:
        new = given[-1]
        if new is not None and not new["sk"]["S"].startswith(_PRIVATE):
            heard.append((f"the item {new['pk']['S']} {new['sk']['S']}", json.dumps(new, ensure_ascii=False)))
        real(table, *given)

    return stored


def _answered(heard: list[Heard]) -> Any:
    real = RUNTIME._invoke

    def answered(function: str, event: Any) -> Any:
        answer = real(function, event)
        if isinstance(answer, Exception):
            heard.append((f"what Lambda logs of {function}", f"{type(answer).__name__}: {answer}"))
        elif function == "api" and isinstance(answer, dict):
            heard.extend(("an address of ours", one) for one in _addresses(answer, event["path"]))
            heard.extend((COOKIE, cookie) for cookie in _cookies(answer))
        return answer

    return answered


def _addresses(answer: dict[str, Any], asked: str) -> Iterator[str]:
    """Yield the addresses of ours that an answer holds, but those above or below its own: a page may lead to itself.

    What is reached by a link may lead to everything that is reached by this link.
    """
    opened = _OPENED.match(asked)
    asked = opened[0] if opened else asked
    found = _ADDRESS.findall(str(answer.get("body") or ""))
    found += _headers(answer, "location")
    for address in found:
        path = address.removeprefix(PUBLIC_URL)
        if path.startswith(("/", "?")) and not path.startswith(asked) and not asked.startswith(f"{path}/"):
            yield unquote(address)


def _cookies(answer: dict[str, Any]) -> Iterator[str]:
    for cookie in _headers(answer, "set-cookie"):
        value = cookie.partition("=")[2].partition(";")[0]
        if value:
            yield value


def _headers(answer: dict[str, Any], wanted: str) -> list[str]:
    return [str(value) for name, value in answer.get("headers", {}).items() if name.lower() == wanted]
