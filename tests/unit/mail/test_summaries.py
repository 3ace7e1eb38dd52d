"""From the morning to the mail: who gets a summary, once, and what it tells."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.adapters.in_memory.desks import InMemoryDesks
from chalicelib.adapters.in_memory.drafts import InMemoryDrafts
from chalicelib.adapters.mail.writer import MailWriter
from chalicelib.application.mail.digest_words import forecast
from chalicelib.application.mail.weekly import uptake
from chalicelib.application.mornings import Waking, wake
from chalicelib.application.outbox import Letter
from chalicelib.application.words.dates import local_time
from chalicelib.domain import commands as c
from chalicelib.domain.effects import SendMail
from chalicelib.domain.onboarding import Escalation
from chalicelib.domain.people import Absence
from tests.builders import NOW, an_escalation, an_onboarding
from tests.integration.world import World
from tests.unit.mail.mornings import calendar_of, summaries
from tests.unit.mail.samples import BRAND, LINKS

TUESDAY = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)  # 8:00 in Berlin, where Ada is
MONDAY = TUESDAY + timedelta(days=6)
HOUR = timedelta(hours=1)


class Planned:
    """Where the next morning is written down."""

    def __init__(self) -> None:
        self.at: datetime | None = None

    def plan(self, at: datetime | None, *, woken: datetime | None = None) -> None:
        self.at = at


class Mornings(World):
    """The product in one process, woken by hand."""

    def __init__(self, monkeypatch: Any) -> None:
        super().__init__(monkeypatch)
        self.planned = Planned()

    def wake(self, at: datetime) -> dict[str, Letter | str]:
        """Wake it, and return what each person is written."""
        self.clock.set(at)
        before = set(self.outbox.kept)
        world = Waking(
            people=self.people,
            outbox=self.outbox,
            mornings=self.planned,
            calendar_of=calendar_of,
            clock=self.clock,
        )
        wake(world, at)
        return {key: self.letter(key) for key in self.outbox.kept if key not in before}

    def letter(self, key: str) -> Letter | str:
        """Return the mail of an effect, or why there is none."""
        writer = MailWriter(
            store=self.store,
            desks=InMemoryDesks(self.outbox),
            playbooks=self.playbooks,
            people=self.people,
            clock=self.clock,
            links=LINKS,
            drafts=InMemoryDrafts(),
            doors=self.store,
            minter=LINKS.minter,
            summaries=summaries(self.store, self.playbooks),
            brand=BRAND,
        )
        entry = self.outbox.get(key)
        assert entry is not None
        assert isinstance(entry.effect, SendMail)
        return writer.write(entry, entry.effect)

    def digest(self, person: str = "ada", at: datetime = TUESDAY) -> str:
        """Return the text of somebody's summary."""
        letter = self.wake(at)[f"{person}:0:digest.{at.date().isoformat()}"]
        return letter if isinstance(letter, str) else " ".join(letter.text.split())

    def change(self, person: str, **changes: Any) -> None:
        found = self.people.directory().get(person)
        assert found is not None
        self.people.put(replace(found, **changes))


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Mornings:
    return Mornings(monkeypatch)


def test_everybody_whose_working_day_begins_is_woken_once(world: Mornings) -> None:
    first = world.wake(TUESDAY)
    assert set(first) == {"ada:0:digest.2026-11-24"}  # the others live by UTC: it is seven there
    assert world.planned.at == TUESDAY + HOUR
    assert world.wake(TUESDAY + timedelta(minutes=5)) == {}
    later = world.wake(TUESDAY + HOUR)
    assert set(later) == {
        f"{person}:0:digest.2026-11-24" for person in ("lee", "sam", "ines", "tom", "sara", "fallback")
    }


def test_where_there_is_nothing_to_say_nothing_is_mailed(world: Mornings) -> None:
    assert world.digest() == "there is nothing to say"


