"""What takes an escalation off the list: work, time, or only an act of its own."""

from chalicelib.domain.onboarding import Escalation, Onboarding

_BY_WORK = frozenset({"task", "stage", "document", "customer", "hold", "question"})


def settled_by_work(escalation: Escalation, state: Onboarding) -> bool:
    """Say whether only an act of its own takes it off the list.

    That a customer declined to sign is answered by whoever talks to them: then they are asked once more.
    """
    kind, _, name = escalation.subject.partition(":")
    task = state.task(name) if escalation.rule == "approval.declined" else None
    return kind in _BY_WORK and not (task and task.by_customer)


def is_settled(escalation: Escalation, state: Onboarding) -> bool:
    """Say whether what was wrong is right now; only a person can say so for some subjects."""
    kind, _, name = escalation.subject.partition(":")
    match kind:
        case "task":
            task = state.task(name)
            return task is None or task.settled
        case "stage":
            return not any(stage.id == name and stage.status == "active" for stage in state.stages)
        case "document":
            document = state.document(name)
            return document is None or document.status != "needs_person"
        case "expiry":
            document = state.document(name)
            return document is None or document.gone
        case "contact":
            contact = state.contact(name)
            return contact is None or contact.status == "active"
        case "gate":
            return any(gate.id == name and gate.passed_at for gate in state.gates)
        case "customer":
            return _customer_settled(name, escalation, state)
        case "reminders":
            open_then = any(t.opened_at and t.opened_at <= escalation.raised_at for t in state.outstanding())
            return not open_then or (name == "switched_off" and bool(state.remindable()))
        case "waiver":
            asked = state.task(name)
            return asked is None or asked.settled or asked.waiver is None
        case "question":
            question = state.question(name)
            return question is None or not question.open
        case "meeting":
            meeting, about = state.meeting(name), state.task(name)
            return meeting is None or meeting.wish is None or about is None or about.settled
        case "feedback":
            milestone, _, who = name.partition(".")
            opinion = state.opinion(milestone, who)
            return opinion is None or opinion.score is None or opinion.score > 2
        case "hold":
            return state.status != "on_hold"
        case "date":
            return _date_settled(escalation, state)
        case "onboarding":
            last = state.last_activity
            return state.milestones.live is not None or bool(last and last.at > escalation.raised_at)
    return False


def _date_settled(escalation: Escalation, state: Onboarding) -> bool:
    """Say whether the date holds (again). A warning gives way to the certainty that it does not."""
    late = state.forecast is not None and state.forecast.late
    if state.milestones.live:
        return True
    if escalation.rule == "date.at_risk":
        return late or bool(state.warn_at and state.warn_at > escalation.raised_at)
    return state.forecast is not None and not late


def _customer_settled(name: str, escalation: Escalation, state: Onboarding) -> bool:
    if name == "unreachable":
        return bool(state.reachable())
    return not any(t.due_at and t.due_at <= escalation.raised_at for t in state.outstanding())
