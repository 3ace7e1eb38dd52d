"""The composition root: the only place that picks adapters. Everything is made at first use and kept.

Imports stand inside the functions, because the api answers webhooks without domain, pydantic or templates.
"""

import base64
from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from chalicelib.settings import settings

if TYPE_CHECKING:
    from chalicelib.adapters.dynamodb.desks import DynamoDesks
    from chalicelib.adapters.dynamodb.drafts import DynamoDrafts
    from chalicelib.adapters.dynamodb.inbox import DynamoInbox
    from chalicelib.adapters.dynamodb.limits import DynamoLimits
    from chalicelib.adapters.dynamodb.links import DynamoLinks
    from chalicelib.adapters.dynamodb.listings import DynamoListings
    from chalicelib.adapters.dynamodb.mornings import DynamoMornings
    from chalicelib.adapters.dynamodb.onboardings import DynamoOnboardingStore
    from chalicelib.adapters.dynamodb.outbox import DynamoOutbox
    from chalicelib.adapters.dynamodb.people import DynamoPeople
    from chalicelib.adapters.dynamodb.playbooks import DynamoPlaybooks
    from chalicelib.adapters.dynamodb.spent import DynamoSpent
    from chalicelib.adapters.dynamodb.uses import DynamoUses
    from chalicelib.adapters.mail.writer import MailWriter
    from chalicelib.adapters.s3 import S3DocumentStore
    from chalicelib.adapters.secrets import SecretStore
    from chalicelib.adapters.sqs import SqsQueue
    from chalicelib.adapters.tokens import HmacLinkMinter
    from chalicelib.application.crm import Crm
    from chalicelib.application.deliver import Delivery
    from chalicelib.application.desks import DeskWorld
    from chalicelib.application.feedback import Feedback
    from chalicelib.application.found import Seen
    from chalicelib.application.handle import Envelope, Outcome, Ports
    from chalicelib.application.handover import Records
    from chalicelib.application.ingest import Ingestion
    from chalicelib.application.intake import Arrival, Desk
    from chalicelib.application.mornings import Waking
    from chalicelib.application.outbox import Submit
    from chalicelib.application.ports import Calendars, Clock, SecretKeeper
    from chalicelib.application.reading import Reading
    from chalicelib.domain.commands import Command
    from chalicelib.domain.mornings import CalendarOf
    from chalicelib.domain.playbook import Playbook, TableRule
    from chalicelib.domain.values import PlaybookRef


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


def session_key() -> bytes:
    """Return the key that cookies, form tokens and the team's links are signed with."""
    return base64.b64decode(secrets()["session_key"])


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

    def shipped(ref: "PlaybookRef") -> "Playbook | None":
        from chalicelib.adapters.playbook_files import find

        return find(ref)

    return DynamoPlaybooks(client("dynamodb"), settings().table, spare=shipped)


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


def _crm(source: str) -> "Crm":
    from chalicelib.adapters.crm.hubspot import HubspotCrm
    from chalicelib.adapters.crm.pipedrive import PipedriveCrm
    from chalicelib.adapters.crm.salesforce import SalesforceCrm
    from chalicelib.adapters.crm.standard import StandardCrm
    from chalicelib.adapters.http import JsonReader

    def bearer() -> dict[str, str]:
        return {"Authorization": f"Bearer {secrets().get(source, {}).get('token', '')}"}

    def key() -> dict[str, str]:
        return {"x-api-token": secrets().get(source, {}).get("token", "")}

    match source:
        case "hubspot":
            return HubspotCrm(JsonReader(settings().hubspot_api, headers=bearer))
        case "salesforce":
            return SalesforceCrm(JsonReader(settings().salesforce_api, headers=bearer))
        case "pipedrive":
            return PipedriveCrm(JsonReader(settings().pipedrive_api, headers=key))
        case _:
            return StandardCrm()


def ingestion() -> "Ingestion":
    """Return the world as ingestion needs it."""
    from chalicelib.adapters.codec import envelope_to_json
    from chalicelib.adapters.crm.deal import shape
    from chalicelib.application.ingest import Ingestion

    def submit(envelope: "Envelope") -> None:
        key = f"{envelope.onboarding}:{envelope.id}"
        queue("commands").send(envelope_to_json(envelope), group=envelope.onboarding, key=key)

    return Ingestion(
        inbox=inbox(),
        crm=_crm,
        shape=shape,
        store=store(),
        people=people(),
        clock=clock(),
        queue=queue("ingest"),
        submit=submit,
    )


