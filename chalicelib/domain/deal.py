"""What a CRM says about a deal, whichever CRM it is."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from chalicelib.domain.values import DealRef, Money, Personal

DealState = Literal["won", "open", "lost", "deleted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The customer's company. What the CRM did not say is None."""

    name: str
    domain: str | None = None
    country: str | None = None
    time_zone: str | None = None
    language: str | None = None
    partner: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealContact:
    """A person of the customer, as the CRM names them."""

    name: Personal | None = None
    email: Personal | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealPromise:
    """A commitment made during the sale."""

    text: Personal
    made_by: Personal | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """What sales learned, carried over so that the customer never repeats it."""

    goals: tuple[Personal, ...] = ()
    scope: tuple[Personal, ...] = ()
    risks: tuple[Personal, ...] = ()
    history: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """The state of a deal as it was read.

    Attributes
    ----------
    state
        What the CRM holds now; only ``won`` opens an onboarding.
    modified_at
        The CRM's own last-modified instant (UTC): the newer state wins.
    complete
        False when the CRM could not be read and this is only what its event said.
    owner
        The directory's id of the CRM owner, if they are in it; `owner_email` quotes the address otherwise.
    attributes
        What playbooks may ask for; ``problem:…`` quotes a value that could not be read.
    written
        The CRM's exact words for values that were read and may turn out impossible: ``committed``, ``tier``, ``promise_due``,
        ``owner``. One that is not used has the reason behind its name: ``committed:passed``.
    """

    ref: DealRef
    name: Personal
    account: Account
    state: DealState
    modified_at: datetime
    complete: bool = True
    amount: Money | None = None
    signed_at: datetime | None = None
    url: str | None = None
    products: tuple[str, ...] = ()
    tier: str | None = None
    owner: str | None = None
    owner_email: Personal | None = None
    contacts: tuple[DealContact, ...] = ()
    committed: date | None = None
    handoff: Handoff = Handoff()
    promises: tuple[DealPromise, ...] = ()
    attributes: tuple[tuple[str, Personal], ...] = ()
    written: tuple[tuple[str, Personal], ...] = ()
