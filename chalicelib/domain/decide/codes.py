"""Codes by mail: whoever types the right one reads the mail of the contact whose link they came by."""

from datetime import timedelta

from chalicelib.domain import commands as c
from chalicelib.domain.context import Context
from chalicelib.domain.errors import NotFoundError, WrongStateError
from chalicelib.domain.events import CodeMailed, CodeTried, Event
from chalicelib.domain.onboarding import Code, Contact, Onboarding

GOOD_FOR = timedelta(minutes=10)
MOST_TRIES = 5
_TOO_OLD = "This code is no longer good. Have a new one mailed to you."


def mail(state: Onboarding, command: c.MailCode, context: Context) -> tuple[Event, ...]:
    """Have a code mailed to a contact; it takes the place of any before it."""
    contact = _known(state, command.contact)
    if contact.status != "active" or contact.email is None:
        raise WrongStateError("We cannot reach you by mail. Reply to our last mail, and we will find a way.")
    if contact.code is not None and contact.code.challenge == command.challenge:
        raise WrongStateError(_TOO_OLD)
    mailed = CodeMailed(at=context.now, contact=contact.id, challenge=command.challenge, visit=command.visit)
    return (mailed,)


def attempt(state: Onboarding, command: c.TryCode, context: Context) -> tuple[Event, ...]:
    """Take note of a code that was typed; only the newest counts, for ten minutes, in its own visit, five times."""
    code = _known(state, command.contact).code
    if code is None or not good(code, context) or code.tries >= MOST_TRIES:
        raise WrongStateError(_TOO_OLD)
    if (code.challenge, code.visit) != (command.challenge, command.visit):
        raise WrongStateError(_TOO_OLD)
    tried = CodeTried(
        at=context.now,
        contact=command.contact,
        challenge=code.challenge,
        visit=code.visit,
        right=command.right,
    )
    return (tried,)


def good(code: Code, context: Context) -> bool:
    """Say whether a code is not too old."""
    return context.now < code.at + GOOD_FOR


def _known(state: Onboarding, contact_id: str) -> Contact:
    contact = state.contact(contact_id)
    if contact is None:
        raise NotFoundError("There is no such contact.")
    return contact
