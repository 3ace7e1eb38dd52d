"""Bugs of what the team changes in a plan that is under way."""

from tests.faults.bugs.bug import Bug

_DOMAIN = "chalicelib/domain"
_CHANGES = "tests/unit/domain/test_changes.py"

CHANGES = (
    Bug(
        "one person waives alone what needs two",
        _DOMAIN,
        "if context.person is None or task.waiver.by == context.actor:",
        "if context.person is None:",
        (f"{_CHANGES}::test_a_task_that_needs_a_second_person_is_waived_by_two",),
    ),
    Bug(
        "a task that needs two is waived at once",
        _DOMAIN,
        'if rule and rule.waive == "second_person":',
        'if rule and rule.waive == "nobody":',
        (f"{_CHANGES}::test_a_task_that_needs_a_second_person_is_waived_by_two",),
    ),
    Bug(
        "what was given before counts for a task that is open again",
        _DOMAIN,
        "if since is None or d.received_at >= since]",
        "if since is None or d.received_at]",
        (f"{_CHANGES}::test_the_customer_is_asked_again_and_what_they_gave_before_does_not_count",),
    ),
    Bug(
        "it closes while a task is open again",
        _DOMAIN,
        "and all(t.settled for t in self.tasks)",
        "and all(t.settled or t for t in self.tasks)",
        (f"{_CHANGES}::test_nothing_closes_while_a_task_is_open_again",),
    ),
    Bug(
        "the owner is not reminded of a hold that should end",
        _DOMAIN,
        "HOLD = Timer(due=_due, bring=_over, on_hold=True)",
        "HOLD = Timer(due=_due, bring=_over)",
        (f"{_CHANGES}::test_the_owner_is_reminded_on_the_day_that_a_hold_should_end_and_it_goes_on_by_hand",),
    ),
    Bug(
        "other says nothing",
        _DOMAIN,
        "if code == OTHER and note is None:",
        "if code is OTHER and note == OTHER:",
        (f"{_CHANGES}::test_a_reason_is_one_of_its_group_and_other_says_why",),
    ),
    Bug(
        "the time on hold before the end is lost",
        _DOMAIN,
        "since, calendar = (state.held_at or state.ended_at), context.calendar",
        "since, calendar = (state.ended_at or state.held_at), context.calendar",
        (f"{_CHANGES}::test_one_that_was_on_hold_when_it_was_cancelled_moves_by_all_that_time",),
    ),
    Bug(
        "a block begins anew when its reason is put better",
        _DOMAIN,
        "since = task.blocked.since if task and task.blocked else event.at",
        "since = event.at",
        (f"{_CHANGES}::test_a_blocked_task_says_what_blocks_it_since_when",),
    ),
)
