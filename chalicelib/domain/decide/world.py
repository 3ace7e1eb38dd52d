"""What downstream systems and the mail service answer."""

from chalicelib.domain import commands as c
from chalicelib.domain import due_dates, escalations
from chalicelib.domain.context import Context
from chalicelib.domain.errors import InvalidError, NotFoundError, WrongStateError
from chalicelib.domain.events import (
    ContactChanged,
    Event,
    MailTroubled,
    ProvisioningFailed,
    ProvisioningRetried,
    TaskCompleted,
)
from chalicelib.domain.onboarding import Contact, Onboarding, Proof
from chalicelib.domain.why import Fact, why

_UNREACHABLE = frozenset({"bounced", "complained"})


def provisioned(state: Onboarding, command: c.RecordProvisioning, context: Context) -> tuple[Event, ...]:
    """Settle the task of a downstream call, or put its failure in front of the task's owner."""
    task, rule = state.task(command.task), context.playbook.task(command.task)
    if task is None:
        raise NotFoundError("There is no such task.")
    if rule is None or rule.provision is None or task.status == "waiting":
        raise WrongStateError("This task waits for no downstream call.")
    if task.settled:
        return ()
    if command.succeeded:
        proof = Proof(by="system:provisioning", at=context.now, reference=command.reference)
        reason = why("provisioning.answered", reference=command.reference)
        return (TaskCompleted(at=context.now, why=reason, task=task.id, proof=proof),)
    failed = ProvisioningFailed(at=context.now, task=task.id, detail=command.detail)
    subject, facts = f"task:{task.id}", (Fact(name="answer", value=command.detail or "none"),)
    if escalations.is_raised(state, subject, rule="provisioning.failed"):
        return (failed,)
    return (
        failed,
        escalations.new(
            state, context, rule="provisioning.failed", subject=subject, owner=task.owner, facts=facts
        ),
    )


def retry_provisioning(
    state: Onboarding, command: c.RetryProvisioning, context: Context
) -> tuple[Event, ...]:
    """Make the call of an open task again."""
    task, rule = state.task(command.task), context.playbook.task(command.task)
    if task is None or rule is None or rule.provision is None:
        raise InvalidError("This task makes no downstream call.")
    if task.status != "open" or not state.running:
        raise WrongStateError("This task is not open.")
    stuck_at = due_dates.stuck_at(rule, context, owner=task.owner)
    return (ProvisioningRetried(at=context.now, task=task.id, provision=rule.provision, stuck_at=stuck_at),)


def mail_troubled(state: Onboarding, command: c.RecordMailTrouble, context: Context) -> tuple[Event, ...]:
    """Journal what became of a mail; a customer who cannot be reached is in front of the owner.

    The mail of an escalation raises no other: its entry stands on the list already and climbs the ladder, and where no
    mail gets through, each new one would raise the next, for ever.
    """
    events: tuple[Event, ...] = (
        MailTroubled(
            at=context.now, effect=command.effect, mail=command.mail, to=command.to, trouble=command.trouble
        ),
    )
    if command.trouble == "sent_again" or command.mail == "escalation":
        return events
    kind, _, contact_id = command.to.partition(":")
    facts: tuple[Fact, ...] = (Fact(name="mail", value=command.mail), Fact(name="to", value=command.to))
    if kind == "contact" and command.trouble in _UNREACHABLE and (contact := state.contact(contact_id)):
        if contact.status != "active" or _to_an_old_address(command.effect, contact):
            return events
        reason = why("contact.unreachable", trouble=command.trouble)
        events += (ContactChanged(at=context.now, why=reason, contact=contact.id, status="unreachable"),)
        rule, subject, tried = _unreachable(contact, state)
        facts += (Fact(name="trouble", value=command.trouble), *tried)
    else:
        rule, subject = f"mail.{command.trouble}", f"mail:{command.effect}"
    if escalations.is_raised(state, subject, rule=rule):
        return events
    return (
        *events,
        escalations.new(state, context, rule=rule, subject=subject, owner=state.owner, facts=facts),
    )


def _to_an_old_address(effect: str, contact: Contact) -> bool:
    """Say whether a mail was written before the contact's address was corrected: `effect` is its key."""
    sequence = effect.split(":")[1:2]
    return bool(sequence) and sequence[0].isdecimal() and int(sequence[0]) < contact.since


def _unreachable(contact: Contact, state: Onboarding) -> tuple[str, str, tuple[Fact, ...]]:
    """Return rule, subject and who is tried next, for somebody whom mail does not reach."""
    others = [other for other in state.reachable() if other.id != contact.id]
    if not others:
        waiting = ", ".join(task.title for task in state.outstanding()) or "nothing at the moment"
        return "customer.unreachable", escalations.UNREACHABLE, (Fact(name="still open", value=waiting),)
    tried = Fact(name="tried next", value=f"contact:{others[0].id}")
    return "contact.unreachable", f"contact:{contact.id}", (tried,)
