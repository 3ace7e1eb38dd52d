"""Files go from the browser straight to the store: the signed forms, and what happens once a file is there."""

import json
import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from chalice.app import Response

from chalicelib import bootstrap
from chalicelib.application.documents import GoneError, Held, Place, UploadForm, place_of
from chalicelib.application.forms.reader import reader_of
from chalicelib.application.forms.typed_days import days_of
from chalicelib.application.handle import Envelope
from chalicelib.application.personal import Sealer
from chalicelib.application.portal.document_lines import document_line
from chalicelib.application.portal.task import task_view
from chalicelib.domain.commands import RecordUpload
from chalicelib.domain.errors import NotFoundError, WrongStateError
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.playbook import TableRule
from chalicelib.domain.tables import written
from chalicelib.entrypoints.pages import PageRefusalError, guarded, page
from chalicelib.entrypoints.portal.visits import Visit, circumstances, enter, enter_with_form
from chalicelib.entrypoints.portal.way import way_on
from chalicelib.settings import settings

_MOST_LOOKS = 60  # the frame looks again every 2 seconds, for two minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainForm:
    """The signed form of one file, as the page shows it."""

    url: str
    fields: dict[str, str]
    origin: str


def plain_form(visit: Visit, task_id: str, *, replaces: str | None = None) -> PlainForm:
    """Return the form that works without a script: the store answers by sending its frame back to us."""
    redirect = f"{settings().public_url}/portal/tasks/{task_id}/uploaded"
    form = _signed(visit, task_id, redirect=redirect, replaces=replaces, dated="")
    address = urlsplit(form.url)
    return PlainForm(url=form.url, fields=form.fields, origin=f"{address.scheme}://{address.netloc}")


@guarded
def upload_form(request: Any, task_id: str) -> Response:
    """Hand out a form for one file as JSON: the page's script sends several files, each with its own."""
    visit, form = enter_with_form(request)
    view = task_view(visit.about, task_id, replaces=(request.query_params or {}).get("replace", ""))
    if "upload" not in view.can:
        raise PageRefusalError("closed", 409)
    replaces = view.replacing.id if view.replacing else None
    name, typed = form.get("name") or None, form.get("x-amz-meta-date")
    days = days_of(typed, first=reader_of(visit.about).day_first)
    dated = (
        days[0].isoformat() if len(days) == 1 else typed or None
    )  # what is unclear the page asks for again
    signed = _signed(visit, task_id, redirect=None, name=name, replaces=replaces, dated=dated)
    body = json.dumps({"url": signed.url, "fields": signed.fields})
    return Response(
        body,
        headers={
            "Content-Type": "application/json",
            "Cache-Control": "no-store",
            "Set-Cookie": visit.cookie,
        },
    )


@guarded
def uploaded(request: Any, task_id: str) -> Response:
    """Take note of a file that the store has, and show its verdict as soon as there is one.

    The store's word in the query is only a hint: the file is looked up, and what is recorded is what is there.
    """
    visit, query = enter(request), request.query_params or {}
    place = place_of(query.get("key", ""))
    if place is None or place.onboarding != visit.session.onboarding or place.task != task_id:
        raise NotFoundError("There is no such upload.")
    onboarding, version, refused = visit.about.onboarding, query.get("version", ""), ""
    if not onboarding.version(place.key, version):
        held = _held(place)  # the newest: a version that nobody knows is only the query's word
        version = held.version_id
        if not onboarding.version(place.key, version):
            try:
                onboarding = _take_note(visit, place, held)
            except WrongStateError as refusal:  # the frame says so, where everybody looks
                refused = refusal.words
    document = onboarding.version(place.key, version)
    about = circumstances(onboarding, bootstrap.store().personal(onboarding.id), contact=visit.contact)
    line = document_line(about, document) if document else None
    looks = int(query["looks"]) if re.fullmatch("[0-9]{1,3}", query.get("looks", "")) else 0
    more = line is not None and line.pending and looks < _MOST_LOOKS
    again = urlencode({"key": place.key, "version": version, "looks": looks + 1})
    return page(
        "portal/uploaded.html",
        cookie=visit.cookie,
        framed=True,
        line=line,
        refused=refused,
        task=task_id,
        ahead=way_on(about, task_id, done="" if line is None or line.status == "rejected" else "arrived"),
        again=f"/portal/tasks/{task_id}/uploaded?{again}" if more else "",
    )


def _held(place: Place) -> Held:
    try:
        return bootstrap.documents().head(place.key)
    except GoneError:
        raise PageRefusalError("not-arrived", 404) from None


def _take_note(visit: Visit, place: Place, held: Held) -> Onboarding:
    outcome = bootstrap.handle(_recording(visit, place, held))
    return outcome.onboarding or visit.about.onboarding


def _recording(visit: Visit, place: Place, held: Held) -> Envelope:
    command_id = f"upload:{held.key}:{held.version_id}"
    sealer = Sealer(command_id, known=visit.personal)
    command = RecordUpload(
        task=place.task,
        document=place.document,
        key=held.key,
        version_id=held.version_id,
        name=sealer.seal(held.name),
        size=held.size,
        replaces=held.replaces,
        dated=held.dated,
    )
    return Envelope(
        onboarding=place.onboarding,
        id=command_id,
        actor=f"contact:{visit.contact.id}",
        command=command,
        vault=sealer.vault,
    )


def _signed(
    visit: Visit,
    task_id: str,
    *,
    redirect: str | None,
    name: str | None = None,
    replaces: str | None = None,
    dated: str | None = None,
) -> UploadForm:
    rule = visit.about.playbook.task(task_id)
    if rule is None or rule.documents is None:
        raise NotFoundError("This task takes no files.")
    place = Place(onboarding=visit.about.onboarding.id, task=task_id, document=uuid4().hex)
    return bootstrap.documents().presigned_post(
        place.key,
        max_bytes=rule.documents.max_bytes,
        contact=visit.contact.id,
        epoch=visit.session.epoch,
        redirect=redirect,
        name=name,
        expects=_expected(rule.documents.table, visit) if rule.documents.table else "",
        replaces=replaces,
        dated=dated if rule.documents.valid and rule.documents.valid.asks_date else None,
    )


def _expected(table: TableRule, visit: Visit) -> str:
    """Return what a table must hold, as its form carries it, with how its sender writes a day."""
    if table.day_first is None:
        table = replace(table, day_first=reader_of(visit.about).day_first)
    return written(table)
