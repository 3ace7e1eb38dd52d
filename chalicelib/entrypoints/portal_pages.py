"""The customer's pages: they show, and change nothing."""

from collections.abc import Mapping
from typing import Any

from chalice.app import Response

from chalicelib import bootstrap
from chalicelib.adapters import sessions
from chalicelib.application.circumstances import Circumstances
from chalicelib.application.drafts import Draft
from chalicelib.application.portal.colleagues import may_pass_on
from chalicelib.application.portal.help import asked_files
from chalicelib.application.portal.history import by_day, history_view
from chalicelib.application.portal.meetings import meeting_lines
from chalicelib.application.portal.task import TaskView, task_view
from chalicelib.application.portal.tasks import GIVEN, has_given, task_line
from chalicelib.application.portal.view import portal_view
from chalicelib.application.words import wording
from chalicelib.application.words.dates import local_time
from chalicelib.domain.given import stamp
from chalicelib.entrypoints.pages import guarded, page
from chalicelib.entrypoints.portal_uploads import plain_form
from chalicelib.entrypoints.portal_way import ways
from chalicelib.entrypoints.visit_end import VisitEnd, visit_end
from chalicelib.entrypoints.visits import Visit, enter, enter_again

BASE = "/portal"


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
        view=overview_of(visit.about),
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
    """Show who of the customer has a link, and the form that gives one to a colleague."""
    return colleagues_page(enter(request), done=(request.query_params or {}).get("done", ""))


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
    view = overview_of(visit.about)
    return page(
        "portal/overview.html",
        status=status,
        at=BASE,
        cookie=visit.cookie,
        **shared(visit),
        view=view,
        saved=frozenset(line.id for line in view.yours if has_saved(visit, line.id)),
        meetings=tuple(meeting_lines(visit.about)),
        **_given(visit, done, given),
        typed=typed or {},
        error=dict(errors or {}),
    )


def task_page(
    visit: Visit,
    task_id: str,
    *,
    done: str = "",
    given: str = "",
    status: int = 200,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    replaces: str = "",
    meanwhile: bool = False,
) -> Response:
    """Render a task's page, with what was typed and what is wrong with it after a form that could not be taken.

    `given` is the task before it, that was just done. With `replaces`, the upload form is for a newer version of that
    document. `meanwhile`: it was typed while somebody else answered; both are shown.
    """
    visit = enter_again(visit) if meanwhile else visit
    draft = draft_of(visit, task_id)
    base = answers_stamp(visit, task_id)
    view = task_view(
        visit.about,
        task_id,
        typed=typed,
        errors=errors,
        replaces=replaces,
        draft=draft if draft and draft.base == base else None,
        meanwhile=meanwhile,
    )
    old = view.replacing.id if view.replacing else None
    upload = plain_form(visit, task_id, replaces=old) if "upload" in view.can else None
    return page(
        "portal/task.html",
        status=status,
        at=f"{BASE}/tasks/{task_id}",
        cookie=visit.cookie,
        bucket=upload.origin if upload else "",
        **shared(visit),
        view=view,
        upload=upload,
        **_given(visit, done, given or task_id, here=task_id),
        **ways(visit.about, task_id),
        typed=_of_other_forms(view, typed or {}),
        error=dict(errors or {}),
        countries=country_names(view, visit),
        seen=seen_with(base, draft),
        keep=_keep(visit, task_id),
    )


def _of_other_forms(view: TaskView, typed: Mapping[str, str]) -> Mapping[str, str]:
    """Return what was typed into a form beside the questions: answers have names of the playbook's, which may be the same."""
    return {} if typed.keys() == {question.id for question in view.questions} else typed


def _given(visit: Visit, done: str, task_id: str, *, here: str = "") -> dict[str, Any]:
    """Return what a page says was just done, and the task it was done for where that is another than the one `here`.

    With it comes whose answers the script need not keep any more, as they were sent or saved: those alone.
    An address can be typed, shared or opened a year later: nothing has arrived because an address says so.
    """
    task = visit.about.onboarding.task(task_id)
    line = task_line(visit.about, task) if task and task.by_customer and task_id != here else None
    so = done not in GIVEN or (task is not None and has_given(visit.about, task, done))
    forgets = {"answered": task_id, "saved": here}.get(done, "") if so else ""
    return {
        "flash": done if so else "",
        "given": line,
        "given_keep": _keep(visit, forgets) if forgets else "",
    }


def _keep(visit: Visit, task_id: str) -> str:
    """Return the name under which the script keeps what is typed into a task's form."""
    return f"{visit.session.onboarding}/{visit.contact.id}/{task_id}"


def draft_of(visit: Visit, task_id: str) -> Draft | None:
    """Return what was saved of the answers to a task; None where it asks nothing, or nothing any more."""
    task, rule = visit.about.onboarding.task(task_id), visit.about.playbook.task(task_id)
    if task is None or rule is None or not rule.fields or visit.about.onboarding.ended:
        return None
    return bootstrap.drafts().read(visit.session.onboarding, task_id)


def has_saved(visit: Visit, task_id: str) -> bool:
    """Say whether answers to a task were saved, and not sent."""
    draft = draft_of(visit, task_id)
    return draft is not None and draft.base == answers_stamp(visit, task_id)


def answers_stamp(visit: Visit, task_id: str) -> str:
    """Return what tells the answers of a task from any others."""
    task = visit.about.onboarding.task(task_id)
    return stamp(task) if task else ""


def seen_with(base: str, draft: Draft | None) -> str:
    """Return what a form tells about what it has shown: the answers, and the draft."""
    return f"{base}.{draft.version if draft else ''}"


def country_names(view: TaskView, visit: Visit) -> tuple[tuple[str, str], ...]:
    """Return the countries by code and name, where a question asks for one."""
    if all(question.type != "country" for question in view.questions):
        return ()
    from chalicelib.adapters.countries import names

    return names(visit.about.tag)


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
        view=overview_of(visit.about),
        reminders=visit.contact.reminders,
        roles=wording.ROLES,
        passes_on=may_pass_on(visit.about.onboarding, visit.contact),
        flash=done,
        typed=typed or {},
        error=dict(errors or {}),
    )


def overview_of(about: Circumstances) -> Any:
    """Return the overview's values."""
    contact = about.contact.id if about.contact else None
    return portal_view(about.onboarding, about.playbook, about.directory, about.names, about.now, contact)


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
