"""Small values that commands, events and state share."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

NO_CURRENCY = "XXX"  # ISO 4217's code for no currency at all; here: nobody named one
_INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"


@dataclass(frozen=True, slots=True)
class Personal:
    """A personal value by reference: names, addresses, answers, file names, free text.

    The value itself lives apart from journal and state, so that it can be erased while the hash chain and
    the replay stay whole.

    Attributes
    ----------
    p
        Where the value is kept: ``P#<item>.<field>``.
    c
        The commitment, ``sha256(salt + value)`` in hexadecimal.
    """

    p: str
    c: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An exact amount in an ISO 4217 currency, `NO_CURRENCY` where nobody named one; never a float."""

    amount: Decimal
    currency: str

    @property
    def words(self) -> str:
        """Return the amount as a person reads it, exact: ``48,000 EUR``, ``48,000.50 EUR``."""
        if self.amount == self.amount.to_integral_value():
            return f"{self.amount:,.0f} {self.currency}"
        exponent = self.amount.as_tuple().exponent
        places = max(2, -exponent) if isinstance(exponent, int) else 2
        return f"{self.amount:,.{places}f} {self.currency}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DealRef:
    """Which deal of which CRM account: what makes an onboarding the only one, for ever."""

    source: str
    tenant: str
    id: str

    def onboarding_id(self) -> str:
        """Return the id of the deal's onboarding, derived so that a second one cannot exist."""
        digest = hashlib.sha256(f"{self.source}|{self.tenant}|{self.id}".encode()).digest()
        return "onb-" + base64.b32encode(digest)[:16].decode().lower()

    def __str__(self) -> str:
        """Return ``source:id``, as the API's ``deal`` filter writes it."""
        return f"{self.source}:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookRef:
    """A published version of a playbook; it never changes."""

    name: str
    version: int


def instant(moment: datetime) -> str:
    """Write an aware datetime as RFC 3339 UTC with milliseconds: the one written form of a time.

    Raises
    ------
    ValueError
        If `moment` is naive.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    return moment.astimezone(UTC).strftime(_INSTANT)[:-4] + "Z"


def whole_milliseconds(moment: datetime) -> datetime:
    """Return `moment` in UTC, cut to the milliseconds that are stored."""
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
