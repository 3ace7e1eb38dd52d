"""Webhooks in: prove the sender, keep what was sent with one write, answer. Everything else happens behind the queue.

Nothing here loads domain, application, pydantic or templates: a CRM gives up after a few seconds, a cold start included.
"""

import time
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric
from chalice.app import Blueprint, Response

from chalicelib import VERSION, bootstrap
from chalicelib.adapters import signatures
from chalicelib.adapters.crm import arrivals, soap
from chalicelib.adapters.crm.raw import Arrival, UnreadableError
from chalicelib.adapters.dynamodb.inbox import InboxEntry
from chalicelib.entrypoints.problems import problem
from chalicelib.settings import settings

LARGEST_BODY = 1_000_000
_XML: dict[str, str | list[str]] = {"Content-Type": "text/xml; charset=utf-8"}
_CODES = {400: "unreadable", 401: "unproven-sender", 413: "too-large", 503: "not-kept"}

routes = Blueprint(__name__)
logger = Logger(service="golive")


class _TooLargeError(Exception):
    pass


@routes.route("/healthz", methods=["GET"])
def healthz() -> dict[str, str]:
    """Say that the app answers, and in which version."""
    return {"status": "ok", "version": VERSION}


@routes.route("/webhooks/hubspot", methods=["POST"], content_types=["*/*"])
def hubspot() -> Response:
    """Take a batch of HubSpot events."""
    return _take("hubspot", _hubspot)


@routes.route("/webhooks/salesforce/{token}", methods=["POST"], content_types=["*/*"])
def salesforce(token: str) -> Response:
    """Take a Salesforce outbound message; it is acknowledged only when all of it is kept."""
    return _take("salesforce", lambda raw: _salesforce(raw, token))


@routes.route("/webhooks/pipedrive", methods=["POST"], content_types=["*/*"])
def pipedrive() -> Response:
    """Take a Pipedrive event, version 1 or 2."""
    return _take("pipedrive", _pipedrive)


@routes.route("/webhooks/deals", methods=["POST"], content_types=["*/*"])
def deals() -> Response:
    """Take a deal of any CRM, signed by Standard Webhooks."""
    return _take("deals", _deals)


def _hubspot(raw: bytes) -> Arrival:
    signatures.verify_hubspot(
        raw,
        method="POST",
        uri=f"{settings().public_url}/webhooks/hubspot",
        headers=routes.current_request.headers,
        secrets=_secret("hubspot").get("client_secrets", ()),
        now=time.time(),
    )
    return arrivals.hubspot(raw, portal=settings().hubspot_portal)


def _salesforce(raw: bytes, token: str) -> Arrival:
    signatures.verify_token(token, tokens=_secret("salesforce").get("path_tokens", ()))
    return soap.salesforce(raw, organization=settings().salesforce_organization)


def _pipedrive(raw: bytes) -> Arrival:
    secret = _secret("pipedrive")
    given = routes.current_request.headers.get("authorization")
    signatures.verify_basic(given, user=secret.get("user", ""), passwords=secret.get("passwords", ()))
    return arrivals.pipedrive(raw, company=settings().pipedrive_company)


def _deals(raw: bytes) -> Arrival:
    message, sent_at = signatures.verify_standard(
        raw,
        headers=routes.current_request.headers,
        secrets=_secret("deals").get("secrets", ()),
        now=time.time(),
    )
    return arrivals.deals(raw, tenant=settings().tenants["deals"], message=message, sent_at=sent_at)


def _secret(source: str) -> dict[str, Any]:
    """Return what is shared with a CRM; nothing of one that is not in use, whose webhooks are all refused."""
    found: dict[str, Any] = bootstrap.secrets().get(source, {})
    return found


def _take(source: str, read: Callable[[bytes], Arrival]) -> Response:
    try:
        arrival = read(_body())
        fresh = _keep(source, arrival)
    except _TooLargeError as refusal:
        return _refuse(source, 413, str(refusal))
    except signatures.SignatureError as refusal:
        return _refuse(source, 401, str(refusal))
    except UnreadableError as refusal:
        return _refuse(source, 400, str(refusal))
    except Exception:
        logger.exception("webhook not kept", extra={"source": source})
        return _refuse(source, 503, "This could not be kept. Nothing is lost: send it again in a minute.")
    for reason, number in arrival.ignored.items():
        _count(source, reason, number)
    if source == "salesforce":
        return Response(body=soap.ACKNOWLEDGED, headers=_XML)
    kept = len(arrival.body["events"]) if arrival.body else 0
    return Response(
        body={"kept": kept, "ignored": sum(arrival.ignored.values()), "duplicate": bool(kept) and not fresh}
    )


def _body() -> bytes:
    raw = routes.current_request.raw_body or b""
    raw = raw if isinstance(raw, bytes) else raw.encode()
    if len(raw) > LARGEST_BODY:
        raise _TooLargeError(f"The body is larger than {LARGEST_BODY} bytes. Send fewer events at once.")
    return raw


def _keep(source: str, arrival: Arrival) -> bool:
    if arrival.body is None:
        return False
    entry = InboxEntry(
        source=source,
        delivery=arrival.delivery,
        received_at=bootstrap.clock().now(),
        body=arrival.body,
    )
    return bootstrap.inbox().put(entry)


def _refuse(source: str, status: int, sentence: str) -> Response:
    _count(source, _CODES[status], 1)
    if source == "salesforce":
        body: Any = soap.fault(sentence, theirs=status < 500)
        return Response(body=body, headers=_XML, status_code=status)
    return problem(status, _CODES[status], sentence)


def _count(source: str, reason: str, number: int) -> None:
    with single_metric(
        name="WebhooksNotKept", unit=MetricUnit.Count, value=number, namespace="Golive"
    ) as metric:
        metric.add_dimension(name="source", value=source)
        metric.add_dimension(name="reason", value=reason)
