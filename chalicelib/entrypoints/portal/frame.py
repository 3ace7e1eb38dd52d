"""What every page of a visit shows around its own: whose it is, its forms' hidden fields, when the visit ends."""

from typing import Any

from chalicelib.adapters import sessions
from chalicelib.entrypoints.portal.visit_end import VisitEnd, visit_end
from chalicelib.entrypoints.portal.visits import Visit

BASE = "/portal"


def shared(visit: Visit) -> dict[str, Any]:
    """Return what every page of the customer needs."""
    return {
        "base": BASE,
        "read_only": False,
        "account": visit.about.onboarding.deal.account.name,
        "hidden": visit.hidden,
        "ends": ends_of(visit),
    }


def ends_of(visit: Visit) -> VisitEnd:
    """Return when this visit ends, now that it has been moved on."""
    return visit_end(
        sessions.extended(visit.session, visit.about.now), now=visit.about.now, zone=visit.about.zone
    )
