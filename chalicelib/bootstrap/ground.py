"""What everything else stands on: clients, the clock, secrets, queues."""

import base64
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from chalicelib import bootstrap
from chalicelib.settings import settings

if TYPE_CHECKING:
    from chalicelib.adapters.secrets import SecretStore
    from chalicelib.adapters.sqs import SqsQueue
    from chalicelib.adapters.tokens import HmacLinkMinter
    from chalicelib.application.ports import Clock


@cache
def client(service: str) -> Any:
    """Return the process's boto3 client of a service."""
    retries = Config(
        retries={"mode": "standard", "total_max_attempts": 3}, connect_timeout=3, read_timeout=10
    )
    return boto3.client(service, config=retries)  # type: ignore[call-overload]


@cache
def clock() -> "Clock":
    """Return the product clock."""
    from chalicelib.adapters.clock import OffsetClock, SystemClock

    path = settings().clock_file
    return OffsetClock(path) if path else SystemClock()


@cache
def secret_store() -> "SecretStore":
    """Return the reader of the deployment's secret."""
    from chalicelib.adapters.secrets import SecretStore

    return SecretStore(bootstrap.client("secretsmanager"), settings().secret)


def secrets() -> dict[str, Any]:
    """Return the fields of the deployment's secret, at most five minutes old."""
    return bootstrap.secret_store().read()


def link_minter() -> "HmacLinkMinter":
    """Return what derives customer links."""
    from chalicelib.adapters.tokens import HmacLinkMinter

    return HmacLinkMinter(base64.b64decode(bootstrap.secrets()["link_key"]))


def session_key() -> bytes:
    """Return the key that cookies, form tokens and the team's links are signed with."""
    return base64.b64decode(bootstrap.secrets()["session_key"])


@cache
def queue(name: str) -> "SqsQueue":
    """Return one of the queues that use cases send to: ingest, commands or deliver."""
    from chalicelib.adapters.sqs import SqsQueue

    return SqsQueue(bootstrap.client("sqs"), getattr(settings(), f"{name}_queue"))
