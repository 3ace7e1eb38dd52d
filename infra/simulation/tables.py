"""The tables of a report."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from infra.simulation.changes import Changes, distance
from infra.simulation.outcome import Outcome
from infra.simulation.trial import Pair
from infra.simulation.words import head, row, share, spread

MOST_DIFFERENT = 10


def rules(found: Changes) -> str:
    """Write the alerts of each rule, and how right they were."""
    a, b = found.then, found.now
    lines = [
        "## Alerts by rule\n",
        head("rule", "then", "now", "precision then", "now", "slips it came before, then", "now"),
    ]
    for rule in sorted({*a.rules, *b.rules}):
        one, two = a.rules.get(rule), b.rules.get(rule)
        lines.append(
            row(
                f"`{rule}`",
                f"{one.alerts:,}" if one else "-",
                f"{two.alerts:,}" if two else "-",
                share(one.before_slips / one.alerts if one else None),
                share(two.before_slips / two.alerts if two else None),
                f"{one.slips:,}" if one else "-",
                f"{two.slips:,}" if two else "-",
            )
        )
    others = ", ".join(f"{rule} {number:,}" for rule, number in sorted(b.others.items()))
    lines.append(f"\nBeside these, what people did put before others: {others}." if others else "")
    return "\n".join(lines) + "\n"


def slips(found: Changes) -> str:
    """Write what became of each slip."""
    kinds = (found.any, found.date)
    lines = [
        "## Slips\n",
        head("", "by any alert", "by one about the date"),
        row("caught earlier", *(_hours(kind.earlier) for kind in kinds)),
        row("caught later", *(_hours(kind.later) for kind in kinds)),
        row("caught only now", *(f"{kind.found:,}" for kind in kinds)),
        row("no longer caught", *(f"{kind.lost:,}" for kind in kinds)),
        row("caught neither then nor now", *(f"{kind.missed:,}" for kind in kinds)),
    ]
    return "\n".join(lines) + "\n"


def _hours(hours: Sequence[float]) -> str:
    """Write how many, and by how many working hours."""
    by = f", by {median(hours):.1f} working hours in the middle, {max(hours):.1f} at most" if hours else ""
    return f"{len(hours):,}{by}"


def mails(found: Changes) -> str:
    """Write the mails of each kind."""
    a, b = found.then, found.now
    lines = ["## Mails\n", head("kind", "then", "now")]
    lines += [row(kind, f"{a.mails[kind]:,}", f"{b.mails[kind]:,}") for kind in sorted({*a.mails, *b.mails})]
    return "\n".join(lines) + "\n"


def stages(found: Changes) -> str:
    """Write how long each stage took."""
    a, b = found.then.stages, found.now.stages
    lines = [
        "## Working hours in each stage, middle / nine tenths\n",
        head("stage", "then", "now", "waiting for the customer, then", "now"),
    ]
    for stage in dict.fromkeys((*b, *a)):
        cells = [spread(each[stage][part]) if stage in each else "-" for part in (0, 1) for each in (a, b)]
        lines.append(row(stage, *cells))
    return "\n".join(lines) + "\n"


def most_different(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs that differ most."""
    ranked = sorted(pairs, key=lambda pair: (-distance(*pair), pair[0].id))
    return [pair for pair in ranked[:MOST_DIFFERENT] if distance(*pair) > 0]


def different(pairs: Sequence[Pair], pages: dict[str, str]) -> str:
    """Write the onboardings that differ most, with the addresses of their pages."""
    chosen = most_different(pairs)
    if not chosen:
        return ""
    lines = [
        "## The onboardings that differ most\n",
        head("onboarding", "alerts", "its own mails", "first warning", "live", "on time"),
    ]
    for then, now in chosen:
        lines.append(
            row(
                f"[{then.id}]({pages[then.id]})" if then.id in pages else then.id,
                f"{len(then.alerts)} → {len(now.alerts)}",
                f"{len(then.mails)} → {len(now.mails)}",
                _days(then.warned_at, now.warned_at),
                _days(then.live_at, now.live_at),
                f"{_timely(then)} → {_timely(now)}",
            )
        )
    return "\n".join(lines) + "\n"


def _days(then: object, now: object) -> str:
    a, b = (f"{moment:%Y-%m-%d %H:%M}" if moment else "never" for moment in (then, now))
    return a if a == b else f"{a} → {b}"


def _timely(outcome: Outcome) -> str:
    return {True: "no", False: "yes", None: "not known"}[outcome.slipped]
