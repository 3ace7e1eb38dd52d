"""What follows from a state, whoever brought it about: one rule a function, applied until nothing follows any more.

Documents are judged, customer tasks settle, gates pass, stages begin and end, tasks open, the customer is asked,
escalations are raised and resolved, the onboarding goes live. Each rule reads state and context and yields the
events that the state is missing; a rule whose events have happened yields nothing.
"""

from collections.abc import Callable, Iterator

from chalicelib.domain import escalations, gates
from chalicelib.domain.context import Context
from chalicelib.domain.events import (
    CustomerAsked,
    DocumentAccepted,
    DocumentNeedsPerson,
    DocumentRejected,
    EscalationResolved,
    Event,
    GatePassed,
    MilestoneReached,
    OnboardingClosed,
    StageCompleted,
    StageEntered,
    TaskCompleted,
    TaskOpened,
    TaskReviewed,
    WentLive,
)
from chalicelib.domain.evolve import fold
from chalicelib.domain.onboarding import Document, Onboarding, Proof, Task, TaskStatus
from chalicelib.domain.playbook import TaskRule
from chalicelib.domain.why import Fact, Why, why

Rule = Callable[[Onboarding, Context], Iterator[Event]]
CLEAN = frozenset({"NO_THREATS_FOUND", "not_required"})


def follow(state: Onboarding, context: Context) -> tuple[Event, ...]:
    """Return everything that follows from `state`, in order."""
    happened: list[Event] = []
    while fresh := _first(state, context):
        happened += fresh
        state = fold(fresh, state) or state
    return tuple(happened)


def _first(state: Onboarding, context: Context) -> tuple[Event, ...]:
    rules = (*_GIVING, *_RUNNING) if state.running else _GIVING
    return next((events for rule in rules if (events := tuple(rule(state, context)))), ())


def documents_judged(state: Onboarding, context: Context) -> Iterator[Event]:
    """A document ends accepted, rejected or with a person as soon as content check and scan allow."""
    for document in state.documents:
        if document.status in {"received", "checking"} and (event := _judgement(document, context)):
            yield event
            return


def _judgement(document: Document, context: Context) -> Event | None:
    at, verdict, scan = context.now, document.verdict, document.scan
    reason = why(
        "document.judged", content=verdict or "not checked yet", malware_scan=scan or "not scanned yet"
    )
    if verdict == "rejected":
        return DocumentRejected(
            at=at, why=reason, document=document.id, reasons=document.reasons, by="system:intake"
        )
    if scan == "THREATS_FOUND":
        return DocumentRejected(
            at=at, why=reason, document=document.id, reasons=("malware.found",), by="system:scan"
        )
    if verdict == "unchecked":
        return DocumentNeedsPerson(at=at, why=reason, document=document.id, reasons=document.reasons)
    if scan is not None and scan not in CLEAN:
        return DocumentNeedsPerson(at=at, why=reason, document=document.id, reasons=("malware.unscanned",))
    if verdict == "accepted" and scan in CLEAN:
        return DocumentAccepted(at=at, why=reason, document=document.id, by="system:intake")
    return None


def documents_in_front_of_a_person(state: Onboarding, context: Context) -> Iterator[Event]:
    """A document that needs a person is raised to the owner of its task."""
    for document in state.documents:
        subject = f"document:{document.id}"
        if document.status == "needs_person" and not escalations.is_raised(state, subject):
            facts = (Fact(name="reasons", value=", ".join(document.reasons)),)
            owner = escalations.owner_of(subject, state)
            yield escalations.new(
                state, context, rule="document.needs_person", subject=subject, owner=owner, facts=facts
            )
            return


def customer_tasks_settled(state: Onboarding, context: Context) -> Iterator[Event]:
    """A customer task is done when its documents are accepted and its questions answered."""
    for task in state.tasks:
        rule = context.playbook.task(task.id)
        if rule is None or task.settled or task.status == "waiting" or not (rule.documents or rule.fields):
            continue
        status = _customer_status(state, task, rule)
        if status == "done":
            accepted = [d for d in state.of_task(task.id) if d.status == "accepted"]
            by = next((f"contact:{d.contact}" for d in accepted if d.contact), context.actor)
            hashes = tuple(d.sha256 for d in accepted if d.sha256)
            proof = Proof(by=by, at=context.now, hashes=hashes)
            yield TaskCompleted(at=context.now, why=_given(state, task, rule), task=task.id, proof=proof)
            return
        if status != task.status:
            yield TaskReviewed(at=context.now, why=_given(state, task, rule), task=task.id, status=status)
            return


def _given(state: Onboarding, task: Task, rule: TaskRule) -> Why:
    wanted = rule.documents.count if rule.documents else 0
    documents = ", ".join(document.status for document in state.of_task(task.id)) or "none"
    answers = f"{len(task.answers)} of {len(rule.fields)}"
    return why("task.given", documents_wanted=wanted, documents=documents, answers=answers)


def _customer_status(state: Onboarding, task: Task, rule: TaskRule) -> TaskStatus:
    statuses = [document.status for document in state.of_task(task.id)]
    wanted = rule.documents.count if rule.documents else 0
    given = {answer.field for answer in task.answers}
    answered = all(field.id in given for field in rule.fields if field.required)
    if statuses.count("accepted") >= wanted and answered and (wanted or given):
        return "done"
    if "needs_person" in statuses:
        return "in_review"
    if "received" in statuses or "checking" in statuses:
        return "submitted"
    return "open"


