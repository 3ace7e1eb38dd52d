"""Catches the mail that SES accepts, and plays what SES tells of it: sent, delivered, bounced, complained."""

from __future__ import annotations

import email.policy
import re
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

from infra.local import event_bus
from infra.local.product_clock import ProductClock, rfc3339
from infra.local.pulse import Pulse

TAG = re.compile(r"[A-Za-z0-9_-]{1,256}\Z")
DETAIL_TYPES = {
    "Send": "Email Sent",
    "Delivery": "Email Delivered",
    "Bounce": "Email Bounced",
    "Complaint": "Email Complaint Received",
}


class RefusedMailError(Exception):
    """SES refuses the mail: its error code and a sentence."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.message, self.status = code, message, status


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One accepted mail."""

    id: str
    raw: bytes
    source: str
    destination: tuple[str, ...]
    configuration_set: str | None
    tags: Mapping[str, str]
    sent_at: float  # product time, seconds since the epoch

    @property
    def message(self) -> EmailMessage:
        """The mail as the standard library reads it."""
        parsed = message_from_bytes(self.raw, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    def shown(self) -> dict[str, Any]:
        """The mail as the sandbox tells it."""
        message = self.message
        text, html = message.get_body(("plain",)), message.get_body(("html",))
        return {
            "id": self.id,
            "to": addresses(message, "To"),
            "cc": addresses(message, "Cc"),
            "from": str(message.get("From", self.source)),
            "subject": str(message.get("Subject", "")).strip(),
            "text": text.get_content() if text is not None else "",
            "html": html.get_content() if html is not None else "",
            "headers": {name: str(value) for name, value in message.items()},
            "tags": dict(self.tags),
            "sent_at": rfc3339(self.sent_at),
        }


def addresses(message: EmailMessage, header: str) -> list[str]:
    """List the bare addresses of a header."""
    found: tuple[Address, ...] = getattr(message.get(header), "addresses", ())
    return [address.addr_spec for address in found]


@dataclass(slots=True, kw_only=True)
class PostOffice:
    """Takes mail in, keeps it, and publishes events about it."""

    clock: ProductClock
    pulse: Pulse
    region: str
    mails: list[Mail] = field(default_factory=list)
    told: dict[str, frozenset[str]] = field(
        default_factory=dict
    )  # configuration set: event types it publishes
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def accept(
        self,
        raw: bytes,
        *,
        source: str | None,
        to: list[str],
        configuration_set: str | None,
        tags: dict[str, str],
    ) -> str:
        """Take a mail in, as SES does, and answer its id; SEND and DELIVERY follow at once.

        Raises
        ------
        RefusedMailError
            A tag has a character that SES refuses, or nobody is addressed.
        """
        for word in (*tags, *tags.values()):
            if not TAG.match(word):
                raise RefusedMailError(
                    "BadRequestException",
                    f"Invalid message tag <{word}>: only letters, digits, _ and -, 1 to 256 of them.",
                )
        message = message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        addressed = to or [one for name in ("To", "Cc", "Bcc") for one in addresses(message, name)]
        if not addressed:
            raise RefusedMailError(
                "BadRequestException", "Missing final recipient: name one in Destination or in To."
            )
        mail = Mail(
            id=f"0100{uuid.uuid4().hex}-000000",
            raw=raw,
            source=source or str(message.get("From", "")),
            destination=tuple(addressed),
            configuration_set=configuration_set,
            tags=tags,
            sent_at=self.clock.now(),
        )
        with self._lock:
            self.mails.append(mail)
        self.tell(mail, "Send", {})
        self.tell(mail, "Delivery", self._delivery(mail))
        self.pulse.beat()
        return mail.id

    def find(self, mail_id: str) -> Mail | None:
        """Answer a mail by its id."""
        return next((mail for mail in self.mails if mail.id == mail_id), None)

    def empty(self) -> None:
        """Forget all mail."""
        with self._lock:
            self.mails.clear()

    def play(self, mail: Mail, kind: str) -> None:
        """Publish what happened to a mail: `bounce`, `complaint` or `delivery`."""
        now = rfc3339(self.clock.now())
        match kind:
            case "bounce":
                self.tell(
                    mail,
                    "Bounce",
                    {
                        "bounceType": "Permanent",
                        "bounceSubType": "General",
                        "timestamp": now,
                        "bouncedRecipients": [
                            {
                                "emailAddress": one,
                                "action": "failed",
                                "status": "5.1.1",
                                "diagnosticCode": "smtp; 550 5.1.1 user unknown",
                            }
                            for one in mail.destination
                        ],
                        "feedbackId": f"0100{uuid.uuid4().hex}",
                        "reportingMTA": "dns; smtp-out.local",
                    },
                )
            case "complaint":
                self.tell(
                    mail,
                    "Complaint",
                    {
                        "complainedRecipients": [{"emailAddress": one} for one in mail.destination],
                        "timestamp": now,
                        "feedbackId": f"0100{uuid.uuid4().hex}",
                        "complaintSubType": None,
                        "userAgent": "Local sandbox",
                        "complaintFeedbackType": "abuse",
                        "arrivalDate": now,
                    },
                )
            case _:
                self.tell(mail, "Delivery", self._delivery(mail))

    def tell(self, mail: Mail, kind: str, about: dict[str, Any]) -> None:
        """Publish one event of a mail, if its configuration set publishes that type."""
        if mail.configuration_set is None or kind.upper() not in self.told.get(mail.configuration_set, ()):
            return
        event_bus.publish(
            region=self.region,
            source="aws.ses",
            detail_type=DETAIL_TYPES[kind],
            detail={"eventType": kind, "mail": self._described(mail), kind.lower(): about},
            resources=[
                f"arn:aws:ses:{self.region}:{event_bus.ACCOUNT}:configuration-set/{mail.configuration_set}"
            ],
            at=self.clock.now(),
        )

    def _delivery(self, mail: Mail) -> dict[str, Any]:
        return {
            "timestamp": rfc3339(self.clock.now()),
            "processingTimeMillis": 1,
            "recipients": list(mail.destination),
            "smtpResponse": "250 2.0.0 OK",
            "reportingMTA": "smtp-out.local",
        }

    def _described(self, mail: Mail) -> dict[str, Any]:
        message = mail.message
        return {
            "timestamp": rfc3339(mail.sent_at),
            "source": mail.source,
            "sendingAccountId": event_bus.ACCOUNT,
            "messageId": mail.id,
            "destination": list(mail.destination),
            "headersTruncated": False,
            "headers": [{"name": name, "value": str(value)} for name, value in message.items()],
            "commonHeaders": {
                "from": [str(message.get("From", ""))],
                "to": addresses(message, "To"),
                "messageId": mail.id,
                "subject": str(message.get("Subject", "")).strip(),
            },
            "tags": {
                "ses:operation": ["SendEmail"],
                "ses:configuration-set": [mail.configuration_set],
                "ses:source-ip": ["127.0.0.1"],
                **{name: [value] for name, value in mail.tags.items()},
            },
        }
