"""What a mail to the team tells in rows: what somebody has to do, an onboarding at a glance, its milestones."""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.application.mail.times import day, minute
from chalicelib.application.personal import Names
from chalicelib.application.words.dates import LocalTime
from chalicelib.application.words.plain import name_of, plain
from chalicelib.domain.effects import SendMail
from chalicelib.domain.onboarding import Onboarding, Task
from chalicelib.domain.playbook import Playbook

_MILESTONES = (
    ("signed", "Signed"),
    ("handed_off", "Handed over by sales"),
    ("inputs_complete", "Everything from the customer complete"),
    ("setup_complete", "Setup complete"),
    ("first_value", "First value"),
    ("live", "Live"),
    ("transitioned", "Handed over to the long-term contact"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A label and what stands beside it; `address` makes it a link."""

    label: str
    value: str
    address: str = ""


def work(
    mail: SendMail, onboarding: Onboarding, playbook: Playbook, names: Names, *, person: str, local: LocalTime
) -> tuple[Row, ...]:
    """Return what a person has to do, of the mail's stage or of all: (title, due).

    What the product does itself is left out, unless the mail is about just that: somebody gave it to the person.
    """
    ours = {rule.id for rule in playbook.tasks if rule.provision} - set(mail.tasks)
    return tuple(
        Row(_quoting(task, names), minute(task.due_at, local))
        for task in onboarding.tasks
        if task.owner == person
        and not task.by_customer
        and task.status == "open"
        and task.id not in ours
        and mail.stage in {None, task.stage}
    )


def _quoting(task: Task, names: Names) -> str:
    """Return a task's title, with the value that it is about."""
    if task.quote is None:
        return task.title
    return f"{task.title}: “{plain(names.reveal(task.quote), longest=200)}”"


def overview(onboarding: Onboarding, names: Names, local: LocalTime) -> tuple[Row, ...]:
    """Return what a person of the team should know of an onboarding at a glance."""
    deal = onboarding.deal
    rows = (
        Row("Deal", plain(names.reveal(deal.name)), deal.url or ""),
        Row("Value", deal.amount.words if deal.amount else ""),
        Row("Products", ", ".join(map(plain, deal.products))),
        Row("Tier", onboarding.tier),
        Row("Signed", day(deal.signed_at, local)),
        Row("Go-live target", day(onboarding.target_at, local)),
        Row("Contacts", ", ".join(_contacts(onboarding, names)) or "none known yet"),
    )
    return tuple(row for row in rows if row.value)


def milestones(onboarding: Onboarding, local: LocalTime) -> tuple[Row, ...]:
    """Return the milestones that were reached, with their days."""
    reached = ((label, getattr(onboarding.milestones, name)) for name, label in _MILESTONES)
    return tuple(Row(label, minute(at, local)) for label, at in reached if at)


def _contacts(onboarding: Onboarding, names: Names) -> Iterator[str]:
    for contact in onboarding.contacts:
        if contact.status == "active":
            name = name_of(names.reveal(contact.name), otherwise="without a name")
            yield f"{name} ({plain(contact.role)})"
