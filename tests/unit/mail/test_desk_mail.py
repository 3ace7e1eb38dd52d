"""From what is raised to what a person reads: laid on a desk, gathered, written as one mail, delivered once."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.adapters.in_memory.desks import InMemoryDesks
from chalicelib.adapters.in_memory.drafts import InMemoryDrafts
from chalicelib.adapters.in_memory.onboardings import InMemoryOnboardingStore
from chalicelib.adapters.in_memory.outbox import InMemoryOutbox
from chalicelib.adapters.in_memory.world import InMemoryPeople, InMemoryPlaybooks, ManualClock
from chalicelib.adapters.mail.writer import MOST_SHOWN, MailWriter
from chalicelib.application.deliver import Delivery, deliver
from chalicelib.application.desks import TRIES, DeskCommit, DeskWorld, tick
from chalicelib.application.mail_trouble import tell
from chalicelib.application.outbox import Letter, RefusedError
from chalicelib.domain.effects import Notify
from chalicelib.domain.errors import VersionConflictError
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.outbox import Entry
from chalicelib.domain.people import Absence, Quiet
from tests import builders as b
from tests.unit.mail.mornings import summaries
from tests.unit.mail.samples import BRAND, LINKS

MINUTE = timedelta(minutes=1)


@dataclass
class World:
    """Desks, outbox and mail service in memory, with onboardings that have something raised."""

    clock: ManualClock = field(default_factory=lambda: ManualClock(b.NOW))
    outbox: InMemoryOutbox = field(default_factory=InMemoryOutbox)
    people: InMemoryPeople = field(default_factory=lambda: InMemoryPeople(b.a_directory()))
    states: dict[str, Onboarding] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)
    journaled: list[tuple[str, str]] = field(default_factory=list)
    refuses: bool = False

    def __post_init__(self) -> None:
        self.desks = InMemoryDesks(self.outbox)
        self.desk = DeskWorld(desks=self.desks, people=self.people, clock=self.clock)

    def raised(self, account: str, *, rung: int = 1, to: str = "ada", **escalation: Any) -> str:
        """Have something raised and laid on a desk; return the onboarding's id."""
        key = f"onb-{account.lower()}"
        one = b.an_escalation("e1", rung=rung, owner=to, **escalation)
        deal = b.an_onboarding().deal
        deal = replace(deal, account=replace(deal.account, name=account))
        self.states[key] = b.an_onboarding(id=key, deal=deal, escalations=(one,))
        self.lay(key, "e1", rung=rung, to=to)
        return key

    def lay(self, key: str, escalation: str, *, rung: int = 1, to: str = "ada", sequence: int = 7) -> str:
        effect = Notify(name="escalation", person=to, escalation=escalation, rung=rung)
        name = f"{key}:{sequence}:escalation"
        self.outbox.add(Entry(owner=f"ONB#{key}", key=name, effect=effect, written_at=self.clock.now()))
        deliver(name, self.delivery())
        return name

    def tick(self, person: str = "ada", *, after: timedelta = 2 * MINUTE) -> str:
        """Let time pass, tick a desk, deliver what it mails, and say what came of it."""
        self.clock.advance(after)
        came = tick(person, self.desk)
        for key, kept in list(self.outbox.kept.items()):
            if kept.entry.status == "pending":
                deliver(key, self.delivery())
        return came

    def delivery(self) -> Delivery:
        store = SimpleNamespace(
            load=lambda key: SimpleNamespace(onboarding=self.states[key]), personal=lambda _: b.secrets()
        )
        writer = MailWriter(
            store=store,  # type: ignore[arg-type]
            desks=self.desks,
            playbooks=SimpleNamespace(get=lambda _: b.a_playbook()),  # type: ignore[arg-type]
            people=self.people,
            clock=self.clock,
            links=LINKS,
            drafts=InMemoryDrafts(),
            doors=InMemoryOnboardingStore(),
            minter=LINKS.minter,
            summaries=summaries(InMemoryOnboardingStore(), InMemoryPlaybooks(b.a_playbook())),
            brand=BRAND,
        )
        return Delivery(
            outbox=self.outbox,
            store=store,  # type: ignore[arg-type]
            writer=writer,
            mailer=SimpleNamespace(send=self._send),
            provisioner=SimpleNamespace(),  # type: ignore[arg-type]
            queue=SimpleNamespace(send=lambda *_, **__: None),  # type: ignore[arg-type]
            submit=lambda key, _, command: self.journaled.append((key, command.trouble)),  # type: ignore[attr-defined]
            clock=self.clock,
            desk=self.desk,
        )

    def _send(self, letter: Letter) -> str:
        if self.refuses:
            raise RefusedError("no such address")
        self.letters.append(letter)
        return f"ses-{len(self.letters)}"

    def change(self, person: str, **changes: Any) -> None:
        known = self.people.directory().get(person)
        assert known is not None
        self.people.put(replace(known, **changes))


