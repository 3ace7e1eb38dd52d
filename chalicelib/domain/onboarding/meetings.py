"""Meetings with the customer."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting with the customer, for a task of ours.

    `times` are proposed; `chosen` is one of them, chosen by `contact`. `number` counts what calendars were told, so that
    they follow; `wish` is what the customer said when none would do, until other times are proposed or one is chosen. `last`
    is the time that was cancelled. `where` says how they meet, where somebody said so: else the playbook may.
    """

    task: str
    minutes: int
    times: tuple[datetime, ...] = ()
    chosen: datetime | None = None
    contact: str | None = None
    number: int = 0
    wish: Personal | None = None
    last: datetime | None = None
    where: Personal | None = None
