"""Commits, made the way the use case makes them, for a store to keep."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.application.ports import Commit, Link, Outgoing, Secret, Stored, Vault
from chalicelib.domain.effects import SendMail
from chalicelib.domain.events import Event, OnboardingOpened, Reassigned
from chalicelib.domain.evolve import evolve
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.values import DealRef
from tests.builders import NOW, an_onboarding


def ref(number: int = 1) -> DealRef:
    """Return the reference of a deal."""
    return DealRef(source="deals", tenant="local", id=f"D-{number}")


def opening(number: int = 1, *, at: datetime = NOW, **changes: Any) -> Commit:
    """Return the commit that opens an onboarding half-way, with everything a commit can hold."""
    base = an_onboarding(**changes)
    deal = replace(base.deal, ref=ref(number))
    key = deal.ref.onboarding_id()
    event = OnboardingOpened(
        at=at,
        id=key,
        status=base.status,
        held=base.held,
        deal=deal,
        tier=base.tier,
        playbook=base.playbook,
        owner=base.owner,
        target_at=base.target_at,
        warn_at=base.warn_at,
        stages=base.stages,
        tasks=base.tasks,
        gates=base.gates,
        promises=base.promises,
        contacts=base.contacts,
    )
    mail = SendMail(name="assigned", mail="assigned", to=f"person:{base.owner}")
    return Commit(
        before=None,
        after=evolve(None, event),
        events=(event,),
        actor="crm:deals",
        command_id=f"deal-{number}",
        fingerprint="RecordDeal:1",
        effects=(Outgoing(key=f"{key}:1:assigned", effect=mail),),
        vault=Vault(id="P#1", values={"0": Secret(salt="salt", value="Grace Lind")}),
        links=(Link(hash=f"hash-{number}", purpose="portal", onboarding=key, contact="c1", epoch=1),),
    )


def following(stored: Stored, *, id: str = "command-2", person: str = "lee", **more: Any) -> Commit:  # noqa: A002
    """Return a commit that changes a little of what is stored."""
    event = Reassigned(at=NOW, subject="onboarding", person=person)
    return happening(stored, (event,), id=id, **more)


def happening(stored: Stored, events: tuple[Event, ...], *, id: str = "command-2", **more: Any) -> Commit:  # noqa: A002
    """Return the commit of some events."""
    after: Onboarding = stored.onboarding
    for event in events:
        after = evolve(after, event)
    return Commit(
        before=stored,
        after=after,
        events=events,
        actor="person:ada",
        command_id=id,
        fingerprint="Reassign:1",
        **more,
    )
