"""The directory: what cannot be is refused with its value, and whose work is in front of whom."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domain.errors import InvalidError
from chalicelib.domain.holdings import holdings, owners, role_of
from chalicelib.domain.people import Absence, Directory, Person, Quiet
from chalicelib.domain.people_rules import settled
from tests.builders import NOW, a_directory, a_playbook, an_escalation, an_onboarding, with_task

TODAY = NOW.date()


def ada(**changes: object) -> Person:
    found = a_directory().get("ada")
    assert found is not None
    return replace(found, **changes)  # type: ignore[arg-type]


def with_people(*people: Person) -> Directory:
    changed = {person.id: person for person in people}
    base = a_directory()
    return replace(base, people=tuple(changed.get(person.id, person) for person in base.people))


def kept(person: Person, directory: Directory | None = None) -> Person:
    return settled(person, directory or a_directory(), knows=lambda country, region: country == "DE")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": "Ada Park"}, "'Ada Park' cannot be an id"),
        ({"id": "role"}, "'role' cannot be an id: it means something else"),
        ({"name": "Ada\nPark"}, r"'Ada\\nPark' cannot be a name"),
        ({"name": " "}, "' ' cannot be a name"),
        ({"roles": ("wizard",)}, "'wizard' is not a role"),
        ({"time_zone": "Mars/Base"}, "'Mars/Base' is not a time zone"),
        ({"time_zone": ""}, "'' is not a time zone"),
        ({"time_zone": "posixrules"}, "'posixrules' is not a time zone"),
        ({"country": "XX"}, "'XX'"),
        ({"country": "XX", "region": "Y"}, "'XX-Y'"),
        ({"region": "BY"}, "The region 'BY' needs its country"),
        ({"lead": "nobody"}, "The lead 'nobody' is nobody"),
        ({"delegate": "nobody"}, "The delegate 'nobody' is nobody"),
        ({"sponsor": "nobody"}, "The sponsor 'nobody' is nobody"),
        ({"delegate": "ada"}, "cannot stand in for themselves"),
        ({"email": "LEE@vendor.example"}, "address of 'lee' already"),
        ({"quiet": Quiet(begins="8pm")}, "'8pm' is not a time of day"),
        ({"quiet": Quiet(begins="24:00")}, "'24:00' is not a time of day"),
        ({"quiet": Quiet(begins="07:00", ends="07:00")}, "have no length"),
        (
            {"away": (Absence(first=date(2026, 12, 9), last=date(2026, 12, 1)),)},
            "2026-12-09 to 2026-12-01 ends",
        ),
        ({"away": tuple(Absence(first=TODAY, last=TODAY) for _ in range(51))}, "51 absences"),
    ],
)
def test_what_cannot_be_is_refused_with_its_value(changes: dict[str, object], said: str) -> None:
    with pytest.raises(InvalidError, match=said):
        kept(ada(**changes))


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(InvalidError, match=r"(?s)'wizard'.*'Mars/Base'.*'nobody'"):
        kept(ada(roles=("wizard",), time_zone="Mars/Base", lead="nobody"))


def test_a_person_who_can_be_is_kept_as_given() -> None:
    person = ada(country="DE", quiet=None, away=(Absence(first=TODAY, last=TODAY),))
    assert kept(person) == person


def test_a_role_is_kept_once() -> None:
    assert kept(ada(roles=("sales", "lead", "sales"))).roles == ("sales", "lead")


def test_leads_never_go_round_in_a_circle() -> None:
    directory = with_people(replace(a_directory().people[1], lead="sam"))
    sam = replace(a_directory().people[2], lead="ada")
    with pytest.raises(InvalidError, match="sam → ada → lee → sam"):
        kept(sam, directory)


def test_whoever_leads_or_sponsors_themselves_stands_at_the_top() -> None:
    person = kept(ada(lead="ada", sponsor="ada"))
    assert (person.lead, person.sponsor) == (None, None)


def test_a_circle_that_was_there_before_does_not_stop_a_change_of_somebody_else() -> None:
    around = with_people(
        replace(a_directory().people[1], lead="sam"), replace(a_directory().people[2], lead="lee")
    )
    assert kept(ada(lead="lee"), around).lead == "lee"


def test_nobody_is_given_a_lead_who_has_left_but_one_who_leaves_blocks_no_other_change() -> None:
    directory = with_people(replace(a_directory().people[1], active=False))
    assert kept(ada(digest=False), directory).lead == "lee"
    with pytest.raises(InvalidError, match="The sponsor 'lee' has left"):
        kept(ada(sponsor="lee"), directory)


def test_the_fallback_owner_stays_until_there_is_another() -> None:
    desk = next(person for person in a_directory().people if person.id == "fallback")
    with pytest.raises(InvalidError, match="'fallback' owns what nobody else can"):
        kept(replace(desk, active=False))
    assert not kept(replace(desk, active=False), replace(a_directory(), fallback="lee")).active


def test_an_absence_ends_with_the_last_of_those_that_follow_on_each_other() -> None:
    def days(first: int, last: int) -> Absence:
        return Absence(first=TODAY + timedelta(days=first), last=TODAY + timedelta(days=last))

    assert ada(away=(days(3, 5), days(-1, 2))).away_until(NOW) == TODAY + timedelta(days=5)
    assert ada(away=(days(4, 5), days(-1, 2))).away_until(NOW) == TODAY + timedelta(days=2)
    assert ada(away=(days(0, 9), days(1, 2))).away_until(NOW) == TODAY + timedelta(days=9)
    assert ada(away=(days(1, 2), days(-3, -1))).away_until(NOW) is None


def test_an_absence_may_last_to_the_end_of_the_calendar() -> None:
    for_good = Absence(first=TODAY, last=date.max)
    assert ada(away=(for_good, for_good)).away_until(NOW) == date.max
    assert not ada(away=(replace(for_good, first=date.min),)).available(NOW)


def test_an_absence_begins_and_ends_at_the_persons_own_midnight() -> None:
    person = ada(away=(Absence(first=date(2026, 12, 1), last=date(2026, 12, 1)),))
    assert person.available(datetime(2026, 11, 30, 22, 59, tzinfo=UTC))  # 23:59 in Berlin
    assert not person.available(datetime(2026, 11, 30, 23, 0, tzinfo=UTC))
    assert not person.available(datetime(2026, 12, 1, 22, 59, tzinfo=UTC))
    assert person.available(datetime(2026, 12, 1, 23, 0, tzinfo=UTC))


def seen(directory: Directory, person: str) -> list[str]:
    return [other.id for other in directory.seen_by(person, NOW)]


def test_what_is_in_front_of_somebody_away_is_seen_by_the_delegate_then_the_lead() -> None:
    away = (Absence(first=TODAY, last=TODAY),)
    tom = replace(a_directory().people[4], delegate="ines", away=away)
    assert seen(with_people(tom), "ines") == ["ines", "tom"]
    both = with_people(tom, replace(a_directory().people[3], away=away))
    assert seen(both, "ines") == ["ines"]
    assert seen(both, "lee") == ["lee", "ines", "tom"]


def test_a_leavers_work_is_seen_by_somebody_and_their_handover_is_the_leads() -> None:
    directory = with_people(replace(a_directory().people[4], active=False, delegate="ines"))
    assert seen(directory, "ines") == ["ines", "tom"]
    assert directory.answers_for("tom", NOW) == "lee"
    away = replace(a_directory().people[1], away=(Absence(first=TODAY, last=TODAY),), delegate="sam")
    assert with_people(away).answers_for("tom", NOW) == "sam"
    assert a_directory().answers_for("sam", NOW) == "fallback"


def test_nobodys_work_is_seen_by_nobody() -> None:
    away = (Absence(first=TODAY, last=TODAY),)
    everybody_away = replace(
        a_directory(), people=tuple(replace(person, away=away) for person in a_directory().people)
    )
    assert set(seen(everybody_away, "fallback")) == {p.id for p in a_directory().people}


def test_everything_that_is_not_over_has_an_owner_and_a_role() -> None:
    state = with_task(an_onboarding(escalations=(an_escalation(owner="sam"),)), "contract", status="done")
    held = {holding.subject: holding.owner for holding in holdings(state)}
    assert held["onboarding"] == "ada"
    assert held["stage:setup"] == "ines"
    assert held["promise:p1"] == "ada"
    assert held["escalation:e1"] == "sam"
    assert "stage:handoff" not in held
    assert "task:contract" not in held
    assert set(owners(state)) == {"ada", "ines", "tom", "sam"}
    roles = {subject: role_of(subject, state, a_playbook()) for subject in held}
    assert roles["stage:setup"] == roles["task:accounts"] == roles["task:security_review"] == "implementation"
    assert roles["escalation:e1"] == roles["task:sign_off"] == roles["onboarding"] == "onboarding"
    assert roles["task:hand_over"] == "success"


def test_of_what_has_ended_only_the_raised_is_still_somebodys() -> None:
    ended = an_onboarding(status="cancelled", ended_at=NOW)
    assert [holding.subject for holding in holdings(ended)] == ["escalation:e1"]
