"""What the JSON API shows besides one whole onboarding: rows of lists, journal entries, what a command came to."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.application.api.people import person_view
from chalicelib.application.api.shapes import (
    AcceptedView,
    AccountView,
    JournalEntryView,
    ListedView,
    NeedsYouItemView,
    StandInView,
)
from chalicelib.application.found import readable
from chalicelib.application.personal import ERASED
from chalicelib.application.ports import Json, Secret
from chalicelib.application.words.said import Said
from chalicelib.application.words.why_told import because
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.events import Event
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.people import Directory


def listed(row: Json, directory: Directory, time_zone: str) -> ListedView:
    """Return a row of a list; its dates are days of `time_zone`."""
    return ListedView(
        id=row["id"],
        account=AccountView(name=row["account"]),
        tier=row["tier"],
        status=row["status"],
        stage=row["stage"] or None,
        owner=person_view(row["owner"], directory),
        health=row["health"],
        target_date=_day(row["target_date"], time_zone),
        forecast_date=_day(row["forecast_date"], time_zone),
        open_escalations=row["open_escalations"],
    )


def _day(moment: str, time_zone: str) -> date | None:
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(time_zone)).date() if moment else None


def needed(row: Json, stands_in_for: StandInView | None) -> NeedsYouItemView:
    """Return an entry of somebody's list."""
    return NeedsYouItemView(
        onboarding=row["onboarding"],
        account=row["account"],
        kind=row["kind"],
        id=row["id"],
        title=row["title"],
        due_at=row["due_at"] or None,
        stands_in_for=stands_in_for,
    )


def journal_entry(entry: Json, personal: Mapping[str, Secret], said: Said) -> JournalEntryView:
    """Return a journal entry with the personal values that it refers to, and its reason in words."""
    resolved = {
        reference: readable(personal[reference].value) if reference in personal else ERASED
        for reference in references(entry["data"])
    }
    return JournalEntryView(**entry, resolved=resolved, because=because(entry, said))


def references(value: Any) -> Iterator[str]:
    """Yield the ``P#…`` references inside plain JSON values."""
    if isinstance(value, Mapping):
        if value.keys() == {"p", "c"}:
            yield value["p"]
            return
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from references(item)


def accepted(state: Onboarding | None, events: tuple[Event, ...], *, repeated: bool) -> AcceptedView:
    """Return what a command came to."""
    if state is None:
        raise NotFoundError("There is no such onboarding.")
    return AcceptedView(
        onboarding=state.id,
        status=state.status,
        stage=state.stage.id if state.stage else None,
        sequence=state.sequence,
        events=tuple(type(event).__name__ for event in events),
        repeated=repeated,
    )
