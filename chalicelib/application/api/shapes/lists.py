"""Onboardings as lists show them, and who owns them."""

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.metrics import Health
from chalicelib.domain.onboarding import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """Somebody of the team; only the id is left when the directory does not know them any more."""

    id: str
    name: str
    email: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """The customer's company."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedView:
    """An onboarding as lists show it. Dates are those of the playbook's time zone; health is that of the last change."""

    id: str
    account: AccountView
    tier: str
    status: Status
    stage: str | None
    owner: PersonView
    health: Health
    target_date: date | None
    forecast_date: date | None
    open_escalations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """A page of onboardings, newest first."""

    items: tuple[ListedView, ...]
    next: str | None
