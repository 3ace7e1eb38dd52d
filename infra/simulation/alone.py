"""The report of a policy that is compared with nothing: what it does by itself, and who is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from chalicelib.domain.playbook import Playbook
from infra.simulation.changes import Caught, Changes, judgement
from infra.simulation.figures import owner_weeks, spread_of
from infra.simulation.trial import Pair
from infra.simulation.words import count, head, row, share, spread

Policies = Sequence[Playbook]


def is_alone(then: Policies, now: Policies) -> bool:
    """Say whether both sides are the same policies, so that there is nothing to compare."""
    return all(before == after for before, after in zip(then, now, strict=True))


def verdict(found: Changes, then: Policies, now: Policies) -> str:
    """Return the sentence on top: whether to merge, or what the one policy does."""
    if not is_alone(then, now):
        return judgement(found)
    fresh = [after.name for before, after in zip(then, now, strict=True) if before is after]
    first = (
        f"Nothing is compared, since there is no earlier {' or '.join(fresh)}"
        if fresh
        else "Nothing changes: this is the policy as it stands"
    )
    b = found.now
    return (
        f"{first}. By itself it brings {share(b.on_time)} of {count(b.decided, 'onboarding')} live on time; its clocks "
        f"raise {count(b.alerts, 'alert')}, of which {b.rungs:,} climb to a lead or sponsor; the team gets "
        f"{count(b.to_team, 'mail')}, customers get {b.to_customers:,}."
    )


def what_it_does(found: Changes) -> str:
    """Write the summary."""
    b = found.now
    lines = [
        head("", "this policy"),
        row("onboardings", f"{b.lives:,}"),
        row("live on time", share(b.on_time)),
        row("slips", f"{b.slips:,}"),
        row("slips that any alert came before", _before(found.any)),
        row("slips that an alert about the date came before", _before(found.date)),
        row("precision of alerts", share(b.precision)),
        row("precision of warnings about the date", share(b.date_precision)),
        row("mails per person and week, middle / nine tenths", spread(b.per_owner)),
        row("mails per customer and week, middle / nine tenths", spread(b.per_customer)),
    ]
    return "\n".join(lines) + "\n"


def _before(kind: Caught) -> str:
    return f"{len(kind.leads):,} of {len(kind.leads) + kind.missed:,}"


def who_is_told(found: Changes, pairs: Sequence[Pair]) -> str:
    """Write for every person of the team what is raised to them, and how many mails they get."""
    outcomes = [now for _, now in pairs]
    raised = Counter(alert.owner for one in outcomes for alert in one.alerts if alert.by_clock)
    weeks = owner_weeks(outcomes, found.told_now)
    lines = [
        "## Who is told\n",
        head("person", "alerts raised to them first", "mails", "a week, middle / nine tenths"),
    ]
    for person in sorted({*raised, *(to.removeprefix("person:") for to, _, _ in weeks)}):
        mails = [number for (to, _, _), number in weeks.items() if to == f"person:{person}"]
        lines.append(row(person, f"{raised[person]:,}", f"{sum(mails):,}", spread(spread_of(mails))))
    return "\n".join(lines) + "\n"


def of_what(found: Changes) -> str:
    """Write the alerts of each rule, the mails of each kind, and the hours of each stage."""
    b = found.now
    alerts = [
        row(f"`{rule}`", f"{one.alerts:,}", share(one.before_slips / one.alerts), f"{one.slips:,}")
        for rule, one in b.rules.items()
    ]
    kinds = [row(kind, f"{number:,}") for kind, number in sorted(b.mails.items())]
    hours = [row(stage, spread(all_of), spread(waited)) for stage, (all_of, waited) in b.stages.items()]
    return "\n".join(
        [
            "## Of what\n",
            head("rule", "alerts", "precision", "slips it came before"),
            *alerts,
            "",
            "## Mails\n",
            head("kind", "mails"),
            *kinds,
            "",
            "## Working hours in each stage, middle / nine tenths\n",
            head("stage", "in all", "waiting for the customer"),
            *hours,
            "",
        ]
    )
