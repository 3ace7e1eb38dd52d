"""The report: plain Markdown for a pull request, the same for the same history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from chalicelib.domain.playbook import Playbook
from infra.simulation.changes import Changes, distance, judgement
from infra.simulation.outcome import Outcome
from infra.simulation.trial import Pair
from infra.simulation.words import count, head, row, share, shares, spread, turn

MOST_DIFFERENT = 10


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where the history comes from: a sentence, and what else must be said about it."""

    words: str
    notes: tuple[str, ...] = ()


def report(
    found: Changes,
    pairs: Sequence[Pair],
    source: Source,
    then: Sequence[Playbook],
    now: Sequence[Playbook],
    pages: dict[str, str],
) -> str:
    """Return the report; `pages` holds the address of the page of each onboarding that has one."""
    parts = (
        _top(found, then, now, source),
        _summary(found),
        "![Alerts, warnings and mails, then and now](report.png)\n",
        _rules(found),
        _slips(found),
        _mails(found),
        _stages(found),
        _different(pairs, pages),
        _how(source, pairs),
    )
    return "\n".join(part for part in parts if part)


def _top(found: Changes, then: Sequence[Playbook], now: Sequence[Playbook], source: Source) -> str:
    names = ", ".join(
        f"{b.title} {a.version} → {b.version}" if a.version != b.version else f"{b.title} {b.version}, edited"
        for a, b in zip(then, now, strict=True)
        if a != b
    )
    a, b = found.then, found.now
    sentence = (
        f"**{judgement(found)}** Alerts: {turn(a.alerts, b.alerts)}. Slips: {turn(a.slips, b.slips)}; "
        f"warned of in time: {shares(a.recall, b.recall)}. On time: {shares(a.on_time, b.on_time)}."
    )
    return f"# Simulation: {names or 'the same policy twice'}\n\n{sentence}\n\n{source.words}\n"


def _summary(found: Changes) -> str:
    a, b = found.then, found.now
    lines = [
        head("", "then", "now"),
        row("onboardings", f"{a.lives:,}", f"{b.lives:,}"),
        row("live on time", share(a.on_time), share(b.on_time)),
        row("slips", f"{a.slips:,}", f"{b.slips:,}"),
        row("alerts raised by a clock", f"{a.alerts:,}", f"{b.alerts:,}"),
        row("alerts that climbed to a lead or sponsor", f"{a.rungs:,}", f"{b.rungs:,}"),
        row("precision: warned of, and it slipped", share(a.precision), share(b.precision)),
        row("recall: slipped, and it was warned of", share(a.recall), share(b.recall)),
        row("reminders to customers", f"{a.mails['reminder']:,}", f"{b.mails['reminder']:,}"),
        row("mails per person and week, middle / nine tenths", spread(a.per_owner), spread(b.per_owner)),
        row("mails per customer and week, middle / nine tenths", spread(a.per_customer), spread(b.per_customer)),
    ]
    return "\n".join(lines) + "\n"


def _rules(found: Changes) -> str:
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
                f"{one.alerts:,}" if one else "–",
                f"{two.alerts:,}" if two else "–",
                share(one.before_slips / one.alerts if one else None),
                share(two.before_slips / two.alerts if two else None),
                f"{one.slips:,}" if one else "–",
                f"{two.slips:,}" if two else "–",
            )
        )
    others = ", ".join(f"{rule} {number:,}" for rule, number in sorted(b.others.items()))
    lines.append(f"\nBeside these, what people did put before others: {others}." if others else "")
    return "\n".join(lines) + "\n"


def _slips(found: Changes) -> str:
    lines = ["## Slips\n"]
    for what, hours in (("earlier", found.earlier), ("later", found.later)):
        by = f", by {median(hours):.1f} working hours in the middle, {max(hours):.1f} at most" if hours else ""
        lines.append(f"- caught {what}: {len(hours):,}{by}")
    lines += [
        f"- caught only now: {found.found:,}",
        f"- no longer caught: {found.lost:,}",
        f"- caught neither then nor now: {found.missed:,}",
    ]
    return "\n".join(lines) + "\n"


def _mails(found: Changes) -> str:
    a, b = found.then, found.now
    lines = ["## Mails\n", head("kind", "then", "now")]
    lines += [row(kind, f"{a.mails[kind]:,}", f"{b.mails[kind]:,}") for kind in sorted({*a.mails, *b.mails})]
    return "\n".join(lines) + "\n"


def _stages(found: Changes) -> str:
    a, b = found.then.stages, found.now.stages
    lines = ["## Working hours in each stage\n", head("stage", "then, middle / nine tenths", "now")]
    for stage in dict.fromkeys((*b, *a)):
        lines.append(
            row(stage, spread(a[stage]) if stage in a else "–", spread(b[stage]) if stage in b else "–")
        )
    return "\n".join(lines) + "\n"


def most_different(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs that differ most."""
    ranked = sorted(pairs, key=lambda pair: (-distance(*pair), pair[0].id))
    return [pair for pair in ranked[:MOST_DIFFERENT] if distance(*pair) > 0]


def _different(pairs: Sequence[Pair], pages: dict[str, str]) -> str:
    chosen = most_different(pairs)
    if not chosen:
        return ""
    lines = [
        "## The onboardings that differ most\n",
        head("onboarding", "alerts", "mails", "first warning", "live", "on time"),
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


def _how(source: Source, pairs: Sequence[Pair]) -> str:
    return "## How to read this\n\n" + "\n".join(f"- {line}" for line in _notes(source, pairs)) + "\n"


def _notes(source: Source, pairs: Sequence[Pair]) -> Iterator[str]:
    yield (
        "People act as they did, as long after a task has opened as then: nobody answers sooner because a reminder "
        "comes sooner, or works faster because a clock is shorter."
    )
    yield (
        "A slip is an onboarding that was not live by its target. It counts as warned of when a clock raised anything "
        "about it before the target passed."
    )
    yield "Times are UTC; working hours are the playbook's."
    yield from source.notes
    guessed = sorted({task for _, now in pairs for task in now.guessed})
    if guessed:
        yield (
            f"The history never met {', '.join(f'`{task}`' for task in guessed)}: they take the median time of "
            "their kind."
        )
    if unfit := sum(now.unfit for _, now in pairs):
        yield (
            f"{count(unfit, 'act')} of the history did not fit the new policy (a task that is there no more, or is "
            "done already) and had no effect."
        )