def test_who_is_away_or_wants_none_gets_none(world: Mornings) -> None:
    world.open()
    world.change("ada", digest=False)
    world.change("ines", away=(Absence(first=TUESDAY.date(), last=TUESDAY.date()),))
    assert {key.partition(":")[0] for key in world.wake(TUESDAY + HOUR)} == {
        "lee",
        "sam",
        "tom",
        "sara",
        "fallback",
    }


def test_a_summary_that_became_unwanted_meanwhile_is_not_mailed(world: Mornings) -> None:
    world.open()
    world.wake(TUESDAY)
    world.change("ada", digest=False)
    assert world.letter("ada:0:digest.2026-11-24") == "the person is not here, or wants none"


def test_what_is_due_today_and_what_is_late_are_told_apart(world: Mornings) -> None:
    world.open()
    due = world.digest(at=TUESDAY)
    assert "Due today" in due
    assert "Acme GmbH (Acme: annual plan): Accept the handoff (" in due
    assert "Late" not in due
    late = world.digest(at=TUESDAY + timedelta(days=1))
    assert "Late, or in need of your word" in late
    assert "Acme GmbH (Acme: annual plan): Accept the handoff (due Tue 24 Nov)" in late
    assert "Due today" not in late


def test_who_waits_for_whom_is_told_with_the_day_since_when(world: Mornings) -> None:
    onboarding = world.open()
    world.handle(onboarding.id, c.CompleteTask(task="accept"), actor="person:ada")
    name, vault = world.seal("Ines Vale")
    approval = c.ApproveTask(task="security_review", name=name)
    world.handle(onboarding.id, approval, actor="person:ines", vault=vault)
    told = world.digest()
    assert "Who waits for whom" in told
    assert (
        "Acme GmbH (Acme: annual plan): we wait for Grace Lind since Mon 23 Nov: Upload your company registration"
        in told
    )


def test_what_happened_since_the_morning_before_is_told_once(world: Mornings) -> None:
    onboarding = world.open()
    world.handle(onboarding.id, c.CompleteTask(task="accept"), actor="person:ada")
    assert "Acme GmbH (Acme: annual plan): opened, stage “Handoff” complete" in world.digest()
    assert "What happened since" not in world.digest(at=TUESDAY + timedelta(days=1))


def test_a_date_that_was_moved_is_told_with_its_reason(world: Mornings) -> None:
    onboarding = world.open()
    world.handle(
        onboarding.id,
        c.SetTarget(date=NOW.date() + timedelta(days=30), code="scope_grew"),
        actor="person:ada",
    )
    told = world.digest()
    assert "Dates that moved" in told
    assert (
        "Acme GmbH (Acme: annual plan): the go-live date was moved from Fri 11 Dec to Wed 23 Dec: more was asked for than was sold"
        in told
    )


def test_the_stand_in_is_told_for_whom(world: Mornings) -> None:
    world.open()
    world.change("ada", away=(Absence(first=NOW.date(), last=TUESDAY.date() + timedelta(days=2)),))
    told = world.digest("lee", at=TUESDAY + timedelta(days=1, hours=1))
    assert (
        "Acme GmbH (Acme: annual plan): Accept the handoff (due Tue 24 Nov, for Ada Park, away until Thu 26 Nov)"
        in told
    )


def test_a_long_list_is_cut_and_says_by_how_much(world: Mornings) -> None:
    for number in range(12):
        world.open(ref=replace(an_onboarding().deal.ref, id=f"D-{number}"))
    told = world.digest(at=TUESDAY + timedelta(days=1))
    assert told.count("Accept the handoff") == 8
    assert "and 4 more" in told


def weekly(world: Mornings, at: datetime = MONDAY + HOUR) -> str:
    letter = world.wake(at)[f"lee:0:weekly.{at.date().isoformat()}"]
    assert isinstance(letter, Letter), letter
    return " ".join(letter.text.split())


