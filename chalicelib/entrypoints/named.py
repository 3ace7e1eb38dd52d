"""The onboarding that an address or a body names; anything that cannot be an id is looked up nowhere."""

import re
from typing import TYPE_CHECKING

from chalicelib import bootstrap

if TYPE_CHECKING:
    from chalicelib.domain.onboarding import Onboarding

_ID = re.compile(r"[a-z0-9-]{1,64}")


def known_or_none(onboarding_id: str) -> "Onboarding | None":
    """Return an onboarding as it is now; None where there is none of this name."""
    stored = bootstrap.store().load(onboarding_id) if _ID.fullmatch(onboarding_id) else None
    return stored.onboarding if stored else None


def known(onboarding_id: str) -> "Onboarding":
    """Return an onboarding as it is now.

    Raises
    ------
    NotFoundError
        There is no such onboarding.
    """
    from chalicelib.domain.errors import NotFoundError

    found = known_or_none(onboarding_id)
    if found is None:
        raise NotFoundError("There is no such onboarding.")
    return found
