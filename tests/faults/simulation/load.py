"""Load: thousands of webhooks in one burst, thousands of onboardings due at one instant. Nothing lost, nothing twice."""

from __future__ import annotations

import gc
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest import mock

import app
from chalicelib.adapters import journal
from chalicelib.adapters.indexes import shard
from chalicelib.adapters.items import HEAD
from chalicelib.adapters.mail import ses, writer
from chalicelib.adapters.mail.rendering import Brand
from chalicelib.adapters.mail.tags import TAG, key_of, tag_of
from chalicelib.application.mail.values import MailView
from chalicelib.application.outbox import Letter
from chalicelib.domain.values import DealRef
from tests.faults.beginnings import MONDAY, furnished
from tests.faults.cloud.attributes import build
from tests.faults.cloud.port import PORT, forget_all
from tests.faults.desks import desks, told
from tests.faults.invariants import audit
from tests.faults.outside import RUNTIME
from tests.faults.runtime import World
from tests.faults.simulation.chaos import due_at
from tests.faults.simulation.deals import SOURCES, TENANTS, Deal
from tests.faults.simulation.lanes import Drained, Lanes

_OTHERS = 50  # of one deal in so many: won in one of the three CRMs that are read


@dataclass(frozen=True, slots=True)
class Rushed:
    """How a rush ended; `wall` and `cpu` in seconds of this machine."""

    drained: Drained
    violations: tuple[str, ...]
    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.drained}; here {self.wall:.1f} s, {self.cpu:.1f} core-seconds"


def burst(count: int) -> Rushed:
    """Let `count` deals be won at one instant, every tenth told of twice."""
    with _rush(count):
        return _timed(lambda: _burst([_deal(number) for number in range(1, count + 1)]))


def due(count: int) -> Rushed:
    """Let `count` onboardings be due at one instant: each is looked at once, and nobody is told twice."""
    with _rush(count):
        return _timed(lambda: _due(count))


def _burst(deals: list[Deal]) -> tuple[Drained, list[str]]:
    world, lanes = _world(), Lanes(app)
    for deal in deals:
        world.cloud.downstream.records |= deal.records()
    sent = [deal.webhook("open")(world.now) for deal in (*deals, *deals[::10])]
    statuses = Counter(lanes.arrive(world, sent))
    drained = lanes.drain(world)
    wrong = [
        f"{times} webhooks were answered {status}" for status, times in statuses.items() if status != 200
    ]
    return drained, [*wrong, *_opened(world, deals), *audit(world).wrong]


def _due(count: int) -> tuple[Drained, list[str]]:
    world = _alike(count)
    mailed = len(world.cloud.post.mails)
    world.now = due_at(world)
    drained = Lanes(app).drain(world)
    while waiting := [desk.due_at.timestamp() for desk, _ in desks(world) if desk.due_at]:
        world.now = max(world.now, *waiting)  # until every desk has mailed what it has gathered
        RUNTIME.rest(world)
    return drained, [*_told_once(world, count, mailed), *audit(world).wrong]


