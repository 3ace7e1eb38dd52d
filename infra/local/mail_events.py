"""What SES tells of a mail, in the bodies that it publishes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from infra.local.event_bus import ACCOUNT
from infra.local.mail import Mail, addresses
from infra.local.product_clock import rfc3339

DETAIL_TYPES = {
    "Send": "Email Sent",
    "Delivery": "Email Delivered",
    "Bounce": "Email Bounced",
    "Complaint": "Email Complaint Received",
}


def send(mail: Mail, at: float) -> dict[str, Any]:
    """SES has taken the mail."""
    return {}


def delivery(mail: Mail, at: float) -> dict[str, Any]:
    """The recipients' server has taken the mail."""
    return {
        "timestamp": rfc3339(at),
        "processingTimeMillis": 1,
        "recipients": list(mail.destination),
        "smtpResponse": "250 2.0.0 OK",
        "reportingMTA": "smtp-out.local",
    }


def bounce(mail: Mail, at: float) -> dict[str, Any]:
    """No such recipient, for good."""
    lost = {"action": "failed", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 user unknown"}
    return {
        "bounceType": "Permanent",
        "bounceSubType": "General",
        "timestamp": rfc3339(at),
        "bouncedRecipients": [{"emailAddress": one, **lost} for one in mail.destination],
        "feedbackId": f"0100{uuid.uuid4().hex}",
        "reportingMTA": "dns; smtp-out.local",
    }


def complaint(mail: Mail, at: float) -> dict[str, Any]:
    """The recipient called it spam."""
    return {
        "complainedRecipients": [{"emailAddress": one} for one in mail.destination],
        "timestamp": rfc3339(at),
        "feedbackId": f"0100{uuid.uuid4().hex}",
        "complaintSubType": None,
        "userAgent": "Local sandbox",
        "complaintFeedbackType": "abuse",
        "arrivalDate": rfc3339(at),
    }


BODIES: dict[str, Callable[[Mail, float], dict[str, Any]]] = {
    "Send": send,
    "Delivery": delivery,
    "Bounce": bounce,
    "Complaint": complaint,
}


def detail(mail: Mail, kind: str, at: float) -> dict[str, Any]:
    """Write an event's whole detail: what happened, and to which mail."""
    return {"eventType": kind, "mail": described(mail), kind.lower(): BODIES[kind](mail, at)}


@lru_cache(maxsize=64)
def described(mail: Mail) -> dict[str, Any]:
    """The mail, as each of its events names it."""
    message = mail.headers
    return {
        "timestamp": rfc3339(mail.sent_at),
        "source": mail.source,
        "sendingAccountId": ACCOUNT,
        "messageId": mail.id,
        "destination": list(mail.destination),
        "headersTruncated": False,
        "headers": [{"name": name, "value": str(value)} for name, value in message.items()],
        "commonHeaders": {
            "from": [str(message.get("From", ""))],
            "to": addresses(message, "To"),
            "messageId": mail.id,
            "subject": str(message.get("Subject", "")),
        },
        "tags": {
            "ses:operation": ["SendEmail"],
            "ses:configuration-set": [mail.configuration_set],
            "ses:source-ip": ["127.0.0.1"],
            **{name: [value] for name, value in mail.tags.items()},
        },
    }
