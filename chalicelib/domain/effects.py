"""What the world must be told. An effect is a value with a deterministic key; it never holds a secret or a token."""

from dataclasses import dataclass
from typing import Literal

from chalicelib.domain.onboarding import Notice

MailKind = Literal[
    "welcome",  # contact: everything we ask for, in one list
    "assigned",  # person: a new onboarding is yours
    "held",  # person: opened on hold, with a Release button
    "request",  # contact: something more is needed now (sign-offs, invited colleagues' first mail)
    "receipt",  # contact: what arrived, what was decided; `notices`
    "reminder",  # contact: everything outstanding; `tasks`, `number`
    "progress",  # contact: a stage began; `stage`
    "task",  # person: `tasks` are theirs to do now
    "handoff",  # person: a stage is yours now; `stage`
    "escalation",  # person: everything that `window` of their desk has gathered; `escalation` alone in older outboxes
    "live",  # contact: you are live
    "wrapped_up",  # person: live or closed, the record is complete
    "code",  # contact: six digits that open what is sensitive
    "feedback",  # contact: how did `milestone` go?
    "times",  # contact: choose when to meet for the first of `tasks`
    "meeting",  # both: when the meeting of the first of `tasks` is, or that it is off, for their calendars
    "new_link",  # contact: a link in place of the old one, as they asked
    "lost_link",  # address: every running onboarding there, with its link
    "sign_in",  # person: a link to the console
    "digest",  # person: what their day brings
    "weekly",  # lead: how their people's onboardings went
    "handed",  # contact: `tasks` are theirs to do, or again (`giver` is gone); or, named `primary`, they are asked first
    "answer",  # contact: what we answer to their `question`
    "signed",  # contact: what exactly they have signed, `tasks`
    "handover",  # person: `number` things of `giver` are theirs now
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMail:
    """One mail to one receiver: ``contact:<id>``, ``person:<id>`` or ``address:<digest>``.

    Names and texts are filled in while rendering. A `name` that begins with ``invited`` or ``link`` says that no other mail
    brings the receiver's link.
    """

    name: str
    mail: MailKind
    to: str
    stage: str | None = None
    tasks: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    escalation: str | None = None
    number: int | None = None
    giver: str | None = None
    window: int | None = None
    question: str | None = None
    milestone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify:
    """Lay an escalation on a person's desk, which mails it together with what else comes in its window."""

    name: str
    person: str
    escalation: str
    rung: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CallProvisioning:
    """One call to a downstream system, for `task`; `resource` is accounts, tickets, billing or access."""

    name: str
    resource: str
    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """Have an accepted scan read by a service, so that what stands in it can be offered in a form."""

    name: str
    document: str


Effect = SendMail | CallProvisioning | Notify | ReadDocument


def effect_key(aggregate: str, sequence: int, effect: Effect) -> str:
    """Return the key that makes an effect the only one: ``{aggregate}:{sequence}:{name}``."""
    return f"{aggregate}:{sequence}:{effect.name}"
