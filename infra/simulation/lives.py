"""What a history is made of: the acts that no policy decides, and when they happen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from chalicelib.application.ports import Secret
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.commands import Command
from chalicelib.domain.deal import Deal
from chalicelib.domain.onboarding import Escalation, Task
from chalicelib.domain.people import Directory
from chalicelib.domain.playbook import TaskRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Whoever a task is for has done all of it; what that takes is for the playbook of the moment to say."""

    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A try that settles nothing: a file that is refused, or that a person must look at, a sign-off declined, a call failed."""

    task: str
    how: Literal["refused", "unclear", "declined", "failed"]


Deed = Done | Tried | Command


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A deed, by whom (an actor as the product writes them) and when (UTC).

    `order` tells acts of one instant apart; `guessed` are those that the history does not know.
    """

    at: datetime
    by: str
    deed: Deed
    order: int = 0
    guessed: bool = False


class People(Protocol):
    """The team and the customer of one onboarding: they answer to what the policy puts before them."""

    def on_task(
        self, task: Task, rule: TaskRule | None, now: datetime, calendar: Calendar
    ) -> tuple[Act, ...]:
        """Return what is done about a task that has opened at `now`."""
        ...

    def on_alert(self, alert: Escalation, now: datetime, calendar: Calendar) -> tuple[Act, ...]:
        """Return what is done about an alert that was raised at `now`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """One deal and everything that people did about it.

    Attributes
    ----------
    acts
        What does not depend on a task or an alert: the CRM's changes, holds, promises, reassignments.
    until
        When the history ends for it; what is open then stays open.
    known
        The deal's values that conditions may read, by reference; a journal itself holds none of them.
    link
        Where a reader finds the real one; empty for a generated one.
    """

    id: str
    tier: str
    deal: Deal
    opens_at: datetime
    until: datetime
    people: People
    acts: tuple[Act, ...] = ()
    known: Mapping[str, Secret] = field(default_factory=dict)
    link: str = ""
    scanning: bool = True
    within_limit: bool = True


class History(Protocol):
    """A history of lives, each of which can be had by its number."""

    @property
    def size(self) -> int:
        """Return how many lives there are."""
        ...

    @property
    def team(self) -> Directory:
        """Return who works here."""
        ...

    def life(self, number: int) -> Life:
        """Return one life; the same one whenever it is asked for."""
        ...