@cache
def documents() -> "S3DocumentStore":
    """Return where uploaded files are."""
    from chalicelib.adapters.s3 import S3DocumentStore, s3_client

    return S3DocumentStore(s3_client(), settings().bucket)


def desk() -> "Desk":
    """Return what judges uploads."""
    from chalicelib.adapters.dynamodb.inbox import InboxEntry
    from chalicelib.adapters.inspection.inspector import inspect
    from chalicelib.application.intake import SOURCE, Desk

    def keep(arrival: "Arrival", body: Mapping[str, Any]) -> bool:
        now = clock().now()
        return inbox().put(
            InboxEntry(source=SOURCE, delivery=arrival.delivery, received_at=now, body=dict(body))
        )

    def look(data: bytes, name: str, table: "TableRule | None") -> "Seen":
        return inspect(data, declared_name=name, table=table)

    return Desk(store=documents(), inspect=look, keep=keep)


@cache
def queue(name: str) -> "SqsQueue":
    """Return one of the queues that use cases send to: ingest, commands or deliver."""
    from chalicelib.adapters.sqs import SqsQueue

    return SqsQueue(client("sqs"), getattr(settings(), f"{name}_queue"))


@cache
def calendars() -> "Calendars":
    """Return what builds working calendars."""
    from chalicelib.adapters.holiday_calendars import HolidayCalendars

    return HolidayCalendars()


def ports() -> "Ports":
    """Return the world as the command use case needs it."""
    from chalicelib.adapters.backoff import jittered_pause
    from chalicelib.adapters.conditions import RuleConditions
    from chalicelib.adapters.dynamodb.openings import DynamoOpenings
    from chalicelib.application.handle import Ports

    return Ports(
        store=store(),
        playbooks=playbooks(),
        conditions=RuleConditions(),
        people=people(),
        calendars=calendars(),
        openings=DynamoOpenings(client("dynamodb"), settings().table, clock()),
        clock=clock(),
        links=link_minter(),
        openings_per_hour=settings().openings_per_hour,
        scanning=settings().malware_scanning,
        reading=settings().textract,
        pause=jittered_pause,
    )


def handle(envelope: "Envelope") -> "Outcome":
    """Carry a command out in this process's world; raises DomainError when it is refused."""
    from chalicelib.application.handle import handle as use_case

    return use_case(envelope, ports())


def records() -> "Records":
    """Return where the onboardings of a person are found and read."""
    from chalicelib.application.handover import Records

    return Records(listings=listings(), store=store(), playbooks=playbooks())


def send_commands(envelopes: "Sequence[Envelope]") -> None:
    """Put commands on their way; raises UnavailableError if any was not taken, and sending all again is safe."""
    from chalicelib.adapters.codec import envelope_to_json

    queue("commands").send_all(
        [(envelope_to_json(one), one.onboarding, f"{one.onboarding}:{one.id}") for one in envelopes]
    )


def knows_place(country: str, region: str | None) -> bool:
    """Say whether public holidays are known for a country and a region of it."""
    from chalicelib.adapters.holiday_calendars import knows

    return knows(country, region)


@cache
def keeper() -> "SecretKeeper":
    """Return what encrypts customers' passwords and keys."""
    from chalicelib.adapters.kms import KmsKeeper

    return KmsKeeper(client("kms"), settings().secrets_key)


@cache
def drafts() -> "DynamoDrafts":
    """Return where answers are kept that were saved and not sent."""
    from chalicelib.adapters.dynamodb.drafts import DynamoDrafts

    return DynamoDrafts(client("dynamodb"), settings().table)


@cache
def spent() -> "DynamoSpent":
    """Return what remembers the nonces of used sign-in links."""
    from chalicelib.adapters.dynamodb.spent import DynamoSpent

    return DynamoSpent(client("dynamodb"), settings().table)


@cache
def limits() -> "DynamoLimits":
    """Return what counts how often something is asked for."""
    from chalicelib.adapters.dynamodb.limits import DynamoLimits

    return DynamoLimits(client("dynamodb"), settings().table)


@cache
def uses() -> "DynamoUses":
    """Return where the uses of customers' links are kept."""
    from chalicelib.adapters.dynamodb.uses import DynamoUses

    return DynamoUses(client("dynamodb"), settings().table)


@cache
def outbox() -> "DynamoOutbox":
    """Return where effects wait."""
    from chalicelib.adapters.dynamodb.outbox import DynamoOutbox

    return DynamoOutbox(client("dynamodb"), settings().table)


