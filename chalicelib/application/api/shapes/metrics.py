"""What is counted over all onboardings."""

from dataclasses import dataclass

from chalicelib.application.api.shapes.customer import AsksView


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitCountView:
    """How many holds, blocked tasks, late escalations or cancellations have this reason now."""

    group: str
    code: str
    title: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationLagView:
    """How long the escalations of a rule take from when it became true, in minutes of calendar time.

    Attributes
    ----------
    acknowledged_median
        Until somebody took it up, or put it off; null where nobody has.
    resolved_median
        Until it was settled; null where none is.
    """

    rule: str
    count: int
    acknowledged_median: int | None
    resolved_median: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreView:
    """What customers thought of a milestone.

    Attributes
    ----------
    mean
        Of all scores from 1 (bad) to 5 (very good), as decimal text with two digits: money and means are no floats.
    scores
        How many gave each score, from 1 to 5.
    """

    milestone: str
    count: int
    mean: str
    scores: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookMetricsView:
    """The counts of one playbook: onboardings by status, what they wait for, how fast escalations are seen to, how often
    customers were asked, and what they thought.
    """

    name: str
    onboardings: dict[str, int]
    waits: tuple[WaitCountView, ...]
    escalations: tuple[EscalationLagView, ...]
    asks: AsksView
    feedback: tuple[ScoreView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricsView:
    """What is counted over all onboardings that are under way or were cancelled."""

    playbooks: tuple[PlaybookMetricsView, ...]
