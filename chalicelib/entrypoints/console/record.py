"""The team's page of one onboarding: everything about it, and every act on it."""

from dataclasses import replace
from typing import Any

from chalice.app import Response

from chalicelib import bootstrap
from chalicelib.application.calendars import house
from chalicelib.application.circumstances import Circumstances
from chalicelib.application.console.journal import journal_lines
from chalicelib.application.console.view import console_view
from chalicelib.application.portal.meetings import meeting_lines
from chalicelib.application.portal.task import task_view
from chalicelib.application.portal.tasks import YOUR_FILE
from chalicelib.application.portal.view import portal_view
from chalicelib.domain.errors import DomainError, NotFoundError
from chalicelib.entrypoints.console.acts import carry_out_act
from chalicelib.entrypoints.console.plan import WHAT
from chalicelib.entrypoints.console.visit import Record, TeamVisit, enter, enter_with_form, load
from chalicelib.entrypoints.pages import guarded, page, redirect, see_other

_TYPED = (
    "act",
    "subject",
    "text",
    "code",
    "day",
    "name",
    "email",
    "title",
    "what",
    "person",
    "again",
    "where",
)
_RECENT = 15
_ALL = 5000


@guarded
def record(request: Any, onboarding_id: str) -> Response:
    """Show one onboarding, whole."""
    query = request.query_params or {}
    return _page(
        enter(request),
        load(onboarding_id),
        flash=query.get("done", ""),
        whole=query.get("journal") == "all",
    )


@guarded
def act(request: Any, onboarding_id: str) -> Response:
    """Do what a form of the record asks for; a refusal shows the same page with what was typed."""
    visit, form = enter_with_form(request)
    found = load(onboarding_id)
    try:
        carry_out_act(form, found, visit.person)
    except DomainError as refusal:
        failed = {name: form.get(name) for name in _TYPED} | {"message": _said(refusal, found.about)}
        return _page(visit, found, failed=failed, status=refusal.status)
    if form.get("back") == "needs-you":
        return redirect(f"/console/needs-you?done={form.get('act')}")
    return redirect(f"/console/onboardings/{onboarding_id}?done={form.get('act')}")


@guarded
def download(request: Any, onboarding_id: str, document_id: str) -> Response:
    """Lead to the pinned version of a document, for five minutes."""
    enter(request)
    about = load(onboarding_id).about
    document = about.onboarding.document(document_id)
    if document is None:
        raise NotFoundError("There is no such document.")
    name = about.names.reveal(document.name) or YOUR_FILE
    return see_other(bootstrap.documents().presigned_get(document.key, document.version_id, name=name))


@guarded
def look_on(request: Any, onboarding_id: str) -> Response:
    """Show exactly what the customer sees, without a form."""
    enter(request)
    about = _as_customer(onboarding_id)
    shown = {
        **_looking_on(onboarding_id, about),
        "view": portal_view(about),
        "flash": "",
        "typed": {},
        "error": {},
    }
    return page("portal/overview.html", **shown, meetings=tuple(meeting_lines(about)), saved=frozenset())


@guarded
def look_on_task(request: Any, onboarding_id: str, task_id: str) -> Response:
    """Show exactly what the customer sees of a task, without a form."""
    enter(request)
    about = _as_customer(onboarding_id)
    shown = _looking_on(onboarding_id, about)
    return page(
        "portal/task.html",
        **shown,
        ahead=shown["base"],
        by_itself="",
        given=None,
        view=task_view(about, task_id),
        upload=None,
        flash="",
        typed={},
        error={},
        countries=(),
        seen="",
        keep="",
    )


def _said(refusal: DomainError, about: Circumstances) -> str:
    """Return what a refusal says; where something was asked for already, with the name of the file that is there."""
    document = about.onboarding.document(getattr(refusal, "document", None) or "")
    name = about.names.reveal(document.name) if document else ""
    return f"{refusal} There is: {name}." if name else str(refusal)


def _as_customer(onboarding_id: str) -> Circumstances:
    """Return what the first reachable contact sees."""
    about = load(onboarding_id).about
    return replace(about, contact=next(iter(about.onboarding.reachable()), None))


def _looking_on(onboarding_id: str, about: Circumstances) -> dict[str, Any]:
    return {
        "base": f"/console/onboardings/{onboarding_id}/portal",
        "back_to": f"/console/onboardings/{onboarding_id}",
        "read_only": True,
        "account": about.onboarding.deal.account.name,
        "hidden": {},
    }


def _page(
    visit: TeamVisit,
    found: Record,
    *,
    flash: str = "",
    whole: bool = False,
    failed: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    onboarding = found.about.onboarding
    after = 0 if whole else max(0, onboarding.sequence - _RECENT)
    entries = bootstrap.store().journal(onboarding.id, after=after, limit=_ALL if whole else _RECENT)
    return page(
        "console/record.html",
        status=status,
        **visit.shared(),
        kinds_of_task=WHAT,
        view=console_view(
            found.about, visit.person, house(found.about.playbook.calendar, bootstrap.calendars())[0]
        ),
        journal=journal_lines(found.about, entries, visit.person),
        whole=after == 0,
        flash=flash,
        failed=failed or {},
        action=f"/console/onboardings/{onboarding.id}",
    )
