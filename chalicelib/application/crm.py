"""What ingestion needs of CRMs and inbox, and the values that pass between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from chalicelib.application.personal import Sealer
from chalicelib.domain.deal import Deal, DealState
from chalicelib.domain.people import Directory
from chalicelib.domain.values import DealRef


class Arrived(Protocol):
    """What the inbox keeps: a webhook, or what intake found out about an upload."""

    @property
    def source(self) -> str:
        """Return who sent it: a CRM's name, ``deals`` or ``intake``."""
        ...

    @property
    def delivery(self) -> str:
        """Return its id, the same however often it is sent."""
        ...

    @property
    def received_at(self) -> datetime:
        """Return when it came, by the product clock, UTC."""
        ...

    @property
    def body(self) -> Mapping[str, Any]:
        """Return what of it was kept."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What a webhook says about one deal, before anything is read.

    Attributes
    ----------
    opens
        Whether it may open an onboarding: true of a deal that was won, made or brought back, false of a mere edit.
    state
        What it says of the deal's state; None when only reading can tell.
    said
        What it says of the deal, in the shape of the generic webhook's ``data``.
    at
        When it happened, by the CRM's clock.
    raw
        The CRM's own words, for its reader.
    """

    ref: DealRef
    opens: bool
    state: DealState | None = None
    said: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A deal as it was read: `data` in the shape of the generic webhook's, `complete` unless only its event is known."""

    state: DealState
    data: Mapping[str, Any]
    modified_at: datetime
    complete: bool = True


class Inbox(Protocol):
    """Where webhooks are kept."""

    def load(self, pk: str) -> Arrived | None:
        """Return what was kept; None when its time is over."""
        ...

    def settle(self, pk: str, notes: tuple[str, ...] = ()) -> None:
        """Mark it as worked on, with what could not be used of it and why."""
        ...

    def resting(self, before: datetime, *, limit: int = 100) -> tuple[str, ...]:
        """Return what rests since before an instant without having been worked on."""
        ...

    def postpone(self, pk: str, until: datetime) -> None:
        """Let what nobody has worked on rest until an instant."""
        ...


class Crm(Protocol):
    """One kind of CRM."""

    def hints(self, arrived: Arrived) -> tuple[tuple[Hint, ...], tuple[str, ...]]:
        """Return one hint a deal, and a sentence for each event that could not be used."""
        ...

    def read(self, hint: Hint, received_at: datetime) -> Reading:
        """Read the deal as it is now.

        Raises
        ------
        UnavailableError
            The CRM cannot be read now.
        """
        ...


class Shape(Protocol):
    """Makes a deal of what was read; whatever cannot be used is left out and quoted."""

    def __call__(self, reading: Reading, ref: DealRef, *, sealer: Sealer, directory: Directory) -> Deal:
        """Return the deal."""
        ...
