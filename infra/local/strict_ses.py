"""SESv2's SendEmail as SES does it: raw MIME or simple content, verified senders, known configuration sets."""

from __future__ import annotations

import base64
import json
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.ses.models import ConfigurationSet
from moto.sesv2.responses import SESV2Response

from infra.local.mail import read_headers
from infra.local.post_office import PostOffice, RefusedMailError


class SesError(JsonRESTError):  # type: ignore[misc]
    """An error in SESv2's own form."""

    def __init__(self, refused: RefusedMailError) -> None:
        super().__init__(refused.code, refused.message)
        self.code = refused.status


def install(office: PostOffice) -> None:
    """Put the strict SendEmail in place of moto's."""

    def send_email(self: Any) -> str:
        try:
            return json.dumps(
                {"MessageId": _send(office, self.sesv2_backend.core_backend, json.loads(self.body))}
            )
        except RefusedMailError as refused:
            raise SesError(refused) from refused

    SESV2Response.send_email = send_email
    plain = ConfigurationSet.to_dict_v2  # wraps SendingOptions twice
    ConfigurationSet.to_dict_v2 = lambda self: {**plain(self), "SendingOptions": self.enabled}


def _send(office: PostOffice, ses: Any, asked: dict[str, Any]) -> str:
    content, destination = asked.get("Content", {}), asked.get("Destination", {})
    configuration_set = asked.get("ConfigurationSetName")
    if configuration_set is not None and configuration_set not in ses.config_sets:
        raise RefusedMailError(
            "NotFoundException", f"Configuration set <{configuration_set}> does not exist.", status=404
        )
    if "Raw" in content:
        raw = base64.b64decode(content["Raw"]["Data"])
    elif "Simple" in content:
        raw = _written(asked, content["Simple"])
    else:
        raise RefusedMailError(
            "BadRequestException", "Content needs Raw or Simple; templates are not served here."
        )
    source = asked.get("FromEmailAddress") or _from(raw)
    _check_sender(ses, source)
    return office.accept(
        raw,
        source=source,
        to=[
            one
            for kind in ("ToAddresses", "CcAddresses", "BccAddresses")
            for one in destination.get(kind, [])
        ],
        configuration_set=configuration_set,
        tags={tag["Name"]: tag["Value"] for tag in asked.get("EmailTags", [])},
    )


def _written(asked: dict[str, Any], simple: dict[str, Any]) -> bytes:
    message = EmailMessage()
    message["From"] = asked.get("FromEmailAddress", "")
    for header, kind in (("To", "ToAddresses"), ("Cc", "CcAddresses")):
        if asked.get("Destination", {}).get(kind):
            message[header] = ", ".join(asked["Destination"][kind])
    message["Subject"] = simple["Subject"]["Data"]
    message.set_content(simple["Body"].get("Text", {}).get("Data", ""))
    if "Html" in simple["Body"]:
        message.add_alternative(simple["Body"]["Html"]["Data"], subtype="html")
    return message.as_bytes()


def _from(raw: bytes) -> str:
    return str(read_headers(raw).get("From", ""))


def _check_sender(ses: Any, source: str) -> None:
    if not ses._is_verified_address(source):
        raise RefusedMailError(
            "MessageRejected",
            f"Email address is not verified. The following identities failed the check: {parseaddr(source)[1]}",
        )
