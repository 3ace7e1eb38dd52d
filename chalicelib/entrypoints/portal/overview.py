"""The overview: progress, what is next, what each side owes, and whom to ask."""

from collections.abc import Mapping

from chalice.app import Response

from chalicelib.application.portal.meetings import meeting_lines
from chalicelib.application.portal.view import portal_view
from chalicelib.entrypoints.pages import page
from chalicelib.entrypoints.portal.drafts import has_saved
from chalicelib.entrypoints.portal.flash import just_done
from chalicelib.entrypoints.portal.frame import BASE, shared
from chalicelib.entrypoints.portal.visits import Visit


def overview_page(
    visit: Visit,
    *,
    done: str = "",
    given: str = "",
    status: int = 200,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response:
    """Render the overview, with what was typed into its form for a question. `given` is the task that was just done."""
    view = portal_view(visit.about)
    return page(
        "portal/overview.html",
        status=status,
        at=BASE,
        cookie=visit.cookie,
        **shared(visit),
        view=view,
        saved=frozenset(line.id for line in view.yours if has_saved(visit, line.id)),
        meetings=tuple(meeting_lines(visit.about)),
        **just_done(visit, done, given),
        typed=typed or {},
        error=dict(errors or {}),
    )
