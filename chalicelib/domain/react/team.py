"""What the team is mailed: what is theirs now, what needs them, and how it ended."""

from collections.abc import Iterator

from chalicelib.domain import events as e
from chalicelib.domain.effects import Notify, SendMail
from chalicelib.domain.onboarding import Escalation, Onboarding


def to_team(s: Onboarding, event: e.Event) -> Iterator[SendMail | Notify]:
    """Yield what people of the team are told of an event."""
    match event:
        case e.OnboardingOpened() if event.held:
            yield SendMail(name="held", mail="held", to=f"person:{event.owner}")
        case e.OnboardingOpened():
            yield SendMail(name="assigned", mail="assigned", to=f"person:{event.owner}")
            yield from _gaps(s)
        case e.OnboardingReleased() if not s.reminders.requests:
            yield from _gaps(s)
        case e.OnboardingHeld() if event.held == "by_hand":
            yield SendMail(name="held", mail="held", to=f"person:{s.owner}")
        case e.TimeChosen():
            yield _meeting(s, event.task)
        case e.MeetingCancelled() if (meeting := s.meeting(event.task)) and meeting.contact:
            yield _meeting(s, event.task)
        case e.StageEntered() if event.stage != s.stages[0].id or event.owner != s.owner:
            yield SendMail(name="handoff", mail="handoff", to=f"person:{event.owner}", stage=event.stage)
        case e.TaskOpened() if not event.provision:
            yield from _task(s, event)
        case e.TaskReopened() if (task := s.task(event.task)) and not task.by_customer:
            yield _yours(event.owner, event.task)
        case e.EscalationRaised():
            yield _raised(event.escalation)
        case e.EscalationReturned():
            yield from (_raised(one) for one in s.raised() if one.id == event.escalation)
        case e.Reassigned() if not event.quietly:
            yield from _given(s, event)
        case e.GapFound():
            yield _yours(event.task.owner, event.task.id)
        case e.WentLive():
            yield SendMail(name="wrapped_up", mail="wrapped_up", to=f"person:{s.owner}")


def _meeting(s: Onboarding, task_id: str) -> SendMail:
    """Tell whoever holds a meeting when it is, or that it is not."""
    task = s.task(task_id)
    to = f"person:{task.owner if task else s.owner}"
    return SendMail(name=f"meeting.{task_id}.person", mail="meeting", to=to, tasks=(task_id,))


def _raised(escalation: Escalation) -> Notify:
    return Notify(name="escalation", person=escalation.owner, escalation=escalation.id, rung=escalation.rung)


def _given(s: Onboarding, event: e.Reassigned) -> Iterator[SendMail | Notify]:
    """Tell somebody what is theirs now."""
    kind, _, item = event.subject.partition(":")
    to = f"person:{event.person}"
    if kind == "onboarding":
        yield SendMail(name="passed_on", mail="assigned", to=to)
    elif kind == "stage" and any(stage.id == item and stage.status == "active" for stage in s.stages):
        yield SendMail(name="handoff", mail="handoff", to=to, stage=item)
    elif kind == "task" and (task := s.task(item)) and task.status == "open" and not task.by_customer:
        yield _yours(event.person, item)
    elif kind == "escalation":
        yield from (_raised(escalation) for escalation in s.raised() if escalation.id == item)


def _gaps(s: Onboarding) -> Iterator[SendMail]:
    """Tell those who must find out what the CRM left out; the owner hears of theirs with the assignment."""
    open_tasks = [
        task for task in s.tasks if task.status == "open" and task.owner != s.owner and not task.by_customer
    ]
    for owner in dict.fromkeys(task.owner for task in open_tasks):
        yield _yours(owner, *(task.id for task in open_tasks if task.owner == owner))


def _task(s: Onboarding, event: e.TaskOpened) -> Iterator[SendMail]:
    """Tell who has a task now, unless the mail about the stage that has just begun tells them."""
    task = s.task(event.task)
    if task is None or task.by_customer:
        return
    stage = next((stage for stage in s.stages if stage.id == task.stage), None)
    if stage is None or stage.entered_at != event.at or stage.owner != event.owner:
        yield _yours(event.owner, task.id)


def _yours(person: str, *tasks: str) -> SendMail:
    return SendMail(name=f"task.{tasks[0]}", mail="task", to=f"person:{person}", tasks=tasks)
