"""Meetings with the customer."""

from chalicelib.domain import events as e
from chalicelib.domain.evolve.items import replace, with_item
from chalicelib.domain.onboarding import Meeting, Onboarding


def meetings(s: Onboarding, event: e.Event) -> Onboarding | None:
    """Apply what became of a meeting; None for other events."""
    match event:
        case e.TimesProposed():
            known = s.meeting(event.task) or Meeting(task=event.task, minutes=event.minutes)
            proposed = {"times": event.times, "minutes": event.minutes, "wish": None}
            return _with(s, replace(known, **proposed, where=event.where or known.where))
        case e.TimeChosen():
            chosen = {"chosen": event.time, "contact": event.contact, "number": event.number}
            after = _changed(s, event.task, **chosen, **({"wish": None} if event.suits else {}))
            return replace(after, tasks=with_item(after.tasks, event.task, due_at=event.due_at))
        case e.TimesDeclined():
            return _changed(s, event.task, wish=event.wish)
        case e.MeetingCancelled():
            return _changed(s, event.task, chosen=None, last=event.time, number=event.number, times=())
    return None


def _changed(s: Onboarding, task: str, **changes: object) -> Onboarding:
    known = s.meeting(task)
    return _with(s, replace(known, **changes)) if known else s


def _with(s: Onboarding, meeting: Meeting) -> Onboarding:
    others = tuple(one for one in s.meetings if one.task != meeting.task)
    return replace(s, meetings=(*others, meeting))
