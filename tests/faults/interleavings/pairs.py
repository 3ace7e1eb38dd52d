"""Every pair of handlers that may meet on one onboarding, by name; each is made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable

from tests.faults.interleavings import (
    pairs_of_customers,
    pairs_of_deals,
    pairs_of_files,
    pairs_of_mails,
    pairs_of_the_team,
)
from tests.faults.interleavings.explorer import Pair

PAIRS: dict[str, Callable[[str], Pair]] = {
    make.__name__.replace("_", " "): make
    for module in (pairs_of_the_team, pairs_of_customers, pairs_of_files, pairs_of_deals, pairs_of_mails)
    for make in module.PAIRS
}
