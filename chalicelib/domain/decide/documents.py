"""What people do with a file that was uploaded: the team reviews it, the customer takes it back or dates it."""

from collections.abc import Iterator

from chalicelib.domain import commands as c
from chalicelib.domain import reading, validity
from chalicelib.domain.context import Context
from chalicelib.domain.errors import InvalidError, NotFoundError, WrongStateError
from chalicelib.domain.events import (
    DocumentAccepted,
    DocumentDated,
    DocumentRejected,
    DocumentReplaced,
    DocumentWithdrawn,
    Event,
)
from chalicelib.domain.onboarding import Document, Onboarding


def reviewed(state: Onboarding, command: c.ReviewDocument, context: Context) -> tuple[Event, ...]:
    """Let a person accept or reject a document that needs one."""
    document = state.document(command.document)
    if document is None:
        raise NotFoundError("There is no such document.")
    if document.status != "needs_person":
        raise WrongStateError(f"This document is {document.status}; it does not wait for a person.")
    if command.accept:
        if document.scan == "THREATS_FOUND":
            raise WrongStateError("The malware scan found a threat in this file. It cannot be accepted.")
        accepted = DocumentAccepted(
            at=context.now,
            document=document.id,
            by=context.actor,
            reads=reading.wanted(document, context),
            **validity.until(document, context),
        )
        return (accepted, *_superseded(state, document, context))
    if command.note is None:
        raise InvalidError("Say what the customer should change: they read your words.")
    return (
        DocumentRejected(
            at=context.now,
            document=document.id,
            reasons=("person.rejected",),
            by=context.actor,
            note=command.note,
        ),
    )


def withdraw(state: Onboarding, command: c.WithdrawDocument, context: Context) -> tuple[Event, ...]:
    """Let the customer take a file back that nobody has judged yet."""
    document = state.document(command.document)
    if document is None or state.contact(command.contact) is None:
        raise NotFoundError("There is no such document.")
    if document.status == "withdrawn":
        return ()
    if state.ended or document.over:
        raise WrongStateError("This file has been checked already, so it cannot be taken back any more.")
    return (DocumentWithdrawn(at=context.now, document=document.id, contact=command.contact),)


def date_of(state: Onboarding, command: c.DateDocument, context: Context) -> tuple[Event, ...]:
    """Take the day that the customer names with a file, before or after it was accepted."""
    document = state.document(command.document)
    if document is None or state.contact(command.contact) is None:
        raise NotFoundError("There is no such document.")
    rule = validity.rule_of(document, context)
    if rule is None or not rule.asks_date:
        raise InvalidError("No date is asked for with this file.")
    counts = document.status == "accepted" or not document.over
    if state.ended or not counts or not validity.lacks_date(document, rule):
        raise WrongStateError("This file has its date already, or does not count any more.")
    if not validity.possible(command.day, context):
        raise InvalidError("Enter a date that can be meant; please check its year.")
    until = validity.until(document, context, dated=command.day)
    if validity.over(until["expires_on"], context):
        raise InvalidError("By this date the document is not valid any more. Please send one that is.")
    accepted = until if document.status == "accepted" else validity.Until(expires_on=None, renew_at=None)
    return (
        DocumentDated(
            at=context.now, document=document.id, contact=command.contact, day=command.day, **accepted
        ),
    )


def _superseded(state: Onboarding, document: Document, context: Context) -> Iterator[Event]:
    """Replace what a newer version was sent for, now that a person has accepted it."""
    old = state.document(document.replaces or "") if document.newer else None
    if old and not old.gone:
        yield DocumentReplaced(at=context.now, document=old.id, by=document.id)
