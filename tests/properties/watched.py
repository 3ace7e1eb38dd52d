"""What must hold at every commit of any life under any policy, and at its end."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from chalicelib.adapters.codec import EVENTS, dump, load
from chalicelib.adapters.items import from_parts, to_parts
from chalicelib.domain import clocks, due_dates
from chalicelib.domain import events as e
from chalicelib.domain.context import CUSTOMER, Context
from chalicelib.domain.deadlines import next_check_at
from chalicelib.domain.effects import CallProvisioning, Effect
from chalicelib.domain.evolve import fold
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.reminders import works_now

# What nobody does: it follows from a policy, or from time, and must say why.
AUTOMATIC = (
    e.OnboardingOpened,
    e.StageEntered,
    e.StageCompleted,
    e.GatePassed,
    e.TaskOpened,
    e.MilestoneReached,
    e.CustomerAsked,
    e.CustomerReminded,
    e.EscalationRaised,
    e.ReceiptQueued,
    e.ReceiptMailed,
    e.ClockPaused,
    e.ClockResumed,
    e.WentLive,
    e.OnboardingClosed,
    e.ForecastChanged,
    e.DatesMoved,
    e.RemindersMoved,
    e.EscalationReturned,
)
# What time may bring about while everything is on hold, or has ended: what the customer gave is still confirmed and judged.
IN_STILLNESS = (e.ReceiptMailed, e.ReceiptQueued, e.DocumentNeedsPerson, e.TaskReviewed, e.EscalationRaised)
STILL_RULES = {"document.needs_person", "hold.over"}
HOUR = timedelta(hours=1)


@dataclass
class Watcher:
    """Looks at every commit of one life."""

    events: list[e.Event] = field(default_factory=list)
    rungs: dict[str, int] = field(default_factory=dict)
    reminded: Counter[str] = field(default_factory=Counter)
    state: Onboarding | None = None

    def __call__(
        self,
        before: Onboarding | None,
        events: tuple[e.Event, ...],
        after: Onboarding,
        context: Context,
        effects: tuple[Effect, ...],
    ) -> None:
        """Check one commit."""
        self.events += events
        self.state = after
        for event in events:
            self._why(event, context)
            self._due(event, after, context)
            self._ladder(event, context)
            self._reminders(event, before, context)
        self._stillness(before, events, context)
        self._told_once(after)
        self._owners(after, context)
        self._gates(after, context, effects)
        self._clocks(after, context)
        due = next_check_at(after)
        assert context.actor != "system:sweep" or due is None or due > context.now, (due, context.now)

    def at_the_end(self) -> None:
        """Check that the journal, written and read, leads to the state, and that the state is stored as it is."""
        read = [load(EVENTS[type(event).__name__], dump(event)) for event in self.events]
        assert fold(read) == self.state
        assert self.state is not None
        assert from_parts({key: part for key, (part, _) in to_parts(self.state).items()}) == self.state

    def _why(self, event: e.Event, context: Context) -> None:
        if isinstance(event, AUTOMATIC) or context.actor == "system:sweep":
            assert event.why is not None, event
            assert event.why.rule

    def _due(self, event: e.Event, after: Onboarding, context: Context) -> None:
        """An instant that somebody is given lies exactly the hours allowed ahead, by the calendar of whose work it is."""
        if isinstance(event, e.StageEntered):
            calendar, hours = context.calendar, context.playbook.stage(event.stage).hours
        elif isinstance(event, e.TaskOpened) and (rule := context.playbook.task(event.task)):
            calendar = context.calendar_for(CUSTOMER if rule.by_customer else f"person:{event.owner}")
            hours = rule.hours
            assert event.due_at > event.at
            if rule.due is not None and event.anchored_at is not None:
                wanted = due_dates.counted(rule.due, event.anchored_at, calendar)
                assert event.due_at == wanted or wanted <= event.at, event
                if event.due_at == wanted:
                    return
        else:
            return
        assert calendar.elapsed(event.at, event.due_at) == hours * HOUR, event
        assert calendar.elapsed(event.at, event.due_at - timedelta(milliseconds=1)) < hours * HOUR

    def _ladder(self, event: e.Event, context: Context) -> None:
        """Each rung once, one after the other, to a person who is there, and none after somebody has it."""
        if not isinstance(event, e.EscalationRaised):
            return
        raised = event.escalation
        assert raised.rung == self.rungs.get(raised.id, 0) + 1, raised
        self.rungs[raised.id] = raised.rung
        assert raised.rung <= 3
        assert raised.acknowledged_at is None
        assert raised.resolved_at is None
        person = context.directory.get(raised.owner)
        assert person is not None
        assert person.available(context.now) or raised.owner == context.directory.fallback

    def _reminders(self, event: e.Event, before: Onboarding | None, context: Context) -> None:
        """Of each task no more than its maximum since the customer was asked for it, and only while they work."""
        if isinstance(event, e.CustomerAsked):
            self.reminded.subtract({task: self.reminded[task] for task in event.tasks})
        if not isinstance(event, e.CustomerReminded):
            return
        assert before is not None
        assert event.tasks
        assert works_now(context.calendar_for(CUSTOMER), event.at), event
        for name in event.tasks:
            task = before.task(name)
            assert task is not None
            assert task.by_customer
            assert not task.settled
            self.reminded[name] += 1
            assert self.reminded[name] <= context.playbook.reminders_of(name).most, event

    def _told_once(self, after: Onboarding) -> None:
        """Nothing is on anybody's list twice for the same reason."""
        raised = Counter((one.rule, one.subject, one.owner) for one in after.raised())
        assert not raised or max(raised.values()) == 1, raised

    def _stillness(self, before: Onboarding | None, events: tuple[e.Event, ...], context: Context) -> None:
        if before is None or before.running or context.actor != "system:sweep":
            return
        for event in events:
            assert isinstance(event, IN_STILLNESS), event
            assert not isinstance(event, e.EscalationRaised) or event.escalation.rule in STILL_RULES, event

    def _owners(self, after: Onboarding, context: Context) -> None:
        known = context.directory.get
        assert known(after.owner) is not None
        for one in (*after.stages, *(task for task in after.tasks if not task.settled), *after.raised()):
            assert known(one.owner) is not None, one

    def _gates(self, after: Onboarding, context: Context, effects: tuple[Effect, ...]) -> None:
        passed = {gate.id for gate in after.gates if gate.proof is not None}
        for stage in after.stages:
            gate = context.playbook.gate(f"stage:{stage.id}")
            assert gate is None or stage.status == "waiting" or gate.id in passed, stage
        live = context.playbook.gate("live")
        assert after.milestones.live is None or live is None or live.id in passed
        for effect in effects:
            if isinstance(effect, CallProvisioning):
                task = after.task(effect.task)
                before = context.playbook.gate(f"stage:{task.stage}") if task else None
                assert before is not None
                assert before.id in passed, effect

    def _clocks(self, after: Onboarding, context: Context) -> None:
        for stage in (None, *after.stages):
            clock = clocks.read(after, stage, now=context.now, calendar=context.calendar)
            if clock is not None:
                assert timedelta() <= clock.waited <= clock.total, (stage, clock)
                assert clock.net + clock.waited == clock.total