def gates_passed(state: Onboarding, context: Context) -> Iterator[Event]:
    """A gate passes the moment all its requirements hold; their proof is stored."""
    for rule in context.playbook.gates:
        closed = gates.gate(state, rule.id).passed_at is None
        if closed and (proof := gates.proof_of(rule, state)) is not None:
            reason = why("gate.passed", context.playbook.ref, requires=", ".join(rule.requires))
            yield GatePassed(at=context.now, why=reason, gate=rule.id, opens=rule.opens, proof=proof)
            return


def stages_completed(state: Onboarding, context: Context) -> Iterator[Event]:
    """A stage ends when all its tasks are settled."""
    for stage in state.stages:
        tasks = [task for task in state.tasks if task.stage == stage.id]
        if stage.status == "active" and all(task.settled for task in tasks):
            yield StageCompleted(at=context.now, why=why("stage.completed", tasks=len(tasks)), stage=stage.id)
            milestone = context.playbook.stage(stage.id).milestone
            yield from _milestone(state, context, milestone, by=f"stage {stage.id}")
            return


def stages_entered(state: Onboarding, context: Context) -> Iterator[Event]:
    """A stage begins when its gate is passed, or, without a gate, when every stage before it is done."""
    earlier_done = True
    for stage in state.stages:
        gated = context.playbook.gate(f"stage:{stage.id}")
        may = gates.passed(state, context.playbook, f"stage:{stage.id}") if gated else earlier_done
        if stage.status == "waiting" and may:
            rule = context.playbook.stage(stage.id)
            due = context.calendar.due(context.now, rule.hours)
            reason = why("stage.entered", context.playbook.ref, working_hours_allowed=rule.hours)
            owner = context.directory.stand_in(stage.owner, context.now)
            yield StageEntered(at=context.now, why=reason, stage=stage.id, owner=owner, due_at=due)
            return
        earlier_done = earlier_done and stage.status == "done"


def tasks_opened(state: Onboarding, context: Context) -> Iterator[Event]:
    """A task opens at the opening or with its stage, once the tasks before it are settled."""
    active = {stage.id for stage in state.stages if stage.status != "waiting"}
    for task in state.tasks:
        rule = context.playbook.task(task.id)
        if rule is None or task.status != "waiting":
            continue
        before = [state.task(name) for name in rule.after]
        if (rule.opens == "opening" or task.stage in active) and all(b is None or b.settled for b in before):
            yield TaskOpened(
                at=context.now,
                why=why("task.opened", context.playbook.ref, working_hours_allowed=rule.hours),
                task=task.id,
                owner=context.directory.stand_in(task.owner, context.now),
                due_at=context.calendar.due(context.now, rule.hours),
                provision=rule.provision,
            )


def milestones_reached(state: Onboarding, context: Context) -> Iterator[Event]:
    """A task's milestone is reached with its completion."""
    for task in state.tasks:
        rule = context.playbook.task(task.id)
        if rule and task.settled and rule.milestone:
            events = tuple(_milestone(state, context, rule.milestone, by=f"task {task.id}"))
            yield from events
            if events:
                return


def _milestone(state: Onboarding, context: Context, name: str | None, *, by: str) -> Iterator[Event]:
    if name and getattr(state.milestones, name) is None:
        reason = why("milestone.reached", context.playbook.ref, by=by)
        yield MilestoneReached(at=context.now, why=reason, milestone=name)


def went_live(state: Onboarding, context: Context) -> Iterator[Event]:
    """Live when the live gate is passed: setup, customer communication and ownership handoff are logged."""
    if state.status == "active" and gates.passed(state, context.playbook, "live"):
        yield WentLive(at=context.now, why=why("onboarding.live", context.playbook.ref))
        yield from _milestone(state, context, "live", by="going live")


def closed(state: Onboarding, context: Context) -> Iterator[Event]:
    """Closed when the stages behind the go-live are complete too."""
    if state.status == "live" and not state.ended and all(stage.status == "done" for stage in state.stages):
        yield OnboardingClosed(at=context.now, why=why("onboarding.closed", context.playbook.ref))


def escalations_resolved(state: Onboarding, context: Context) -> Iterator[Event]:
    """What is right again leaves the Needs you list by itself."""
    for escalation in state.raised():
        if escalations.is_settled(escalation, state):
            reason = why("escalation.settled", subject=escalation.subject)
            yield EscalationResolved(at=context.now, why=reason, escalation=escalation.id, by=context.actor)


def customer_asked(state: Onboarding, context: Context) -> Iterator[Event]:
    """The first contact who can be reached is asked, in one message, for everything that nobody was asked for yet."""
    unasked = tuple(task.id for task in state.outstanding() if not task.asked)
    reachable = state.reachable()
    if unasked and reachable:
        hours = context.playbook.reminders.every
        yield CustomerAsked(
            at=context.now,
            why=why("customer.asked", context.playbook.ref, tasks=len(unasked)),
            contact=reachable[0].id,
            tasks=unasked,
            welcome=not reachable[0].welcomed,
            next_reminder_at=context.calendar.due(context.now, hours[0]) if hours else None,
        )


_GIVING: tuple[Rule, ...] = (
    documents_judged,
    documents_in_front_of_a_person,
    customer_tasks_settled,
    escalations_resolved,
)
_RUNNING: tuple[Rule, ...] = (
    gates_passed,
    stages_completed,
    milestones_reached,
    stages_entered,
    tasks_opened,
    went_live,
    closed,
    customer_asked,
)
