"""Meetings as the customer sees them: in their own time zone, and only while there is something to choose or to come to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.application.circumstances import Circumstances, name_of
from chalicelib.application.personal import Names
from chalicelib.application.words.dates import When, local_time
from chalicelib.application.words.plain import plain
from chalicelib.domain.onboarding import Meeting, Task
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.values import instant

_LONGEST = 300
_LINK = re.compile(r"https://[^\s<>\"'“”]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLine:
    """One meeting. `times` are those still ahead, each as the form sends it and in the contact's time zone.

    `where` says how we meet; empty where nobody has said so yet, and `holder` will.

    `over`: the time that was chosen has passed, whatever the team has noted of it yet.
    """

    task: str
    title: str
    minutes: int
    times: tuple[tuple[str, When], ...]
    chosen: When | None
    chosen_at: str
    zone: str
    wished: bool
    over: bool
    where: str
    holder: str

    @property
    def where_link(self) -> str:
        """Return the address that `where` names, to be opened; empty for none."""
        return link_in(self.where)

    @property
    def waits(self) -> bool:
        """Say whether the customer is to choose now: there are times, and none was chosen or said not to do."""
        return bool(self.times) and self.chosen is None and not self.wished


def meeting_lines(about: Circumstances) -> Iterator[MeetingLine]:
    """Yield every meeting that is not over."""
    for meeting in about.onboarding.meetings:
        line = meeting_line(about, meeting.task)
        if line and not line.over and (line.times or line.chosen):
            yield line


def meeting_line(about: Circumstances, task_id: str) -> MeetingLine | None:
    """Return the meeting of a task; None for one that there is not, or that is settled."""
    meeting, task = about.onboarding.meeting(task_id), about.onboarding.task(task_id)
    if meeting is None or task is None or task.settled or about.onboarding.ended:
        return None
    local = local_time(about.zone, about.now)
    return MeetingLine(
        task=task_id,
        title=told_title(task, about.playbook),
        minutes=meeting.minutes,
        times=tuple(
            (instant(time), when) for time in meeting.times if time > about.now and (when := local.when(time))
        ),
        chosen=local.when(meeting.chosen),
        chosen_at=_written(meeting.chosen),
        zone=local.place,
        wished=meeting.wish is not None,
        over=meeting.chosen is not None and meeting.chosen + timedelta(minutes=meeting.minutes) <= about.now,
        where=told_where(meeting, about.playbook, about.names),
        holder=holder_of(task, about),
    )


def told_title(task: Task, playbook: Playbook) -> str:
    """Return what a meeting is about, as the customer reads it: the team's own tasks are not theirs to read."""
    return next((rule.customer_title for rule in playbook.stages if rule.id == task.stage), task.title)


def told_where(meeting: Meeting, playbook: Playbook, names: Names) -> str:
    """Return how we meet: in the words of whoever proposed the times, else in those of the playbook; empty for neither."""
    rule = playbook.task(meeting.task)
    said = names.or_none(meeting.where)
    return plain(said or (rule.meeting.where if rule and rule.meeting else ""), longest=_LONGEST)


def link_in(where: str) -> str:
    """Return the first address that words name; empty for none."""
    found = _LINK.search(where)
    return found.group().rstrip(".,;:!?)") if found else ""


def holder_of(task: Task, about: Circumstances) -> str:
    """Return the name of whoever of us holds the meeting of a task."""
    return name_of(about, f"person:{task.owner}")


def _written(moment: datetime | None) -> str:
    return instant(moment) if moment else ""
