"""What the customer has given waits for neither its receipt nor its judgement for long; on hold neither."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from chalicelib.domain.context import Context
from chalicelib.domain.deadlines.timer import Timer
from chalicelib.domain.events import DocumentNeedsPerson, Event, ReceiptMailed
from chalicelib.domain.onboarding import Onboarding, Receipts
from chalicelib.domain.why import why

JUDGED_WITHIN = timedelta(seconds=45)  # with the minute of a sweep, an arrival is told within two minutes
QUIET = timedelta(minutes=2)
LONGEST = timedelta(minutes=10)
CHECK_WITHIN = timedelta(minutes=30)


def awaiting(receipts: Receipts) -> bool:
    """Say whether what waits is kept for a verdict, and not because something was mailed just before."""
    return receipts.since is not None and receipts.due_at < receipts.since + QUIET


def _receipts_due(state: Onboarding) -> Iterator[tuple[datetime, str]]:
    if state.receipts and state.receipts.waiting:
        yield state.receipts.due_at, ""


def _receipts(_: str, state: Onboarding, context: Context) -> tuple[Event, ...]:
    at, current = context.now, state.receipts
    waiting, since = current.waiting if current else (), at
    reason = why("receipt.folded", lines=len(waiting), minutes_quiet=int(QUIET.total_seconds() // 60))
    if current and current.since and awaiting(current):  # the quiet began as if it had been told at once
        since = current.since
        reason = why("receipt.unjudged", lines=len(waiting), seconds=int(JUDGED_WITHIN.total_seconds()))
    return (ReceiptMailed(at=at, why=reason, notices=waiting, quiet_until=since + QUIET, since=since),)


def _unjudged_due(state: Onboarding) -> Iterator[tuple[datetime, str]]:
    for document in state.documents:
        if document.status in {"received", "checking"}:
            yield document.check_by, document.id


def _unjudged(document: str, _: Onboarding, context: Context) -> tuple[Event, ...]:
    reason = why("document.unjudged", minutes_allowed=int(CHECK_WITHIN.total_seconds() // 60))
    return (DocumentNeedsPerson(at=context.now, why=reason, document=document, reasons=("check.late",)),)


RECEIPTS = Timer(due=_receipts_due, bring=_receipts, on_hold=True)
UNJUDGED = Timer(due=_unjudged_due, bring=_unjudged, on_hold=True)
