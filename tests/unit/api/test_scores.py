"""What customers thought, over all onboardings: counts, means as decimal text, and how many gave which score."""

from chalicelib.adapters.indexes import head_index
from chalicelib.application.api.metrics import metrics
from chalicelib.domain.onboarding import Opinion
from tests.builders import NOW, an_onboarding


def row(*scores: int | None) -> dict[str, str]:
    """Return a row of the board whose contacts have given these scores for going live; None for who has not."""
    opinions = tuple(
        Opinion(milestone="live", contact=f"c{n}", asked_at=NOW, score=score)
        for n, score in enumerate(scores)
    )
    return head_index(an_onboarding(opinions=opinions))


def test_counts_means_and_distribution_are_of_what_was_given() -> None:
    (playbook,) = metrics([row(5, 4, None), row(2), row()], {}).playbooks
    (live,) = playbook.feedback
    assert (live.milestone, live.count, live.mean) == ("live", 3, "3.67")
    assert live.scores == {"1": 0, "2": 1, "3": 0, "4": 1, "5": 1}


def test_without_any_word_there_is_no_line() -> None:
    assert metrics([row(None)], {}).playbooks[0].feedback == ()
