"""A document that ends soon is asked for anew while the onboarding is on its way; once it is live, its owner is told."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain import escalations, validity
from chalicelib.domain.context import Context
from chalicelib.domain.deadlines.timer import Timer
from chalicelib.domain.events import DocumentExpiring, Event
from chalicelib.domain.onboarding import Document, Onboarding
from chalicelib.domain.why import Fact, why

_HOURS = 16  # for a task that the playbook does not have any more


def _due(state: Onboarding) -> Iterator[tuple[datetime, str]]:
    for document in state.documents:
        if document.renew_at and document.status == "accepted":
            yield document.renew_at, document.id


def _expiring(name: str, state: Onboarding, context: Context) -> tuple[Event, ...]:
    document = next(document for document in state.documents if document.id == name)
    task, rule = state.task(document.task), context.playbook.task(document.task)
    live = state.milestones.live is not None
    asks = not live and task is not None and task.status != "waived"
    due = validity.due(document, context, hours=rule.hours if rule else _HOURS) if asks else None
    reason = why(
        "document.expiring",
        context.playbook.ref,
        valid_until=document.expires_on,
        days_before=_days(document, context),
    )
    told = DocumentExpiring(at=context.now, why=reason, document=name, task=document.task, due_at=due)
    return (told, _to_the_owner(document, state, context)) if live else (told,)


def _to_the_owner(document: Document, state: Onboarding, context: Context) -> Event:
    facts = (
        Fact(name="task", value=document.task),
        Fact(name="valid until", value=str(document.expires_on)),
    )
    return escalations.new(
        state,
        context,
        rule="document.expiring",
        subject=f"expiry:{document.id}",
        owner=state.owner,
        facts=facts,
    )


def _days(document: Document, context: Context) -> int:
    rule = validity.rule_of(document, context)
    return rule.renew_days if rule else 0


RENEWAL = Timer(due=_due, bring=_expiring)
