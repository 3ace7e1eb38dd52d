"""The ten promises of the design. Each test fails when its promise is broken."""

import json
import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.adapters import journal
from chalicelib.adapters.codec import dump, to_text
from chalicelib.adapters.in_memory.desks import InMemoryDesks
from chalicelib.adapters.in_memory.drafts import InMemoryDrafts
from chalicelib.adapters.in_memory.outbox import InMemoryOutbox
from chalicelib.adapters.items import to_parts
from chalicelib.adapters.mail.links import PublicLinks
from chalicelib.adapters.mail.rendering import Brand
from chalicelib.adapters.mail.writer import MailWriter
from chalicelib.domain import commands as c
from chalicelib.domain.effects import SendMail
from chalicelib.domain.errors import DomainError, NotAllowedError
from chalicelib.domain.evolve import fold
from chalicelib.domain.outbox import DOUBT_ENDS, Entry
from chalicelib.domain.people import Absence
from tests.promises.hostile import HOSTILE
from tests.properties.world import (
    ADA,
    GRACE,
    LEE,
    MONDAY,
    PLAYBOOKS,
    World,
    a_deal,
    play_to_the_end,
    sealed,
)
from tests.unit.mail.mornings import summaries
from tests.unit.mail.test_deliver import KEY, Killed
from tests.unit.mail.test_deliver import World as Delivering
from tests.unit.webhooks.conftest import client, kept, post  # noqa: F401
from tests.unit.webhooks.senders import deal_body, deals

FILE = "d" * 32


def letter(world: World, mail: SendMail) -> Any:
    links = PublicLinks(public_url="https://golive.example", minter=world.ports.links, session_key=b"s" * 32)
    writer = MailWriter(
        store=world.store,
        desks=InMemoryDesks(InMemoryOutbox()),
        playbooks=world.ports.playbooks,
        people=world.people,
        clock=world.clock,
        links=links,
        drafts=InMemoryDrafts(),
        doors=world.store,
        minter=world.ports.links,
        summaries=summaries(world.store, world.ports.playbooks),
        brand=Brand(name="Golive", color="#1d4ed8"),
    )
    return writer.write(Entry(owner=f"ONB#{world.id}", key=f"{world.id}:1:{mail.name}", effect=mail), mail)


def test_1_a_webhook_answered_2xx_is_never_lost_and_a_deal_has_one_onboarding(post: Any, kept: Any) -> None:  # noqa: F811
    kept.broken = True
    assert post(deals(deal_body())).status_code >= 500
    kept.broken = False
    assert {post(deals(deal_body())).status_code for _ in range(5)} == {200}
    assert json.loads(json.dumps(kept.only.body["events"]))

    world, order = World(), list(range(100))
    random.Random(1).shuffle(order)
    for number in order:
        at = MONDAY - timedelta(hours=1) + timedelta(minutes=number % 20)
        name = f"version {number % 20}"
        arrived = world.envelope(
            lambda s, at=at, name=name: c.RecordDeal(deal=a_deal(s, modified_at=at, products=(name,))),
            "crm:deals",
            id=f"delivery-{number}",
        )
        _handle(world, arrived)
        _handle(world, arrived)
    assert len(world.happened("OnboardingOpened")) == 1
    assert len(world.store.board(filters={}).items) == 1
    assert world.state.deal.products == ("version 19",)
    told = world.mails("assigned")
    assert len(told) == 1


def _handle(world: World, envelope: Any) -> None:
    from chalicelib.application.handle import handle

    handle(envelope, world.ports)


def test_2_no_active_stage_is_ever_without_an_owner_who_is_there() -> None:
    world, seen = World(), set()
    away = (Absence(first=date(2026, 11, 1), last=date(2027, 11, 1)),)
    ada, ines = (world.people.directory().get(name) for name in ("ada", "ines"))
    assert ada is not None
    assert ines is not None
    world.people.put(replace(ada, away=away))
    world.people.put(replace(ines, active=False))
    world.open(tier="enterprise")
    play_to_the_end(world)
    for count in range(1, len(world.journal()) + 1):
        state = fold(journal.event_of(entry) for entry in world.journal()[:count])
        assert state is not None
        for stage in state.stages:
            if stage.status == "active":
                owner = world.people.directory().get(stage.owner)
                assert owner is not None
                assert owner.available(world.clock.now())
                seen.add((stage.id, owner.id))
    assert {stage for stage, _ in seen} == {stage.id for stage in PLAYBOOKS["enterprise"].stages}
    assert ("handoff", "lee") in seen  # Ada's delegate
    assert ("setup", "lee") in seen  # Ines has left: her lead


