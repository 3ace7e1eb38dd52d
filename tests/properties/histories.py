"""Histories by the thousand: what people and systems might do about one deal, sensible and otherwise, drawn from a seed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from chalicelib.domain import commands as c
from chalicelib.domain.deal import Deal, DealPromise
from chalicelib.domain.playbook import Playbook
from infra.simulation.characters import TEMPERS, Characters, team
from infra.simulation.deeds import SAID
from infra.simulation.generated import Generated
from infra.simulation.lives import Act, Deed, Life
from infra.simulation.sought import Sought
from tests.properties.playbooks import ATTRIBUTES

FIRST = datetime(2026, 9, 1, tzinfo=UTC)
TEAM = team("properties", FIRST.date(), 200)  # over the end of summer time and the year's holidays
_SOUGHT = Sought(attributes=ATTRIBUTES, texts=("sso", "eu"), numbers=(100,))
_DEALS = Generated(size=1000, seed="properties", tiers=("drawn",), sought=_SOUGHT)
_PEOPLE = tuple(person.id for person in TEAM.people)


def history(chance: Random, playbook: Playbook) -> Life:
    """Return a life: its deal, its people, and a handful of acts at any moment."""
    opens_at = FIRST + timedelta(minutes=chance.randrange(150 * 24 * 60))
    invented = _DEALS.life(chance.randrange(1000))
    deal = _deal(invented.deal, chance, opens_at)
    seed = str(chance.random())
    return Life(
        id=deal.ref.onboarding_id(),
        tier=playbook.name,
        deal=deal,
        opens_at=opens_at,
        until=opens_at + timedelta(days=chance.choice((20, 60, 60))),
        people=Characters(
            seed=seed, temper=chance.choice(tuple(TEMPERS)), pace=chance.choice((0.3, 1.0, 5.0)), team=TEAM
        ),
        acts=tuple(_act(chance, playbook, deal, opens_at) for _ in range(chance.choice((0, 0, 2, 4, 8)))),
        known=invented.known,
        scanning=chance.random() < 0.8,
        within_limit=chance.random() < 0.95,
    )


def _deal(deal: Deal, chance: Random, opens_at: datetime) -> Deal:
    moved = opens_at - timedelta(hours=1 if chance.random() < 0.9 else 24 * 40)
    gone = chance.random() < 0.07
    return replace(
        deal,
        modified_at=opens_at - timedelta(minutes=1),
        signed_at=moved,
        committed=(opens_at + timedelta(days=chance.randint(-2, 40))).date()
        if chance.random() < 0.5
        else None,
        contacts=() if gone else deal.contacts,
        promises=tuple(DealPromise(text=replace(SAID, p=f"P#{n}")) for n in range(chance.randint(0, 2))),
        owner=chance.choice((deal.owner, None, "nobody")),
        tier=chance.choice((deal.tier, None)),
    )


def _act(chance: Random, playbook: Playbook, deal: Deal, opens_at: datetime) -> Act:
    at = opens_at + timedelta(minutes=chance.randrange(30 * 24 * 60))
    by = f"person:{chance.choice(_PEOPLE)}"
    return Act(at=at, by=by, deed=chance.choice(_DEEDS)(chance, playbook, deal, at))


def _hold(chance: Random, playbook: Playbook, deal: Deal, at: datetime) -> Deed:
    return c.HoldOnboarding(reason=SAID)


def _release(chance: Random, playbook: Playbook, deal: Deal, at: datetime) -> Deed:
    return c.ReleaseOnboarding()


def _waive(chance: Random, playbook: Playbook, deal: Deal, at: datetime) -> Deed:
    return c.WaiveTask(task=chance.choice(playbook.tasks).id, reason=SAID)


def _reassign(chance: Random, playbook: Playbook, deal: Deal, at: datetime) -> Deed:
    subjects = (
        "onboarding",
        f"stage:{chance.choice(playbook.stages).id}",
        f"task:{chance.choice(playbook.tasks).id}",
    )
    return c.Reassign(subject=chance.choice(subjects), person=chance.choice(_PEOPLE))


def _cancel(chance: Random, playbook: Playbook, deal: Deal, at: datetime) -> Deed:
    return c.CancelOnboarding(reason=SAID) if chance.random() < 0.3 else c.RevokeLinks()


def _bounce(chance: Random, playbook: Playbook, deal: Deal, at: datetime) -> Deed:
    return c.RecordMailTrouble(
        effect="onb:1:welcome", mail="welcome", to="contact:contact-1", trouble="bounced"
    )


def _invite(chance: Random, playbook: Playbook, deal: Deal, at: datetime) -> Deed:
    return c.InviteContact(
        name=SAID, email=replace(SAID, p=f"P#{chance.randint(5, 9)}"), invited_by="contact-1"
    )


def _override(chance: Random, playbook: Playbook, deal: Deal, at: datetime) -> Deed:
    gate = chance.choice(playbook.gates).id
    return chance.choice((c.RequestOverride(gate=gate, reason=SAID), c.ApproveOverride(gate=gate)))


def _change(chance: Random, playbook: Playbook, deal: Deal, at: datetime) -> Deed:
    state = chance.choice(("won", "won", "lost"))
    committed = (at + timedelta(days=chance.randint(1, 40))).date()
    return c.RecordDeal(deal=replace(deal, state=state, modified_at=at, committed=committed))


def _promise(chance: Random, playbook: Playbook, deal: Deal, at: datetime) -> Deed:
    return c.SettlePromise(promise=f"promise-{chance.randint(1, 2)}", note=SAID)


def _snooze(chance: Random, playbook: Playbook, deal: Deal, at: datetime) -> Deed:
    until = at + timedelta(hours=chance.randint(1, 200))
    return c.SnoozeEscalation(escalation=f"esc-{chance.randint(1, 4)}", until=until)


def _block(chance: Random, playbook: Playbook, deal: Deal, at: datetime) -> Deed:
    task = chance.choice(playbook.tasks).id
    return chance.choice((c.BlockTask(task=task, note=SAID), c.UnblockTask(task=task)))


def _reopen(chance: Random, playbook: Playbook, deal: Deal, at: datetime) -> Deed:
    task = chance.choice(playbook.tasks).id
    again = c.ReopenOnboarding(reason=SAID, tasks=(task,) if chance.random() < 0.5 else ())
    return chance.choice((c.ReopenTask(task=task, reason=SAID), again))


def _target(chance: Random, playbook: Playbook, deal: Deal, at: datetime) -> Deed:
    return c.SetTarget(date=(at + timedelta(days=chance.randint(0, 40))).date(), note=SAID)


def _plan(chance: Random, playbook: Playbook, deal: Deal, at: datetime) -> Deed:
    stage, task = chance.choice(playbook.stages).id, chance.choice(playbook.tasks).id
    kind = chance.choice(("internal", "customer", "approval"))
    statement = "" if kind == "internal" else "It is so."
    added = c.AddTask(title="One more", stage=stage, kind=kind, statement=statement)  # type: ignore[arg-type]
    return chance.choice((added, added, c.DropTask(task=task, reason=SAID)))


def _waiver(chance: Random, playbook: Playbook, deal: Deal, at: datetime) -> Deed:
    task = chance.choice(playbook.tasks).id
    return chance.choice((c.RequestWaiver(task=task, reason=SAID), c.ApproveWaiver(task=task)))


def _contact(chance: Random, playbook: Playbook, deal: Deal, at: datetime) -> Deed:
    email = replace(SAID, p=f"P#{chance.randint(10, 12)}")
    correct = c.CorrectContact(contact="contact-1", email=email)
    switch = c.SwitchReminders(contact="contact-1", on=chance.random() < 0.5)
    return chance.choice((correct, switch, c.LeaveContact(contact="contact-1")))


_DEEDS: tuple[Callable[[Random, Playbook, Deal, datetime], Deed], ...] = (
    _hold,
    _hold,
    _release,
    _release,
    _waive,
    _reassign,
    _cancel,
    _bounce,
    _invite,
    _override,
    _override,
    _change,
    _promise,
    _promise,
    _snooze,
    _snooze,
    _block,
    _reopen,
    _reopen,
    _target,
    _plan,
    _plan,
    _waiver,
    _contact,
)
