"""Records journals in which every kind of event happens: `python -m tests.journals.record FOLDER`.

Run it once for a release. What has been recorded stays as it is, for ever.
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, get_args

from chalicelib.adapters.codec import to_text
from chalicelib.adapters.items import to_parts
from chalicelib.application.personal import Sealer
from chalicelib.domain import commands as c
from chalicelib.domain.deal import Deal, DealPromise
from chalicelib.domain.events import Event
from tests.journals.lives import changed, filed, met, moved
from tests.properties.world import (
    ADA,
    GRACE,
    LEE,
    MONDAY,
    PLAYBOOKS,
    World,
    a_deal,
    do_task,
    play_to_the_end,
    sealed,
)

FOLDER = Path(__file__).parent


def played(playbook: str) -> World:
    """Return a world in which nearly everything has happened to one onboarding."""
    world = World()
    world.open(tier=playbook, owner=None)
    world.do(
        lambda s: c.InviteContact(name=sealed(s, "Piet"), email=sealed(s, "piet"), invited_by="contact-1"),
        GRACE,
    )
    _documents(world)
    world.wait(days=6)
    for escalation in world.state.raised():
        world.do(c.AcknowledgeEscalation(escalation=escalation.id))
    world.do(lambda s: c.HoldOnboarding(reason=sealed(s)))
    world.wait(days=3)
    world.do(c.ReleaseOnboarding())
    now = world.clock.now()
    world.do(lambda s: c.RecordDeal(deal=_grown(s, playbook, now)), "crm:deals")
    world.deal(tier=playbook, owner="ada", modified_at=now + timedelta(minutes=1), state="lost")
    world.do(c.ReleaseOnboarding())
    world.do(c.RevokeLinks())
    world.do(c.Reassign(subject="stage:setup", person="lee"))
    trouble = c.RecordMailTrouble(
        effect=f"{world.id}:2:welcome", mail="welcome", to="contact:contact-2", trouble="bounced"
    )
    world.do(trouble, "system:feedback")
    world.do(lambda s: c.CorrectContact(contact="contact-2", email=sealed(s, "piet@elsewhere")))
    for on in (False, True):
        world.do(c.SwitchReminders(contact="contact-2", on=on), "contact:contact-2")
    gate = world.state.gates[0].id
    world.do(lambda s: c.RequestOverride(gate=gate, reason=sealed(s)))
    world.do(c.ApproveOverride(gate=gate), LEE)
    approval = next(
        task.id for task in world.state.tasks if task.kind == "approval" and task.status == "open"
    )
    world.do(lambda s: c.DeclineTask(task=approval, reason=sealed(s)), ADA)
    optional = [task.id for task in world.state.tasks if task.kind == "internal" and not task.settled][-1]
    world.do(lambda s: c.WaiveTask(task=optional, reason=sealed(s)))
    _setup(world)
    play_to_the_end(world)
    return world


def scored(playbook: str) -> World:
    """Return a world whose customer has said how it went."""
    world = played(playbook)
    world.do(lambda s: c.GiveFeedback(contact="contact-1", milestone="live", score=4, comment=sealed(s)))
    return world


def cancelled() -> World:
    """Return a world in which an onboarding has ended before it was live."""
    world = World()
    world.open(complete=False, tier=None, contacts=(), signed_at=MONDAY - timedelta(days=40))
    world.do(c.ReleaseOnboarding())
    world.wait(days=2)
    world.do(lambda s: c.CancelOnboarding(reason=sealed(s)))
    return world


def _grown(s: Sealer, playbook: str, now: datetime) -> Deal:
    wrong = (("problem:time_zone", sealed(s, "Mars/Olympus")),)
    deal = a_deal(s, tier=playbook, owner="ada", modified_at=now, products=("core",), attributes=wrong)
    return replace(deal, promises=(*deal.promises, DealPromise(text=sealed(s, "a second promise"))))


def _setup(world: World) -> None:
    """Play until the first downstream call is made; let it fail, and make it again."""
    for number in range(50):
        if world.calls():
            task = world.calls()[0].task
            failed = c.RecordProvisioning(task=task, succeeded=False, detail="503")
            world.do(failed, "system:deliver")
            world.do(c.RetryProvisioning(task=task))
            return
        task = next(task for task in world.state.tasks if task.status == "open")
        do_task(world, task, number=100 + number)
        world.clock.advance(timedelta(minutes=20))
        world.sweep()


def _documents(world: World) -> None:
    task = next(rule.id for rule in PLAYBOOKS[world.state.playbook.name].tasks if rule.documents)
    world.upload(task, "1" * 32)
    world.verdict(task, "1" * 32, verdict="rejected", reasons=("pdf.encrypted",))
    world.upload(task, "2" * 32)
    world.wait(minutes=40)
    world.do(lambda s: c.ReviewDocument(document="2" * 32, accept=False, note=sealed(s)))
    world.upload(task, "3" * 32)
    world.verdict(task, "3" * 32)
    world.scan(task, "3" * 32)
    world.scan(task, "3" * 32, result="THREATS_FOUND")


def lived() -> dict[str, World]:
    """Return the worlds that are recorded."""
    others = {life.__name__: life() for life in (cancelled, changed, met, filed, moved)}
    return {"enterprise": scored("enterprise"), **others}


def unseen(worlds: Iterable[World]) -> list[str]:
    """Return the kinds of events that happen in none of the worlds."""
    seen = {entry["type"] for world in worlds for entry in world.journal()}
    return sorted({kind.__name__ for kind in get_args(Event)} - seen)


def main() -> None:
    """Record every kind of event in the folder that was asked for."""
    worlds = lived()
    if missing := unseen(worlds.values()):
        raise SystemExit(f"Play these, too, before a release is recorded: {', '.join(missing)}.")
    folder = FOLDER / sys.argv[1]
    folder.mkdir(exist_ok=False)
    for name, world in worlds.items():
        state = {key: part for key, (part, _) in to_parts(world.state).items()}
        write(folder / f"{name}.json", state, world.journal())


def write(file: Path, state: dict[str, Any], journal: tuple[Any, ...]) -> None:
    """Write state and journal, an item or entry a line."""
    items = ",\n".join(f"{json.dumps(key)}:{to_text(item)}" for key, item in state.items())
    entries = ",\n".join(to_text(entry) for entry in journal)
    file.write_text(f'{{"state":{{\n{items}\n}},"journal":[\n{entries}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
