"""What the customer is told, gives and answers."""

from chalicelib.domain import events as e
from chalicelib.domain.evolve.items import replace, with_item
from chalicelib.domain.onboarding import (
    Onboarding,
    Receipts,
    Reminders,
)


def customer(s: Onboarding, event: e.Event) -> Onboarding | None:
    """Apply what the customer was told, gave or answered; None for other events."""
    match event:
        case e.CustomerAsked():
            return replace(
                s,
                tasks=tuple(
                    replace(task, asked=True) if task.id in event.tasks else task for task in s.tasks
                ),
                contacts=with_item(s.contacts, event.contact, welcomed=True),
                reminders=Reminders(requests=s.reminders.requests + 1, next_at=event.next_reminder_at),
            )
        case e.CustomerReminded():
            return replace(
                s, reminders=replace(s.reminders, sent=event.number, next_at=event.next_reminder_at)
            )
        case e.ReceiptQueued():
            waiting = s.receipts.waiting if s.receipts else ()
            return replace(s, receipts=Receipts(due_at=event.due_at, waiting=(*waiting, event.notice)))
        case e.ReceiptMailed():
            return replace(s, receipts=Receipts(due_at=event.quiet_until))
        case e.ContactAdded():
            return replace(s, contacts=(*s.contacts, event.contact))
        case e.ContactChanged():
            gone = event.status != "active"
            return replace(
                s,
                contacts=with_item(s.contacts, event.contact, status=event.status),
                tasks=tuple(replace(t, asked=False) if gone and not t.settled else t for t in s.tasks),
            )
        case e.LinksRevoked():
            return replace(s, link_epoch=event.epoch)
    return None
