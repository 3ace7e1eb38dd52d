"""One contract for both stores of desks: in memory and in DynamoDB."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from chalicelib.adapters.dynamodb.desks import DynamoDesks
from chalicelib.adapters.dynamodb.listings import DynamoListings
from chalicelib.adapters.dynamodb.outbox import DynamoOutbox
from chalicelib.adapters.in_memory.desks import InMemoryDesks
from chalicelib.adapters.in_memory.onboardings import InMemoryOnboardingStore
from chalicelib.adapters.in_memory.outbox import InMemoryOutbox
from chalicelib.application.desks import AlreadyLaidError, DeskCommit, Desks, Laid
from chalicelib.application.outbox import Outbox
from chalicelib.domain.desk import Desk, PassedOn, Slip, mail_of
from chalicelib.domain.effects import Notify
from chalicelib.domain.errors import VersionConflictError
from chalicelib.domain.outbox import Entry
from infra import template

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = "onb-abc:3:escalation"
RESOURCES = Path(__file__).resolve().parents[3] / "infra/resources.yaml"
EMPTY, OPEN = Desk(person="ada"), Desk(person="ada", version=1, since=NOW, due_at=NOW + timedelta(minutes=2))
SLIP = Slip(key=KEY, at=NOW, onboarding="onb-abc", escalation="esc-1")


@dataclass
class Kept:
    desks: Desks
    outbox: Outbox
    listings: Any

    def notice(self, key: str = KEY) -> Entry:
        effect = Notify(name="escalation", person="ada", escalation="esc-1")
        self.outbox.add(Entry(owner="ONB#onb-abc", key=key, effect=effect, written_at=NOW))
        entry = self.outbox.get(key)
        assert entry is not None
        return entry


@pytest.fixture(params=["memory", "dynamodb"])
def kept(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    if request.param == "memory":
        outbox = InMemoryOutbox()
        desks = InMemoryDesks(outbox)
        yield Kept(desks, outbox, InMemoryOnboardingStore(desks=desks))
        return
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        client = boto3.client("dynamodb", region_name="eu-central-1")
        table = template.load(RESOURCES)["Resources"]["Table"]["Properties"]
        parts = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
        client.create_table(TableName="golive", **{part: table[part] for part in parts})
        yield Kept(
            DynamoDesks(client, "golive"),
            DynamoOutbox(client, "golive"),
            DynamoListings(client, "golive", {}),
        )


def lay(kept: Kept, *, before: Desk = EMPTY, after: Desk = OPEN, slip: Slip = SLIP, **more: Any) -> None:
    laid = Laid(person="ada", window=before.window, slip=slip)
    kept.desks.save(DeskCommit(desks=((before, after),), at=NOW, laid=laid, **more))


def test_a_desk_on_which_nothing_ever_lay_is_empty(kept: Kept) -> None:
    assert kept.desks.load("ada") == EMPTY
    assert kept.desks.slips("ada", 1) == ()


def test_what_is_laid_stands_in_its_window_and_its_effect_is_done(kept: Kept) -> None:
    lay(kept, settles=kept.notice())
    assert kept.desks.load("ada") == OPEN
    assert kept.desks.slips("ada", 1) == (SLIP,)
    assert kept.desks.slips("ada", 10) == kept.desks.slips("lee", 1) == ()
    entry = kept.outbox.get(KEY)
    assert entry is not None
    assert entry.status == "done"
    assert kept.outbox.resting(before=NOW + timedelta(days=1)) == ()


def test_the_same_effect_lays_nothing_twice(kept: Kept) -> None:
    read = kept.notice()
    lay(kept, settles=read)
    with pytest.raises(AlreadyLaidError):
        lay(kept, before=OPEN, after=replace(OPEN, version=2), settles=read)
    assert kept.desks.load("ada") == OPEN


@pytest.mark.parametrize("read", [EMPTY, replace(OPEN, version=7)])
def test_a_desk_that_has_changed_since_it_was_read_is_not_overwritten(kept: Kept, read: Desk) -> None:
    lay(kept, settles=kept.notice())
    other, slip = kept.notice("onb-abc:4:escalation"), replace(SLIP, key="onb-abc:4:escalation")
    with pytest.raises(VersionConflictError):
        lay(kept, before=read, after=replace(OPEN, version=read.version + 1), slip=slip, settles=other)
    assert kept.desks.slips("ada", 1) == (SLIP,)
    assert kept.outbox.get(other.key) == other


def test_the_slips_of_a_window_come_in_the_order_in_which_they_came(kept: Kept) -> None:
    later = replace(SLIP, key="onb-aaa:1:escalation", at=NOW + timedelta(seconds=1))
    lay(kept, slip=later)
    lay(kept, before=OPEN, after=replace(OPEN, version=2))
    assert kept.desks.slips("ada", 1) == (SLIP, later)


def test_the_mail_of_a_window_is_in_the_persons_own_outbox(kept: Kept) -> None:
    lay(kept)
    after = Desk(person="ada", version=2, window=2, mailed_at=NOW)
    mail = Entry(owner="PERSON#ada", key="ada:1:escalations", effect=mail_of(OPEN), written_at=NOW)
    kept.desks.save(DeskCommit(desks=((OPEN, after),), at=NOW, mail=mail))
    assert kept.outbox.get(mail.key) == mail
    assert kept.outbox.resting(before=NOW) == (mail.key,)
    assert kept.desks.slips("ada", 1) == (SLIP,)


def test_a_window_moves_to_another_desk_or_stays_whole(kept: Kept) -> None:
    lay(kept)
    theirs = Desk(person="lee", version=1, since=NOW, due_at=NOW)
    passed = PassedOn(key="ada:1", at=NOW, person="ada", window=1)
    moves = ((OPEN, Desk(person="ada", version=2, window=2)), (replace(theirs, version=0), theirs))
    commit = DeskCommit(desks=moves, at=NOW, laid=Laid(person="lee", window=1, slip=passed))
    kept.desks.save(commit)
    assert kept.desks.slips("lee", 1) == (passed,)
    with pytest.raises(VersionConflictError):
        kept.desks.save(commit)
    assert kept.desks.load("ada").version == 2


def test_a_desk_is_listed_when_it_is_due_and_no_longer_when_nothing_waits(kept: Kept) -> None:
    lay(kept)
    due = NOW + timedelta(minutes=2)
    assert kept.listings.due(due - timedelta(milliseconds=1)) == ()
    assert kept.listings.due(due) == (("person:ada", due),)
    kept.desks.save(DeskCommit(desks=((OPEN, Desk(person="ada", version=2, window=2)),), at=NOW))
    assert kept.listings.due(due) == ()