@pytest.fixture
def world() -> World:
    return World()


def test_a_storm_is_one_mail_with_the_most_urgent_first(world: World) -> None:
    world.raised("Acme")
    world.raised("Birch", rung=2)
    world.raised("Cedar")
    assert world.tick() == "mailed"
    (letter,) = world.letters
    assert letter.to == "ada@vendor.example"
    assert letter.subject.startswith("3 things need you: Birch: ")
    headings = [line for line in letter.text.splitlines() if line[:2] in ("1.", "2.", "3.")]
    assert [heading[3:8] for heading in headings] == ["Birch", "Acme:", "Cedar"]
    assert letter.text.count("Why you get this") == letter.text.count("What to do next") == 3
    assert len({line for line in letter.text.splitlines() if "/console/act/" in line}) == 3


def test_one_thing_alone_is_a_mail_about_its_account(world: World) -> None:
    world.raised("Acme")
    world.tick()
    (letter,) = world.letters
    assert letter.subject.startswith("Acme: ")
    assert "things need you" not in letter.text


def test_what_was_put_off_says_so_when_it_comes_back(world: World) -> None:
    world.raised("Acme", returned_at=b.NOW, put_off_by="person:ada")
    world.raised("Birch", returned_at=b.NOW, put_off_by="person:lee", rung=2)
    world.tick()
    told = " ".join(world.letters[0].text.split())
    assert told.count("You put this off until Mon 23 Nov") == 1
    assert told.count("Lee Osei had put it off until Mon 23 Nov") == 1
    assert "because nobody has taken it up since then" in told
    assert "nobody before you" not in told


def test_what_was_given_by_hand_says_by_whom(world: World) -> None:
    world.raised("Acme", given_to="ada", given_by="person:lee")
    world.tick()
    assert "Lee Osei has given this to you" in world.letters[0].text


def test_what_the_reader_has_put_off_is_not_told_them(world: World) -> None:
    world.raised("Acme", snoozed_until=b.NOW + timedelta(hours=3), snoozed_by="person:ada")
    world.raised("Birch", snoozed_until=b.NOW + timedelta(hours=3), snoozed_by="person:lee")
    world.tick()
    assert [letter.subject[:6] for letter in world.letters] == ["Birch:"]


def test_what_is_settled_meanwhile_is_left_out(world: World) -> None:
    settled = world.raised("Acme")
    world.raised("Birch")
    state = world.states[settled]
    world.states[settled] = replace(
        state, escalations=(replace(state.escalations[0], resolved_at=world.clock.now()),)
    )
    world.tick()
    assert [letter.subject[:6] for letter in world.letters] == ["Birch:"]


def test_what_the_reader_has_taken_up_already_is_not_told_them(world: World) -> None:
    for account, by in (("Acme", "person:ada"), ("Birch", "person:lee")):
        key = world.raised(account, acknowledged_at=b.NOW, acknowledged_by=by)
        assert world.states[key].escalations[0].acknowledged_by == by
    world.tick()
    assert [letter.subject[:6] for letter in world.letters] == ["Birch:"]


def test_where_everything_is_settled_nobody_is_mailed(world: World) -> None:
    world.raised("Acme", resolved_at=b.NOW)
    world.tick()
    assert world.letters == []
    assert world.outbox.kept["ada:1:escalations"].note == "not needed: everything in it is settled"


def test_an_escalation_that_comes_twice_into_one_window_is_told_once(world: World) -> None:
    key = world.raised("Acme")
    world.lay(key, "e1", rung=2, sequence=8)
    world.tick()
    (letter,) = world.letters
    assert letter.subject.startswith("Acme: ")


def test_of_a_great_storm_the_most_urgent_are_shown_and_the_rest_is_counted(world: World) -> None:
    for number in range(MOST_SHOWN + 3):
        world.raised(f"Acme{number}")
    world.tick()
    (letter,) = world.letters
    assert letter.subject.startswith(f"{MOST_SHOWN + 3} things need you")
    assert letter.text.count("/console/act/") == MOST_SHOWN
    assert "3 more stand on your list" in letter.text


