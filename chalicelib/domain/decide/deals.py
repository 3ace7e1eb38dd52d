"""A deal was read: it opens the onboarding, updates it, or stops it."""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import TypeVar

from chalicelib.domain import escalations, gaps, opening
from chalicelib.domain.commands import RecordDeal
from chalicelib.domain.context import Context
from chalicelib.domain.deal import Account, Deal, Handoff
from chalicelib.domain.decide import contacts
from chalicelib.domain.events import (
    ContactAdded,
    DealChanged,
    DealLost,
    Event,
    GapFound,
    OnboardingHeld,
    PromiseAdded,
    TaskCompleted,
)
from chalicelib.domain.onboarding import Onboarding, Proof
from chalicelib.domain.values import Money
from chalicelib.domain.why import Fact, why

_Values = TypeVar("_Values", Deal, Account, Handoff)
_TOLD = ("amount", "owner", "tier", "committed", "products")


def record(state: Onboarding | None, command: RecordDeal, context: Context) -> tuple[Event, ...]:
    """Decide on the state of a deal; what is older than what is known changes nothing."""
    deal = command.deal
    if state is None:
        won = command.opens and deal.state == "won"
        return (opening.open_onboarding(_overtaken(deal, context), context),) if won else ()
    known = state.deal
    better = deal.complete and not known.complete
    if (
        state.ended
        or (deal.modified_at <= known.modified_at and not better)
        or (known.complete and not deal.complete)
    ):
        return ()
    if deal.state != "won":
        return _lost(state, deal, context)
    return _changed(state, deal, context)


def _overtaken(deal: Deal, context: Context) -> Deal:
    """Return the won deal as it is by now: its loss may have arrived before it."""
    lost_at = context.lost_at
    return (
        replace(deal, state="lost", modified_at=lost_at) if lost_at and lost_at > deal.modified_at else deal
    )


def _changed(state: Onboarding, deal: Deal, context: Context) -> tuple[Event, ...]:
    merged = _merge(state.deal, gaps.sound(deal, context, known=state.deal))
    changed = tuple(
        f.name
        for f in fields(Deal)
        if f.name != "written" and getattr(merged, f.name) != getattr(state.deal, f.name)
    )
    target_at, warn_at = state.target_at, state.warn_at
    if merged.committed != state.deal.committed:
        target_at, warn_at = opening.target(merged, state.opened_at, context)
    events: list[Event] = [
        DealChanged(
            at=context.now,
            why=why("deal.changed", changed=", ".join(changed)),
            deal=merged,
            changed=changed,
            target_at=target_at,
            warn_at=warn_at,
        )
    ]
    events += _people(state, merged, context)
    events += [
        PromiseAdded(at=context.now, promise=p)
        for p in opening.promises_of(merged, state.promises, state.owner)
    ]
    events += _filled(state, merged, context)
    events += _found(state, merged, context)
    facts = _facts(state.deal, merged)
    if state.deal.state != "won":
        facts = (*facts, Fact(name="deal", value="won again; release the onboarding if it should go on"))
    if opening.playbook_name(merged) != state.tier and merged.tier != state.deal.tier:
        facts = (*facts, Fact(name="playbook", value=f"runs as {state.tier}; the CRM says {merged.tier}"))
    if facts:
        rule, subject = "deal.changed", f"deal:{state.sequence}"
        events.append(
            escalations.new(state, context, rule=rule, subject=subject, owner=state.owner, facts=facts)
        )
    return tuple(events)


def _people(state: Onboarding, deal: Deal, context: Context) -> Iterator[Event]:
    """Yield the contacts that are new; who stands there with another address in place of a dead one is corrected."""
    given = {contact.email for contact in deal.contacts}
    moved = {
        contact.name: contact
        for contact in state.contacts
        if contact.status == "unreachable" and contact.name and contact.email not in given
    }
    number = len(state.contacts)
    for fresh in opening.contacts_of(deal, state.contacts):
        known = moved.pop(fresh.name, None) if fresh.name and state.running else None
        if known:
            yield contacts.corrected(known, context, name=fresh.name, email=fresh.email)
        else:
            number += 1
            yield ContactAdded(at=context.now, contact=replace(fresh, id=f"contact-{number}"))