def test_a_lead_hears_of_their_people_on_the_first_working_day_of_the_week(world: Mornings) -> None:
    world.open()
    assert not any("weekly" in key for key in world.wake(TUESDAY + HOUR))
    told = weekly(world)
    assert "Ada Park" in told
    assert "1 open, 1 at risk" in told
    assert "Ines Vale" in told
    assert not any(key.startswith(("ada:0:weekly", "sam:0:weekly")) for key in world.outbox.kept)


def test_what_slips_is_told_with_dates_and_reasons(world: Mornings) -> None:
    onboarding = world.open()
    world.clock.set(datetime(2026, 12, 14, 8, 0, tzinfo=UTC))
    world.handle(onboarding.id, c.PassTime())
    told = weekly(world, at=datetime(2026, 12, 14, 8, 30, tzinfo=UTC))
    assert "Acme GmbH (Acme: annual plan) slips: date Fri 11 Dec" in told
    assert "1 off track" in told
    assert "at risk" not in told
    assert " ".join(told.split()).count("once a week") == 1
    assert "no reason given" in told


def test_lag_is_that_of_the_week_and_from_the_moment_it_became_true() -> None:
    def raised(key: str, hours: float | None, **changes: Any) -> Escalation:
        at = NOW - timedelta(days=2)
        taken: dict[str, Any] = {}
        if hours is not None:
            taken = {"acknowledged_at": at + timedelta(hours=hours), "acknowledged_by": "person:ada"}
        return an_escalation(key, **({"raised_at": at, **taken} | changes))

    state = an_onboarding(
        escalations=(
            raised("e1", 2),
            raised("e2", 3.5, since=NOW - timedelta(days=2, minutes=30)),
            raised("e3", None),
            raised("e4", None, resolved_at=NOW),
            raised("e5", 1, raised_at=NOW - timedelta(days=30), acknowledged_at=NOW - timedelta(days=29)),
            raised("e6", 9, acknowledged_by="person:tom"),
            raised("e7", None, owner="lee", rung=2),  # came to ada first, and has climbed
            raised("e8", None, given_to="lee", owner="lee"),
        )
    )
    found = uptake("ada", [state], NOW)
    assert (found.taken, found.average, found.untaken) == (2, timedelta(hours=3), 2)
    others = (uptake(name, [state], NOW) for name in ("lee", "tom"))
    assert [(one.taken, one.untaken) for one in others] == [(0, 1), (1, 0)]


def test_a_forecast_is_told_when_it_is_another_day_or_too_late_from_the_start() -> None:
    def said(live: int, was: int | None) -> str:
        days = [NOW + timedelta(days=n) if n is not None else None for n in (live, was)]
        assert days[0]
        local = local_time("Europe/Berlin", NOW)
        return forecast("Acme GmbH", days[0], was=days[1], target=NOW + timedelta(days=5), local=local)

    assert said(3, 3) == said(3, None) == ""
    assert said(4, 3) == "Acme GmbH: the forecast moved from Thu 26 Nov to Fri 27 Nov"
    assert said(8, 4) == (
        "Acme GmbH: the forecast moved from Fri 27 Nov to Tue 1 Dec, after the date of Sat 28 Nov"
    )
    assert said(8, None) == "Acme GmbH: live on Tue 1 Dec by the forecast, after the date of Sat 28 Nov"


def test_a_forecast_that_moved_since_the_morning_before_is_told(world: Mornings) -> None:
    world.open()
    assert "Dates that moved" not in world.digest()
    told = world.digest(at=TUESDAY + timedelta(days=20))
    assert "Late" in told
    onboarding = world.store.owned("ada")[0]
    world.handle(onboarding, c.PassTime())
    told = world.digest(at=TUESDAY + timedelta(days=21))
    assert "Dates that moved" in told
    assert "Acme GmbH (Acme: annual plan): the forecast moved from" in told
