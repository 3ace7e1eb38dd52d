"""The customer chooses when we meet, in their own time zone, or says what would suit them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalice.app import Response

from chalicelib.application.portal.meetings import meeting_line
from chalicelib.domain.commands import ChooseTime, DeclineTimes
from chalicelib.domain.errors import NotFoundError, WrongStateError
from chalicelib.domain.phrases import phrase
from chalicelib.entrypoints.pages import PageRefusalError, guarded, page, redirect
from chalicelib.entrypoints.portal.frame import shared
from chalicelib.entrypoints.portal.limits import TIMES, wait
from chalicelib.entrypoints.portal.visits import Visit, carry_out_for, enter, enter_with_form

_LONGEST = 1000
_WISH_MISSING = phrase("Say which days and hours would suit you.")
_WISH_TOO_LONG = phrase("Shorten this to 1,000 characters.")


@guarded
def show(request: Any, task_id: str) -> Response:
    """Show the times to choose from, or the one that was chosen."""
    return _page(enter(request), task_id, done=(request.query_params or {}).get("done", ""))


@guarded
def act(request: Any, task_id: str) -> Response:
    """Choose a time, or decline them all, as the form's ``act`` says."""
    visit, form = enter_with_form(request)
    wish = form.get("wish")
    match form.get("act"):
        case "choose":
            time = _instant(form.get("time"))
            if time is None:
                return _page(visit, task_id, status=422, errors={"time": phrase("Choose one of the times.")})
            meeting = visit.about.onboarding.meeting(task_id)
            moves = meeting is not None and time != meeting.chosen and time in meeting.times
            if moves and (words := wait(visit, form, TIMES)):
                return _page(visit, task_id, status=429, errors={"time": words})
            try:
                carry_out_for(
                    visit, form, lambda _: ChooseTime(task=task_id, contact=visit.contact.id, time=time)
                )
            except WrongStateError as refusal:
                return _page(visit, task_id, status=409, errors={"time": refusal.words})
            done = "chosen"
        case "none":
            if not wish or len(wish) > _LONGEST:
                wrong = _WISH_TOO_LONG if wish else _WISH_MISSING
                return _page(visit, task_id, status=422, errors={"wish": wrong}, typed={"wish": wish})
            carry_out_for(
                visit,
                form,
                lambda sealer: DeclineTimes(task=task_id, contact=visit.contact.id, wish=sealer.seal(wish)),
            )
            done = "wished"
        case _:
            raise PageRefusalError("unreadable", 400)
    return redirect(f"/portal/meetings/{task_id}?done={done}", cookie=visit.cookie)


def _page(
    visit: Visit,
    task_id: str,
    *,
    done: str = "",
    status: int = 200,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    line = meeting_line(visit.about, task_id)
    if line is None:
        raise NotFoundError("There is no such meeting.")
    return page(
        "portal/meeting.html",
        status=status,
        at=f"/portal/meetings/{task_id}",
        cookie=visit.cookie,
        **shared(visit),
        view=line,
        flash=done,
        error=dict(errors or {}),
        typed=typed or {},
    )


def _instant(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
