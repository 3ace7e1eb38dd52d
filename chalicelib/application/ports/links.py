"""The links that customers are mailed."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a customer's link opens; stored under the hash of its token, never the token.

    `address` is the keyed digest of the address that it is mailed to, by which a lost link is found again; empty once
    nobody may find it that way.
    """

    hash: str
    purpose: str
    onboarding: str
    contact: str
    epoch: int
    address: str = ""


class LinkMinter(Protocol):
    """Derives the tokens of customer links; only the hash is ever stored."""

    def token(self, *, onboarding: str, contact: str, epoch: int, purpose: str = "portal") -> str:
        """Return the token."""
        ...

    def hash(self, token: str) -> str:
        """Return the hash under which a token's link is stored."""
        ...

    def address(self, email: str) -> str:
        """Return the keyed digest that stands for a mail address, however it is written."""
        ...


class Links(Protocol):
    """Looks links up."""

    def find(self, token_hash: str) -> Link | None:
        """Return what a link opens; whether it still may is for the onboarding's epoch and end to say."""
        ...

    def mailed_to(self, address: str) -> tuple[tuple[str, str], ...]:
        """Return (onboarding, contact) of each link that goes to an address, by its digest; some may be of the past."""
        ...
