"""What came of one life under one policy: little enough to be sent between processes and kept by the thousand."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.domain import clocks
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.effects import Effect, Notify, SendMail
from chalicelib.domain.events import EscalationRaised, Event
from chalicelib.domain.onboarding import Onboarding

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """An entry of somebody's list as it was first raised.

    `by_clock` tells what time brought about, which a policy decides, from what people did.
    """

    at: datetime
    rule: str
    subject: str
    owner: str
    by_clock: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail: when, what kind, and to whom (``person:…``, ``contact:…``)."""

    at: datetime
    kind: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An alert that comes to lie on somebody's desk; `until` is when it was settled, None if it never was."""

    at: datetime
    person: str
    escalation: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One life under one policy. Instants are UTC, `stages` are (id, working hours, those of them waiting for the customer)."""

    id: str
    opened_at: datetime
    target_at: datetime
    live_at: datetime | None
    ended_at: datetime | None
    until: datetime
    status: str
    alerts: tuple[Alert, ...]
    rungs: int
    mails: tuple[Mail, ...]
    told: tuple[Told, ...]
    stages: tuple[tuple[str, float, float], ...]
    guessed: tuple[str, ...] = ()
    unfit: int = 0
    link: str = ""

    @property
    def slipped(self) -> bool | None:
        """Say whether it was not live by its target; None when that cannot be said: cancelled, or not over yet."""
        if self.live_at is not None:
            return self.live_at > self.target_at
        return True if self.status != "cancelled" and self.until > self.target_at else None

    @property
    def warned_at(self) -> datetime | None:
        """Return when a clock first raised something, if that was before the target passed."""
        return self._first("")

    @property
    def date_warned_at(self) -> datetime | None:
        """Return when somebody was first told that the date itself is at risk, if that was before it passed."""
        return self._first("date.")

    def _first(self, rules: str) -> datetime | None:
        alerts = (a.at for a in self.alerts if a.by_clock and a.rule.startswith(rules))
        return min((at for at in alerts if at < self.target_at), default=None)


@dataclass(slots=True)
class Watched:
    """Takes down what matters while a life goes by."""

    alerts: list[Alert] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)
    notices: list[Told] = field(default_factory=list)
    rungs: int = 0

    def note(self, events: tuple[Event, ...], effects: tuple[Effect, ...], *, by_clock: bool) -> None:
        """Take down what one commit brought."""
        for event in events:
            if isinstance(event, EscalationRaised):
                raised = event.escalation
                self.rungs += raised.rung > 1
                if raised.rung == 1:
                    clock = by_clock or raised.rule.startswith("date.")
                    self.alerts.append(
                        Alert(
                            at=event.at,
                            rule=raised.rule,
                            subject=raised.subject,
                            owner=raised.owner,
                            by_clock=clock,
                        )
                    )
        at = events[-1].at
        self.mails += [Mail(at=at, kind=e.mail, to=e.to) for e in effects if isinstance(e, SendMail)]
        self.notices += [
            Told(at=at, person=e.person, escalation=e.escalation) for e in effects if isinstance(e, Notify)
        ]

    def told(self, state: Onboarding) -> tuple[Told, ...]:
        """Return what came to lie on desks, with when it was settled."""
        settled = {escalation.id: escalation.resolved_at for escalation in state.escalations}
        return tuple(replace(notice, until=settled.get(notice.escalation)) for notice in self.notices)


def spent(state: Onboarding, until: datetime, calendar: Calendar) -> tuple[tuple[str, float, float], ...]:
    """Return the working hours spent in each stage that has begun, and those of them in which the customer was waited for."""
    found = []
    for stage in state.stages:
        clock = clocks.read(state, stage, now=until, calendar=calendar)
        if clock is not None:
            found.append((stage.id, clock.total / _HOUR, clock.waited / _HOUR))
    return tuple(found)
