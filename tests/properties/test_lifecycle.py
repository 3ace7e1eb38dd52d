"""One onboarding through everything that may happen to it, in any order: what must hold after every step."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chalicelib.adapters import journal
from chalicelib.adapters.codec import dump, to_text
from chalicelib.adapters.indexes import head_index
from chalicelib.adapters.items import to_parts
from chalicelib.application.handle import Envelope, handle
from chalicelib.application.sweep import ticks
from chalicelib.domain.commands import Command, PassTime, ReleaseOnboarding
from chalicelib.domain.deadlines import next_check_at
from chalicelib.domain.effects import CallProvisioning
from chalicelib.domain.errors import DomainError, KeyReusedError
from chalicelib.domain.evolve import fold
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.people import Absence
from chalicelib.domain.values import instant
from tests.properties import asked
from tests.properties.asked import Asked
from tests.properties.raced import RacedStore
from tests.properties.world import CANARY, PLAYBOOKS, World, do_task

JUDGED = {"accepted", "rejected", "needs_person", "withdrawn", "replaced"}
PAUSES = (
    {"minutes": 1},
    {"minutes": 3},
    {"minutes": 31},
    {"hours": 4},
    {"days": 1},
    {"days": 6},
    {"days": 50},
)


class Lifecycle(RuleBasedStateMachine):
    """The aggregate, the use case and the store in memory, seen from outside."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Envelope] = []
        self.late: list[Envelope] = []
        self.replayed: Onboarding | None = None
        self.read = 0

    @initialize(
        data=st.data(), scanning=st.booleans(), limit=st.sampled_from((0, 20, 20)), missing=st.booleans()
    )
    def opens(self, data: st.DataObject, scanning: bool, limit: int, missing: bool) -> None:
        self.world = World(scanning=scanning, openings_per_hour=limit)
        self.race = self.world.store = RacedStore(self.world.store)
        self.world.ports = replace(self.world.ports, store=self.race)
        while self.world.store.load(self.world.id) is None:
            if missing:
                first = asked.a_deal_state(data.draw, self.world)
                self.send(self.sealed(first))
                missing = False
            else:
                self.world.open(tier=data.draw(st.sampled_from(tuple(PLAYBOOKS))))

        self.goes_on(data.draw(st.sampled_from((0, 0, 4, 8, 16, 30))))

    def goes_on(self, tasks: int) -> None:
        """Do so many open tasks, as everybody would; a hold is released before."""
        if tasks and self.world.state.status == "on_hold":
            self.world.do(ReleaseOnboarding())
        for _ in range(tasks):
            open_ = [task for task in self.world.state.tasks if task.status == "open"]
            if not open_ or self.world.state.ended:
                return
            do_task(self.world, open_[0], number=self.world.count)

    # ---- what happens

    @rule(data=st.data())
    def somebody_asks(self, data: st.DataObject) -> None:
        self.send(self.sealed(asked.anything(data.draw, self.world)))

    @rule(data=st.data())
    def the_crm_speaks(self, data: st.DataObject) -> None:
        self.send(self.sealed(asked.a_deal_state(data.draw, self.world)))

    @rule(tasks=st.integers(1, 6))
    def everybody_does_their_part(self, tasks: int) -> None:
        self.goes_on(tasks)

    @rule(pause=st.sampled_from(PAUSES))
    def time_passes(self, pause: dict[str, int]) -> None:
        self.world.wait(**pause)
        due = next_check_at(self.world.state)
        assert due is None or due > self.world.clock.now()

    @rule(pause=st.sampled_from(PAUSES))
    def the_sweep_is_late(self, pause: dict[str, int]) -> None:
        self.world.clock.advance(timedelta(**pause))
        for tick in ticks(self.world.store.due(self.world.clock.now()), self.world.clock.now()):
            self.send(tick)
            self.send(tick)

    @rule(data=st.data())
    def a_command_is_held_up(self, data: st.DataObject) -> None:
        envelope = self.sealed(asked.anything(data.draw, self.world))
        if not isinstance(envelope.command, PassTime):
            self.late.append(envelope)

    @precondition(lambda self: self.late)
    @rule(data=st.data())
    def it_arrives_late(self, data: st.DataObject) -> None:
        self.send(self.late.pop(data.draw(st.integers(0, len(self.late) - 1))))

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def a_command_arrives_again(self, data: st.DataObject) -> None:
        envelope = self.sent[data.draw(st.integers(0, len(self.sent) - 1))]
        known = self.world.store.done(envelope.onboarding, envelope.id)
        before = self.everything()
        outcome = self.send(envelope)
        if known is not None:
            assert outcome is not None
            assert outcome.repeated
            assert self.everything() == before

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def an_id_is_used_for_something_else(self, data: st.DataObject) -> None:
        envelope = self.sent[data.draw(st.integers(0, len(self.sent) - 1))]
        if self.world.store.done(envelope.onboarding, envelope.id) is None:
            return
        before = self.everything()
        with pytest.raises(KeyReusedError):
            handle(replace(envelope, digest="another"), self.world.ports)
        assert self.everything() == before

    @rule(data=st.data())
    def two_act_at_the_same_moment(self, data: st.DataObject) -> None:
        slower = self.sealed(asked.anything(data.draw, self.world))
        faster = self.sealed(asked.anything(data.draw, self.world))
        self.race.meanwhile = lambda: self.send(faster) and None
        self.send(slower)
        self.race.meanwhile = None

    @rule(who=st.sampled_from(("ada", "ines", "tom", "lee")), away=st.booleans(), active=st.booleans())
    def somebody_goes_or_comes_back(self, who: str, away: bool, active: bool) -> None:
        person = self.world.people.directory().get(who)
        assert person is not None
        today = self.world.clock.now().date()
        days = (Absence(first=today, last=today + timedelta(days=9)),) if away else ()
        self.world.people.put(replace(person, away=days, active=active))

    # ---- what must hold

    @invariant()
    def the_journal_replays_to_the_state(self) -> None:
        fresh = self.world.store.journal(self.world.id, after=self.read, limit=1_000_000)
        self.replayed = fold((journal.event_of(entry) for entry in fresh), self.replayed)
        self.read += len(fresh)
        assert self.replayed == self.world.state
        assert self.read == self.world.state.sequence

    @invariant()
    def nothing_personal_is_seen(self) -> None:
        effects = [dump(outgoing.effect) for outgoing in self.world.store.effects]
        parts = {key: part for key, (part, _) in to_parts(self.world.state).items()}
        index = [index for _, index in to_parts(self.world.state).values()]
        assert CANARY not in to_text([parts, index, effects, list(self.world.journal()[-30:])])

    @invariant()
    def every_active_stage_has_an_owner(self) -> None:
        directory = self.world.people.directory()
        for stage in self.world.state.stages:
            assert stage.owner
            if stage.status == "active":
                assert directory.get(stage.owner) is not None

    @invariant()
    def everything_open_has_an_owner_and_a_date(self) -> None:
        directory = self.world.people.directory()
        assert directory.get(self.world.state.owner) is not None
        for task in self.world.state.tasks:
            assert directory.get(task.owner) is not None
            assert task.status in {"waiting", "waived"} or task.due_at
        for escalation in self.world.state.raised():
            assert directory.get(escalation.owner) is not None
            assert escalation.why.rule

    @invariant()
    def no_gate_is_passed_over(self) -> None:
        state, passed = self.world.state, {gate.id for gate in self.world.state.gates if gate.proof}
        playbook = PLAYBOOKS[state.playbook.name]
        for stage in state.stages:
            gate = playbook.gate(f"stage:{stage.id}")
            assert gate is None or stage.status == "waiting" or gate.id in passed
        live = playbook.gate("live")
        assert state.milestones.live is None or live is None or live.id in passed
        for outgoing in self.world.store.effects:
            if isinstance(outgoing.effect, CallProvisioning):
                task = state.task(outgoing.effect.task)
                gate = playbook.gate(f"stage:{task.stage}") if task else None
                assert gate is None or gate.id in passed

    @invariant()
    def every_passed_gate_has_its_proof(self) -> None:
        for gate in self.world.state.gates:
            assert (gate.passed_at is None) == (gate.proof is None)
            for proof in gate.proof or ():
                assert proof.by
            if gate.proof and gate.proof[0].reference == "override requested":
                assert gate.proof[0].by != gate.proof[1].by

    @invariant()
    def every_effect_has_its_own_key(self) -> None:
        keys = [outgoing.key for outgoing in self.world.store.effects]
        assert len(set(keys)) == len(keys)

    @invariant()
    def lists_show_what_is_so(self) -> None:
        state = self.world.state
        row = next(row for row in self.world.store.board(filters={}).items if row["id"] == state.id)
        index = head_index(state)
        assert {name: row[name] for name in ("status", "owner", "tier")} == {
            name: index[name] for name in ("status", "owner", "tier")
        }
        assert row["stage"] == (state.stage.id if state.stage else "")
        assert row["open_escalations"] == len(list(state.raised()))
        check = next_check_at(state)
        assert ("due_sk" in index) == (check is not None)
        assert check is None or index["due_sk"] == f"{instant(check)}#{state.id}"

    @invariant()
    def what_has_ended_stays_ended(self) -> None:
        state = self.world.state
        assert state.ended == (state.ended_at is not None)
        assert (state.status == "on_hold") == (state.held_at is not None) or state.ended

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        self.world.wait(minutes=31)
        assert {document.status for document in self.world.state.documents} <= JUDGED
        chain = self.world.journal()
        assert journal.broken_at(chain) is None
        assert fold(journal.event_of(entry) for entry in chain) == self.world.state
        raised = {escalation.subject for escalation in self.world.state.raised()}
        for document in self.world.state.documents:
            assert document.status != "needs_person" or f"document:{document.id}" in raised

    # ---- how

    def sealed(self, what: Asked) -> Envelope:
        return self.world.envelope(what.make, what.actor)

    def send(self, envelope: Envelope) -> Any:
        """Send a command: it is carried out, or refused with a sentence and nothing has changed."""
        before = self.everything()
        faster = self.race.meanwhile
        try:
            outcome = handle(envelope, self.world.ports)
        except DomainError as refused:
            refusal = str(refused)
        else:
            self.sent.append(envelope)
            return outcome
        assert refusal.endswith((".", "?"))
        assert faster is not None or self.everything() == before
        return None

    def everything(self) -> Any:
        stored = self.world.store.load(self.world.id)
        return stored, len(self.world.store.effects), dict(self.world.store.personal(self.world.id))


TestLifecycle = Lifecycle.TestCase


def test_every_command_is_asked_for() -> None:
    assert set(get_args(Command)) == asked.EVERY_COMMAND