@pytest.mark.parametrize("tier", PLAYBOOKS)
def test_3_nothing_is_provisioned_and_no_date_is_promised_before_its_gate(tier: str) -> None:
    world = World()
    world.open(tier=tier, committed=date(2027, 1, 15))
    welcome = letter(world, world.mails("welcome")[0])
    assert "15 January" not in welcome.text
    assert not _proof(world, "commitment")
    play_to_the_end(world)
    assert world.calls() or tier == "partner"
    types = [(entry["type"], entry["data"]) for entry in world.journal()]
    for place, (kind, data) in enumerate(types):
        if kind == "TaskOpened" and data["provision"]:
            passed = [d for k, d in types[:place] if k == "GatePassed" and d["opens"] == "stage:setup"]
            assert passed
            assert passed[0]["proof"]
    assert _proof(world, "commitment")
    assert _proof(world, "live")


def _proof(world: World, opens: str) -> Any:
    rule = PLAYBOOKS[world.state.playbook.name].gate(opens)
    assert rule is not None
    return next(gate.proof for gate in world.state.gates if gate.id == rule.id)


def test_3_a_gate_is_overridden_by_two_persons_and_a_reason_only() -> None:
    world = World()
    world.open()
    with pytest.raises(DomainError):
        world.do(c.ApproveOverride(gate="ready_for_setup"), LEE)
    world.do(lambda s: c.RequestOverride(gate="ready_for_setup", reason=sealed(s)), ADA)
    with pytest.raises(NotAllowedError):
        world.do(c.ApproveOverride(gate="ready_for_setup"), ADA)
    assert world.calls() == []
    world.do(c.ApproveOverride(gate="ready_for_setup"), LEE)
    (gate,) = [gate for gate in world.state.gates if gate.id == "ready_for_setup"]
    assert gate.proof is not None
    assert [proof.by for proof in gate.proof] == [ADA, LEE]
    assert gate.proof[0].note is not None


def test_4_every_act_is_confirmed_at_once_and_nothing_is_asked_for_twice() -> None:
    world = World()
    world.open(tier="enterprise")
    play_to_the_end(world)
    world.wait(minutes=5)
    asked = [task for event in world.happened("CustomerAsked") for task in event["tasks"]]
    assert len(asked) == len(set(asked))
    confirmed = {(n.kind, n.task) for mail in world.mails("receipt") for n in mail.notices}
    for event in world.happened("DocumentReceived"):
        assert ("received", event["document"]["task"]) in confirmed
    for event in world.happened("AnswersRecorded"):
        assert ("answered", event["task"]) in confirmed
    assert world.state.receipts is not None
    assert world.state.receipts.waiting == ()


def test_4_receipts_within_two_minutes_fold_into_one() -> None:
    world = World()
    world.open(tier="enterprise")
    for number in range(5):
        world.upload("registration", f"{number:032x}")
        world.wait(seconds=20)
    world.verdict("registration", f"{0:032x}", verdict="rejected", reasons=("pdf.encrypted",))
    assert len(world.mails("receipt")) == 1
    world.wait(minutes=2)
    assert [len(mail.notices) for mail in world.mails("receipt")] == [3, 3]


def test_4_a_file_that_is_judged_within_seconds_is_one_mail() -> None:
    world = World()
    world.open(tier="enterprise")
    world.upload("registration")
    world.clock.advance(timedelta(seconds=4))
    world.scan("registration")
    assert world.mails("receipt") == []
    world.verdict("registration")
    (mail,) = world.mails("receipt")
    assert [notice.kind for notice in mail.notices] == ["received", "accepted"]
    world.wait(hours=1)
    assert len(world.mails("receipt")) == 1


def test_4_a_file_whose_verdict_takes_longer_is_told_of_within_two_minutes_and_then_of_the_verdict() -> None:
    world = World()
    world.open(tier="enterprise")
    world.upload("registration")
    world.verdict("registration")
    world.wait(minutes=1)  # a sweep comes each minute, so this leaves another
    assert [[notice.kind for notice in mail.notices] for mail in world.mails("receipt")] == [["received"]]
    world.wait(minutes=5)
    world.scan("registration")
    assert [notice.kind for notice in world.mails("receipt")[-1].notices] == ["accepted"]


