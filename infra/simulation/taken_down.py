"""One journal, reduced to what people did: acts by task, by alert, and about the whole."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.application.ports import Secret
from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.onboarding import Document
from infra.simulation.lives import Act

Timed = tuple[datetime, tuple[Act, ...]]


@dataclass(slots=True, kw_only=True)
class TakenDown:
    """One journal, reduced. `done` holds (kind, opened, settled) of every task that was done."""

    opened: e.OnboardingOpened
    link: str
    acts: list[Act] = field(default_factory=list)
    of_task: dict[str, list[Act]] = field(default_factory=lambda: defaultdict(list))
    of_alert: dict[tuple[str, str], list[Act]] = field(default_factory=lambda: defaultdict(list))
    opened_at: dict[str, datetime] = field(default_factory=dict)
    raised_at: dict[tuple[str, str], datetime] = field(default_factory=dict)
    subjects: dict[str, tuple[str, str]] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    provisioned: set[str] = field(default_factory=set)
    done: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    known: dict[str, Secret] = field(default_factory=dict)
    last: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.last = self.opened.at

    def place(self, task: str) -> list[Act]:
        """Return where an act about a task belongs: to the task once it has opened, else to the whole."""
        return self.of_task[task] if task in self.opened_at else self.acts

    @property
    def scanning(self) -> bool:
        """Say whether uploads were scanned then."""
        return not any(document.scan == "not_required" for document in self.documents.values())

    @property
    def tasks(self) -> dict[str, Timed]:
        """Return, for every task that opened, when it did and what was done about it."""
        return {name: (at, tuple(self.of_task[name])) for name, at in self.opened_at.items()}

    @property
    def alerts(self) -> dict[tuple[str, str], Timed]:
        """Return, for every alert, when it was raised and what was done about it."""
        return {key: (at, tuple(self.of_alert[key])) for key, at in self.raised_at.items()}

    def taken_up(self) -> Iterator[tuple[datetime, datetime]]:
        """Yield when alerts were raised, and when somebody took them up."""
        for key, acts in self.of_alert.items():
            yield from (
                (self.raised_at[key], act.at) for act in acts if isinstance(act.deed, c.AcknowledgeEscalation)
            )


def kind_of(kind: str, *, by_customer: bool, provision: str | None) -> str:
    """Return which tasks are alike: calls, sign-offs and work of the team, sign-offs and work of the customer."""
    return "call" if provision else f"{kind} by {'the customer' if by_customer else 'the team'}"
