"""A person's desk: what is raised to them gathers there and goes out as one mail, at an hour at which they read.

The first slip that comes to lie on an empty desk opens a window. It gathers for two minutes, ends at least half an hour
after the last mail and never within the person's quiet hours; then everything in it is one mail. Who is away or has
left when it could be mailed gets none: the window goes, whole, to the desk of whoever stands in.

A desk is decided as data, like an onboarding: `step` says what is to be done, and the other functions return the desk
after it. Slips are kept beside it under the number of their window, so that a window costs the same however much it
gathers.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.effects import SendMail
from chalicelib.domain.people import Directory

GATHERS = timedelta(minutes=2)
APART = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """An escalation that a person must hear of. `key` is its effect's: the same is never laid twice."""

    key: str
    at: datetime
    onboarding: str
    escalation: str
    rung: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn:
    """A whole window of the desk of `person`, who is away or has left."""

    key: str
    at: datetime
    person: str
    window: int


OnDesk = Slip | PassedOn


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A person's desk; times in UTC.

    Attributes
    ----------
    version
        How many commits it has had.
    window
        The number of the window that gathers now, or will gather next.
    since
        When the first slip of this window came; None while there is none.
    mailed_at
        When the last window was mailed.
    due_at
        When to look next; None while nothing waits.
    """

    person: str
    version: int = 0
    window: int = 1
    since: datetime | None = None
    mailed_at: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing lies on it."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Look again at `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Mail:
    """Mail what its window has gathered."""


@dataclass(frozen=True, slots=True)
class PassOn:
    """Lay the window on the desk of `to`, who stands in."""

    to: str


Step = Rest | Wait | Mail | PassOn


def step(desk: Desk, directory: Directory, now: datetime) -> Step:
    """Say what is to be done with a desk at `now`."""
    if desk.since is None:
        return Rest()
    stand_in = directory.stand_in(desk.person, now)
    at = desk.since + GATHERS if stand_in != desk.person else _mails_at(desk, directory, now)
    if now < at:
        return Wait(at)
    return Mail() if stand_in == desk.person else PassOn(stand_in)


def laid(desk: Desk, directory: Directory, now: datetime) -> Desk:
    """Return the desk after something came to lie on it."""
    return waiting(replace(desk, since=desk.since or now), directory, now)


def waiting(desk: Desk, directory: Directory, now: datetime) -> Desk:
    """Return the desk with the instant at which to look next."""
    match step(desk, directory, now):
        case Rest():
            due = None
        case Wait(until=until):
            due = until
        case _:
            due = now
    return replace(desk, version=desk.version + 1, due_at=due)


def closed(desk: Desk, *, mailed_at: datetime | None = None) -> Desk:
    """Return the desk after its window was mailed, or passed on."""
    return replace(
        desk,
        version=desk.version + 1,
        window=desk.window + 1,
        since=None,
        mailed_at=mailed_at or desk.mailed_at,
        due_at=None,
    )


def mail_of(desk: Desk) -> SendMail:
    """Return the mail about everything that the desk's window has gathered."""
    return SendMail(name="escalations", mail="escalation", to=f"person:{desk.person}", window=desk.window)


def passed_on(desk: Desk, now: datetime) -> PassedOn:
    """Return what comes to lie on the desk of whoever stands in."""
    return PassedOn(key=f"{desk.person}:{desk.window}", at=now, person=desk.person, window=desk.window)


def _mails_at(desk: Desk, directory: Directory, now: datetime) -> datetime:
    ready = (desk.since or now) + GATHERS
    if desk.mailed_at is not None:
        ready = max(ready, desk.mailed_at + APART)
    person = directory.get(desk.person)
    return person.may_be_mailed_at(max(ready, now)) if person else ready
