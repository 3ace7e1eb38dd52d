"""The port of botocore: every request of the product's clients goes through here, is counted and named, and may go wrong.

`installed()` puts the light cloud in place of AWS for this process: clients are real, but what they would send over
the network goes to `Port.request`. Time stands still unless a world moves it.
"""

from __future__ import annotations

import logging
import os
import secrets as stdlib_secrets
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from types import SimpleNamespace
from typing import Any, Protocol, Self
from unittest import mock

import boto3
import botocore.client
import botocore.exceptions
import urllib3

from tests.faults.cloud.cloud import BUCKET, SECRET, TABLE, Cloud
from tests.faults.cloud.modes import END, Died, Mode
from tests.faults.cloud.refused import Refused
from tests.faults.cloud.remembered import remember

PUBLIC_URL = "https://onboarding.vendor.example"
_QUEUES = "https://sqs.eu-central-1.amazonaws.com/123456789012/"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "PUBLIC_URL": PUBLIC_URL,
    "TABLE_NAME": TABLE,
    "BUCKET_NAME": BUCKET,
    "SECRET_NAME": SECRET,
    "SECRETS_KEY": "secrets-key",
    "INGEST_QUEUE_URL": f"{_QUEUES}ingest",
    "COMMANDS_QUEUE_URL": f"{_QUEUES}commands.fifo",
    "DELIVER_QUEUE_URL": f"{_QUEUES}deliver",
    "MAIL_FROM": "Golive <onboarding@vendor.example>",
    "MAIL_CONFIGURATION_SET": "golive",
    "HUBSPOT_API": "https://hubspot.example",
    "HUBSPOT_PORTAL": "62515",
    "SALESFORCE_API": "https://salesforce.example",
    "SALESFORCE_ORGANIZATION": "00D000000000001EAA",
    "PIPEDRIVE_API": "https://pipedrive.example",
    "PIPEDRIVE_COMPANY": "1001",
    "PROVISIONING_API": "https://provisioning.example",
    "MALWARE_SCANNING": "on",
    "TEXTRACT": "on",
    "POWERTOOLS_METRICS_DISABLED": "true",
}
_THROTTLES = {
    "dynamodb": ("ProvisionedThroughputExceededException", 400),
    "sqs": ("ThrottlingException", 400),
    "sesv2": ("TooManyRequestsException", 429),
    "s3": ("SlowDown", 503),
    "secretsmanager": ("ThrottlingException", 400),
    "textract": ("ProvisionedThroughputExceededException", 400),
    "kms": ("ThrottlingException", 400),
}


class World(Protocol):
    """What the port needs of a world: its cloud, its clock in seconds, its chance."""

    cloud: Cloud
    now: float
    random: int


@dataclass(frozen=True, slots=True)
class Call:
    """One call: which function made it, what it asked, and where in the product it stands."""

    function: str
    service: str
    operation: str
    place: str

    @property
    def site(self) -> tuple[str, str, str]:
        """Return what coverage counts: function, operation and place."""
        return self.function, f"{self.service}:{self.operation}", self.place


class Faults(Protocol):
    """A plan: which calls go wrong, and how. It is asked about each call once, after the call stands in the trace."""

    def get(self, number: int, /) -> Mode | None:
        """Return how the call of this number goes wrong, if it does."""
        ...


