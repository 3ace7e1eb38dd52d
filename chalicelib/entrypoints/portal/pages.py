"""The customer's pages: they show, and change nothing."""

from collections.abc import Mapping
from typing import Any

from chalice.app import Response

from chalicelib import bootstrap
from chalicelib.adapters import sessions
from chalicelib.application.portal.colleagues import may_pass_on
from chalicelib.application.portal.ending import end_view, endable
from chalicelib.application.portal.help import asked_files
from chalicelib.application.portal.history import by_day, history_view
from chalicelib.application.portal.task import task_view
from chalicelib.application.portal.view import portal_view
from chalicelib.application.words import wording
from chalicelib.application.words.dates import local_time
from chalicelib.domain.ending import why_not
from chalicelib.entrypoints.pages import guarded, page
from chalicelib.entrypoints.portal.frame import BASE, ends_of, shared
from chalicelib.entrypoints.portal.overview import overview_page
from chalicelib.entrypoints.portal.task import task_page
from chalicelib.entrypoints.portal.visits import Visit, enter
from chalicelib.entrypoints.portal.way import ways


@guarded
def overview(request: Any) -> Response:
    """Show progress, what is next, what each side owes, and whom to ask."""
    query = request.query_params or {}
    return overview_page(enter(request), done=query.get("done", ""), given=query.get("of", ""))


@guarded
def history(request: Any) -> Response:
    """Show what happened, newest first."""
    visit = enter(request)
    entries = bootstrap.store().journal(visit.session.onboarding, limit=1000)
    lines = history_view(visit.about, entries)
    return page(
        "portal/history.html",
        cookie=visit.cookie,
        **shared(visit),
        days=by_day(lines),
        zone=local_time(visit.about.zone, visit.about.now).place,
    )


@guarded
def guide(request: Any) -> Response:
    """Show how it works, which files we take, whom to ask, and what is kept."""
    visit = enter(request)
    return page(
        "portal/help.html",
        cookie=visit.cookie,
        **shared(visit),
        view=portal_view(visit.about),
        files=asked_files(visit.about),
        idle=sessions.IDLE.seconds // 60,
        longest=sessions.ABSOLUTE.seconds // 3600,
    )


@guarded
def visit_alone(request: Any) -> Response:
    """Show the end of the visit alone, which loading this moves on: for the button that asks to stay signed in."""
    visit = enter(request)
    return page("portal/visit.html", cookie=visit.cookie, hidden=visit.hidden, ends=ends_of(visit))


@guarded
def colleagues(request: Any) -> Response:
    """Show who of the customer has a link, and the form that gives one to a colleague; or ask before an access ends."""
    visit, query = enter(request), request.query_params or {}
    leaving = visit.about.onboarding.contact(query.get("end"))
    if leaving is None or leaving.status == "left":
        return colleagues_page(visit, done=query.get("done", ""))
    if words := why_not(visit.about.onboarding, leaving, visit.contact.id):
        return colleagues_page(visit, status=403, errors={"people": words})
    ending = end_view(visit.about, leaving)
    return page("portal/end_access.html", cookie=visit.cookie, **shared(visit), ending=ending)


@guarded
def task(request: Any, task_id: str) -> Response:
    """Show one task with the forms that it needs."""
    query = request.query_params or {}
    return task_page(
        enter(request),
        task_id,
        done=query.get("done", ""),
        given=query.get("of", ""),
        replaces=query.get("replace", ""),
    )


@guarded
def documents(request: Any, task_id: str) -> Response:
    """Show the files of a task alone, for the script that waits for verdicts."""
    visit = enter(request)
    view = task_view(visit.about, task_id)
    return page(
        "portal/documents.html", cookie=visit.cookie, **shared(visit), **ways(visit.about, task_id), view=view
    )


def colleagues_page(
    visit: Visit,
    *,
    done: str = "",
    status: int = 200,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response:
    """Render the page of colleagues."""
    return page(
        "portal/colleagues.html",
        status=status,
        at=f"{BASE}/colleagues",
        cookie=visit.cookie,
        **shared(visit),
        view=portal_view(visit.about),
        reminders=visit.contact.reminders,
        roles=wording.ROLES,
        endable=endable(visit.about),
        passes_on=may_pass_on(visit.about.onboarding, visit.contact),
        flash=done,
        typed=typed or {},
        error=dict(errors or {}),
    )
