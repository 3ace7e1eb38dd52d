"""The world as the command use case needs it, and how commands come to it."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from chalicelib import bootstrap
from chalicelib.settings import settings

if TYPE_CHECKING:
    from chalicelib.application.handle import Envelope, Outcome, Ports
    from chalicelib.application.handover import Records
    from chalicelib.application.outbox import Submit
    from chalicelib.application.ports import Calendars
    from chalicelib.domain.commands import Command


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
        store=bootstrap.store(),
        playbooks=bootstrap.playbooks(),
        conditions=RuleConditions(),
        people=bootstrap.people(),
        calendars=bootstrap.calendars(),
        openings=DynamoOpenings(bootstrap.client("dynamodb"), settings().table, bootstrap.clock()),
        clock=bootstrap.clock(),
        links=bootstrap.link_minter(),
        openings_per_hour=settings().openings_per_hour,
        scanning=settings().malware_scanning,
        reading=settings().textract,
        pause=jittered_pause,
    )


def handle(envelope: "Envelope") -> "Outcome":
    """Carry a command out in this process's world; raises DomainError when it is refused."""
    from chalicelib.application.handle import handle as use_case

    return use_case(envelope, bootstrap.ports())


def records() -> "Records":
    """Return where the onboardings of a person are found and read."""
    from chalicelib.application.handover import Records

    return Records(listings=bootstrap.listings(), store=bootstrap.store(), playbooks=bootstrap.playbooks())


def send_command(envelope: "Envelope") -> None:
    """Put a command on its way; sending it again is safe."""
    from chalicelib.adapters.codec import envelope_to_json

    key = f"{envelope.onboarding}:{envelope.id}"
    bootstrap.queue("commands").send(envelope_to_json(envelope), group=envelope.onboarding, key=key)


def send_commands(envelopes: "Sequence[Envelope]") -> None:
    """Put commands on their way; raises UnavailableError if any was not taken, and sending all again is safe."""
    from chalicelib.adapters.codec import envelope_to_json

    bootstrap.queue("commands").send_all(
        [(envelope_to_json(one), one.onboarding, f"{one.onboarding}:{one.id}") for one in envelopes]
    )


def knows_place(country: str, region: str | None) -> bool:
    """Say whether public holidays are known for a country and a region of it."""
    from chalicelib.adapters.holiday_calendars import knows

    return knows(country, region)


def submitter(actor: str) -> "Submit":
    """Return what puts commands on their way in the name of an actor, each with the id that it is given."""
    from chalicelib.adapters.codec import envelope_to_json
    from chalicelib.application.handle import Envelope

    def submit(onboarding: str, command_id: str, command: "Command") -> None:
        envelope = Envelope(onboarding=onboarding, id=command_id, actor=actor, command=command)
        bootstrap.queue("commands").send(envelope_to_json(envelope), group=onboarding, key=command_id)

    return submit
