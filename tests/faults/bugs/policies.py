"""Bugs in ladder, calendar and clocks that only many policies show, and in the simulation of policies."""

from tests.faults.bugs.bug import Bug

_PROPERTIES = "tests/properties/test_policies.py"
_REPLAY = "tests/unit/simulation/test_replay.py"
_SIMULATE = "tests/unit/simulation/test_simulate.py"

POLICIES = (
    Bug(
        "the ladder skips the lead",
        "chalicelib/domain/escalations.py",
        "rung = min(old.rung + 1, len(ladder))",
        "rung = min(old.rung + 2, len(ladder))",
        (f"{_PROPERTIES}::test_everything_that_must_hold_holds[0]",),
    ),
    Bug(
        "a rung is climbed by who is away",
        "chalicelib/domain/escalations.py",
        "person = context.directory.stand_in(ladder[rung - 1], context.now)",
        "person = ladder[rung - 1]",
        (f"{_PROPERTIES}::test_everything_that_must_hold_holds[0]",),
    ),
    Bug(
        "the customer's work is counted by our calendar",
        "chalicelib/domain/due_dates.py",
        'return context.calendar_for(CUSTOMER if by_customer else f"person:{owner}")',
        'return context.calendar_for(f"person:{owner}")',
        (f"{_PROPERTIES}::test_everything_that_must_hold_holds[0]",),
    ),
    Bug(
        "timers go on while on hold",
        "chalicelib/domain/deadlines/__init__.py",
        "if state.running or timer.on_hold:",
        "if state.running or timer.due:",
        (f"{_PROPERTIES}::test_everything_that_must_hold_holds[0]",),
    ),
    Bug(
        "a replayed task is done when it was done then, however late it opens",
        "infra/simulation/recorded.py",
        "at = calendar.after(now, calendar.elapsed(then, act.at)) if act.at > then else now",
        "at = act.at if act.at > then else now",
        (f"{_REPLAY}::test_a_task_that_opens_later_is_done_as_much_later",),
    ),
    Bug(
        "people work to the clock that they are given",
        "infra/simulation/characters.py",
        'chance = Random(f"{self.seed}/{task.id}")',
        'chance = Random(f"{self.seed}/{task.id}/{task.due_at}")',
        (f"{_REPLAY}::test_what_people_do_does_not_hang_on_the_clocks",),
    ),
    Bug(
        "a simulation is another one every time",
        "infra/simulation/generated.py",
        'chance = Random(f"{self.seed}/{number}")',
        "chance = Random()",
        (f"{_SIMULATE}::test_the_same_seed_gives_the_same_report_to_the_byte",),
    ),
    Bug(
        "an alert after the target counts as a warning",
        "infra/simulation/outcome.py",
        "min((at for at in alerts if at < self.target_at), default=None)",
        "min(alerts, default=None)",
        ("tests/unit/simulation/test_figures.py",),
    ),
)
