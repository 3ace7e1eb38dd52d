"""Previews of migrations: what another version would change of one onboarding, or of all that run by a playbook."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from chalicelib.application.handle import Envelope, Ports
from chalicelib.application.handle.context import context_of
from chalicelib.application.ports import Listings
from chalicelib.domain.commands import MigrateOnboarding, UndoMigration
from chalicelib.domain.decide import decide
from chalicelib.domain.events import Event, MigrationUndone
from chalicelib.domain.evolve import evolve
from chalicelib.domain.migration.difference import Difference, Differences
from chalicelib.domain.migration.preview import differences
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.playbook import Playbook

RUNNING = ("active", "on_hold", "opening", "live")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a version would change, the playbook to name things by, and the onboarding as it would go on."""

    shown: Differences
    playbook: Playbook
    after: Onboarding


def preview(state: Onboarding, version: int, ports: Ports) -> Preview:
    """Return what a version would change of an onboarding as it is now; nothing changes.

    Raises
    ------
    NotFoundError
        The version is not published.
    """
    command = MigrateOnboarding(version=version, digest="")
    envelope = Envelope(onboarding=state.id, id="preview", actor="system:preview", command=command)
    context = context_of(envelope, state, ports)
    shown = differences(state, context)
    events = () if state.ended else decide(state, replace(command, digest=shown.digest), context)
    return Preview(shown=shown, playbook=context.playbook, after=_after(state, events))


def preview_undo(state: Onboarding, ports: Ports) -> tuple[Onboarding, tuple[Difference, ...]]:
    """Return an onboarding as it would go on without its last change of version, and what is kept; nothing changes.

    Raises
    ------
    WrongStateError
        There is none, or it has ended.
    """
    command = UndoMigration()
    envelope = Envelope(onboarding=state.id, id="preview", actor="system:preview", command=command)
    events = decide(state, command, context_of(envelope, state, ports))
    kept = (event.differences for event in events if isinstance(event, MigrationUndone))
    return _after(state, events), next(kept, ())


def _after(state: Onboarding, events: tuple[Event, ...]) -> Onboarding:
    for event in events:
        state = evolve(state, event)
    return state


def running(
    name: str, listings: Listings, *, filters: Mapping[str, str], cursor: str | None, limit: int
) -> tuple[tuple[str, ...], str | None]:
    """Return the ids of onboardings under way that run by a playbook, a page of them, and where the next one begins."""
    status, _, rest = (cursor or "").partition("|")
    order = [filters["status"]] if "status" in filters else list(RUNNING)
    start = order.index(status) if status in order else 0
    found: list[str] = []
    for at in range(start, len(order)):
        page = listings.board(
            filters={**filters, "tier": name, "status": order[at]},
            cursor=(rest or None) if at == start else None,
            limit=limit - len(found),
        )
        found += [row["id"] for row in page.items]
        if page.next:
            return tuple(found), f"{order[at]}|{page.next}"
        if len(found) >= limit:
            return tuple(found), f"{order[at + 1]}|" if at + 1 < len(order) else None
    return tuple(found), None


def envelopes(digests: Mapping[str, str], version: int, *, actor: str, key: str) -> Iterator[Envelope]:
    """Yield one `MigrateOnboarding` for each onboarding and the digest of its preview, all under one cause."""
    for onboarding, digest in sorted(digests.items()):
        command = MigrateOnboarding(version=version, digest=digest)
        yield Envelope(
            onboarding=onboarding, id=f"{key}:{onboarding}", actor=actor, command=command, digest=digest
        )
