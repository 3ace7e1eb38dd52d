"""Bugs of the directory, of standing in, and of handing over."""

from tests.faults.bugs.bug import Bug

_RULES = "chalicelib/domain/people_rules.py"
_PEOPLE = "chalicelib/domain/people.py"
_HANDOVER = "chalicelib/application/handover.py"
_BY_RULES = "tests/unit/domain/test_people.py"
_BY_API = "tests/unit/api/test_people.py"
_BY_PAGE = "tests/integration/test_console_team.py"
_BY_STORES = "tests/contract/stores/test_owned.py"

_MORNINGS = "chalicelib/domain/mornings.py"
_BY_MORNINGS = "tests/unit/domain/test_mornings.py"
_BY_SUMMARIES = "tests/unit/mail/test_summaries.py"

PEOPLE = (
    Bug(
        "a summary is mailed on somebody's day off",
        _MORNINGS,
        "if not person.available(now) or not calendar.works(today):",
        "if not person.available(now):",
        (f"{_BY_MORNINGS}::test_nobody_has_a_morning_on_a_day_off",),
    ),
    Bug(
        "everybody's morning begins by the same clock",
        _MORNINGS,
        "datetime.combine(day, MORNING, person.zone).astimezone(UTC)",
        "datetime.combine(day, MORNING, UTC)",
        (f"{_BY_MORNINGS}::test_a_morning_is_from_eight_by_the_persons_own_clock_until_noon",),
    ),
    Bug(
        "a summary is mailed again each time that the mornings are woken",
        "chalicelib/application/mornings.py",
        'name=f"{kind}.{day.isoformat()}"',
        'name=f"{kind}.{world.clock.now().isoformat()}"',
        (f"{_BY_SUMMARIES}::test_everybody_whose_working_day_begins_is_woken_once",),
    ),
    Bug(
        "leads hear of the week every day",
        "chalicelib/application/mornings.py",
        " and m.opens_week(calendar, day):",
        ":",
        (f"{_BY_SUMMARIES}::test_a_lead_hears_of_their_people_on_the_first_working_day_of_the_week",),
    ),
    Bug(
        "what is late is told as due today",
        "chalicelib/application/mail/digests.py",
        'return need.late or need.kind in {"escalation", "handover", "on hold"}',
        'return need.kind in {"escalation", "handover", "on hold"}',
        (f"{_BY_SUMMARIES}::test_what_is_due_today_and_what_is_late_are_told_apart",),
    ),
    Bug(
        "a directory that changes while the mornings are woken is forgotten until tomorrow",
        "chalicelib/adapters/dynamodb/mornings.py",
        "if woken is None:",
        "if True:",
        ("tests/contract/test_mornings.py",),
    ),
    Bug(
        "two leads can lead each other",
        _RULES,
        "return (*way, person.id) if lead == person.id else ()",
        "return ()",
        (f"{_BY_RULES}::test_leads_never_go_round_in_a_circle",),
    ),
    Bug(
        "the fallback owner can leave",
        _RULES,
        "person.id == directory.fallback and not person.active",
        "False",
        (f"{_BY_RULES}::test_the_fallback_owner_stays_until_there_is_another",),
    ),
    Bug(
        "an address belongs to two people",
        _RULES,
        "if same and same.id != person.id:",
        "if False:",
        (f"{_BY_RULES}::test_what_cannot_be_is_refused_with_its_value",),
    ),
    Bug(
        "an absence that follows on another is not counted",
        _PEOPLE,
        "last, day = absence.last, min(absence.last, date.max - _DAY) + _DAY",
        "return absence.last",
        (f"{_BY_RULES}::test_an_absence_ends_with_the_last_of_those_that_follow_on_each_other",),
    ),
    Bug(
        "nobody sees what is in front of somebody away",
        _PEOPLE,
        "p.id != person_id and self.stand_in(p.id, now) == person_id",
        "False",
        (_BY_RULES, f"{_BY_API}::test_somebody_who_leaves_is_told_to_still_own_what_they_own"),
    ),
    Bug(
        "a leaver's handover is in front of nobody",
        "chalicelib/application/stand_ins.py",
        "mine = not other.active and",
        "mine = other.active and",
        (f"{_BY_PAGE}::test_a_leaver_stays_in_front_of_the_lead_until_everything_is_handed_over",),
    ),
    Bug(
        "a person's change is not recorded",
        "chalicelib/adapters/dynamodb/people.py",
        '            {"Item": told},\n',
        "",
        ("tests/contract/stores/test_smaller_stores.py::test_a_change_of_a_person_is_kept_with_who_made_it",),
    ),
    Bug(
        "two changes of the directory at once do not see each other",
        "chalicelib/adapters/dynamodb/people.py",
        '"version = :read" if read.version else',
        '"attribute_exists(pk) OR version = :read" if True else',
        (
            "tests/contract/stores/test_smaller_stores.py"
            "::test_a_change_of_a_directory_that_somebody_else_has_changed_is_refused_whole",
        ),
    ),
    Bug(
        "who has given everything away is still found as an owner",
        "chalicelib/adapters/indexes.py",
        'return marks | {f"O#{person}": {} for person in sorted(was - now)}',
        "return marks",
        (f"{_BY_STORES}::test_who_is_given_a_part_finds_it_and_who_has_none_left_does_not",),
    ),
    Bug(
        "who owns only a stage is not found",
        "chalicelib/domain/holdings.py",
        'if stage.status != "done":',
        "if False:",
        (f"{_BY_API}::test_a_stage_alone_is_enough_to_be_found",),
    ),
    Bug(
        "by role, a leaver's work goes to their delegate before others who do it",
        _PEOPLE,
        "people=(*others, *left)",
        "people=(*left, *others)",
        (f"{_BY_API}::test_by_role_each_thing_goes_to_who_does_it_and_nothing_back_to_the_giver",),
    ),
    Bug(
        "a preview hands over",
        "chalicelib/entrypoints/api/people.py",
        "if not body.preview:",
        "if True:",
        (f"{_BY_API}::test_a_preview_lists_exactly_what_is_then_handed_over_and_changes_nothing",),
    ),
    Bug(
        "a handover sent again is another one",
        _HANDOVER,
        r"{handover.to}\n{handover.key}",
        r"{handover.to}\n{id(handover)}",
        (f"{_BY_API}::test_the_same_handover_sent_again_moves_and_mails_nothing_twice",),
    ),
    Bug(
        "each thing of a handover is mailed by itself",
        _HANDOVER,
        "quietly=True",
        "quietly=False",
        (f"{_BY_API}::test_all_of_a_handover_has_one_cause_and_its_taker_gets_one_mail",),
    ),
    Bug(
        "a handover that has changed since it was looked at is done all the same",
        "chalicelib/entrypoints/console/team.py",
        "elif not bootstrap.spent().used(this_form):",
        "elif False:",
        (f"{_BY_PAGE}::test_a_handover_that_has_changed_since_it_was_looked_at_is_shown_again",),
    ),
)
