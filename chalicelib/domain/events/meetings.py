"""Meetings with the customer."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events.base import Happened
from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesProposed(Happened):
    """The customer may choose one of `times` for the meeting of `task`; `contact` is mailed. `where`: how they meet, if said."""

    customer_sees = True
    task: str
    contact: str
    minutes: int
    times: tuple[datetime, ...]
    where: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeChosen(Happened):
    """The customer chose; the task is due when the meeting is over. `number` is the one that calendars compare.

    `suits`: what they wished for before is settled by it; in journals of older releases it stayed.
    """

    customer_sees = True
    task: str
    contact: str
    time: datetime
    due_at: datetime
    number: int
    suits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesDeclined(Happened):
    """None of the times will do; the owner of the task hears what would."""

    customer_sees = True
    task: str
    contact: str
    wish: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCancelled(Happened):
    """The meeting is off; `number` as in `TimeChosen`."""

    customer_sees = True
    task: str
    time: datetime
    number: int
