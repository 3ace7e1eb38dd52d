"""When an effect is performed, waited for, performed again or put in front of a person.

An effect is claimed before it is performed, so a process that dies in between leaves a claim behind. A call that its
receiver knows by key is simply repeated. A mail is not: the mail service has no idempotency token, so an old claim is in
*doubt* until an event of the service settles it, and once the patience is over it is sent again, once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.effects import CallProvisioning, Effect

EffectStatus = Literal["pending", "claimed", "done", "doubtful", "failed"]
CLAIM_HOLDS = timedelta(minutes=2)
DOUBT_ENDS = timedelta(minutes=15)
KEPT_FOR = timedelta(days=30)
SENDS_AT_MOST = 2
CALLS_AT_MOST = 5
TRIES_AT_MOST = 12
_FIRST_PAUSE, _LONGEST_PAUSE = 15, 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An effect as its outbox holds it.

    Attributes
    ----------
    owner
        The partition it lies in: ``ONB#…``, ``PERSON#…`` or ``ADDRESS#…``.
    attempts
        How often it may have been performed: claims that were not taken back.
    tries
        How often it was claimed at all.
    asked
        A person has been asked about the doubt; nothing more happens by itself.
    """

    owner: str
    key: str
    effect: Effect
    status: EffectStatus = "pending"
    claimed_at: datetime | None = None
    attempts: int = 0
    tries: int = 0
    asked: bool = False
    written_at: datetime | None = None

    @property
    def onboarding(self) -> str | None:
        """Return the onboarding whose effect this is; None for a person's own."""
        kind, _, aggregate = self.owner.partition("#")
        return aggregate if kind == "ONB" else None


@dataclass(frozen=True, slots=True)
class Perform:
    """Claim it and do it; `again` when it may have been done before and must be journaled so."""

    again: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """Look at it again at `until`; `doubtful` when the claim is too old to be a process still at work."""

    until: datetime
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class AskPerson:
    """It was in doubt twice: only a person can find out."""


@dataclass(frozen=True, slots=True)
class Rest:
    """There is nothing left to do."""


Step = Perform | Wait | AskPerson | Rest


def next_step(entry: Entry, now: datetime) -> Step:
    """Say what becomes of an effect at `now`."""
    if entry.status in {"done", "failed"} or entry.asked:
        return Rest()
    if entry.status == "pending" or entry.claimed_at is None:
        return Perform()
    if now < entry.claimed_at + CLAIM_HOLDS and entry.status == "claimed":
        return Wait(entry.claimed_at + CLAIM_HOLDS)
    if isinstance(entry.effect, CallProvisioning):
        return Perform()
    if now < entry.claimed_at + DOUBT_ENDS:
        return Wait(entry.claimed_at + DOUBT_ENDS, doubtful=True)
    return Perform(again=True) if entry.attempts < SENDS_AT_MOST else AskPerson()


def pause(tries: int) -> timedelta:
    """Return how long to wait after the given number of tries that came to nothing: 15 s, doubled, at most 15 minutes."""
    return timedelta(seconds=min(_FIRST_PAUSE * 2 ** max(tries - 1, 0), _LONGEST_PAUSE))


def owner_of(key: str) -> str:
    """Return the partition of an effect's outbox from its key, whose first part names the aggregate."""
    aggregate = key.partition(":")[0]
    if aggregate.startswith("@"):
        return f"ADDRESS#{aggregate[1:]}"
    return f"ONB#{aggregate}" if aggregate.startswith("onb-") else f"PERSON#{aggregate}"
