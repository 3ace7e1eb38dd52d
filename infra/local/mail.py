"""A mail that SES accepted, as it was sent and as the sandbox shows it."""

from __future__ import annotations

import email.policy
from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from typing import Any

from infra.local.product_clock import rfc3339


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
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
        return read_message(self.raw)

    @property
    def headers(self) -> EmailMessage:
        """Its headers alone: most questions need no more, and bodies take long to read."""
        return read_headers(self.raw)

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
            "headers": {name: str(value).strip() for name, value in message.items()},
            "tags": dict(self.tags),
            "sent_at": rfc3339(self.sent_at),
        }


def addresses(message: EmailMessage, header: str) -> list[str]:
    """List the bare addresses of a header."""
    found: tuple[Address, ...] = getattr(message.get(header), "addresses", ())
    return [address.addr_spec for address in found]


def read_message(raw: bytes) -> EmailMessage:
    """Read a mail with the standard library's present policy."""
    parsed = message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def read_headers(raw: bytes) -> EmailMessage:
    """Read a mail's headers, and leave its body be."""
    parsed = BytesHeaderParser(policy=email.policy.default).parsebytes(raw)
    assert isinstance(parsed, EmailMessage)
    return parsed
