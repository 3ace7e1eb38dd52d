"""What is in front of a person, and who owns what."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events.base import Happened
from chalicelib.domain.onboarding import (
    Escalation,
)
from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationRaised(Happened):
    """An exception is in front of a person: a new one, or the next rung of an old one."""

    escalation: Escalation


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationAcknowledged(Happened):
    """Somebody has it; `code` says why it came to that, of the group ``late``."""

    escalation: str
    by: str
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationSnoozed(Happened):
    """Somebody has put it off until then; nobody further is told before."""

    escalation: str
    until: datetime
    by: str
    note: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationReturned(Happened):
    """What was put off is in front of `owner` again; the ladder goes on from the rung that it had."""

    escalation: str
    owner: str
    next_rung_at: datetime | None = None
    put_off_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationResolved(Happened):
    """What was wrong is right, or somebody closed it by hand."""

    escalation: str
    by: str
    note: Personal | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassigned(Happened):
    """Somebody else owns `subject` (``onboarding``, ``stage:…``, ``task:…``, ``escalation:…``, ``promise:…``) now.

    `quietly`: one of many that one mail tells of. `escalation`: what is raised, as it begins anew with its new owner.
    """

    subject: str
    person: str
    quietly: bool = False
    escalation: Escalation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTroubled(Happened):
    """A mail bounced, failed, or nobody knows whether it was sent (`sent_again`: sent once more after doubt)."""

    effect: str
    mail: str
    to: str
    trouble: str
