"""Meetings as the customer sees them: by their own clock, and only while there is something to choose or to come to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.application.circumstances import Circumstances
from chalicelib.application.dates import When, local_time
from chalicelib.domain.values import instant


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLine:
    """One meeting. `times` are those still ahead, each as the form sends it and as a reader's clock shows it."""

    task: str
    title: str
    minutes: int
    times: tuple[tuple[str, When], ...]
    chosen: When | None
    chosen_at: str
    zone: str
    wished: bool


def meeting_lines(about: Circumstances) -> Iterator[MeetingLine]:
    """Yield every meeting that is not over."""
    for meeting in about.onboarding.meetings:
        line = meeting_line(about, meeting.task)
        if line and (line.times or line.chosen):
            yield line


def meeting_line(about: Circumstances, task_id: str) -> MeetingLine | None:
    """Return the meeting of a task; None for one that there is not, or that is over."""
    meeting, task = about.onboarding.meeting(task_id), about.onboarding.task(task_id)
    if meeting is None or task is None or task.settled:
        return None
    local = local_time(about.zone, about.now)
    return MeetingLine(
        task=task_id,
        title=task.title,
        minutes=meeting.minutes,
        times=tuple(
            (instant(time), when) for time in meeting.times if time > about.now and (when := local.when(time))
        ),
        chosen=local.when(meeting.chosen),
        chosen_at=_written(meeting.chosen),
        zone=about.zone,
        wished=meeting.wish is not None,
    )


def _written(moment: datetime | None) -> str:
    return instant(moment) if moment else ""
