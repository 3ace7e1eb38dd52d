"""The circumstances in which a command is decided: plan, people, calendars, limits, and what is wrong with them."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from chalicelib.application.calendars import calendars_by, house
from chalicelib.application.handle.envelope import Envelope, Ports
from chalicelib.application.plans import plan_for, plan_of, plan_with
from chalicelib.application.ports import Playbooks
from chalicelib.domain import opening
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.commands import Command, MigrateOnboarding, Reassign, RecordDeal, UndoMigration
from chalicelib.domain.context import Context, Trouble
from chalicelib.domain.deal import Account
from chalicelib.domain.errors import NotFoundError, PlaybookUnreadableError
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.people import Directory
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.values import PlaybookRef, whole_milliseconds


def context_of(envelope: Envelope, before: Onboarding | None, ports: Ports) -> Context:
    """Return the circumstances in which a command is decided; raises NotFoundError for what it cannot be about."""
    now, command = whole_milliseconds(ports.clock.now()), envelope.command
    if before is not None:
        context = _by(plan_of(before, ports.playbooks), envelope, before, ports, now=now)
        context = replace(context, published=ports.playbooks.get(before.playbook))
        return replace(context, candidate=_candidate(command, before, context, ports))
    if not isinstance(command, RecordDeal):
        raise NotFoundError("There is no such onboarding.")
    return _of_opening(envelope, command, ports, now=now)


def _of_opening(envelope: Envelope, command: RecordDeal, ports: Ports, *, now: datetime) -> Context:
    """Return the circumstances of a deal that has no onboarding yet; one that is lost is never opened after all."""
    playbook, wrong = _newest(opening.playbook_name(command.deal), ports.playbooks)
    playbook, judged = plan_for(playbook, command.deal, envelope.vault, ports.conditions)
    lost_at, within_limit = None, True
    if command.deal.state in {"lost", "deleted"}:
        ports.openings.stop(envelope.onboarding, at=command.deal.modified_at)
    if command.opens and command.deal.state == "won":
        lost_at = ports.openings.stopped(envelope.onboarding)
        hour = now.replace(minute=0, second=0, microsecond=0)
        within_limit = ports.openings.place(envelope.onboarding, hour=hour, limit=ports.openings_per_hour)
    context = _by(playbook, envelope, None, ports, now=now)
    return replace(
        context,
        conditions=judged,
        troubles=(*wrong, *context.troubles),
        lost_at=lost_at,
        within_limit=within_limit,
    )


def _by(
    playbook: Playbook, envelope: Envelope, before: Onboarding | None, ports: Ports, *, now: datetime
) -> Context:
    """Return the circumstances by a plan: its calendars, and the people who are there."""
    command = envelope.command
    directory = ports.people.directory(fresh=before is None or isinstance(command, Reassign))
    calendar, broken = house(playbook.calendar, ports.calendars)
    return Context(
        now=now,
        actor=envelope.actor,
        playbook=playbook,
        calendar=calendar,
        calendars=None if broken else _calendars(command, before, playbook, directory, ports),
        troubles=_broken(broken),
        directory=directory,
        scanning=ports.scanning,
        reading=ports.reading,
        tier_known=_tier_known(command, ports.playbooks),
    )


def _newest(name: str, playbooks: Playbooks) -> tuple[Playbook, tuple[Trouble, ...]]:
    """Return the newest version for an opening; where it cannot be read, the newest one that can, and that it is so."""
    try:
        return playbooks.latest(name), ()
    except NotFoundError:
        return playbooks.latest(opening.DEFAULT_PLAYBOOK), ()
    except PlaybookUnreadableError as error:
        trouble = Trouble(rule="policy.older", subject="policy:older", says=str(error))
        return playbooks.newest_readable(name), (trouble,)


def _tier_known(command: Command, playbooks: Playbooks) -> bool:
    """Say whether there is a playbook for the tier that a deal names."""
    if not isinstance(command, RecordDeal) or not command.deal.tier:
        return True
    with suppress(PlaybookUnreadableError):  # then it is known, at least
        try:
            playbooks.latest(opening.playbook_name(command.deal))
        except NotFoundError:
            return False
    return True


def _candidate(command: Command, state: Onboarding, context: Context, ports: Ports) -> Context | None:
    """Return the circumstances by the version that an onboarding would go on with; None where none is asked for."""
    if isinstance(command, MigrateOnboarding):
        ref = PlaybookRef(name=state.playbook.name, version=command.version)
    elif isinstance(command, UndoMigration) and state.migration:
        ref = state.migration.before
    else:
        return None
    published = ports.playbooks.get(ref)
    known = ports.store.personal(state.id)
    playbook, judged = plan_with(published, state.deal, known, ports.conditions)
    return replace(
        context,
        playbook=playbook,
        published=published,
        calendar=ports.calendars.of(playbook.calendar),
        calendars=_calendars(command, state, playbook, context.directory, ports),
        conditions=judged,
    )


def _calendars(
    command: Command, before: Onboarding | None, playbook: Playbook, directory: Directory, ports: Ports
) -> Callable[[str], Calendar]:
    """Return whose calendars there are; the customer's is that of the place which the newest deal names."""
    deal = command.deal if isinstance(command, RecordDeal) and before is None else before and before.deal
    account = deal.account if deal else Account(name="")
    return calendars_by(playbook.calendar, account=account, directory=directory, calendars=ports.calendars)


def _broken(says: str) -> tuple[Trouble, ...]:
    return (Trouble(rule="calendar.broken", subject="calendar:house", says=says),) if says else ()
