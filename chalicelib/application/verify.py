"""The daily check: journals replay to the stored state, chains are whole, nothing active is without an owner."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.application.ports import Listings, OnboardingStore
from chalicelib.domain.events import Event
from chalicelib.domain.evolve import fold
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.people import Directory


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that must not be: `check` is replay, chain or owner."""

    onboarding: str
    check: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Journals:
    """How journals are read: the event of an entry, and the first sequence that does not fit its chain."""

    event_of: Callable[[Mapping[str, Any]], Event]
    broken_at: Callable[[tuple[Mapping[str, Any], ...]], int | None]


def verify(
    store: OnboardingStore, listings: Listings, directory: Directory, journals: Journals
) -> Iterator[Finding]:
    """Yield what is wrong with any onboarding."""
    cursor: str | None = None
    while True:
        page = listings.board(filters={}, cursor=cursor, limit=100)
        for row in page.items:
            yield from _check(row["id"], store, directory, journals)
        cursor = page.next
        if cursor is None:
            return


def _check(
    onboarding: str, store: OnboardingStore, directory: Directory, journals: Journals
) -> Iterator[Finding]:
    stored = store.load(onboarding)
    if stored is None:
        return
    # What was committed since the state was read is the next check's.
    chain = store.journal(onboarding, limit=stored.onboarding.sequence)
    if (broken := journals.broken_at(chain)) is not None:
        yield Finding(onboarding=onboarding, check="chain", detail=f"entry {broken}")
    if fold(journals.event_of(entry) for entry in chain) != stored.onboarding:
        yield Finding(onboarding=onboarding, check="replay", detail="journal and state differ")
    yield from _vacant(stored.onboarding, directory)


def _vacant(state: Onboarding, directory: Directory) -> Iterator[Finding]:
    for stage in state.stages:
        owner = directory.get(stage.owner)
        if stage.status == "active" and (owner is None or not owner.active):
            yield Finding(onboarding=state.id, check="owner", detail=f"stage {stage.id}: {stage.owner}")
