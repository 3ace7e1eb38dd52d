"""Every pair of handlers that may meet on one onboarding, by name; each is made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable

from tests.faults.interleavings import (
    pairs_of_customers,
    pairs_of_deals,
    pairs_of_desks,
    pairs_of_files,
    pairs_of_mails,
    pairs_of_the_team,
)
from tests.faults.interleavings.explorer import Pair

PAIRS: dict[str, Callable[[str], Pair]] = {
    make.__name__.replace("_", " "): make
    for module in (
        pairs_of_the_team,
        pairs_of_customers,
        pairs_of_files,
        pairs_of_deals,
        pairs_of_mails,
        pairs_of_desks,
    )
    for make in module.PAIRS
}

_TORN = ("a colleague is invited by customer and team", "a gate is overridden and proved")
PIECES = 3  # items a page: the head comes with the second


def _in_pieces(name: str) -> Callable[[str], Pair]:
    """Return a pair whose states are read page by page, so that the other's commit may fall between two pages.

    It is how a Query beside a transaction may be answered at any size: DynamoDB isolates the two as read-committed.
    """

    def made(title: str) -> Pair:
        pair = PAIRS[name](title)
        pair.world.cloud.table.page = PIECES
        return pair

    return made


PAIRS |= {f"{name}, read in pieces": _in_pieces(name) for name in _TORN}