@contextmanager
def _rush(count: int) -> Iterator[None]:
    """Lift the hour's limit of openings, and leave out what only costs time here: how a mail looks, and collecting."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch.dict(os.environ, {"OPENINGS_PER_HOUR": str(10 * count)}))
        stack.enter_context(mock.patch.object(ses, "wire", lambda letter, **_: letter.key.encode()))
        stack.enter_context(mock.patch.object(writer, "render", _short))
        forget_all()
        stack.callback(forget_all)
        gc.collect()
        gc.disable()
        stack.callback(gc.enable)
        yield


def _short(view: MailView, *, key: str, brand: Brand) -> Letter:
    return Letter(key=key, to=view.to, subject=brand.name, text="", html="")


def _timed(play: Callable[[], tuple[Drained, list[str]]]) -> Rushed:
    began, cpu = time.perf_counter(), time.process_time()
    drained, wrong = play()
    return Rushed(drained, tuple(wrong), time.perf_counter() - began, time.process_time() - cpu)


def _world() -> World:
    world = furnished()
    world.cloud.tells = frozenset()  # what the mail service tells is another function's load
    PORT.world = world
    return world


def _deal(number: int, source: str = "") -> Deal:
    chosen = SOURCES[number % len(SOURCES)] if number % _OTHERS == 0 else "deals"
    return Deal(
        number=number,
        source=source or chosen,
        tier="simple",
        owner="ada@vendor.example",
        signed_at=MONDAY - 7200.0,
        modified_at=MONDAY - 60.0,
        amount=1000,
    )


def _opened(world: World, deals: list[Deal]) -> Iterator[str]:
    stored = {pk.removeprefix("ONB#") for pk in world.cloud.table.partitions() if pk.startswith("ONB#")}
    wanted = {deal.onboarding for deal in deals}
    if lost := wanted - stored:
        yield f"{len(lost)} deals were won, and nothing was opened"
    if odd := stored - wanted:
        yield f"{len(odd)} onboardings are about no deal that was won"
    mailed = Counter(key_of(mail.tags[TAG]) for mail in world.cloud.post.mails)
    if twice := [key for key, times in mailed.items() if times > 1]:
        yield f"{len(twice)} mails were sent twice"


def _told_once(world: World, count: int, before: int) -> Iterator[str]:
    raised = Counter[str]()
    for pk in world.cloud.table.partitions():
        if pk.startswith("ONB#"):
            entries = [
                entry
                for item in world.cloud.table.of(pk)
                if item["sk"]["S"].startswith("J#")
                for entry in json.loads(item["data"]["S"])
            ]
            raised[str(sum(entry["type"] == "EscalationRaised" for entry in entries))] += 1
    if dict(raised) != {"1": count}:
        yield f"onboardings by the number of times that they escalated: {dict(raised)}"
    laid = told(world)
    if len(laid) != count or set(laid.values()) != {1}:
        yield f"{sum(laid.values())} things lie on desks, about {count} escalations"
    folded, readers = len(world.cloud.post.mails) - before, {person for person, *_ in laid}
    if folded > 2 * len(readers):  # what comes while the first is on its way goes half an hour later
        yield f"{folded} mails about one storm to {len(readers)} people"


def _alike(count: int) -> World:
    """Return a world of many onboardings that are alike but for their ids: one was opened, the others are its copies."""
    world = _world()
    deal = _deal(1)
    PORT.world = world
    event = deal.webhook("open")
    world.hear(event)
    RUNTIME.rest(world)
    world.answered.clear()
    table, ours = world.cloud.table, f"ONB#{deal.onboarding}"
    original, mails = list(table.of(ours)), list(world.cloud.post.mails)
    for number in range(2, count + 1):
        ref = DealRef(source=deal.source, tenant=TENANTS[deal.source], id=f"copy-{number}")
        copy = ref.onboarding_id()
        for item in (*_copied(original, deal.onboarding, copy), *_links(copy)):
            place = table.schema.place({"pk": item["pk"], "sk": item["sk"]})
            table.store(place, None, build(item))
        for mail in mails:
            tag = tag_of(key_of(mail.tags[TAG]).replace(deal.onboarding, copy))
            world.cloud.post.mails.append(replace(mail, tags={TAG: tag}))
    table.stream.clear()
    world.read = 0
    return world


def _copied(items: list[Any], old: str, new: str) -> Iterator[dict[str, Any]]:
    """Yield the items of an onboarding as those of another one, its journal chained anew."""
    last = journal.START
    copies = {}
    for item in items:
        texts = {
            name: {kind: _renamed(text, old, new)}
            for name, value in item.items()
            for kind, text in value.items()
        }
        if texts["sk"]["S"].startswith("J#"):
            entries = json.loads(texts["data"]["S"])
            for entry in entries:
                entry["previous_hash"] = last
                entry["hash"] = last = journal.entry_hash(entry)
            texts["data"]["S"] = json.dumps(entries)
        copies[texts["sk"]["S"]] = texts
    head = copies[HEAD]
    head["hash"]["S"] = last
    head["due_pk"]["S"] = f"DUE#{shard(new)}"
    yield from copies.values()


def _links(onboarding: str) -> Iterator[dict[str, Any]]:
    """Yield the link of the first contact."""
    from chalicelib import bootstrap

    minter = bootstrap.link_minter()
    hashed = minter.hash(minter.token(onboarding=onboarding, contact="contact-1", epoch=1))
    link = {"purpose": "portal", "onboarding": onboarding, "contact": "contact-1", "epoch": 1}
    yield {"pk": {"S": f"LINK#{hashed}"}, "sk": {"S": "LINK"}, "data": {"S": json.dumps(link)}}


def _renamed(value: Any, old: str, new: str) -> Any:
    return value.replace(old, new) if isinstance(value, str) else value