def test_4_receipts_wait_for_a_pause_and_ten_minutes_at_most_but_not_with_a_refusal() -> None:
    world = World()
    world.open(tier="enterprise")
    for number in range(9):
        world.upload("registration", f"{number:032x}")
        world.wait(minutes=1.5)
    assert [len(mail.notices) for mail in world.mails("receipt")] == [1, 6]
    world.wait(minutes=2)
    assert [len(mail.notices) for mail in world.mails("receipt")] == [1, 6, 2]
    world.wait(minutes=10)
    key = f"{20:032x}"
    world.upload("registration", key)
    world.wait(minutes=1)
    world.verdict("registration", key, verdict="rejected", reasons=("pdf.encrypted",))
    for number in range(30, 33):
        world.wait(minutes=0.5)
        world.upload("registration", f"{number:032x}")
    assert "rejected" in {notice.kind for notice in world.mails("receipt")[-1].notices}


def test_5_a_mail_is_sent_once_per_key_and_once_more_after_a_doubt_that_is_journaled() -> None:
    world = Delivering()
    world.put()
    world.deliver()
    world.deliver()
    assert len(world.sent) == 1

    doubtful = Delivering(on_send=[Killed()])
    doubtful.put()
    with pytest.raises(Killed):
        doubtful.deliver()
    doubtful.now += DOUBT_ENDS - timedelta(seconds=1)
    doubtful.deliver()
    assert len(doubtful.sent) == 1
    assert doubtful.troubles() == []
    doubtful.now += timedelta(seconds=2)
    doubtful.deliver(KEY)
    doubtful.deliver(KEY)
    assert len(doubtful.sent) == 2
    assert doubtful.troubles() == ["sent_again"]


def test_5_each_escalation_is_mailed_once_a_rung() -> None:
    world = World()
    world.open()
    world.wait(days=20)
    raised = [(e["escalation"]["id"], e["escalation"]["rung"]) for e in world.happened("EscalationRaised")]
    assert len(raised) == len(set(raised))
    assert [(notice.escalation, notice.rung) for notice in world.notices()] == raised
    keys = [outgoing.key for outgoing in world.store.effects]
    assert len(keys) == len(set(keys))


def test_6_every_automatic_act_says_why_and_the_journal_rebuilds_the_state() -> None:
    world = World()
    world.open(tier="smb")
    world.wait(days=9)
    play_to_the_end(world)
    automatic = [entry for entry in world.journal() if entry["actor"] == "system:sweep"]
    assert {"EscalationRaised", "CustomerReminded"} <= {entry["type"] for entry in automatic}
    followed = ("StageEntered", "StageCompleted", "GatePassed", "TaskOpened", "CustomerAsked", "WentLive")
    automatic += [entry for entry in world.journal() if entry["type"] in followed]
    for entry in automatic:
        assert entry["why"], entry["type"]
        assert entry["why"]["rule"]
    late = next(e["why"] for e in automatic if e["type"] == "EscalationRaised")
    assert {"since", "due", "working hours allowed"} <= {fact["name"] for fact in late["facts"]}
    assert late["told"]
    rebuilt = fold(journal.event_of(entry) for entry in world.journal())
    assert rebuilt is not None
    assert to_parts(rebuilt) == to_parts(world.state)


@pytest.mark.parametrize("verdict", [None, "accepted", "rejected", "unchecked"])
@pytest.mark.parametrize("scan", [None, "NO_THREATS_FOUND", "THREATS_FOUND", "UNSUPPORTED", "FAILED"])
def test_7_every_version_ends_accepted_rejected_or_in_front_of_a_person(
    verdict: str | None, scan: str | None
) -> None:
    for first in ("verdict", "scan"):
        world = World()
        world.open()
        for act in (first, "scan" if first == "verdict" else "verdict"):
            if act == "verdict" and verdict:
                reasons = () if verdict == "accepted" else ("pdf.encrypted",)
                world.verdict("registration", verdict=verdict, reasons=reasons)
            if act == "scan" and scan:
                world.scan("registration", result=scan)
        world.upload("registration")
        world.wait(minutes=30)
        (document,) = world.state.documents
        good = verdict == "accepted" and scan == "NO_THREATS_FOUND"
        bad = verdict == "rejected" or scan == "THREATS_FOUND"
        assert document.status == ("accepted" if good else "rejected" if bad else "needs_person")
        in_front = [e.owner for e in world.state.raised() if e.subject == f"document:{document.id}"]
        assert bool(in_front) == (document.status == "needs_person")
        assert document.status != "rejected" or document.reasons


