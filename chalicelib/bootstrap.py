"""The composition root: the only place that picks adapters. Everything is made at first use and kept.

Imports stand inside the functions, because the api answers webhooks without domain, pydantic or templates.
"""

import base64
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from chalicelib.settings import settings

if TYPE_CHECKING:
    from chalicelib.adapters.dynamodb.inbox import DynamoInbox
    from chalicelib.adapters.dynamodb.links import DynamoLinks
    from chalicelib.adapters.dynamodb.listings import DynamoListings
    from chalicelib.adapters.dynamodb.onboardings import DynamoOnboardingStore
    from chalicelib.adapters.dynamodb.people import DynamoPeople
    from chalicelib.adapters.dynamodb.playbooks import DynamoPlaybooks
    from chalicelib.adapters.secrets import SecretStore
    from chalicelib.adapters.sqs import SqsQueue
    from chalicelib.adapters.tokens import HmacLinkMinter
    from chalicelib.application.handle import Envelope, Outcome, Ports
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

    return SecretStore(client("secretsmanager"), settings().secret)


def secrets() -> dict[str, Any]:
    """Return the fields of the deployment's secret, at most five minutes old."""
    return secret_store().read()


def link_minter() -> "HmacLinkMinter":
    """Return what derives customer links."""
    from chalicelib.adapters.tokens import HmacLinkMinter

    return HmacLinkMinter(base64.b64decode(secrets()["link_key"]))


@cache
def store() -> "DynamoOnboardingStore":
    """Return where onboardings live."""
    from chalicelib.adapters.dynamodb.onboardings import DynamoOnboardingStore

    return DynamoOnboardingStore(client("dynamodb"), settings().table, clock())


@cache
def listings() -> "DynamoListings":
    """Return the lists by index."""
    from chalicelib.adapters.dynamodb.listings import DynamoListings

    return DynamoListings(client("dynamodb"), settings().table, settings().tenants)


@cache
def people() -> "DynamoPeople":
    """Return the directory's store."""
    from chalicelib.adapters.dynamodb.people import DynamoPeople

    return DynamoPeople(client("dynamodb"), settings().table)


@cache
def playbooks() -> "DynamoPlaybooks":
    """Return the published playbooks."""
    from chalicelib.adapters.dynamodb.playbooks import DynamoPlaybooks

    return DynamoPlaybooks(client("dynamodb"), settings().table)


@cache
def links() -> "DynamoLinks":
    """Return the customer links."""
    from chalicelib.adapters.dynamodb.links import DynamoLinks

    return DynamoLinks(client("dynamodb"), settings().table)


@cache
def inbox() -> "DynamoInbox":
    """Return where webhooks are kept."""
    from chalicelib.adapters.dynamodb.inbox import DynamoInbox

    return DynamoInbox(
        client("dynamodb"), settings().table, s3=partial(client, "s3"), bucket=settings().bucket
    )


@cache
def queue(name: str) -> "SqsQueue":
    """Return one of the queues that use cases send to: ingest, commands or deliver."""
    from chalicelib.adapters.sqs import SqsQueue

    return SqsQueue(client("sqs"), getattr(settings(), f"{name}_queue"))


def ports() -> "Ports":
    """Return the world as the command use case needs it."""
    from chalicelib.adapters.backoff import jittered_pause
    from chalicelib.adapters.dynamodb.openings import DynamoOpenings
    from chalicelib.adapters.holiday_calendars import HolidayCalendars
    from chalicelib.application.handle import Ports

    return Ports(
        store=store(),
        playbooks=playbooks(),
        people=people(),
        calendars=HolidayCalendars(),
        openings=DynamoOpenings(client("dynamodb"), settings().table, clock()),
        clock=clock(),
        links=link_minter(),
        openings_per_hour=settings().openings_per_hour,
        scanning=settings().malware_scanning,
        pause=jittered_pause,
    )


def handle(envelope: "Envelope") -> "Outcome":
    """Carry a command out in this process's world; raises DomainError when it is refused."""
    from chalicelib.application.handle import handle as use_case

    return use_case(envelope, ports())
