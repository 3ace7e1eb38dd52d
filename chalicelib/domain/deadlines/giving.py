"""What the customer has given waits for neither its receipt nor its judgement for long; on hold neither."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from chalicelib.domain.context import Context
from chalicelib.domain.deadlines.timer import Timer
from chalicelib.domain.events import DocumentNeedsPerson, Event, ReceiptMailed
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.why import why

QUIET = timedelta(minutes=2)
LONGEST = timedelta(minutes=10)
CHECK_WITHIN = timedelta(minutes=30)


def _receipts_due(state: Onboarding) -> Iterator[tuple[datetime, str]]:
    if state.receipts and state.receipts.waiting:
        yield state.receipts.due_at, ""


def _receipts(_: str, state: Onboarding, context: Context) -> tuple[Event, ...]:
    waiting = state.receipts.waiting if state.receipts else ()
    reason = why("receipt.folded", lines=len(waiting), minutes_quiet=int(QUIET.total_seconds() // 60))
    quiet = context.now + QUIET
    return (ReceiptMailed(at=context.now, why=reason, notices=waiting, quiet_until=quiet, since=context.now),)


def _unjudged_due(state: Onboarding) -> Iterator[tuple[datetime, str]]:
    for document in state.documents:
        if document.status in {"received", "checking"}:
            yield document.check_by, document.id


def _unjudged(document: str, _: Onboarding, context: Context) -> tuple[Event, ...]:
    reason = why("document.unjudged", minutes_allowed=int(CHECK_WITHIN.total_seconds() // 60))
    return (DocumentNeedsPerson(at=context.now, why=reason, document=document, reasons=("check.late",)),)


RECEIPTS = Timer(due=_receipts_due, bring=_receipts, on_hold=True)
UNJUDGED = Timer(due=_unjudged_due, bring=_unjudged, on_hold=True)
