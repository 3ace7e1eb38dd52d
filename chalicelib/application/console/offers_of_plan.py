"""What a person of the team can change in a plan that is under way, as offers."""

from collections.abc import Iterator

from chalicelib.application.console.offer import Offer
from chalicelib.domain.codes import OTHER
from chalicelib.domain.given import given, on_its_way
from chalicelib.domain.onboarding import Escalation, Onboarding, Task
from chalicelib.domain.playbook import Playbook

_LATE = frozenset({"task.overdue", "customer.late", "stage.stalled", "date.at_risk", "date.forecast"})


def opening_again(task: Task) -> Offer:
    """Return the offer to open a settled task again."""
    return Offer(
        act="reopen_task",
        subject=task.id,
        label="Open again",
        wants="reason",
        prompt="Why is it open again? Gates that have passed, and stages that are done, stay so.",
        rare=True,
    )


def blocking(task: Task, playbook: Playbook) -> Iterator[Offer]:
    """Yield saying what blocks a task, or that nothing does any more."""
    if task.blocked:
        yield Offer(act="unblock", subject=task.id, label="Nothing blocks it any more")
        return
    yield Offer(
        act="block",
        subject=task.id,
        label="Blocked",
        wants="note",
        prompt="What exactly?",
        codes=tuple(playbook.codes.of("blocked").items()),
        rare=True,
    )


def waiving(task: Task, playbook: Playbook, *, actor: str) -> Iterator[Offer]:
    """Yield doing without: at once, or by two where the playbook wants a second person."""
    rule = playbook.task(task.id)
    alone = rule is None or rule.waive == "anyone"
    if task.waiver and task.waiver.by != actor:
        yield Offer(act="approve_waiver", subject=task.id, label="Agree to do without it", danger=True)
    if alone or task.waiver is None:
        yield Offer(
            act="waive" if alone else "request_waiver",
            subject=task.id,
            label="Do without" if alone else "Ask to do without",
            wants="reason",
            prompt="Why can we do without it?"
            + ("" if alone else " A second person reads this and decides."),
            rare=True,
        )


def taking_back(onboarding: Onboarding) -> Iterator[Offer]:
    """Yield going on after the end; what is complete goes on with a task that is open again."""
    if not onboarding.complete:
        prompt = (
            "Why does it go on? Dates move by the time since it stopped; the customer's links open again."
        )
        yield Offer(act="reopen", subject="", label="Reopen", wants="reason", prompt=prompt)
        return
    for task in onboarding.tasks:
        yield Offer(
            act="reopen",
            subject=task.id,
            label="Reopen with",
            about=task.title,
            wants="reason",
            prompt="Why is it open again?",
            rare=True,
        )


def adding(stage: str) -> Offer:
    """Return the offer to add a task to a stage."""
    return Offer(act="add_task", subject=stage, label="Add a task", wants="task", rare=True)


def dropping(task: Task, onboarding: Onboarding, playbook: Playbook) -> Iterator[Offer]:
    """Yield taking a task out of the plan, where nothing was given for it, and neither gate nor stage needs it."""
    closed = {gate.id for gate in onboarding.gates if gate.passed_at is None}
    required = any(rule.id in closed and f"task:{task.id}" in rule.requires for rule in playbook.gates)
    lost = given(task, onboarding, playbook) or on_its_way(task, playbook)
    rule = playbook.task(task.id)
    alone = rule is not None and rule.waive == "anyone"
    last = not any(other.stage == task.stage for other in onboarding.tasks if other.id != task.id)
    if alone and not (required or lost or last):
        prompt = "Why is it no longer part of the plan?"
        yield Offer(act="drop_task", subject=task.id, label="Drop", wants="reason", prompt=prompt, rare=True)


def moving_the_date(playbook: Playbook, *, rare: bool = False) -> Offer:
    """Return the offer to agree another go-live date."""
    return Offer(
        act="set_target",
        subject="",
        label="Move the go-live date",
        wants="note",
        prompt="What exactly?",
        codes=tuple(playbook.codes.of("late").items()),
        day="The new date",
        rare=rare,
    )


def explaining(escalation: Escalation, playbook: Playbook) -> Iterator[Offer]:
    """Yield taking up something that is late together with why it came to that."""
    if escalation.rule in _LATE and escalation.acknowledged_at is None and escalation.snoozed_until is None:
        codes = tuple((code, title) for code, title in playbook.codes.of("late").items() if code != OTHER)
        label = "I have it, and know why it is late"
        yield Offer(act="explain", subject=escalation.id, label=label, wants="code", codes=codes, rare=True)
