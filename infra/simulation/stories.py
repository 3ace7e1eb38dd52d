"""One onboarding under both policies, side by side in time."""

from collections.abc import Iterator
from datetime import datetime

from infra.simulation.outcome import Outcome
from infra.simulation.words import head, row

Line = tuple[datetime, str]


def story(then: Outcome, now: Outcome) -> str:
    """Return the page of an onboarding: every alert and mail, and whether it was so then, now, or both."""
    lines_then, lines_now = list(_lines(then)), list(_lines(now))
    lines = [
        f"# {then.id}\n",
        f"[The onboarding itself]({then.link})\n" if then.link.startswith("http") else "",
        head("UTC", "then", "now"),
    ]
    for at, what in sorted({*lines_then, *lines_now}):
        before = what if (at, what) in lines_then else ""
        lines.append(row(f"{at:%Y-%m-%d %H:%M}", before, what if (at, what) in lines_now else ""))
    return "\n".join(line for line in lines if line) + "\n"


def _lines(outcome: Outcome) -> Iterator[Line]:
    yield outcome.opened_at, "opened"
    yield outcome.target_at, "**target**"
    if outcome.live_at:
        yield outcome.live_at, "**live**"
    for alert in outcome.alerts:
        yield alert.at, f"alert `{alert.rule}` about {alert.subject} to {alert.owner}"
    for mail in outcome.mails:
        yield mail.at, f"mail {mail.kind} to {mail.to}"
