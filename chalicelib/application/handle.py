"""The one use case behind every act: load, decide, evolve, react, save."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from chalicelib.application.calendars import calendars_by, house
from chalicelib.application.drafts import over
from chalicelib.application.links import links
from chalicelib.application.lockers import lockers
from chalicelib.application.personal import resealed
from chalicelib.application.plans import plan_for, plan_of, plan_with
from chalicelib.application.ports import (
    Calendars,
    Clock,
    Commit,
    Conditions,
    LinkMinter,
    OnboardingStore,
    Openings,
    Outgoing,
    People,
    Playbooks,
    RepeatedCommandError,
    Stored,
    Vault,
)
from chalicelib.domain import opening, troubles
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.commands import (
    AssignTask,
    Command,
    CorrectContact,
    InviteContact,
    MigrateOnboarding,
    PassTime,
    Reassign,
    RecordDeal,
    UndoMigration,
)
from chalicelib.domain.context import Context, Trouble
from chalicelib.domain.deal import Account
from chalicelib.domain.decide import decide
from chalicelib.domain.effects import effect_key
from chalicelib.domain.errors import (
    DomainError,
    KeyReusedError,
    NotFoundError,
    PlaybookUnreadableError,
    VersionConflictError,
)
from chalicelib.domain.events import Event
from chalicelib.domain.evolve import evolve
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.people import Directory
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.react import react
from chalicelib.domain.values import PlaybookRef, whole_milliseconds
from chalicelib.domain.variants import Judged

TRIES = 5
_COMPARES = (
    AssignTask,
    CorrectContact,
    InviteContact,
    RecordDeal,
)  # what they bring is compared with what is there: people, promises, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A command on its way.

    `id` is made by its source (delivery and deal, key and version, the form's nonce, Idempotency-Key) and is the same
    whenever the same act arrives again; `digest` tells its content from another's under the same id. `actor` is
    ``person:…``, ``contact:…``, ``crm:…``, ``token:…`` or ``system:…``. `vault` holds the personal values that the
    command refers to, `locked` its passwords and keys by question, encrypted already; they never wait in a queue.
    """

    onboarding: str
    id: str
    actor: str
    command: Command
    vault: Vault | None = None
    digest: str = ""
    locked: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Return what tells this command from another that carries the same id."""
        return f"{type(self.command).__name__}:{self.digest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command came to. `events` is empty when nothing had to happen or the command is a repetition."""

    onboarding: Onboarding | None
    events: tuple[Event, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """The world as the use case needs it. `pause` waits before the given try, with jitter."""

    store: OnboardingStore
    playbooks: Playbooks
    conditions: Conditions
    people: People
    calendars: Calendars
    openings: Openings
    clock: Clock
    links: LinkMinter
    openings_per_hour: int = 20
    scanning: bool = True
    reading: bool = False
    pause: Callable[[int], None] = lambda _: None


def handle(envelope: Envelope, ports: Ports) -> Outcome:
    """Carry a command out, once.

    Raises
    ------
    DomainError
        The command is refused; nothing has changed.
    """
    for attempt in range(1, TRIES + 1):
        stored = ports.store.load(envelope.onboarding)
        try:
            outcome = _attempt(envelope, stored, ports)
            if outcome.events or not ports.store.done(envelope.onboarding, envelope.id):
                return outcome
            return _repeated(envelope, ports)
        except RepeatedCommandError:
            return _repeated(envelope, ports)
        except VersionConflictError:
            ports.pause(attempt)
        except DomainError:
            if ports.store.done(envelope.onboarding, envelope.id):
                return _repeated(envelope, ports)
            raise
    raise VersionConflictError("Somebody was faster. Look again and repeat your step if it is still needed.")


def _attempt(envelope: Envelope, stored: Stored | None, ports: Ports) -> Outcome:
    before = stored.onboarding if stored else None
    if before and envelope.vault and isinstance(envelope.command, _COMPARES):
        known = ports.store.personal(envelope.onboarding)
        command, vault = resealed(envelope.command, envelope.vault, known)
        envelope = replace(envelope, command=command, vault=vault)
    try:
        context = context_of(envelope, before, ports)
    except PlaybookUnreadableError as error:
        return _without_policy(envelope, stored, error, ports)
    return _carried_out(envelope, stored, decide(before, envelope.command, context), ports)


def _without_policy(
    envelope: Envelope, stored: Stored | None, error: PlaybookUnreadableError, ports: Ports
) -> Outcome:
    """Tell the owner that nothing can be decided, and refuse for now; time itself is not refused, it only waits."""
    if stored is None:
        raise error
    state, now = stored.onboarding, whole_milliseconds(ports.clock.now())
    events = troubles.without_policy(state, str(error), now=now, directory=ports.people.directory())
    told = replace(envelope, id=f"policy:{state.sequence}", actor="system:policy", vault=None)
    outcome = _carried_out(told, stored, events, ports)
    if isinstance(envelope.command, PassTime):
        return outcome
    raise PlaybookUnreadableError(
        f"{error} Nothing is decided until it can be read; who looks after the onboarding has been told. Try again later."
    ) from error


def _carried_out(
    envelope: Envelope, stored: Stored | None, events: tuple[Event, ...], ports: Ports
) -> Outcome:
    before = stored.onboarding if stored else None
    if not events:
        return Outcome(onboarding=before)
    after, effects = before, list[Outgoing]()
    for event in events:
        after = evolve(after, event)
        effects += [
            Outgoing(key=effect_key(after.id, after.sequence, effect), effect=effect)
            for effect in react(after, event)
        ]
    if after is None:
        raise NotFoundError("There is no such onboarding.")
    commit = Commit(
        before=stored,
        after=after,
        events=events,
        actor=envelope.actor,
        command_id=envelope.id,
        fingerprint=envelope.fingerprint,
        effects=tuple(effects),
        vault=envelope.vault,
        links=links(
            before,
            after,
            events,
            vault=envelope.vault,
            stored=lambda: ports.store.personal(envelope.onboarding),
            minter=ports.links,
        ),
        locked=lockers(before, after, events, blobs=envelope.locked),
        drafts=over(before, after),
    )
    return Outcome(onboarding=ports.store.save(commit).onboarding, events=events)


def _repeated(envelope: Envelope, ports: Ports) -> Outcome:
    done = ports.store.done(envelope.onboarding, envelope.id)
    if done and done.fingerprint != envelope.fingerprint:
        raise KeyReusedError(
            "This idempotency key belongs to another command. Use a new key for a new command."
        )
    stored = ports.store.load(envelope.onboarding)
    return Outcome(onboarding=stored.onboarding if stored else None, repeated=True)


def context_of(envelope: Envelope, before: Onboarding | None, ports: Ports) -> Context:
    """Return the circumstances in which a command is decided; raises NotFoundError for what it cannot be about."""
    command, now, within_limit = envelope.command, whole_milliseconds(ports.clock.now()), True
    lost_at = None
    judged: tuple[Judged, ...] = ()
    wrong: tuple[Trouble, ...] = ()
    if before is not None:
        playbook = plan_of(before, ports.playbooks)
    elif isinstance(command, RecordDeal):
        playbook, wrong = _newest(opening.playbook_name(command.deal), ports.playbooks)
        playbook, judged = plan_for(playbook, command.deal, envelope.vault, ports.conditions)
        if command.deal.state in {"lost", "deleted"}:
            ports.openings.stop(envelope.onboarding, at=command.deal.modified_at)
        if command.opens and command.deal.state == "won":
            lost_at = ports.openings.stopped(envelope.onboarding)
            hour = now.replace(minute=0, second=0, microsecond=0)
            within_limit = ports.openings.place(envelope.onboarding, hour=hour, limit=ports.openings_per_hour)
    else:
        raise NotFoundError("There is no such onboarding.")
    directory = ports.people.directory(fresh=before is None or isinstance(command, Reassign))
    calendar, broken = house(playbook.calendar, ports.calendars)
    context = Context(
        now=now,
        actor=envelope.actor,
        playbook=playbook,
        published=ports.playbooks.get(before.playbook) if before else None,
        calendar=calendar,
        calendars=None if broken else _calendars(command, before, playbook, directory, ports),
        troubles=(*wrong, *_broken(broken)),
        directory=directory,
        within_limit=within_limit,
        lost_at=lost_at,
        scanning=ports.scanning,
        reading=ports.reading,
        conditions=judged,
        tier_known=_tier_known(command, ports.playbooks),
    )
    return replace(context, candidate=_candidate(command, before, context, ports)) if before else context


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


def _broken(says: str) -> tuple[Trouble, ...]:
    return (Trouble(rule="calendar.broken", subject="calendar:house", says=says),) if says else ()


def _newest(name: str, playbooks: Playbooks) -> tuple[Playbook, tuple[Trouble, ...]]:
    """Return the newest version for an opening; where it cannot be read, the newest one that can, and that it is so."""
    try:
        return playbooks.latest(name), ()
    except NotFoundError:
        return playbooks.latest(opening.DEFAULT_PLAYBOOK), ()
    except PlaybookUnreadableError as error:
        trouble = Trouble(rule="policy.older", subject="policy:older", says=str(error))
        return playbooks.newest_readable(name), (trouble,)
