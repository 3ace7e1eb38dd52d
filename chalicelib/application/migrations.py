"""Previews of migrations: what another version would change of one onboarding, or of all that run by a playbook."""

from collections.abc import Iterator, Mapping

from chalicelib.application.handle import Envelope, Ports, context_of
from chalicelib.application.ports import Listings
from chalicelib.domain.commands import MigrateOnboarding
from chalicelib.domain.migrated import Differences
from chalicelib.domain.migration import differences
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.playbook import Playbook

RUNNING = ("active", "on_hold", "opening", "live")


def preview(state: Onboarding, version: int, ports: Ports) -> tuple[Differences, Playbook]:
    """Return what a version would change of an onboarding as it is now, and the playbook to name things by.

    Raises
    ------
    NotFoundError
        The version is not published.
    """
    command = MigrateOnboarding(version=version, digest="")
    envelope = Envelope(onboarding=state.id, id="preview", actor="system:preview", command=command)
    context = context_of(envelope, state, ports)
    return differences(state, context), context.playbook


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
