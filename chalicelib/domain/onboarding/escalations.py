"""What was raised to a person."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.why import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """An exception raised to a person; `subject` is ``task:…``, ``stage:…``, ``document:…``, ``contact:…`` and the like.

    Attributes
    ----------
    since
        When its rule became true; None in states that older versions have stored.
    snoozed_until
        While it is put off: when it comes back.
    returned_at
        When it last came back from having been put off, until somebody takes it up.
    taken_at
        When somebody first took it up, or put it off; it stays when the entry comes back.
    put_off_by
        Who had put off what has come back, until somebody takes it up.
    given_to, given_by
        Whose it was made by hand, and by whom: from there on it climbs their ladder.
    code
        Why it came to that, of the group ``late``, where somebody has said so.
    """

    id: str
    rule: str
    subject: str
    owner: str
    rung: int
    raised_at: datetime
    why: Why
    next_rung_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    since: datetime | None = None
    snoozed_until: datetime | None = None
    snoozed_by: str | None = None
    returned_at: datetime | None = None
    put_off_by: str | None = None
    given_to: str | None = None
    given_by: str | None = None
    taken_at: datetime | None = None
    resolved_at: datetime | None = None
    code: str | None = None