@dataclass(slots=True)
class Port:
    """What lies between the product and the cloud. `faults` says by number which calls go wrong, and how."""

    world: Any = None
    function: str = "outside"
    trace: list[Call] = field(default_factory=list)
    faults: Faults = field(default_factory=dict)
    lasting: dict[tuple[str, str, str], tuple[Mode, float]] = field(default_factory=dict)
    troubled: float = 0.0  # when a call went wrong last
    warm: bool = (
        False  # what a process keeps never grows old: each invocation finds it as the one before left it
    )
    turn: Callable[[], None] | None = None  # called before every call: where another handler may go first

    def request(self, client: Any, operation: str, request: dict[str, Any]) -> Any:
        """Carry out a request of a botocore client, as far as the plan lets it come."""
        service = client.meta.service_model.service_name
        mode = self._next(service, operation)
        if mode is not None and not mode.done:
            raise self._seen(mode, client, operation)
        answer = self._answer(client, service, operation, request, mode)
        if mode is not None and mode.answer != "paged":
            raise self._seen(mode, client, operation)
        if operation == "GetObject":
            answer["Body"] = _Body(answer["Body"], self, client)
        return answer

    def over_http(self, method: str, url: str, headers: Any, body: bytes) -> Any:
        """Carry out a request to a system beyond AWS."""
        mode = self._next("http", method)
        if mode is None or mode.done:
            answer = self.world.cloud.downstream.answer(method, url, headers, body)
        if mode is None:
            return _Response(*answer)
        if mode.ends:
            raise self._seen(mode, None, method)
        if mode.answer == "throttled":
            return _Response(503, b"")
        raise urllib3.exceptions.ReadTimeoutError(None, url, "timed out")  # type: ignore[arg-type]

    def end(self) -> Mode | None:
        """Let a function's end go unheard, if the plan says so."""
        return self._next("lambda", END)

    def _next(self, service: str, operation: str) -> Mode | None:
        if self.turn is not None:
            self.turn()
        number = len(self.trace)
        call = Call(self.function, service, operation, _place())
        self.trace.append(call)
        mode = self.faults.get(number)
        if mode is not None and mode.lasts:
            self.lasting[call.site] = (mode, self.world.now + mode.lasts)
        if mode is None and self.lasting:
            lasting = self.lasting.get(call.site)
            mode = lasting[0] if lasting and self.world.now < lasting[1] else None
        if mode is not None:
            self.troubled = self.world.now
        return mode

    def _answer(self, client: Any, service: str, operation: str, request: Any, mode: Mode | None) -> Any:
        cloud, now = self.world.cloud, self.world.now
        page = cloud.table.page
        try:
            if mode is None:
                return cloud.answer(service, operation, request, now=now)
            if mode.answer == "half":
                return self._half(cloud, service, operation, request)
            cloud.table.page = 1 if mode.answer == "paged" else page
            return cloud.answer(service, operation, request, now=now)
        except Refused as refused:
            raise error(client, operation, refused) from None
        finally:
            cloud.table.page = page

    def _half(self, cloud: Cloud, service: str, operation: str, request: Any) -> Any:
        """Take the first half of a batch, fewer than all."""
        entries = request["Entries"]
        taken, left = entries[: len(entries) // 2], entries[len(entries) // 2 :]
        answer = {"Successful": []}
        if taken:
            answer = cloud.answer(service, operation, {**request, "Entries": taken}, now=self.world.now)
        return answer | {
            "Failed": [{"Id": one["Id"], "Code": "InternalError", "SenderFault": False} for one in left]
        }

    def _seen(self, mode: Mode, client: Any, operation: str) -> BaseException:
        """Return what the caller sees."""
        if mode.ends:
            return Died(mode.ends)
        if mode.answer == "throttled":
            code, status = _THROTTLES[client.meta.service_model.service_name]
            return error(client, operation, Refused(code, "Slow down.", status=status))
        if mode.answer == "conflict" and operation == "TransactWriteItems":
            reasons = [{"Code": "TransactionConflict"}]
            return error(
                client, operation, Refused("TransactionCanceledException", CancellationReasons=reasons)
            )
        if mode.answer == "conflict":
            return error(client, operation, Refused("TransactionConflictException"))
        return botocore.exceptions.ReadTimeoutError(endpoint_url="https://aws.example")

    def token(self, size: int | None = None) -> str:
        """Return the next of this world's "random" texts."""
        self.world.random += 1
        return f"{self.world.random:0{2 * (size or 16)}x}"


PORT = Port()


def error(client: Any, operation: str, refused: Refused) -> Exception:
    """Return a refusal as the client's own exception."""
    response = {
        "Error": {"Code": refused.code, "Message": refused.message},
        "ResponseMetadata": {"HTTPStatusCode": refused.status},
        **refused.extra,
    }
    return client.exceptions.from_code(refused.code)(response, operation)  # type: ignore[no-any-return]


def _place() -> str:
    """Return the innermost place of the product that makes this call: ``module:function``."""
    frame = sys._getframe(3)
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name.startswith("chalicelib."):
            return f"{name.removeprefix('chalicelib.')}:{frame.f_code.co_name}"
        frame = frame.f_back  # type: ignore[assignment]
    return "outside"


class _Body:
    """A stream whose reading may go wrong, too."""

    def __init__(self, body: Any, port: Port, client: Any) -> None:
        self._body, self._port, self._client = body, port, client

    def read(self, size: int | None = None) -> bytes:
        mode = self._port._next("s3", "GetObject.Body")
        if mode is not None and mode.ends:
            raise Died(mode.ends)
        if mode is not None:
            raise botocore.exceptions.ReadTimeoutError(endpoint_url="https://s3.example")
        return bytes(self._body.read(size))

    def close(self) -> None:
        self._body.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Response:
    """What urllib3 answers, as far as the product looks at it."""

    def __init__(self, status: int, data: bytes) -> None:
        self.status, self._data = status, data

    def read(self, size: int | None = None) -> bytes:
        return self._data[:size]

    def release_conn(self) -> None:
        return

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return


class _Clock:
    def now(self) -> datetime:
        return datetime.fromtimestamp(PORT.world.now, UTC)


_CLOCK = _Clock()


_CLIENTS: dict[str, Any] = {}


def _client(service: str, **how: Any) -> Any:
    """Return the process's one client of a service: they take long to make and hold nothing."""
    if service not in _CLIENTS:
        _CLIENTS[service] = boto3.session.Session().client(service, **how)
    return _CLIENTS[service]


def _over_http(_: Any, method: str, url: str, **request: Any) -> Any:
    return PORT.over_http(method, url, request.get("headers") or {}, request.get("body") or b"")


@contextmanager
def installed() -> Iterator[Port]:
    """Put the light cloud in place of AWS, of time and of chance, for as long as this lasts.

    What is long to work out and depends on its arguments alone (a parsed file, a rendered mail, a hash) is remembered.
    """
    if boto3.client is _client:  # it is in place already
        yield PORT
        return
    import chalicelib.entrypoints.webhooks
    from chalicelib import bootstrap
    from chalicelib.adapters import backoff, http, secrets
    from chalicelib.adapters.dynamodb import people, playbooks
    from chalicelib.entrypoints.portal import uploads as portal_uploads

    held = SimpleNamespace(
        time=lambda: PORT.world.now,
        monotonic=lambda: 0.0 if PORT.warm else PORT.world.now,
        sleep=lambda _: None,
    )
    told_time = (chalicelib.entrypoints.webhooks, secrets, people, playbooks, http, backoff)
    with ExitStack() as stack:
        put = partial(_put, stack)
        stack.enter_context(mock.patch.dict(os.environ, ENVIRONMENT))
        put(botocore.client.BaseClient, "_make_api_call", lambda *given: PORT.request(*given))
        put(urllib3.PoolManager, "request", _over_http)
        put(boto3, "client", _client)
        put(bootstrap, "clock", lambda: _CLOCK)
        put(stdlib_secrets, "token_hex", PORT.token)
        put(stdlib_secrets, "token_urlsafe", PORT.token)
        put(portal_uploads, "uuid4", lambda: uuid.UUID(hex=PORT.token()))
        put(chalicelib.entrypoints.webhooks, "_count", lambda *_: None)
        remember(put)
        for module in told_time:
            put(module, "time", held)
        stack.callback(logging.disable, logging.NOTSET)
        logging.disable(logging.CRITICAL)
        forget_all()
        yield PORT
    forget_all()


def _put(stack: ExitStack, owner: Any, name: str, value: Any) -> None:
    stack.enter_context(mock.patch.object(owner, name, value))


def forget_all() -> None:
    """Forget everything that a process keeps, its settings included."""
    from chalicelib import settings
    from chalicelib.entrypoints import assets, pages

    forget()
    for kept in (settings.settings, pages._environment, assets._named, assets.address):
        kept.cache_clear()


def forget() -> None:
    """Forget what a new process would not know: the directory, the playbooks, the secret; not its environment."""
    from chalicelib import bootstrap

    for kept in vars(bootstrap).values():
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()


def known() -> dict[str, Any]:
    """Return what the process knows of its world beyond what any world has: the directory."""
    from chalicelib import bootstrap

    return vars(bootstrap.people()).copy()


def know(kept: dict[str, Any]) -> None:
    """Make the process know of its world what `known` has returned."""
    from chalicelib import bootstrap

    vars(bootstrap.people()).update(kept)
