"""From a journal to what people did: each event that no policy brought about, as the command that somebody gave."""

from collections.abc import Iterable
from dataclasses import replace

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from infra.simulation.about_tasks import about_tasks
from infra.simulation.lives import Act
from infra.simulation.taken_down import TakenDown


def taken_down(events: Iterable[tuple[e.Event, str, str]], link: str) -> TakenDown:
    """Reduce (event, actor, cause) of one journal; the first is its opening."""
    whole = tuple(events)
    opening = whole[0][0]
    if not isinstance(opening, e.OnboardingOpened):
        raise TypeError("A journal begins with its opening.")
    one = TakenDown(opened=replace(opening, deal=replace(opening.deal, state="won")), link=link)
    added = [event.task for event, _, _ in whole if isinstance(event, e.TaskAdded | e.GapFound)]
    tasks = {task.id: task for task in (*opening.tasks, *added)}
    one.opened_at |= {task.id: opening.at for task in opening.tasks if task.status == "open"}
    ended = {
        cause for event, _, cause in whole if isinstance(event, e.OnboardingReleased | e.OnboardingCancelled)
    }
    again = {cause for event, _, cause in whole if isinstance(event, e.OnboardingReopened)}
    for number, (event, actor, cause) in enumerate(whole, 1):
        one.last = max(one.last, event.at)
        if actor.startswith("person:"):
            one.people.add(actor.removeprefix("person:"))
        _openings(one, event)
        if isinstance(event, e.EscalationResolved) and cause in ended:
            continue  # released and cancelled onboardings settle these by themselves
        if isinstance(event, e.TaskReopened) and cause in again:
            continue
        if isinstance(event, e.OnboardingReopened):
            reopens = c.ReopenOnboarding(reason=event.reason, tasks=_reopened(whole, cause))
            one.acts.append(Act(at=event.at, by=actor, deed=reopens, order=number))
        for place, deed in about_tasks(one, event, tasks):
            place.append(Act(at=event.at, by=actor, deed=deed, order=number))
    return one


def _reopened(whole: tuple[tuple[e.Event, str, str], ...], cause: str) -> tuple[str, ...]:
    return tuple(event.task for event, _, of in whole if of == cause and isinstance(event, e.TaskReopened))


def _openings(one: TakenDown, event: e.Event) -> None:
    match event:
        case e.TaskOpened():
            one.opened_at.setdefault(event.task, event.at)
            if event.provision:
                one.provisioned.add(event.task)
        case e.GapFound():
            one.opened_at.setdefault(event.task.id, event.at)
        case e.EscalationRaised():
            raised = event.escalation
            one.subjects[raised.id] = (raised.rule, raised.subject)
            one.raised_at.setdefault((raised.rule, raised.subject), event.at)
        case e.DocumentReceived():
            one.documents[event.document.id] = event.document
