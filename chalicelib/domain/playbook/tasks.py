"""The rules of pieces of work."""

from dataclasses import dataclass
from typing import Literal

from chalicelib.domain.playbook.documents import DocumentRule
from chalicelib.domain.playbook.fields import FieldRule
from chalicelib.domain.playbook.time import ReminderRule

TaskKind = Literal["internal", "customer", "approval"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRule:
    """When a task is due, where that does not count from its own opening. Either `days` or `hours`.

    While its anchor is not known yet, or where the date had passed when the task opened, the task's `hours` count.

    Attributes
    ----------
    anchor
        ``opening`` of the onboarding, ``target`` (the go-live date) or a milestone. The date moves with it.
    days
        Working days after the anchor, to the end of that day's work; negative before it.
    hours
        Working hours after the anchor; negative before it.
    """

    anchor: str
    days: int | None = None
    hours: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRule:
    """A meeting with the customer: times are proposed to them, and they choose one.

    Attributes
    ----------
    minutes
        How long it takes.
    propose
        How many times are worked out from both calendars, each on another day.
    where
        How they meet, as the customer reads it: an address, a number to call, the room of a video call. Whoever proposes
        times by hand may say otherwise.
    """

    minutes: int = 45
    propose: int = 3
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRule:
    """A piece of work.

    Attributes
    ----------
    id
        Small letters, digits, ``_``.
    stage
        The stage that it belongs to.
    kind
        ``internal``: the team does it; ``customer``: the customer gives something; ``approval``: somebody signs off
        by name.
    title
        What is to be done.
    role
        Who does it (internal), who answers for it (customer), or who signs off (approval; ``customer`` for a
        sign-off by the customer).
    hours
        Working hours from its opening to its due instant.
    help
        One or two plain sentences for whoever does it.
    opens
        ``opening``: at once; ``stage``: when its stage starts. What the customer must give is open from the first
        minute: a gate never stops them from giving.
    after
        Tasks that must be done or waived before, and gates that must have passed: ``gate:<id>``.
    documents
        The files that the customer gives.
    fields
        The questions that the customer answers.
    statement
        Exactly what is confirmed or signed.
    provision
        The downstream call that does this task when it opens: ``accounts``, ``tickets``, ``billing`` or ``access``.
        Internal, in a stage behind a gate.
    milestone
        The milestone that its completion reaches.
    waive
        Who may do without it: ``anyone`` of the team with a reason, or only a ``second_person`` whom somebody asked.
    when
        A condition on the deal. Where it does not hold at the opening, the task is left out.
    due
        When it is due, where that counts from something else than its own opening.
    remind
        How the customer is reminded of just this; without it as the playbook's `reminders` say.
    signer
        Who signs a sign-off by the customer: ``anyone`` of them, or only an ``approver``, whom they name if there is none.
    meeting
        Of internal work that is done in a meeting with the customer: they choose its time, and it is due when it ends.
    """

    id: str
    stage: str
    kind: TaskKind
    title: str
    role: str
    hours: int
    help: str = ""
    opens: Literal["opening", "stage"] = "stage"
    after: tuple[str, ...] = ()
    documents: DocumentRule | None = None
    fields: tuple[FieldRule, ...] = ()
    statement: str = ""
    provision: str | None = None
    milestone: str | None = None
    waive: Literal["anyone", "second_person"] = "anyone"
    when: str = ""
    due: DueRule | None = None
    remind: ReminderRule | None = None
    signer: Literal["anyone", "approver"] = "anyone"
    meeting: MeetingRule | None = None

    @property
    def by_customer(self) -> bool:
        """Say whether the customer does this task."""
        return self.kind == "customer" or self.role == "customer"