def _merge(known: Deal, fresh: Deal) -> Deal:
    """Return the fresh deal with what is known wherever it says nothing; what was wrong with it is only the fresh one's."""
    whole = _kept(known, fresh)
    plain = [(name, value) for name, value in whole.attributes if not name.startswith(gaps.PROBLEM)]
    if not any(not name.startswith(gaps.PROBLEM) for name, _ in fresh.attributes):
        plain = [(name, value) for name, value in known.attributes if not name.startswith(gaps.PROBLEM)]
    wrong = [(name, value) for name, value in fresh.attributes if name.startswith(gaps.PROBLEM)]
    return replace(
        whole,
        account=_kept(known.account, fresh.account),
        handoff=_kept(known.handoff, fresh.handoff),
        attributes=(*plain, *wrong),
        written=fresh.written,
    )


def _kept(known: _Values, fresh: _Values) -> _Values:
    silent = {f.name: getattr(known, f.name) for f in fields(known) if getattr(fresh, f.name) in (None, ())}
    return replace(fresh, **silent)


def _filled(state: Onboarding, deal: Deal, context: Context) -> list[Event]:
    missing = {gap.task for gap in gaps.gaps(deal)}
    proof = Proof(by=context.actor, at=context.now)
    return [
        TaskCompleted(at=context.now, why=why("handoff.filled", by=deal.ref), task=task.id, proof=proof)
        for task in state.tasks
        if task.id.startswith("handoff-") and not task.settled and task.id not in missing
        if not task.id.startswith(f"handoff-{opening.UNDECIDED}")
    ]


def _found(state: Onboarding, deal: Deal, context: Context) -> Iterator[Event]:
    """Yield what is wrong in the CRM only now, or wrong in another way than what was told: who answers for it hears of it."""
    sales = context.directory.resolve("sales", context.now).person
    for task in gaps.tasks(deal, sales=sales, owner=state.owner, context=context):
        known = state.task(task.id)
        told = known and (known.quote == task.quote or (known.settled and known.quote is None))
        if task.quote is None or told:
            continue
        if known and not known.settled:
            task = replace(task, owner=known.owner)  # noqa: PLW2901 - the same, for who has it already
        yield GapFound(at=context.now, why=why("handoff.wrong", source=deal.ref.source), task=task)


def _facts(known: Deal, fresh: Deal) -> tuple[Fact, ...]:
    """Return what changed of a value that was known: a first value fills a gap and alarms nobody."""
    return tuple(
        Fact(name=name, value=f"{_say(getattr(known, name))} → {_say(getattr(fresh, name))}")
        for name in _TOLD
        if getattr(known, name) not in (None, ()) and getattr(known, name) != getattr(fresh, name)
    )


def _say(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return value.words if isinstance(value, Money) else str(value)


def _lost(state: Onboarding, deal: Deal, context: Context) -> tuple[Event, ...]:
    merged = replace(
        state.deal, state=deal.state, modified_at=deal.modified_at
    )  # a lost deal is read no further
    facts = (Fact(name="deal", value=f"{deal.state} in {deal.ref.source}"),)
    reason = why("deal.lost", state=deal.state)
    events: tuple[Event, ...] = (DealLost(at=context.now, why=reason, deal=merged),)
    if state.deal.state != "won":
        return events  # told already; only that it is still so counts against what is older
    if state.status != "on_hold":
        events += (OnboardingHeld(at=context.now, why=reason, held="deal_lost"),)
    subject = f"deal:{state.sequence}"
    return (
        *events,
        escalations.new(state, context, rule="deal.lost", subject=subject, owner=state.owner, facts=facts),
    )
