"""Bugs of what the team changes in a plan that is under way."""

from tests.faults.bugs.bug import Bug

_DOMAIN = "chalicelib/domain"
_CHANGES = "tests/unit/domain/test_changes.py"
_PLAN = "tests/unit/domain/test_plan.py"
_MIGRATION = "tests/unit/domain/test_migration.py"

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
    Bug(
        "what a gate requires is dropped",
        _DOMAIN,
        'if gate.id in closed and f"task:{task.id}" in gate.requires:',
        'if gate.id not in closed and f"task:{task.id}" in gate.requires:',
        (f"{_PLAN}::test_what_a_gate_requires_is_waived_not_dropped",),
    ),
    Bug(
        "what the customer has sent is thrown away",
        _DOMAIN,
        "if state.of_task(task.id):\n        return",
        "if state.of_task(task.id) and not task:\n        return",
        (
            f"{_PLAN}::test_what_the_customer_has_sent_or_answered_is_not_thrown_away",
            f"{_MIGRATION}::test_what_is_done_or_given_stays_with_its_rule_though_the_version_has_it_no_longer",
        ),
    ),
    Bug(
        "a dropped task comes back with the next reading",
        "chalicelib/adapters/items.py",
        "yield from ((key, (_GONE, {})) for key in was if key not in now)",
        "yield from ()",
        ("tests/contract/stores/test_onboarding_store.py::test_what_a_state_no_longer_has_is_not_read_back",),
    ),
    Bug(
        "a migration does something else than its preview showed",
        _DOMAIN,
        "if found.digest != command.digest:",
        "if not found.digest:",
        (f"{_MIGRATION}::test_what_has_changed_since_the_preview_is_looked_at_again",),
    ),
    Bug(
        "a new version puts a gate in front of what is open already",
        _DOMAIN,
        "elif rule.opens in open_already:",
        'elif rule.opens in open_already and rule.opens == "live":',
        (f"{_MIGRATION}::test_no_gate_comes_in_front_of_what_is_open_already",),
    ),
    Bug(
        "a gate that has passed closes with a new version",
        _DOMAIN,
        "found.append(passed[rule.id])",
        "found.append(Gate(id=rule.id))",
        (f"{_MIGRATION}::test_a_gate_that_has_passed_stays_passed_whatever_the_version_requires",),
    ),
    Bug(
        "a date set by hand moves with the version",
        _DOMAIN,
        "not state.deal.committed and usual == state.target_at",
        "not state.deal.committed and usual != datetime.min",
        (f"{_MIGRATION}::test_the_go_live_date_moves_with_the_version_unless_somebody_has_set_it",),
    ),
    Bug(
        "what was done since a migration is undone with it",
        _DOMAIN,
        'reason = "" if task.id in by_hand else given(task, state, context.playbook)',
        'reason = ""',
        (f"{_MIGRATION}::test_what_was_done_meanwhile_is_kept_when_a_migration_is_taken_back",),
    ),
    Bug(
        "what was dropped by hand comes back when a migration is taken back",
        _DOMAIN,
        'elif was is not None and f"task:{name}" in migration.dropped:',
        "elif was is not None:",
        (f"{_MIGRATION}::test_a_task_dropped_by_hand_after_a_migration_stays_dropped",),
    ),
    Bug(
        "a task dropped by hand comes back with the next version",
        _DOMAIN,
        "if rule.id not in known and rule.id not in state.dropped:",
        "if rule.id not in known:",
        (f"{_MIGRATION}::test_a_task_dropped_by_hand_does_not_come_back_with_a_version",),
    ),
    Bug(
        "a file on its way finds its task dropped",
        _DOMAIN,
        "if on_its_way(task, context.playbook):",
        "if on_its_way(task, context.playbook) and task.settled:",
        (f"{_PLAN}::test_a_file_that_may_be_on_its_way_keeps_its_place",),
    ),
    Bug(
        "a file on its way finds its task gone with the version",
        _DOMAIN,
        "if not reason and on_its_way(task, context.playbook):",
        "if reason and on_its_way(task, context.playbook):",
        (
            f"{_MIGRATION}::test_a_file_on_its_way_has_a_place_though_its_task_is_dropped_and_open_again_when_that_is_undone",
        ),
    ),
)
