"""The report: plain Markdown for a pull request, the same for the same history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chalicelib.domain.playbook import Playbook
from infra.simulation.alone import is_alone, of_what, verdict, what_it_does, who_is_told
from infra.simulation.changes import Changes
from infra.simulation.tables import different, mails, rules, slips, stages
from infra.simulation.trial import Pair
from infra.simulation.words import count, head, row, share, shares, spread, turn


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
    if is_alone(then, now):
        return "\n".join(_of_one(found, pairs, source, then, now))
    parts = (
        _top(found, then, now, source),
        _summary(found),
        "![Alerts, warnings and mails, then and now](report.png)\n",
        rules(found),
        slips(found),
        mails(found),
        stages(found),
        different(pairs, pages),
        _how(source, pairs),
    )
    return "\n".join(part for part in parts if part)


def _of_one(
    found: Changes, pairs: Sequence[Pair], source: Source, then: Sequence[Playbook], now: Sequence[Playbook]
) -> Iterator[str]:
    """Yield the parts of a report without another policy to compare with."""
    yield f"# Simulation: {', '.join(f'{playbook.title} {playbook.version}' for playbook in now)}\n"
    yield f"**{verdict(found, then, now)}**\n\n{source.words}\n"
    yield what_it_does(found)
    yield "![Alerts, warnings and mails](report.png)\n"
    yield who_is_told(found, pairs)
    yield of_what(found)
    yield _how(source, pairs)


def _top(found: Changes, then: Sequence[Playbook], now: Sequence[Playbook], source: Source) -> str:
    names = ", ".join(
        f"{b.title} {a.version} → {b.version}" if a.version != b.version else f"{b.title} {b.version}, edited"
        for a, b in zip(then, now, strict=True)
        if a != b
    )
    a, b = found.then, found.now
    sentence = (
        f"**{verdict(found, then, now)}** Alerts, without the rungs they climbed: {turn(a.alerts, b.alerts)}. "
        f"Slips: {turn(a.slips, b.slips)}; their date said to be at risk before: {shares(a.date_recall, b.date_recall)}. "
        f"On time: {shares(a.on_time, b.on_time)}. Reminders to customers: {turn(a.mails['reminder'], b.mails['reminder'])}."
    )
    return f"# Simulation: {names}\n\n{sentence}\n\n{source.words}\n"


def _summary(found: Changes) -> str:
    a, b = found.then, found.now
    lines = [
        head("", "then", "now"),
        row("onboardings", f"{a.lives:,}", f"{b.lives:,}"),
        row("live on time", share(a.on_time), share(b.on_time)),
        row("slips", f"{a.slips:,}", f"{b.slips:,}"),
        row("alerts raised by a clock", f"{a.alerts:,}", f"{b.alerts:,}"),
        row("alerts that climbed to a lead or sponsor", f"{a.rungs:,}", f"{b.rungs:,}"),
        row("precision of alerts", share(a.precision), share(b.precision)),
        row("recall of alerts", share(a.recall), share(b.recall)),
        row("precision of warnings about the date", share(a.date_precision), share(b.date_precision)),
        row("recall of warnings about the date", share(a.date_recall), share(b.date_recall)),
        row("reminders to customers", f"{a.mails['reminder']:,}", f"{b.mails['reminder']:,}"),
        row("mails to the team", f"{a.to_team:,}", f"{b.to_team:,}"),
        row("mails per person and week, middle / nine tenths", spread(a.per_owner), spread(b.per_owner)),
        row(
            "mails per customer and week, middle / nine tenths",
            spread(a.per_customer),
            spread(b.per_customer),
        ),
    ]
    return "\n".join(lines) + "\n"


def _how(source: Source, pairs: Sequence[Pair]) -> str:
    return "## How to read this\n\n" + "\n".join(f"- {line}" for line in _notes(source, pairs)) + "\n"


def _notes(source: Source, pairs: Sequence[Pair]) -> Iterator[str]:
    yield (
        "People act as they did, as long after a task has opened as then: nobody answers sooner because a reminder "
        "comes sooner, or works faster because a clock is shorter."
    )
    yield (
        "A slip is an onboarding that was not live by its target. It counts as caught when a clock raised anything "
        "about it before the target passed; by an alert about the date, when one of the rules `date.…` did."
    )
    yield (
        "Precision: of the onboardings that somebody was alerted about in time, the share that slipped. Recall: of the "
        "slips, the share that somebody was alerted about in time."
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
