"""What counts as a slip, as a warning, as caught earlier; and what is said about it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.adapters.holiday_calendars import HolidayCalendars
from chalicelib.domain.playbook import CalendarRule
from infra.simulation.changes import Changes, changes, judgement
from infra.simulation.desks import desk_mails
from infra.simulation.figures import figures
from infra.simulation.outcome import Alert, Mail, Outcome, Told
from infra.simulation.words import turn
from tests.builders import a_directory

MONDAY = datetime(2026, 6, 1, 8, tzinfo=UTC)
TARGET = MONDAY + timedelta(days=4)
CALENDARS = {"smb": HolidayCalendars().of(CalendarRule(country="DE", time_zone="Europe/Berlin"))}
TIMELY = Outcome(
    id="onb-1",
    opened_at=MONDAY,
    target_at=TARGET,
    live_at=TARGET - timedelta(hours=1),
    ended_at=None,
    until=TARGET + timedelta(days=30),
    status="live",
    alerts=(),
    rungs=0,
    mails=(),
    told=(),
    stages=(),
)
LATE = replace(TIMELY, live_at=TARGET + timedelta(hours=1))


def alerted(outcome: Outcome, *at: datetime, rule: str = "stage.stalled", by_clock: bool = True) -> Outcome:
    alerts = tuple(Alert(at=a, rule=rule, subject="stage:setup", owner="ada", by_clock=by_clock) for a in at)
    mails = tuple(Mail(at=a, kind="escalation", to="person:ada") for a in at)
    return replace(outcome, alerts=alerts, mails=mails)


def compared(*pairs: tuple[Outcome, Outcome]) -> Changes:
    return changes(pairs, CALENDARS, ["smb"] * len(pairs), a_directory())


def test_a_slip_is_what_was_not_live_by_its_target() -> None:
    assert TIMELY.slipped is False
    assert LATE.slipped is True
    assert replace(LATE, live_at=None, status="active").slipped is True
    assert replace(LATE, live_at=None, status="cancelled").slipped is None
    assert replace(LATE, live_at=None, status="active", until=TARGET - timedelta(days=1)).slipped is None


def test_only_what_a_clock_raised_before_the_target_is_a_warning() -> None:
    assert alerted(LATE, TARGET + timedelta(minutes=1)).warned_at is None
    assert alerted(LATE, MONDAY, by_clock=False).warned_at is None
    assert alerted(LATE, MONDAY + timedelta(hours=5), MONDAY).warned_at == MONDAY


def test_precision_and_recall() -> None:
    found = figures([alerted(LATE, MONDAY), LATE, alerted(TIMELY, MONDAY), TIMELY, TIMELY])
    assert (found.slips, found.warned, found.caught) == (2, 2, 1)
    assert (found.precision, found.recall, found.on_time) == (0.5, 0.5, 0.6)
    assert figures([]).precision is None


def test_a_rule_is_judged_by_what_it_came_before() -> None:
    rule = figures([alerted(LATE, MONDAY, MONDAY), alerted(TIMELY, MONDAY)]).rules["stage.stalled"]
    assert (rule.alerts, rule.before_slips, rule.slips) == (3, 2, 1)


def test_how_much_earlier_is_counted_in_working_hours() -> None:
    found = compared((alerted(LATE, MONDAY + timedelta(days=1, hours=1)), alerted(LATE, MONDAY)))
    assert found.any.earlier == (9.0,)
    assert found.date.leads == ()
    assert compared((alerted(LATE, MONDAY), alerted(LATE, MONDAY + timedelta(hours=2)))).any.later == (2.0,)


def test_slips_found_lost_and_missed_are_told_apart() -> None:
    warned = alerted(LATE, MONDAY)
    found = compared((LATE, warned), (warned, LATE), (warned, LATE), (LATE, LATE), (TIMELY, TIMELY)).any
    assert (found.found, found.lost, found.missed) == (1, 2, 1)


def test_a_warning_about_the_date_is_told_from_other_alerts() -> None:
    then, now = alerted(LATE, MONDAY), alerted(LATE, MONDAY, rule="date.at_risk")
    found = compared((then, now))
    assert (found.any.found, found.date.found) == (0, 1)
    assert (found.then.date_recall, found.now.date_recall) == (0.0, 1.0)
    assert found.now.date_precision == 1.0


HOURS = timedelta(hours=1)


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        (alerted(LATE, MONDAY), alerted(LATE, MONDAY), "Nothing changes"),
        (alerted(LATE, MONDAY), LATE, "Do not merge it yet: 1 slip would no longer be warned of"),
        (
            alerted(LATE, MONDAY, MONDAY + HOURS),
            alerted(LATE, MONDAY),
            "Merge it: 1 mail fewer to the team",
        ),
        (
            alerted(LATE, MONDAY),
            alerted(LATE, MONDAY + 2 * HOURS),
            "Weigh it: as many mails to the team, but with 1 slip",
        ),
        (
            LATE,
            alerted(LATE, MONDAY),
            "Weigh it: 1 more mail to the team, for 1 slip that nobody was warned of",
        ),
        (TIMELY, alerted(TIMELY, MONDAY), "Do not merge it as it is: 1 more mail to the team"),
        (alerted(LATE, MONDAY + 2 * HOURS), alerted(LATE, MONDAY), "Merge it"),
    ],
)
def test_the_judgement_follows_from_slips_first_and_interruptions_second(
    then: Outcome, now: Outcome, words: str
) -> None:
    assert judgement(compared((then, now))).startswith(words)


def test_mails_are_counted_by_person_and_week() -> None:
    mails = [Mail(at=MONDAY + timedelta(days=d), kind="task", to="person:ada") for d in (0, 1, 7)]
    mails.append(Mail(at=MONDAY, kind="reminder", to="contact:contact-1"))
    found = figures([replace(TIMELY, mails=tuple(mails))])
    assert (found.per_owner.most, found.per_customer.most) == (2.0, 1.0)
    assert found.mails["task"] == 3


def test_a_mail_that_tells_of_two_alerts_counts_once() -> None:
    then = alerted(TIMELY, MONDAY)
    now = replace(alerted(TIMELY, MONDAY, MONDAY + HOURS), mails=then.mails)
    assert judgement(compared((then, now))).startswith("Merge it: as many mails to the team")


def test_a_change_is_written_with_its_share() -> None:
    assert turn(1204, 988) == "1,204 → 988 (-18 %)"
    assert turn(5, 5) == "5, as before"
    assert turn(0, 5) == "0 → 5"


def told(*at: datetime, until: datetime | None = None) -> Outcome:
    return replace(
        TIMELY, told=tuple(Told(at=a, person="ada", escalation=f"esc-{a}", until=until) for a in at)
    )


def test_alerts_of_many_onboardings_are_one_mail_from_a_desk() -> None:
    noon, hour = MONDAY + timedelta(hours=2), timedelta(hours=1)
    mails = desk_mails([told(noon, noon + 5 * hour), told(noon + timedelta(minutes=1))], a_directory())
    assert [mail.at for mail in mails] == [
        noon + timedelta(minutes=2),
        noon + 5 * hour + timedelta(minutes=2),
    ]
    assert {mail.to for mail in mails} == {"person:ada"}


def test_what_is_settled_before_its_mail_is_not_mailed() -> None:
    assert desk_mails([told(MONDAY, until=MONDAY + timedelta(minutes=1))], a_directory()) == []


def test_the_desk_of_who_is_away_is_mailed_to_who_stands_in() -> None:
    directory = a_directory()
    gone = replace(directory, people=tuple(replace(p, active=p.id != "ada") for p in directory.people))
    assert [mail.to for mail in desk_mails([told(MONDAY)], gone)] == [
        f"person:{gone.stand_in('ada', MONDAY)}"
    ]
