"""Takes mail in as SES does, keeps it, and publishes what becomes of it."""

from __future__ import annotations

import re
import threading
import uuid
from dataclasses import dataclass, field
from typing import Any

from infra.local import event_bus, mail_events
from infra.local.mail import Mail, addresses, read_headers
from infra.local.product_clock import ProductClock, rfc3339
from infra.local.pulse import Pulse

TAG = re.compile(r"[A-Za-z0-9_-]{1,256}\Z")


class RefusedMailError(Exception):
    """SES refuses the mail: its error code and a sentence."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.message, self.status = code, message, status


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
    _shown: dict[str, dict[str, Any]] = field(default_factory=dict)
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
        message = read_headers(raw)
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
        self.tell(mail, "Send")
        self.tell(mail, "Delivery")
        self.pulse.beat()
        return mail.id

    def find(self, mail_id: str) -> Mail | None:
        """Answer a mail by its id."""
        return next((mail for mail in self.mails if mail.id == mail_id), None)

    def shown(self) -> list[dict[str, Any]]:
        """All mail as the sandbox tells it, oldest first; each is read once."""
        return [
            self._shown.get(mail.id) or self._shown.setdefault(mail.id, mail.shown())
            for mail in list(self.mails)
        ]

    def envelopes(self) -> list[dict[str, Any]]:
        """All mail without its content, oldest first."""
        return [
            {
                "id": mail.id,
                "to": list(mail.destination),
                "tags": dict(mail.tags),
                "sent_at": rfc3339(mail.sent_at),
            }
            for mail in list(self.mails)
        ]

    def empty(self) -> None:
        """Forget all mail."""
        with self._lock:
            self.mails.clear()

    def tell(self, mail: Mail, kind: str) -> None:
        """Publish one event of a mail (`Send`, `Delivery`, `Bounce`, `Complaint`), if its configuration set does."""
        if mail.configuration_set is None or kind.upper() not in self.told.get(mail.configuration_set, ()):
            return
        now = self.clock.now()
        event_bus.publish(
            region=self.region,
            source="aws.ses",
            detail_type=mail_events.DETAIL_TYPES[kind],
            detail=mail_events.detail(mail, kind, now),
            resources=[
                f"arn:aws:ses:{self.region}:{event_bus.ACCOUNT}:configuration-set/{mail.configuration_set}"
            ],
            at=now,
        )
