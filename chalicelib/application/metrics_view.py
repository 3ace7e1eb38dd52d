"""What is counted over all onboardings: how many stand where, and what they wait for by reason code."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from chalicelib.application.api_shapes import MetricsView, PlaybookMetricsView, WaitCountView
from chalicelib.application.ports import Json, Listings
from chalicelib.domain.codes import GROUPS, CodeRules

COUNTED = ("opening", "active", "on_hold", "live", "cancelled")
_A_PAGE = 500


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
    for row in found:
        statuses.setdefault(row["tier"], Counter())[row["status"]] += 1
        for wait in (row.get("waits") or "").split():
            group, _, code = wait.partition(":")
            waits.setdefault(row["tier"], Counter())[group, code] += 1
    return MetricsView(
        playbooks=tuple(
            PlaybookMetricsView(
                name=name,
                onboardings={status: statuses[name][status] for status in COUNTED},
                waits=tuple(_lines(waits.get(name, Counter()), codes.get(name, CodeRules()))),
            )
            for name in sorted(statuses)
        )
    )


def _lines(counted: Counter[tuple[str, str]], codes: CodeRules) -> Iterator[WaitCountView]:
    """Yield the counts by group, the most frequent reason first."""
    for group in GROUPS:
        lines = [(code, count) for (kind, code), count in counted.items() if kind == group]
        for code, count in sorted(lines, key=lambda line: (-line[1], line[0])):
            yield WaitCountView(group=group, code=code, title=codes.title(group, code), count=count)
