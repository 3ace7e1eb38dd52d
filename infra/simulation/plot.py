"""The picture of a report: alerts by rule, how early slips are warned of, mails by person and week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from infra.simulation.changes import Changes
from infra.simulation.figures import owner_weeks
from infra.simulation.outcome import Mail, Outcome
from infra.simulation.trial import Pair

THEN, NOW = "#9aa3ad", "#1f6feb"
_DAY = timedelta(days=1)


def plot(found: Changes, pairs: Sequence[Pair], path: Path, *, alone: bool = False) -> None:
    """Draw it into a PNG file, the same bytes for the same figures; `alone` draws one policy, not two."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, (alerts, early, mails) = plt.subplots(1, 3, figsize=(13, 3.9), layout="constrained")
    _alerts(alerts, found, alone=alone)
    then, now = ([pair[n] for pair in pairs] for n in (0, 1))
    _lines(early, _early(then), _early(now))
    early.set_title("Slips whose date was said to be at risk")
    early.set_xlabel("at least so many days before the target")
    early.set_ylabel("share of all slips, %")
    early.set_ylim(0, 100)
    _lines(mails, _loads(then, found.told_then), _loads(now, found.told_now))
    mails.set_title("Mails by person and week")
    mails.set_xlabel("at least so many mails")
    mails.set_ylabel("share of weeks, %")
    mails.set_ylim(0, 100)
    for axes in (alerts, early, mails):
        if alone:
            axes.get_legend().remove()  # the line of now covers that of then
        axes.spines[["top", "right"]].set_visible(False)
        axes.title.set_fontsize(11)
    figure.savefig(path, dpi=110, metadata={"Software": None})
    plt.close(figure)


def _alerts(axes, found: Changes, *, alone: bool) -> None:  # type: ignore[no-untyped-def]
    rules = sorted({*found.then.rules, *found.now.rules}, reverse=True)
    sides = ((0.2, THEN, "then", found.then.rules), (-0.2, NOW, "now", found.now.rules))
    for shift, color, label, rates in sides[1:] if alone else sides:
        numbers = [rates[rule].alerts if rule in rates else 0 for rule in rules]
        bars = axes.barh(
            [n + shift for n in range(len(rules))], numbers, height=0.38, color=color, label=label
        )
        axes.bar_label(bars, fmt="{:,.0f}", padding=3, fontsize=8)
    axes.set_yticks(range(len(rules)), rules)
    axes.margins(x=0.14)
    axes.set_title("Alerts by rule")
    axes.legend(frameon=False, loc="best")


def _lines(axes, then: list[tuple[float, float]], now: list[tuple[float, float]]) -> None:  # type: ignore[no-untyped-def]
    for points, color, label in ((then, THEN, "then"), (now, NOW, "now")):
        axes.plot([x for x, _ in points], [y for _, y in points], color=color, label=label, linewidth=2)
    axes.legend(frameon=False)


def _early(outcomes: Sequence[Outcome]) -> list[tuple[float, float]]:
    """Return which share of the slips was said to be at risk so many days before the target, or earlier."""
    slips = [one for one in outcomes if one.slipped]
    leads = [(one.target_at - one.date_warned_at) / _DAY for one in slips if one.date_warned_at]
    return [
        (day / 2, 100 * sum(lead >= day / 2 for lead in leads) / len(slips)) for day in range(61) if slips
    ]


def _loads(outcomes: Sequence[Outcome], told: Sequence[Mail]) -> list[tuple[float, float]]:
    """Return which share of all weeks brought somebody of the team at least so many mails."""
    weeks = owner_weeks(outcomes, told)
    most = max(weeks.values(), default=0)
    steps = sorted({round(most * n / 60) for n in range(61)})
    return [(step, 100 * sum(n >= step for n in weeks.values()) / len(weeks)) for step in steps if weeks]
