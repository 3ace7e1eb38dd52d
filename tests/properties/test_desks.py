"""Whatever comes to people's desks while they come and go: each of it is mailed once, never at night, never too often."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.in_memory.desks import InMemoryDesks
from chalicelib.adapters.in_memory.outbox import InMemoryOutbox
from chalicelib.adapters.in_memory.world import InMemoryPeople, ManualClock
from chalicelib.application.desks import DeskWorld, gathered, notify, tick
from chalicelib.domain.desk import APART, GATHERS
from chalicelib.domain.effects import Notify, SendMail
from chalicelib.domain.outbox import Entry
from chalicelib.domain.people import Absence, Quiet
from tests.builders import a_directory

MONDAY = datetime(2026, 3, 23, 9, 0, tzinfo=UTC)  # the clocks go forward at the end of this week
PEOPLE = ("ada", "lee", "sam", "ines")
ACTS = st.one_of(
    st.tuples(st.just("raise"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("wait"), st.sampled_from((1, 2, 29, 45, 300, 1_000, 4_000))),
    st.tuples(st.just("go"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("leave"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("return"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("night"), st.sampled_from(PEOPLE)),
)


@dataclass
class House:
    clock: ManualClock = field(default_factory=lambda: ManualClock(MONDAY))
    outbox: InMemoryOutbox = field(default_factory=InMemoryOutbox)
    people: InMemoryPeople = field(default_factory=lambda: InMemoryPeople(a_directory()))
    raised: int = 0

    def __post_init__(self) -> None:
        self.desks = InMemoryDesks(self.outbox)
        self.world = DeskWorld(desks=self.desks, people=self.people, clock=self.clock)

    def act(self, kind: str, what: str | int) -> None:
        if kind == "wait":
            self.wait(timedelta(minutes=int(what)))
            return
        person = str(what)
        today = self.clock.now().date()
        away = (Absence(first=today, last=today + timedelta(days=1)),)
        match kind:
            case "raise":
                self.lay(person)
            case "go":
                self.change(person, away=away)
            case "leave":
                self.change(person, active=False)
            case "return":
                self.change(person, active=True, away=())
            case "night":
                self.change(person, quiet=Quiet(begins="12:00", ends="10:00"), time_zone="America/New_York")

    def lay(self, person: str) -> None:
        self.raised += 1
        key, effect = (
            f"onb-{self.raised}:1:escalation",
            Notify(name="escalation", person=person, escalation="e1"),
        )
        self.outbox.add(Entry(owner=f"ONB#onb-{self.raised}", key=key, effect=effect))
        entry = self.outbox.get(key)
        assert entry is not None
        assert notify(entry, effect, self.world) == "on the desk"
        assert notify(entry, effect, self.world) == "settled"

    def change(self, person: str, **changes: object) -> None:
        known = self.people.directory().get(person)
        assert known is not None
        self.people.put(replace(known, **changes))  # type: ignore[arg-type]

    def wait(self, by: timedelta) -> None:
        """Let time pass, a minute's sweep wherever a desk is due."""
        end = self.clock.now() + by
        while due := self.desks.due(end):
            self.clock.set(max(self.clock.now(), min(at for _, at in due)))
            for name, _ in self.desks.due(self.clock.now()):
                tick(name.removeprefix("person:"), self.world)
                tick(name.removeprefix("person:"), self.world)
            self._mails_are_in_order()
        self.clock.set(end)

    def _mails_are_in_order(self) -> None:
        for entry in self.mails():
            person = self.people.directory().get(entry.owner.removeprefix("PERSON#"))
            assert person is not None
            if entry.written_at == self.clock.now():
                assert person.may_be_mailed_at(entry.written_at) == entry.written_at
                assert person.available(entry.written_at) or person.id == "fallback"

    def mails(self) -> list[Entry]:
        found = [kept.entry for kept in self.outbox.kept.values()]
        return [entry for entry in found if isinstance(entry.effect, SendMail)]


@given(acts=st.lists(ACTS, max_size=25))
def test_each_slip_is_mailed_once_at_an_hour_at_which_its_reader_reads(
    acts: list[tuple[str, str | int]],
) -> None:
    house = House()
    for act in acts:
        house.act(*act)
    house.wait(timedelta(days=3))
    told: Counter[str] = Counter()
    before: dict[str, datetime] = {}
    for entry in sorted(house.mails(), key=lambda entry: entry.written_at or MONDAY):
        mail, at = entry.effect, entry.written_at
        assert isinstance(mail, SendMail)
        assert at is not None
        assert at - before.get(entry.owner, at - APART) >= APART
        before[entry.owner] = at
        slips = [slip for _, slip in gathered(house.desks, mail.to[7:], mail.window or 0)]
        assert slips
        assert all(slip.at + GATHERS <= at or slip is not slips[0] for slip in slips)
        told.update(slip.key for slip in slips)
    assert told == Counter(f"onb-{number}:1:escalation" for number in range(1, house.raised + 1))