@cache
def desks() -> "DynamoDesks":
    """Return where people's desks are kept."""
    from chalicelib.adapters.dynamodb.desks import DynamoDesks

    return DynamoDesks(client("dynamodb"), settings().table)


def desk_world() -> "DeskWorld":
    """Return the world as desks need it."""
    from chalicelib.adapters.backoff import jittered_pause
    from chalicelib.application.desks import DeskWorld

    return DeskWorld(desks=desks(), people=people(), clock=clock(), pause=jittered_pause)


def waking() -> "Waking":
    """Return the world as the mornings need it."""
    from chalicelib.application.mornings import Waking

    return Waking(
        people=people(),
        outbox=outbox(),
        mornings=mornings(),
        calendar_of=calendar_of(),
        clock=clock(),
    )


def wake(woken: str) -> int:
    """Put the summaries of those whose working day begins on their way; return how many."""
    from datetime import datetime

    from chalicelib.application.mornings import wake as use_case

    return use_case(waking(), datetime.fromisoformat(woken))


@cache
def mornings() -> "DynamoMornings":
    """Return where the next morning is written down."""
    from chalicelib.adapters.dynamodb.mornings import DynamoMornings

    return DynamoMornings(client("dynamodb"), settings().table)


def calendar_of() -> "CalendarOf":
    """Return what gives a person's calendar, whatever playbook their onboardings have: the default one's hours."""
    from chalicelib.adapters.holiday_calendars import HolidayCalendars
    from chalicelib.application.calendars import calendar_of_person
    from chalicelib.domain.opening import DEFAULT_PLAYBOOK

    rule = cache(lambda: playbooks().latest(DEFAULT_PLAYBOOK).calendar)
    return lambda person: calendar_of_person(person, rule=rule(), calendars=HolidayCalendars())


def tick_desk(person: str) -> str:
    """Do what a person's desk is due for, and say in a word what that was."""
    from chalicelib.application.desks import tick

    return tick(person, desk_world())


@cache
def _mail_client() -> Any:
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
        outbox=outbox(),
        store=store(),
        writer=_mail_writer(),
        mailer=SesMailer(
            _mail_client(),
            sender=ours.mail_from,
            brand=ours.brand_name,
            configuration_set=ours.mail_configuration_set,
        ),
        provisioner=HttpProvisioner(
            ours.provisioning_api, secrets().get("provisioning", {}).get("token", "")
        ),
        queue=queue("deliver"),
        submit=_submit("system:deliver"),
        clock=clock(),
        desk=desk_world(),
        reading=_reading() if ours.textract else None,
    )


@cache
def _reading() -> "Reading":
    from chalicelib.adapters.codec import envelope_to_json
    from chalicelib.adapters.textract import TextractReader, textract_client
    from chalicelib.application.reading import Reading

    def submit(envelope: "Envelope") -> None:
        key = f"{envelope.onboarding}:{envelope.id}"
        queue("commands").send(envelope_to_json(envelope), group=envelope.onboarding, key=key)

    return Reading(reader=TextractReader(textract_client(), settings().bucket), submit=submit)


@cache
def feedback() -> "Feedback":
    """Return the world as feedback needs it."""
    from chalicelib.adapters.mail.tags import key_of
    from chalicelib.application.feedback import Feedback

    return Feedback(outbox=outbox(), desks=desks(), submit=_submit("system:feedback"), key_of=key_of)


def _mail_writer() -> "MailWriter":
    from chalicelib.adapters.mail.links import PublicLinks
    from chalicelib.adapters.mail.rendering import Brand
    from chalicelib.adapters.mail.writer import MailWriter
    from chalicelib.application.summaries import Summaries

    ours = settings()
    return MailWriter(
        store=store(),
        desks=desks(),
        playbooks=playbooks(),
        people=people(),
        clock=clock(),
        doors=links(),
        minter=link_minter(),
        summaries=Summaries(
            listings=listings(), store=store(), playbooks=playbooks(), calendar_of=calendar_of()
        ),
        links=PublicLinks(
            public_url=ours.public_url,
            minter=link_minter(),
            session_key=session_key(),
        ),
        brand=Brand(name=ours.brand_name, color=ours.brand_color),
    )


def _submit(actor: str) -> "Submit":
    from chalicelib.adapters.codec import envelope_to_json
    from chalicelib.application.handle import Envelope

    def submit(onboarding: str, command_id: str, command: "Command") -> None:
        envelope = Envelope(onboarding=onboarding, id=command_id, actor=actor, command=command)
        queue("commands").send(envelope_to_json(envelope), group=onboarding, key=command_id)

    return submit
