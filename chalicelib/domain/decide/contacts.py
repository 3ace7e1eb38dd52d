"""The people of the customer: who is invited, whose address is corrected, who wants no reminders."""

from chalicelib.domain import commands as c
from chalicelib.domain import reminders
from chalicelib.domain.context import Context
from chalicelib.domain.errors import InvalidError, NotFoundError, WrongStateError
from chalicelib.domain.events import (
    ContactAdded,
    ContactCorrected,
    Event,
    LanguageSwitched,
    LinkRenewed,
    RemindersMoved,
    RemindersSwitched,
)
from chalicelib.domain.onboarding import Contact, Onboarding
from chalicelib.domain.phrases import phrase
from chalicelib.domain.values import Personal
from chalicelib.domain.why import why

MOST_CONTACTS = 30  # revoking their links is one commit; who has left has none
MOST_BY_TEAM = 35
MOST_EVER = 150  # they stay in the state
MOST_EVER_BY_TEAM = 155


def invite(state: Onboarding, command: c.InviteContact, context: Context) -> tuple[Event, ...]:
    """Add a colleague of the customer; somebody who is there already is not added twice."""
    if state.ended:
        raise WrongStateError("This onboarding has ended.")
    if not state.running:
        raise WrongStateError("This onboarding is on hold. Invite your colleague once it goes on.")
    if any(contact.email == command.email and contact.status == "active" for contact in state.contacts):
        raise WrongStateError("This colleague already has a link.")
    contact = invited(
        state,
        context,
        name=command.name,
        email=command.email,
        role=command.role,
        language=command.language,
        by=command.invited_by or context.actor,
    )
    return (ContactAdded(at=context.now, contact=contact),)


def invited(
    state: Onboarding,
    context: Context,
    *,
    name: Personal,
    email: Personal,
    role: str,
    language: str,
    by: str,
) -> Contact:
    """Return somebody new of the customer; there is a limit to how many there are, and the team may go beyond it a little."""
    here = len([contact for contact in state.contacts if contact.status != "left"])
    if state.contact(by) and (here >= MOST_CONTACTS or len(state.contacts) >= MOST_EVER):
        raise WrongStateError(
            phrase(
                "There are %(count)s people already. Ask your contact with us for more.", count=MOST_CONTACTS
            )
        )
    if here >= MOST_BY_TEAM or len(state.contacts) >= MOST_EVER_BY_TEAM:
        raise WrongStateError(
            f"The customer has {here} people here,"
            f" {len(state.contacts)} with those who have left: no room for more. Correct one who is not needed."
        )
    return Contact(
        id=f"contact-{len(state.contacts) + 1}",
        name=name,
        email=email,
        role=role,
        language=language,
        time_zone=state.deal.account.time_zone or "UTC",
        invited_by=by,
    )


def switch_language(state: Onboarding, command: c.SwitchLanguage, context: Context) -> tuple[Event, ...]:
    """Speak to a contact in the language that they chose; choosing it twice changes nothing."""
    contact = known(state, command.contact)
    if contact.language == command.language:
        return ()
    return (LanguageSwitched(at=context.now, contact=contact.id, language=command.language),)


def renew_link(state: Onboarding, command: c.RenewLink, context: Context) -> tuple[Event, ...]:
    """Replace a contact's own link; the new one goes by mail to the address on record."""
    contact = known(state, command.contact)
    if contact.status != "active":
        raise WrongStateError(
            "We cannot reach you by mail, so a new link would be lost. Reply to our last mail."
        )
    return (LinkRenewed(at=context.now, contact=contact.id),)


def switch_reminders(state: Onboarding, command: c.SwitchReminders, context: Context) -> tuple[Event, ...]:
    """Send a contact no more reminders, or reminders again; doing it twice changes nothing."""
    contact = known(state, command.contact)
    if contact.reminders == command.on:
        return ()
    switched = RemindersSwitched(at=context.now, contact=contact.id, on=command.on)
    waited = reminders.due(state, context.now) if command.on else ()
    if not waited:
        return (switched,)
    nudges = tuple(reminders.nudge(task.id, task.reminded or 0, context) for task in waited)
    reason = why("reminder.arranged", context.playbook.ref, tasks=len(nudges))
    return (switched, RemindersMoved(at=context.now, why=reason, nudges=nudges))


def correct(state: Onboarding, command: c.CorrectContact, context: Context) -> tuple[Event, ...]:
    """Correct a name or an address; somebody with another address can be reached again, by a new link."""
    contact = known(state, command.contact)
    if state.ended:
        raise WrongStateError("This onboarding has ended.")
    if command.name is None and command.email is None:
        raise InvalidError("Give the corrected name, the corrected address, or both.")
    name, email = command.name or contact.name, command.email or contact.email
    if (name, email) == (contact.name, contact.email):
        return ()
    readdressed = email != contact.email
    if readdressed and not state.running:
        raise WrongStateError("This onboarding is on hold. Correct the address once it goes on.")
    if readdressed and _taken(state, email):
        raise WrongStateError("Somebody else here already has this address.")
    return (corrected(contact, context, name=name, email=email),)


def corrected(
    contact: Contact, context: Context, *, name: Personal | None, email: Personal | None
) -> ContactCorrected:
    """Return the correction of a contact."""
    return ContactCorrected(
        at=context.now, contact=contact.id, name=name, email=email, readdressed=email != contact.email
    )


def _taken(state: Onboarding, email: Personal | None) -> bool:
    return any(contact.email == email and contact.status == "active" for contact in state.contacts)


def known(state: Onboarding, contact_id: str) -> Contact:
    """Return a contact, or refuse with NotFoundError."""
    contact = state.contact(contact_id)
    if contact is None:
        raise NotFoundError("There is no such contact.")
    return contact
