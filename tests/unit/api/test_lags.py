"""How fast escalations are seen to: medians by playbook and rule, from the rows of the board."""

from dataclasses import replace
from datetime import timedelta

from chalicelib.adapters.indexes import head_index
from chalicelib.application.api.metrics import metrics
from tests.builders import NOW, an_escalation, an_onboarding

MINUTE = timedelta(minutes=1)


def row(*lags: tuple[str, int | None, int | None]) -> dict[str, str]:
    """Return a row of the board with escalations: rule, minutes until taken up, minutes until settled."""
    raised = tuple(
        replace(
            an_escalation(f"e{n}", rule=rule),
            since=NOW,
            taken_at=None if taken is None else NOW + taken * MINUTE,
            resolved_at=None if settled is None else NOW + settled * MINUTE,
        )
        for n, (rule, taken, settled) in enumerate(lags)
    )
    return head_index(an_onboarding(escalations=raised))


def test_medians_are_of_what_came_to_it_over_all_onboardings() -> None:
    rows = [
        row(("task.overdue", 10, 100), ("stage.stalled", None, None)),
        row(("task.overdue", 30, None), ("task.overdue", 90, 400)),
    ]
    (playbook,) = metrics(rows, {}).playbooks
    found = {
        one.rule: (one.count, one.acknowledged_median, one.resolved_median) for one in playbook.escalations
    }
    assert found == {"stage.stalled": (1, None, None), "task.overdue": (3, 30, 250)}


def test_a_row_keeps_the_newest_twenty() -> None:
    (playbook,) = metrics([row(*(("task.overdue", n, n) for n in range(50)))], {}).playbooks
    (lag,) = playbook.escalations
    assert (lag.count, lag.acknowledged_median) == (20, 39)


def test_a_row_of_an_older_version_has_no_lags() -> None:
    older = {name: value for name, value in row().items() if name != "lags"}
    (playbook,) = metrics([older], {}).playbooks
    assert playbook.escalations == ()
