"""The deal behind the onboarding, and what was promised with it."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.deal import Deal
from chalicelib.domain.events.base import Happened
from chalicelib.domain.onboarding import (
    Contact,
    Gate,
    Promise,
    Proof,
    Stage,
    Status,
    Task,
)
from chalicelib.domain.values import PlaybookRef


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingOpened(Happened):
    """The deal is won: everything the playbook asks for, with resolved owners and due dates."""

    customer_sees = True
    id: str
    status: Status
    held: str | None
    deal: Deal
    tier: str
    playbook: PlaybookRef
    owner: str
    target_at: datetime
    warn_at: datetime | None
    stages: tuple[Stage, ...]
    tasks: tuple[Task, ...]
    gates: tuple[Gate, ...]
    promises: tuple[Promise, ...]
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DealChanged(Happened):
    """The CRM holds something newer; `changed` names what, the target follows a new committed date."""

    deal: Deal
    changed: tuple[str, ...]
    target_at: datetime
    warn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealLost(Happened):
    """The deal was lost, reopened or deleted after it had been won; reminders stop, the owner is asked."""

    deal: Deal


@dataclass(frozen=True, slots=True, kw_only=True)
class GapFound(Happened):
    """The CRM holds a value that cannot be used: `task` quotes it, new or in place of what was told before."""

    task: Task


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseAdded(Happened):
    """The CRM names a promise of the sale that was not known at the opening."""

    promise: Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseSettled(Happened):
    """A promise has its evidence."""

    promise: str
    proof: Proof