def test_7_a_clean_scan_of_one_version_says_nothing_of_another() -> None:
    world = World()
    world.open()
    world.scan("registration", version="v1")
    world.verdict("registration", version="v2")
    assert [document.status for document in world.state.documents] == ["received", "checking"]
    world.wait(minutes=30)
    assert [document.status for document in world.state.documents] == ["needs_person", "needs_person"]


def test_8_a_link_is_derived_stored_as_a_hash_and_ended_by_one_write() -> None:
    world = World()
    world.open()
    minter, contact = world.ports.links, world.state.contacts[0].id
    token = minter.token(onboarding=world.id, contact=contact, epoch=1)
    assert len(token) >= 43
    assert token != minter.token(onboarding=world.id, contact=contact, epoch=1, purpose="download")
    assert token in letter(world, world.mails("welcome")[0]).text
    effects = [dump(outgoing.effect) for outgoing in world.store.effects]
    kept_ = to_text([list(world.journal()), effects, to_parts(world.state)["S#HEAD"][0]])
    assert token not in kept_
    link = world.store.find(minter.hash(token))
    assert (link.onboarding, link.contact, link.epoch) == (world.id, contact, world.state.link_epoch)
    before = world.store.load(world.id).version
    world.do(c.RevokeLinks())
    assert world.store.load(world.id).version == before + 1
    assert world.store.find(minter.hash(token)).epoch != world.state.link_epoch
    fresh = minter.token(onboarding=world.id, contact=contact, epoch=2)
    assert world.store.find(minter.hash(fresh)).epoch == world.state.link_epoch


@pytest.mark.parametrize("command", HOSTILE, ids=lambda command: type(command).__name__)
def test_9_bad_input_gets_a_clear_error_and_changes_nothing(command: c.Command) -> None:
    world = World()
    world.open()
    before, effects = world.store.load(world.id), len(world.store.effects)
    with pytest.raises(DomainError) as refused:
        world.do(command, GRACE)
    assert len(str(refused.value).split()) > 3
    assert world.store.load(world.id) == before
    assert len(world.store.effects) == effects


def test_9_a_deal_that_cannot_be_read_opens_with_an_owner_and_a_task_and_later_reads_fill_only_gaps() -> None:
    world = World()
    world.open(complete=False, owner=None, tier=None, contacts=(), committed=None, amount=None)
    assert world.state.status == "opening"
    assert world.people.directory().get(world.state.owner) is not None
    read = world.state.task("handoff-read")
    assert read is not None
    assert read.status == "open"
    world.do(c.Reassign(subject="onboarding", person="lee"))
    world.deal(modified_at=MONDAY, owner="ada", products=("core",))
    assert world.state.status == "active"
    assert world.state.owner == "lee"
    assert world.state.deal.products == ("core",)
    settled = {task.id: task.status for task in world.state.tasks if task.id.startswith("handoff-")}
    assert settled["handoff-read"] == settled["handoff-contact"] == "done"
    assert [mail.to for mail in world.mails("welcome")] == ["contact:contact-1"]


def test_10_an_old_deal_opens_on_hold_with_one_mail_to_its_owner() -> None:
    world = World()
    world.open(signed_at=MONDAY - timedelta(days=31))
    assert (world.state.status, world.state.held) == ("on_hold", "signed_long_ago")
    world.wait(days=60)
    assert [(mail.mail, mail.to) for mail in world.mails()] == [("held", "person:ada")]
    world.do(c.ReleaseOnboarding())
    assert len(world.mails("welcome")) == 1


def test_10_beyond_twenty_openings_an_hour_nobody_is_mailed_but_the_owner() -> None:
    world = World()
    for number in range(22):
        world.ref = replace(world.ref, id=f"D-{number}")
        world.open()
    held = [row["id"] for row in world.store.board(filters={"status": "on_hold"}).items]
    assert len(held) == 2
    assert len(world.mails("welcome")) == 20
    assert len(world.mails("held")) == 2


def test_10_a_deal_lost_after_won_stops_all_reminders_at_once_and_asks_the_owner() -> None:
    world = World()
    world.open()
    world.deal(modified_at=MONDAY, state="lost")
    assert world.state.status == "on_hold"
    assert [(e.rule, e.owner) for e in world.state.raised()] == [("deal.lost", "ada")]
    world.wait(days=90)
    assert world.mails("reminder") == []
    assert len(world.notices()) == 1
