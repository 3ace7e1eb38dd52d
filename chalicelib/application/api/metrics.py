"""What is counted over all onboardings: how many stand where, and what they wait for by reason code."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from chalicelib.application.api.customer import asks_view
from chalicelib.application.api.shapes import (
    AsksView,
    EscalationLagView,
    MetricsView,
    PlaybookMetricsView,
    ScoreView,
    WaitCountView,
)
from chalicelib.application.ports import Json, Listings
from chalicelib.domain.asked import Asks
from chalicelib.domain.codes import GROUPS, CodeRules

COUNTED = ("opening", "active", "on_hold", "live", "cancelled")
_A_PAGE = 500
_THEIRS = "Only the customer's answer is missing"


def rows(listings: Listings) -> Iterator[Json]:
    """Yield the row of every onboarding that is under way or was cancelled."""
    for status in COUNTED:
        cursor: str | None = None
        while True:
            page = listings.board(filters={"status": status}, cursor=cursor, limit=_A_PAGE)
            yield from page.items
            cursor = page.next
            if cursor is None:
                break


def metrics(found: Iterable[Json], codes: Mapping[str, CodeRules]) -> MetricsView:
    """Return the counts of each playbook; `codes` are those of the newest version, by playbook, for the titles."""
    statuses: dict[str, Counter[str]] = {}
    waits: dict[str, Counter[tuple[str, str]]] = {}
    lags: dict[str, list[str]] = {}
    asks: dict[str, list[str]] = {}
    scores: dict[str, list[str]] = {}
    for row in found:
        statuses.setdefault(row["tier"], Counter())[row["status"]] += 1
        lags.setdefault(row["tier"], []).extend((row.get("lags") or "").split())
        asks.setdefault(row["tier"], []).append(row.get("asks") or "0:0:0:0")
        scores.setdefault(row["tier"], []).extend((row.get("scores") or "").split())
        for wait in (row.get("waits") or "").split():
            group, _, code = wait.partition(":")
            waits.setdefault(row["tier"], Counter())[group, code] += 1
    return MetricsView(
        playbooks=tuple(
            PlaybookMetricsView(
                name=name,
                onboardings={status: statuses[name][status] for status in COUNTED},
                waits=tuple(_lines(waits.get(name, Counter()), codes.get(name, CodeRules()))),
                escalations=tuple(_lags(lags.get(name, []))),
                asks=asked(asks[name]),
                feedback=tuple(_scores(scores.get(name, []))),
            )
            for name in sorted(statuses)
        )
    )


def asked(written: Iterable[str]) -> AsksView:
    """Return how often customers were asked, added up over onboardings."""
    each = [tuple(map(int, one.split(":"))) for one in written]
    things, once, requests, repeated = (sum(column) for column in zip(*each, strict=True))
    return asks_view(Asks(things=things, once=once, requests=requests, repeated=repeated))


def _lines(counted: Counter[tuple[str, str]], codes: CodeRules) -> Iterator[WaitCountView]:
    """Yield the counts by group, the most frequent reason first."""
    for group in ("customer", *GROUPS):
        lines = [(code, count) for (kind, code), count in counted.items() if kind == group]
        for code, count in sorted(lines, key=lambda line: (-line[1], line[0])):
            title = _THEIRS if group == "customer" else codes.title(group, code)
            yield WaitCountView(group=group, code=code, title=title, count=count)


def _scores(written: Iterable[str]) -> Iterator[ScoreView]:
    """Yield what customers thought, by milestone: how many, the mean with two digits, how many of each score."""
    by_milestone: dict[str, Counter[int]] = {}
    for score in written:
        milestone, _, given = score.partition(":")
        by_milestone.setdefault(milestone, Counter())[int(given)] += 1
    for milestone, counted in sorted(by_milestone.items()):
        count = counted.total()
        mean = Decimal(sum(score * times for score, times in counted.items())) / count
        yield ScoreView(
            milestone=milestone,
            count=count,
            mean=str(mean.quantize(Decimal("0.01"), ROUND_HALF_UP)),
            scores={str(score): counted[score] for score in range(1, 6)},
        )


def _lags(written: Iterable[str]) -> Iterator[EscalationLagView]:
    """Yield the medians by rule, of what has come to be taken up or settled."""
    by_rule: dict[str, list[tuple[str, str]]] = {}
    for lag in written:
        rule, until_taken, until_settled = lag.rsplit(":", 2)
        by_rule.setdefault(rule, []).append((until_taken, until_settled))
    for rule in sorted(by_rule):
        taken = [int(span) for span, _ in by_rule[rule] if span]
        settled = [int(span) for _, span in by_rule[rule] if span]
        yield EscalationLagView(
            rule=rule,
            count=len(by_rule[rule]),
            acknowledged_median=int(median(taken)) if taken else None,
            resolved_median=int(median(settled)) if settled else None,
        )
