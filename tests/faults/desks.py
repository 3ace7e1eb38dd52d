"""What must hold of people's desks: every escalation and rung lies on one desk, once, and leaves it in one mail."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from chalicelib.adapters.codec import EFFECTS, load, unnamed
from chalicelib.adapters.dynamodb.desks import SLIPS
from chalicelib.adapters.indexes import desk_due
from chalicelib.domain.desk import APART, Desk, OnDesk, PassedOn, Slip
from chalicelib.domain.effects import Notify, SendMail
from tests.faults.runtime import World


@dataclass(frozen=True, slots=True)
class Lies:
    """Something in a window of a person's desk."""

    person: str
    window: int
    slip: OnDesk


def desks(world: World) -> Iterator[tuple[Desk, dict[str, Any]]]:
    """Yield every desk that is kept, with its item."""
    table = world.cloud.table
    for pk in table.partitions():
        if pk.startswith("PERSON#"):
            for item in table.of(pk):
                if item["sk"]["S"] == "DESK":
                    yield load(Desk, json.loads(item["data"]["S"])), item


def lying(world: World) -> Iterator[Lies]:
    """Yield everything that was ever laid on a desk."""
    table = world.cloud.table
    for pk in table.partitions():
        if pk.startswith("PERSON#"):
            for item in table.of(pk):
                kind, window, _ = f"{item['sk']['S']}##".split("#", 2)
                if kind == "N":
                    yield Lies(pk.removeprefix("PERSON#"), int(window), _slip(item["data"]["S"]))


def told(world: World) -> Counter[tuple[str, str, str, int]]:
    """Return who was to hear of what: (person, onboarding, escalation, rung)."""
    return Counter(
        (lies.person, lies.slip.onboarding, lies.slip.escalation, lies.slip.rung)
        for lies in lying(world)
        if isinstance(lies.slip, Slip)
    )


@lru_cache(maxsize=4096)
def _slip(text: str) -> OnDesk:
    found: OnDesk = unnamed(SLIPS, json.loads(text))
    return found


def violations(world: World, notices: dict[str, Notify], said: Counter[tuple[str, str]]) -> Iterator[str]:
    """Yield what is wrong with the desks.

    Parameters
    ----------
    notices
        The effects by key that are done and were to lay something on a desk.
    said
        How often a mail's trouble was journaled, by the mail's key and the trouble.
    """
    found = tuple(lying(world))
    yield from _each_lies_once(found, notices)
    mails = {str(mail.key): mail for mail in _mails(world)}
    windows = {(lies.person, lies.window) for lies in found}
    passed = Counter((one.slip.person, one.slip.window) for one in found if isinstance(one.slip, PassedOn))
    for desk, item in desks(world):
        yield from _indexed(desk, item)
        for person, window in sorted(windows):
            if person == desk.person:
                left = passed[person, window] + (f"{person}:{window}:escalations" in mails)
                yield from _left(desk, window, left)
    yield from _mailed(world, mails, windows, said)


def _each_lies_once(found: tuple[Lies, ...], notices: dict[str, Notify]) -> Iterator[str]:
    keys = Counter(lies.slip.key for lies in found if isinstance(lies.slip, Slip))
    for key, notice in notices.items():
        if keys[key] != 1:
            yield f"{key}: lies {keys[key]} times on a desk"
        for lies in found:
            if lies.slip.key == key and lies.person != notice.person:
                yield f"{key}: lies on the desk of {lies.person} instead of {notice.person}"
    for key in keys.keys() - notices.keys():
        yield f"{key}: lies on a desk, and no effect of it is done"


def _indexed(desk: Desk, item: dict[str, Any]) -> Iterator[str]:
    for name in ("due_pk", "due_sk"):
        stored = item.get(name, {}).get("S")
        if stored != desk_due(desk).get(name):
            yield f"the desk of {desk.person}: the index says {name}={stored}"
    if (desk.since is None) != (desk.due_at is None):
        yield f"the desk of {desk.person}: since {desk.since}, due {desk.due_at}"


def _left(desk: Desk, window: int, left: int) -> Iterator[str]:
    """A window that gathers has not left, and one that is closed has left once: by mail, or to who stands in."""
    if window == desk.window and (left or desk.since is None):
        yield f"the desk of {desk.person}: window {window} gathers, and has left {left} times"
    if window < desk.window and left != 1:
        yield f"the desk of {desk.person}: window {window} is closed, and has left {left} times"
    if window > desk.window:
        yield f"the desk of {desk.person}: window {window} was not opened yet"


@dataclass(frozen=True, slots=True)
class _Mail:
    key: str
    person: str
    window: int
    item: dict[str, Any]

    @property
    def written_at(self) -> datetime:
        return datetime.fromisoformat(self.item["written_at"]["S"])


def _mails(world: World) -> Iterator[_Mail]:
    for pk in world.cloud.table.partitions():
        for item in world.cloud.table.of(pk) if pk.startswith("PERSON#") else ():
            if item["sk"]["S"].startswith("X#"):
                effect = unnamed(EFFECTS, json.loads(item["data"]["S"]))
                if isinstance(effect, SendMail) and effect.window is not None:
                    key = item["sk"]["S"].removeprefix("X#")
                    yield _Mail(key, pk.removeprefix("PERSON#"), effect.window, item)


def _mailed(
    world: World,
    mails: dict[str, _Mail],
    windows: set[tuple[str, int]],
    said: Counter[tuple[str, str]],
) -> Iterator[str]:
    """One mail a window, once, never twice within half an hour, and never within the reader's quiet hours."""
    from chalicelib import bootstrap
    from chalicelib.adapters.mail.tags import TAG, key_of

    directory = bootstrap.people().directory()
    sent = Counter(key_of(mail.tags[TAG]) for mail in world.cloud.post.mails)
    before: dict[str, datetime] = {}
    for mail in sorted(mails.values(), key=lambda mail: (mail.person, mail.window)):
        status, note = mail.item["status"]["S"], mail.item.get("note", {}).get("S", "")
        if (world.delivers and status in {"pending", "claimed"}) or (
            status == "doubtful" and "asked" not in mail.item
        ):
            yield f"{mail.key}: at rest as {status}"
        if status == "done" and not sent[mail.key] and not note.startswith("not needed"):
            yield f"{mail.key}: done, and never mailed"
        if status == "failed" and not said[mail.key, "failed"]:
            yield f"{mail.key}: given up, and no journal says so"
        if sent[mail.key] > 1 and not said[mail.key, "sent_again"]:
            yield f"{mail.key}: mailed {sent[mail.key]} times, and no journal says so"
        if sent[mail.key] > 2:
            yield f"{mail.key}: mailed {sent[mail.key]} times"
        if (mail.person, mail.window) not in windows:
            yield f"{mail.key}: a mail about nothing"
        if mail.written_at - before.get(mail.person, mail.written_at - APART) < APART:
            yield f"{mail.key}: within half an hour of the one before"
        before[mail.person] = mail.written_at
        person = directory.get(mail.person)
        if person and person.may_be_mailed_at(mail.written_at) - mail.written_at > timedelta(0):
            yield f"{mail.key}: in the quiet hours of {mail.person}"
