"""One life under one policy, through the real core: from what people do to what is due, and never a tick between."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.adapters.conditions import RuleConditions
from chalicelib.adapters.holiday_calendars import HolidayCalendars
from chalicelib.application.calendars import calendars_by
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.commands import Command, PassTime, RecordDeal, ReopenOnboarding
from chalicelib.domain.context import Context
from chalicelib.domain.deadlines import next_check_at
from chalicelib.domain.deal import Account
from chalicelib.domain.decide import decide
from chalicelib.domain.effects import Effect
from chalicelib.domain.errors import DomainError, NotAllowedError
from chalicelib.domain.events import EscalationRaised, Event, GapFound, OnboardingOpened, TaskOpened
from chalicelib.domain.evolve import evolve
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.people import Directory
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.react import react
from chalicelib.domain.variants import planned, variant
from infra.simulation.deeds import commands_of
from infra.simulation.lives import Act, Done, Life
from infra.simulation.outcome import Outcome, Watched, spent

_CALENDARS, _CONDITIONS = HolidayCalendars(), RuleConditions()
MOST_STEPS = 5_000
Watch = Callable[[Onboarding | None, tuple[Event, ...], Onboarding, Context, tuple[Effect, ...]], None]


class EndlessError(Exception):
    """Something stays due for ever: a bug of the core, with what it takes to see it again."""


@dataclass
class Replay:
    """A life on its way. `watch` is shown every commit."""

    life: Life
    playbook: Playbook
    team: Directory
    watch: Watch | None = None
    state: Onboarding | None = None
    seen: Watched = field(default_factory=Watched)
    agenda: list[tuple[datetime, int, int, Act]] = field(default_factory=list)
    whose: tuple[Account, Callable[[str], Calendar]] | None = None
    guessed: set[str] = field(default_factory=set)
    count: int = 0
    unfit: int = 0

    def __post_init__(self) -> None:
        self.calendar = _CALENDARS.of(self.playbook.calendar)
        self.judged = _CONDITIONS.judge(self.playbook, self.life.deal, self.life.known)
        self.plan = variant(self.playbook, {one.text for one in self.judged if one.holds})
        self.now = self.life.opens_at

    def run(self) -> Outcome:
        """Live it through, to its end or to that of the history."""
        self._do(RecordDeal(deal=self.life.deal), f"crm:{self.life.deal.ref.source}")
        for act in self.life.acts:
            self._plan(act)
        for _ in range(MOST_STEPS):
            if self.state is None or self._over(self.state) or not self._step(self.state):
                return self._outcome()
        raise EndlessError(f"{self.life.id} under {self.playbook.ref} does not end.")

    def _over(self, state: Onboarding) -> bool:
        """Say whether it has ended for good."""
        return state.ended and not any(isinstance(act.deed, ReopenOnboarding) for *_, act in self.agenda)

    def _step(self, state: Onboarding) -> bool:
        due, act = next_check_at(state), self.agenda[0] if self.agenda else None
        at = min((moment for moment in (due, act[0] if act else None) if moment), default=None)
        if at is None or at > self.life.until:
            return False
        self.now = max(self.now, at)
        if act is None or (due is not None and due <= act[0]):
            self._pass_time()
        else:
            heapq.heappop(self.agenda)
            self._act(act[3], state)
        return True

    def _pass_time(self) -> None:
        before = self.state
        self._do(PassTime(), "system:sweep")
        if self.state is before:
            raise EndlessError(f"{self.life.id} under {self.playbook.ref}: nothing comes at {self.now}.")

    def _act(self, act: Act, state: Onboarding) -> None:
        for command in commands_of(act.deed, state, self.plan):
            try:
                self._do(command, act.by)
            except (
                NotAllowedError
            ):  # whose right it was then is not whose it is now: who owns the task does it
                task = state.task(act.deed.task) if isinstance(act.deed, Done) else None
                self._try(command, f"person:{task.owner}" if task else act.by)
            except DomainError:
                self.unfit += 1

    def _try(self, command: Command, actor: str) -> None:
        try:
            self._do(command, actor)
        except DomainError:
            self.unfit += 1

    def _do(self, command: Command, actor: str) -> None:
        before, after = self.state, self.state
        context = self._context(actor)
        effects: list[Effect] = []
        events = decide(before, command, context)
        for event in events:
            after = evolve(after, event)
            effects += react(after, event)
        if after is None or not events:
            return
        self.plan = self._planned(before, after)
        self.state = after
        self.seen.note(events, tuple(effects), by_clock=isinstance(command, PassTime))
        if self.watch is not None:
            self.watch(before, events, after, context, tuple(effects))
        self._answered(events, after)

    def _context(self, actor: str) -> Context:
        deal = self.state.deal if self.state else self.life.deal
        return Context(
            now=self.now,
            actor=actor,
            playbook=self.plan,
            calendar=self.calendar,
            calendars=self._whose(deal.account),
            directory=self.team,
            within_limit=self.life.within_limit,
            scanning=self.life.scanning,
            conditions=() if self.state else self.judged,
        )

    def _whose(self, account: Account) -> Callable[[str], Calendar]:
        """Return whose calendars there are, which stay the same while the customer's place does."""
        known, of = self.whose or (None, None)
        if known != account or of is None:
            of = calendars_by(
                self.playbook.calendar, account=account, directory=self.team, calendars=_CALENDARS
            )
            self.whose = account, of
        return of

    def _planned(self, before: Onboarding | None, after: Onboarding) -> Playbook:
        """Return what it runs by from now on: as a rule what it has run by, which is then not worked out again."""
        if before and len(before.tasks) == len(after.tasks) and len(before.stages) == len(after.stages):
            return self.plan
        return planned(self.playbook, after)

    def _answered(self, events: tuple[Event, ...], state: Onboarding) -> None:
        """Let people answer to what has come before them."""
        people, calendar = self.life.people, self.calendar
        opened: list[str] = []
        for event in events:
            if isinstance(event, OnboardingOpened):
                opened += [task.id for task in event.tasks if task.status == "open"]
            elif isinstance(event, TaskOpened):
                opened.append(event.task)
            elif isinstance(event, GapFound):
                opened.append(event.task.id)
            elif isinstance(event, EscalationRaised) and event.escalation.rung == 1:
                for act in people.on_alert(event.escalation, event.at, calendar):
                    self._plan(act)
        for name in opened:
            if (task := state.task(name)) is not None:
                for act in people.on_task(task, self.plan.task(name), events[-1].at, calendar):
                    self._plan(act)

    def _plan(self, act: Act) -> None:
        if act.guessed and isinstance(act.deed, Done):
            self.guessed.add(act.deed.task)
        self.count += 1
        heapq.heappush(self.agenda, (max(act.at, self.life.opens_at), act.order, self.count, act))

    def _outcome(self) -> Outcome:
        state = self.state
        if state is None:
            raise EndlessError(f"{self.life.id} was never opened.")
        until = self.life.until
        return Outcome(
            id=state.id,
            opened_at=state.opened_at,
            target_at=state.target_at,
            live_at=state.milestones.live,
            ended_at=state.ended_at,
            until=until,
            status=state.status,
            alerts=tuple(self.seen.alerts),
            rungs=self.seen.rungs,
            mails=tuple(self.seen.mails),
            told=self.seen.told(state),
            stages=spent(state, until, self.calendar),
            guessed=tuple(sorted(self.guessed)),
            unfit=self.unfit,
            link=self.life.link,
        )
