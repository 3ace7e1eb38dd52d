"""The world as delivery needs it, and what comes back of mails."""

from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from chalicelib import bootstrap
from chalicelib.settings import settings

if TYPE_CHECKING:
    from chalicelib.adapters.mail.writer import MailWriter
    from chalicelib.application.deliver import Delivery
    from chalicelib.application.feedback import Feedback
    from chalicelib.application.reading import Reading


@cache
def mail_client() -> Any:
    """Return the process's client of the mail service."""
    # once: a request that the client repeats by itself is a mail sent twice
    once = Config(retries={"mode": "standard", "total_max_attempts": 1}, connect_timeout=3, read_timeout=10)
    return boto3.client("sesv2", config=once)


def delivery() -> "Delivery":
    """Return the world as delivery needs it, with the secrets of now."""
    from chalicelib.adapters.mail.ses import SesMailer
    from chalicelib.adapters.provisioning import HttpProvisioner
    from chalicelib.application.deliver import Delivery

    ours = settings()
    return Delivery(
        outbox=bootstrap.outbox(),
        store=bootstrap.store(),
        writer=bootstrap.mail_writer(),
        mailer=SesMailer(
            bootstrap.mail_client(),
            sender=ours.mail_from,
            brand=ours.brand_name,
            configuration_set=ours.mail_configuration_set,
        ),
        provisioner=HttpProvisioner(
            ours.provisioning_api, bootstrap.secrets().get("provisioning", {}).get("token", "")
        ),
        queue=bootstrap.queue("deliver"),
        submit=bootstrap.submitter("system:deliver"),
        clock=bootstrap.clock(),
        desk=bootstrap.desk_world(),
        reading=bootstrap.reading() if ours.textract else None,
    )


@cache
def reading() -> "Reading":
    """Return the world as the reading of scans needs it."""
    from chalicelib.adapters.textract import TextractReader, textract_client
    from chalicelib.application.reading import Reading

    reader = TextractReader(textract_client(), settings().bucket)
    return Reading(reader=reader, submit=bootstrap.send_command)


@cache
def feedback() -> "Feedback":
    """Return the world as feedback needs it."""
    from chalicelib.adapters.mail.tags import key_of
    from chalicelib.application.feedback import Feedback

    return Feedback(
        outbox=bootstrap.outbox(),
        desks=bootstrap.desks(),
        submit=bootstrap.submitter("system:feedback"),
        key_of=key_of,
    )


def mail_writer() -> "MailWriter":
    """Return what writes mails, with the secrets of now."""
    from chalicelib.adapters.mail.links import PublicLinks
    from chalicelib.adapters.mail.rendering import Brand
    from chalicelib.adapters.mail.writer import MailWriter
    from chalicelib.application.mail.summaries import Summaries

    ours = settings()
    return MailWriter(
        store=bootstrap.store(),
        desks=bootstrap.desks(),
        playbooks=bootstrap.playbooks(),
        people=bootstrap.people(),
        clock=bootstrap.clock(),
        drafts=bootstrap.drafts(),
        doors=bootstrap.links(),
        minter=bootstrap.link_minter(),
        summaries=Summaries(
            listings=bootstrap.listings(),
            store=bootstrap.store(),
            playbooks=bootstrap.playbooks(),
            calendar_of=bootstrap.calendar_of(),
        ),
        links=PublicLinks(
            public_url=ours.public_url,
            minter=bootstrap.link_minter(),
            session_key=bootstrap.session_key(),
        ),
        brand=Brand(name=ours.brand_name, color=ours.brand_color),
    )
