"""When a visit ends, as its pages say it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.adapters.sessions import IDLE, Session
from chalicelib.application.words.dates import local_time


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitEnd:
    """The end of a visit.

    Attributes
    ----------
    left
        Seconds from now.
    clock
        The time of day in the reader's zone.
    last
        Whether loading a page no longer puts it off.
    """

    left: int
    clock: str
    last: bool


def visit_end(session: Session, *, now: datetime, zone: str) -> VisitEnd:
    """Return when a session that has just been moved on ends, by the product's clock."""
    left = session.left(now)
    when = local_time(zone, now).when(now + timedelta(seconds=left))
    return VisitEnd(left=left, clock=when.minute.clock if when else "", last=left < IDLE.total_seconds() - 1)
