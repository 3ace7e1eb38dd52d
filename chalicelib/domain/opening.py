"""The opening: from a won deal to a whole plan with owners, dates, and a task for everything the CRM left out."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from chalicelib.domain import gaps
from chalicelib.domain.context import Context
from chalicelib.domain.deal import Deal
from chalicelib.domain.events import OnboardingOpened
from chalicelib.domain.onboarding import Contact, Gate, Promise, Stage, Status, Task
from chalicelib.domain.playbook import TaskRule
from chalicelib.domain.why import why

DEFAULT_PLAYBOOK = "smb"
ENTERPRISE_FROM = 50_000
STALE_AFTER = timedelta(days=30)
UNDECIDED = (
    "when-"  # the tasks about conditions that lack a value: a person decides, a later value alone does not
)


def playbook_name(deal: Deal) -> str:
    """Return the playbook of a deal: its tier, else by partner and amount, else ``smb``."""
    if deal.tier:
        return deal.tier.strip().casefold()
    if deal.account.partner:
        return "partner"
    return "enterprise" if deal.amount and deal.amount.amount >= ENTERPRISE_FROM else DEFAULT_PLAYBOOK


def target(deal: Deal, opened_at: datetime, context: Context) -> tuple[datetime, datetime]:
    """Return when it should be live, and when to warn that it might not: ends of working days, UTC."""
    calendar, playbook = context.calendar, context.playbook
    day = deal.committed or calendar.days_after(calendar.local(opened_at).date(), playbook.target_days)
    return target_on(day, context)


def target_on(day: date, context: Context) -> tuple[datetime, datetime]:
    """Return the end of a day as the target, and when to warn that it might not hold; UTC."""
    calendar, playbook = context.calendar, context.playbook
    return calendar.closing(day), calendar.closing(calendar.days_after(day, -playbook.warn_days))


def open_onboarding(deal: Deal, context: Context) -> OnboardingOpened:
    """Return the opening of a won deal."""
    deal = gaps.sound(deal, context)
    held, playbook = _held(deal, context), context.playbook
    owners = {
        role: _owner(role, deal, context) for role in ("sales", "onboarding", "implementation", "success")
    }
    owner = owners["onboarding"]
    target_at, warn_at = target(deal, context.now, context)
    status: Status = "on_hold" if held else "active" if deal.complete else "opening"
    return OnboardingOpened(
        at=context.now,
        why=why(
            "onboarding.opened",
            playbook.ref,
            told=(owner,),
            deal=deal.ref,
            signed=context.calendar.say(deal.signed_at) if deal.signed_at else "not known",
            tier=deal.tier or f"not given, {playbook.name} by default",
            **({"held": held} if held else {}),
            **_conditions(context),
        ),
        id=deal.ref.onboarding_id(),
        status=status,
        held=held,
        deal=deal,
        tier=playbook.name,
        playbook=playbook.ref,
        owner=owner,
        target_at=target_at,
        warn_at=warn_at,
        stages=tuple(Stage(id=rule.id, owner=owners.get(rule.role, owner)) for rule in playbook.stages),
        tasks=(
            *(_task(rule, owners, owner) for rule in playbook.tasks),
            *gaps.tasks(deal, sales=owners["sales"], owner=owner, context=context),
            *_undecided(owners["sales"], context),
        ),
        gates=tuple(Gate(id=rule.id) for rule in playbook.gates),
        promises=tuple(promises_of(deal, (), owner)),
        contacts=tuple(contacts_of(deal, ())),
    )


def contacts_of(deal: Deal, known: tuple[Contact, ...]) -> Iterator[Contact]:
    """Yield the deal's contacts that are not known yet, by address; as many as one commit can hold."""
    seen = {contact.email for contact in known if contact.email}
    number = len(known)
    for contact in deal.contacts:
        if contact.email is None or contact.email in seen or number >= gaps.MOST_CONTACTS:
            continue
        number += 1
        seen.add(contact.email)
        yield Contact(
            id=f"contact-{number}",
            name=contact.name,
            email=contact.email,
            role=contact.role or "contact",
            language=deal.account.language or "en",
            time_zone=deal.account.time_zone or "UTC",
        )


def promises_of(deal: Deal, known: tuple[Promise, ...], owner: str) -> Iterator[Promise]:
    """Yield the deal's promises that are not known yet, by their words; as many as one commit can hold."""
    words = {promise.text for promise in known}
    fresh = [promise for promise in deal.promises if promise.text not in words]
    for number, promise in enumerate(fresh[: gaps.MOST_PROMISES - len(known)], len(known) + 1):
        yield Promise(
            id=f"promise-{number}",
            text=promise.text,
            made_by=promise.made_by,
            due=promise.due,
            owner=owner,
        )


def _undecided(sales: str, context: Context) -> Iterator[Task]:
    """Yield a task for each value that conditions read and the deal lacks: what depends on it was left out."""
    lacking = {lack.name: lack for judged in context.conditions for lack in judged.lacking}
    for name, lack in lacking.items():
        says = "gives none" if lack.quote is None else "gives one that cannot be used"
        title = f"Say what {_called(name)} is, and whether there should be {_left_out(name, context)}: the CRM {says}"
        gap = gaps.Gap(name=f"{UNDECIDED}{name.replace('.', '_')}", title=title, quote=lack.quote)
        yield gaps.task(gap, sales, context)


def _called(name: str) -> str:
    """Say a value that conditions read: ``attributes.seat_count`` is ``“seat count”``."""
    return f"“{name.rpartition('.')[2].replace('_', ' ')}”"


def _left_out(name: str, context: Context) -> str:
    """Name what was left out because a value is lacking: the first of it, and how much more."""
    steps = [
        step
        for judged in context.conditions
        if any(lack.name == name for lack in judged.lacking)
        for step in judged.decides
    ]
    more = f" and {len(steps) - 1} more" if len(steps) > 1 else ""
    return f"“{steps[0]}”{more}" if steps else "what depends on it"


def _conditions(context: Context) -> dict[str, str]:
    """Return the facts of conditions: which held, and which did not."""
    told = {
        "conditions_that_hold": [judged.text for judged in context.conditions if judged.holds],
        "conditions_that_do_not_hold": [judged.text for judged in context.conditions if not judged.holds],
    }
    return {name: "; ".join(texts) for name, texts in told.items() if texts}


def _task(rule: TaskRule, owners: dict[str, str], owner: str) -> Task:
    return Task(
        id=rule.id,
        stage=rule.stage,
        kind=rule.kind,
        title=rule.title,
        owner=owners.get(rule.role, owner),
        by_customer=rule.by_customer,
    )


def _owner(role: str, deal: Deal, context: Context) -> str:
    asked = context.directory.get(deal.owner)
    wanted = asked.id if asked and role in asked.roles else None
    return context.directory.resolve(role, context.now, asked=wanted).person


def _held(deal: Deal, context: Context) -> str | None:
    if deal.state != "won":
        return "deal_lost"
    if deal.signed_at and context.now - deal.signed_at > STALE_AFTER:
        return "signed_long_ago"
    return None if context.within_limit else "too_many_at_once"
