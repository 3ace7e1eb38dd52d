"""What a policy came to: counts and shares over all lives, then and now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import quantiles

from infra.simulation.outcome import Mail, Outcome

Rate = float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFigures:
    """One rule: alerts, how many of them were about onboardings that slipped afterwards, and how many slips it came before."""

    alerts: int
    before_slips: int
    slips: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The middle, nine tenths, and the most of something."""

    median: float
    ninth: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything about one policy.

    `decided` counts the onboardings of which can be said whether they slipped; `warned` those of them that a clock
    raised something about before the target; `caught` the slips among these; `date_warned` and `date_caught` the same
    for warnings about the date itself. `to_team` and `to_customers` count mails. `stages` holds the time in each
    stage, and that of it waiting for the customer.
    """

    lives: int
    decided: int
    slips: int
    warned: int
    caught: int
    date_warned: int
    date_caught: int
    rules: dict[str, RuleFigures]
    others: Counter[str]
    rungs: int
    mails: Counter[str]
    to_team: int
    to_customers: int
    per_owner: Spread
    per_customer: Spread
    stages: dict[str, tuple[Spread, Spread]]

    @property
    def alerts(self) -> int:
        """Return how many alerts the clocks raised."""
        return sum(rule.alerts for rule in self.rules.values())

    @property
    def date_precision(self) -> Rate:
        """Return which share of those whose date was said to be at risk slipped."""
        return self.date_caught / self.date_warned if self.date_warned else None

    @property
    def date_recall(self) -> Rate:
        """Return of which share of the slips the date was said to be at risk."""
        return self.date_caught / self.slips if self.slips else None

    @property
    def precision(self) -> Rate:
        """Return which share of those that were warned of slipped."""
        return self.caught / self.warned if self.warned else None

    @property
    def recall(self) -> Rate:
        """Return which share of the slips was warned of."""
        return self.caught / self.slips if self.slips else None

    @property
    def on_time(self) -> Rate:
        """Return which share was live by its target."""
        return 1 - self.slips / self.decided if self.decided else None


def figures(outcomes: Sequence[Outcome], told: Sequence[Mail] = ()) -> Figures:
    """Count; `told` are the mails of desks, which belong to many onboardings."""
    decided = [one for one in outcomes if one.slipped is not None]
    warned = [one for one in decided if one.warned_at is not None]
    dated = [one for one in warned if one.date_warned_at is not None]
    return Figures(
        lives=len(outcomes),
        decided=len(decided),
        slips=sum(bool(one.slipped) for one in decided),
        warned=len(warned),
        caught=sum(bool(one.slipped) for one in warned),
        date_warned=len(dated),
        date_caught=sum(bool(one.slipped) for one in dated),
        rules=_rules(outcomes),
        others=Counter(a.rule for one in outcomes for a in one.alerts if not a.by_clock),
        rungs=sum(one.rungs for one in outcomes),
        mails=Counter(mail.kind for mail in _all(outcomes, told)),
        to_team=_to("person:", outcomes, told),
        to_customers=_to("contact:", outcomes, told),
        per_owner=spread_of(list(owner_weeks(outcomes, told).values())),
        per_customer=spread_of(_per_customer(outcomes)),
        stages=_stages(outcomes),
    )


def _rules(outcomes: Iterable[Outcome]) -> dict[str, RuleFigures]:
    alerts, before, slips = Counter[str](), Counter[str](), Counter[str]()
    for one in outcomes:
        early = [a.rule for a in one.alerts if a.by_clock and a.at < one.target_at]
        alerts.update(a.rule for a in one.alerts if a.by_clock)
        if one.slipped:
            before.update(early)
            slips.update(set(early))
    return {
        rule: RuleFigures(alerts=count, before_slips=before[rule], slips=slips[rule])
        for rule, count in sorted(alerts.items())
    }


def owner_weeks(outcomes: Iterable[Outcome], told: Iterable[Mail]) -> Counter[tuple[str, int, int]]:
    """Return the mails of every person and week in which there was one."""
    return Counter((m.to, *_week(m)) for m in _all(outcomes, told) if m.to.startswith("person:"))


def _to(whom: str, outcomes: Iterable[Outcome], told: Iterable[Mail]) -> int:
    return sum(mail.to.startswith(whom) for mail in _all(outcomes, told))


def _all(outcomes: Iterable[Outcome], told: Iterable[Mail]) -> Iterator[Mail]:
    for one in outcomes:
        yield from one.mails
    yield from told


def _per_customer(outcomes: Iterable[Outcome]) -> list[int]:
    """Return the mails of every customer and week in which there was one."""
    found: list[int] = []
    for one in outcomes:
        found += Counter(_week(m) for m in one.mails if m.to.startswith("contact:")).values()
    return found


def _week(mail: Mail) -> tuple[int, int]:
    return mail.at.isocalendar()[:2]


def _stages(outcomes: Iterable[Outcome]) -> dict[str, tuple[Spread, Spread]]:
    total, waited = defaultdict[str, list[float]](list), defaultdict[str, list[float]](list)
    for one in outcomes:
        for stage, hours, waiting in one.stages:
            total[stage].append(hours)
            waited[stage].append(waiting)
    return {stage: (spread_of(hours), spread_of(waited[stage])) for stage, hours in total.items()}


def spread_of(values: Sequence[float]) -> Spread:
    """Return the middle, nine tenths and the most of numbers."""
    if len(values) < 2:
        only = float(values[0]) if values else 0.0
        return Spread(median=only, ninth=only, most=only)
    tenths = quantiles(values, n=10, method="inclusive")
    return Spread(median=tenths[4], ninth=tenths[8], most=float(max(values)))
