"""The one use case behind every act: load, decide, evolve, react, save."""

from dataclasses import replace

from chalicelib.application.drafts import over
from chalicelib.application.handle.context import context_of
from chalicelib.application.handle.envelope import Envelope, Outcome, Ports
from chalicelib.application.links import links
from chalicelib.application.lockers import lockers
from chalicelib.application.personal import resealed
from chalicelib.application.ports import Commit, Outgoing, RepeatedCommandError, Stored
from chalicelib.domain import troubles
from chalicelib.domain.commands import AssignTask, CorrectContact, InviteContact, PassTime, RecordDeal
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
from chalicelib.domain.react import react
from chalicelib.domain.values import whole_milliseconds

__all__ = ["TRIES", "Envelope", "Outcome", "Ports", "handle"]

TRIES = 5
# what these bring is compared with what is there: people, promises, words
_COMPARES = (AssignTask, CorrectContact, InviteContact, RecordDeal)


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
