"""Meetings with the customer: times are proposed, one is chosen."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeTimes:
    """Propose times for the meeting of a task, in place of any before; a time that was chosen stays until another is.

    `where` says how they meet; without it, what was said before stays, and else the playbook's.
    """

    task: str
    times: tuple[datetime, ...]
    where: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseTime:
    """Choose one of the times that were proposed."""

    task: str
    contact: str
    time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineTimes:
    """Say that none of the times will do, and what would."""

    task: str
    contact: str
    wish: Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelMeeting:
    """Take a meeting out of both calendars."""

    task: str