def test_the_window_of_who_is_away_goes_to_the_delegate_who_is_told_for_whom(world: World) -> None:
    world.raised("Acme")
    today = world.clock.now().date()
    world.change("ada", away=(Absence(first=today, last=date(2026, 12, 4)),))
    assert world.tick("ada") == "passed on"
    assert world.letters == []
    world.raised("Birch", to="lee")
    assert world.tick("lee") == "mailed"
    (letter,) = world.letters
    assert letter.to == "lee@vendor.example"
    assert letter.subject.startswith("2 things need you")
    assert "for Ada Park, who is away until Fri 4 Dec." in letter.text


def test_the_window_of_who_has_left_says_so(world: World) -> None:
    world.raised("Acme")
    world.change("ada", active=False)
    world.tick("ada")
    world.tick("lee")
    assert "for Ada Park, who has left." in world.letters[0].text


@pytest.mark.parametrize(
    ("subject", "away", "said"),
    [
        ("task:registration", "ada", "for Ada Park, who is away until Fri 4 Dec."),
        ("task:registration", "ines", None),
        ("gate:inputs", "ada", None),
    ],
)
def test_who_is_told_instead_of_somebody_from_the_start_reads_for_whom(
    world: World, subject: str, away: str, said: str | None
) -> None:
    today = world.clock.now().date()
    world.change(away, away=(Absence(first=today, last=date(2026, 12, 4)),))
    world.raised("Acme", to="lee", subject=subject)
    world.tick("lee")
    (letter,) = world.letters
    assert ("This comes to you for" in letter.text) == (said is not None)
    assert said is None or said in letter.text


def test_a_window_is_passed_on_as_often_as_people_are_away(world: World) -> None:
    world.raised("Acme")
    world.change("ada", active=False)
    assert world.tick("ada") == "passed on"
    world.change("lee", active=False)
    assert world.tick("lee") == "passed on"
    assert world.tick("fallback") == "mailed"
    assert world.letters[0].to == "fallback@vendor.example"
    assert "for Ada Park, who has left." in world.letters[0].text


def test_what_is_delivered_again_lies_on_the_desk_once(world: World) -> None:
    world.raised("Acme")
    assert deliver("onb-acme:7:escalation", world.delivery()) == "settled"
    assert world.desks.load("ada").version == 1
    assert world.tick() == "mailed"
    assert world.tick() == "waits"
    assert len(world.letters) == 1


def test_a_tick_before_its_time_does_nothing(world: World) -> None:
    world.raised("Acme")
    assert world.tick(after=MINUTE) == "waits"
    assert world.desks.load("ada").version == 1
    assert world.letters == []


def test_who_goes_home_before_the_window_closes_is_looked_at_later(world: World) -> None:
    world.raised("Acme")
    world.change("ada", quiet=Quiet(begins="01:00", ends="23:00"))
    assert world.tick() == "waits"
    due = world.desks.load("ada").due_at
    assert due is not None
    assert due > world.clock.now() + 60 * MINUTE


def test_a_mail_that_fails_is_journaled_by_everything_that_it_was_about(world: World) -> None:
    keys = [world.raised("Acme"), world.raised("Birch")]
    world.refuses = True
    world.tick()
    assert world.journaled == [(key, "failed") for key in keys]


def test_a_mail_about_nothing_of_ours_tells_nobody(world: World) -> None:
    from chalicelib.application.sign_in import request_sign_in

    request_sign_in("ada", nonce="n" * 16, outbox=world.outbox, clock=world.clock)
    (kept,) = world.outbox.kept.values()
    told: list[str] = []
    tell(
        kept.entry,
        kept.entry.effect,  # type: ignore[arg-type]
        "bounced",
        desks=world.desks,
        submit=lambda key, *_: told.append(key),
    )
    assert told == []


def test_a_mail_to_who_left_after_the_window_closed_is_told_to_have_failed(world: World) -> None:
    key = world.raised("Acme")
    world.clock.advance(2 * MINUTE)
    tick("ada", world.desk)
    world.change("ada", active=False)
    deliver("ada:1:escalations", world.delivery())
    assert world.journaled == [(key, "failed")]


@pytest.mark.parametrize(("lost", "came"), [(TRIES - 1, "mailed"), (TRIES, None)])
def test_a_race_for_a_desk_is_tried_again_and_given_back_to_the_queue_at_last(
    world: World, lost: int, came: str | None
) -> None:
    world.raised("Acme")
    save, races = world.desks.save, [lost]

    def raced(commit: DeskCommit) -> None:
        races[0] -= 1
        if races[0] >= 0:
            raise VersionConflictError("Somebody was faster.")
        save(commit)

    world.desks.save = raced  # type: ignore[method-assign]
    if came is None:
        with pytest.raises(VersionConflictError):
            world.tick()
    else:
        assert world.tick() == came
