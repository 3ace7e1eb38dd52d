"""SES in memory: what was sent, and the events that tell of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail that SES has taken."""

    id: str
    to: tuple[str, ...]
    tags: Mapping[str, str]
    raw: bytes
    sent_at: float

    @property
    def message(self) -> EmailMessage:
        """Return the mail, parsed."""
        return cast("EmailMessage", message_from_bytes(self.raw, policy=default))


@dataclass(slots=True, kw_only=True)
class PostOffice:
    """Everything that was sent, oldest first."""

    mails: list[Mail] = field(default_factory=list)

    def copy(self) -> PostOffice:
        """Return an independent copy."""
        return PostOffice(mails=list(self.mails))

    def send(self, request: Mapping[str, Any], *, now: float) -> Mail:
        """Take a mail."""
        mail = Mail(
            id=f"ses-{len(self.mails) + 1}",
            to=tuple(request["Destination"]["ToAddresses"]),
            tags={tag["Name"]: tag["Value"] for tag in request.get("EmailTags", ())},
            raw=request["Content"]["Raw"]["Data"],
            sent_at=now,
        )
        self.mails.append(mail)
        return mail


def told(mail: Mail, kind: str, at: float, **about: Any) -> dict[str, Any]:
    """Return the event bus's event of a mail: `kind` is Send, Delivery, Bounce or Complaint."""
    when = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    described = {
        "timestamp": when,
        "messageId": mail.id,
        "destination": list(mail.to),
        "tags": {name: [value] for name, value in mail.tags.items()},
    }
    detail = {"eventType": kind, "mail": described, kind.lower(): {"timestamp": when, **about}}
    return {"source": "aws.ses", "detail-type": f"Email {kind}", "detail": detail}
