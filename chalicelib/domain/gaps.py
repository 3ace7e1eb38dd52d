"""What the CRM left out, or wrote so that it cannot be: each becomes a task for a named person, with the exact words.

Whatever is wrong with a value, the onboarding runs without it. A value that is there in a later reading settles its task.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from chalicelib.domain.context import Context
from chalicelib.domain.deal import Deal
from chalicelib.domain.onboarding import Task
from chalicelib.domain.values import Personal

# One commit holds 100 items: an opening with everything it brings must fit.
MOST_CONTACTS = 10
MOST_PROMISES = 15
HOURS = 8
PROBLEM = "problem:"
_OWNERS = frozenset({"read", "owner"})  # what the onboarding's owner settles; sales knows the rest
_WRONG = {
    "country": "Correct the customer's country in the CRM: there is no such country",
    "time_zone": "Correct the customer's time zone in the CRM: there is no such time zone",
    "signed_at": "Correct in the CRM when the deal was signed: there is no such day",
    "contact": "Find a contact's address: mail cannot be sent to what the CRM gives",
    "promise_due": "Agree until when a promise is kept: the CRM gives a day that there is not",
}
_DATE = {
    "passed": "Agree a go-live date: the CRM's had passed already",
    "before_signing": "Agree a go-live date: the CRM's lies before the signing",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something to find out: what to do, and the exact value that could not be used, where there is one."""

    name: str
    title: str
    quote: Personal | None = None

    @property
    def task(self) -> str:
        """Return the id of its task."""
        return f"handoff-{self.name}"


def sound(deal: Deal, context: Context, *, known: Deal | None = None) -> Deal:
    """Return a deal without the values that cannot be; `written` then says of each why it is not used.

    A date is judged when it is first heard of: that it passes later is another matter. `known` is the deal as it was
    read before.
    """
    today = context.calendar.local(context.now).date()
    signed = context.calendar.local(deal.signed_at).date() if deal.signed_at else None
    reasons: dict[str, str] = {}
    fresh_date = deal.committed is not None and (known is None or known.committed != deal.committed)
    if fresh_date and (reason := _impossible(deal.committed, today, signed)):
        reasons["committed"] = reason
        deal = replace(deal, committed=None)
    if deal.tier and not context.tier_known:
        reasons["tier"] = "unknown"
        deal = replace(deal, tier=None)
    deal = _promises(deal, today if known is None else None, signed, reasons)
    written = tuple(
        (f"{name}:{reasons[name]}" if name in reasons else name, text) for name, text in deal.written
    )
    return replace(deal, written=written)


def gaps(deal: Deal) -> tuple[Gap, ...]:
    """Return what is missing of a deal, and what of it cannot be used."""
    return (*_missing(deal), *_too_much(deal), *_wrong(deal))


def tasks(deal: Deal, *, sales: str, owner: str, context: Context) -> Iterator[Task]:
    """Yield an open task for each gap, for who can settle it."""
    for gap in gaps(deal):
        yield task(gap, owner if gap.name in _OWNERS else sales, context)


def task(gap: Gap, person: str, context: Context) -> Task:
    """Return the open task of a gap."""
    return Task(
        id=gap.task,
        stage=context.playbook.stages[0].id,
        kind="internal",
        title=gap.title,
        owner=person,
        by_customer=False,
        status="open",
        opened_at=context.now,
        due_at=context.calendar_for(f"person:{person}").due(context.now, HOURS),
        quote=gap.quote,
    )


def _impossible(day: date | None, today: date, signed: date | None) -> str | None:
    if day is not None and signed is not None and day < signed:
        return "before_signing"
    return "passed" if day is not None and day < today else None


def _promises(deal: Deal, today: date | None, signed: date | None, reasons: dict[str, str]) -> Deal:
    """Leave out the days by which no promise could be kept; `today` only where the promises are new."""
    least = max((day for day in (today, signed) if day), default=None)
    if least is None or not any(promise.due and promise.due < least for promise in deal.promises):
        return deal
    reasons["promise_due"] = "passed"
    kept = (replace(p, due=None) if p.due and p.due < least else p for p in deal.promises)
    return replace(deal, promises=tuple(kept))


def _missing(deal: Deal) -> Iterator[Gap]:
    said, wrong = dict(deal.written), _problems(deal)
    if not deal.complete:
        yield Gap(name="read", title=f"Read the deal in {deal.ref.source}: the CRM could not be reached")
    if not any(contact.email for contact in deal.contacts):
        quote, who = wrong.get("contact"), deal.account.name
        why = "the CRM gives no address that mail can be sent to" if quote else "the CRM names nobody"
        yield Gap(name="contact", title=f"Say whom to write to at {who}: {why}", quote=quote)
    if deal.owner is None or said.get("owner"):
        quote = said.get("owner") or deal.owner_email
        why = (
            "the CRM's owner is not in the directory" if quote else "the CRM names nobody from the directory"
        )
        yield Gap(name="owner", title=f"Settle who owns this account: {why}", quote=quote)
    if deal.tier is None or said.get("tier:unknown"):
        quote = said.get("tier:unknown") or wrong.get("tier")
        why = "there is no playbook for the CRM's" if quote else "the CRM gives none"
        yield Gap(name="tier", title=f"Confirm the tier: {why}", quote=quote)
    yield from _date(deal, said, wrong)
    if not (deal.handoff.goals or deal.handoff.scope):
        title = "Write down the customer's goals and the scope that was sold: the CRM gives none"
        yield Gap(name="notes", title=title)


def _date(deal: Deal, said: dict[str, Personal], wrong: dict[str, Personal]) -> Iterator[Gap]:
    for reason, title in _DATE.items():
        if quote := said.get(f"committed:{reason}"):
            yield Gap(name="date", title=title, quote=quote)
            return
    if quote := wrong.get("committed_live_date"):
        yield Gap(
            name="date", title="Agree a go-live date: the CRM gives a day that there is not", quote=quote
        )
    elif deal.committed is None:
        yield Gap(name="date", title="Say which go-live date was agreed: the CRM gives none")


def _too_much(deal: Deal) -> Iterator[Gap]:
    addresses = {contact.email for contact in deal.contacts if contact.email}
    for name, count, most in (
        ("contacts", len(addresses), MOST_CONTACTS),
        ("promises", len(deal.promises), MOST_PROMISES),
    ):
        if count > most:
            title = f"Look at the deal's {name}: {count - most} more than can be carried over"
            yield Gap(name=name, title=title)


def _wrong(deal: Deal) -> Iterator[Gap]:
    """Yield what cannot be used and is not told of already as missing."""
    said, told = dict(deal.written), {"committed_live_date"}
    told |= {"contact"} if not any(contact.email for contact in deal.contacts) else set()
    told |= {"tier"} if deal.tier is None or "tier:unknown" in said else set()
    for field, quote in _problems(deal).items():
        if field not in told:
            otherwise = f"Correct {field.replace('_', ' ')} in the CRM: it cannot be used"
            yield Gap(name=f"problem-{field}", title=_WRONG.get(field, otherwise), quote=quote)
    if days := said.get("promise_due:passed"):
        title = "Agree until when each promise is kept: a day in the CRM had passed when the deal was won"
        yield Gap(name="promise_dates", title=title, quote=days)


def _problems(deal: Deal) -> dict[str, Personal]:
    return {name.removeprefix(PROBLEM): value for name, value in deal.attributes if name.startswith(PROBLEM)}
