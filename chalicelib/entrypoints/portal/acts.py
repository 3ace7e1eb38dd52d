"""What the customer does on the pages: each act is carried out at once, and the next page says so."""

from collections.abc import Callable
from typing import Any

from chalice.app import Response

from chalicelib.application.forms.answers import check_name
from chalicelib.application.forms.kinds.addresses import check_email
from chalicelib.domain.commands import (
    ApproveTask,
    DeclineTask,
    InviteContact,
    SubmitAnswers,
    SwitchReminders,
)
from chalicelib.domain.errors import NotFoundError, WrongStateError
from chalicelib.domain.languages import language_of
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import TaskRule
from chalicelib.entrypoints.forms import Form
from chalicelib.entrypoints.pages import PageRefusalError, guarded, redirect
from chalicelib.entrypoints.portal import people as portal_people
from chalicelib.entrypoints.portal.answers import answer, typed_answers
from chalicelib.entrypoints.portal.documents import date_document, withdraw
from chalicelib.entrypoints.portal.limits import COLLEAGUES, DECLINES, wait
from chalicelib.entrypoints.portal.pages import colleagues_page
from chalicelib.entrypoints.portal.task import task_page
from chalicelib.entrypoints.portal.visits import OldFormError, Visit, after, carry_out_for, enter_with_form
from chalicelib.entrypoints.portal.way import way_on

_LONGEST_REASON = 2000
_TYPED = ("why", "words", "reason", "name", "contact", "colleague", "email")


@guarded
def act(request: Any, task_id: str) -> Response:
    """Answer, confirm, approve or decline, as the form's ``act`` says."""
    try:
        visit, form = enter_with_form(request)
    except OldFormError as old:
        return _shown_again(old, task_id)
    rule = visit.about.playbook.task(task_id)
    task = visit.about.onboarding.task(task_id)
    if rule is None or task is None or not task.by_customer:
        raise NotFoundError("There is no such task.")
    acts: dict[str, Callable[[Visit, Form, TaskRule], Response]] = {
        "answer": answer,
        "correct": answer,
        "confirm": _confirm,
        "approve": _approve,
        "decline": _decline,
        "withdraw": withdraw,
        "stuck": lambda visit, form, rule: portal_people.stuck(visit, form, rule.id),
        "hand": lambda visit, form, rule: portal_people.hand(visit, form, rule.id),
        "take_back": lambda visit, form, rule: portal_people.take_back(visit, form, rule.id),
        "date": date_document,
    }
    chosen = acts.get(form.get("act"))
    if chosen is None:
        raise PageRefusalError("unreadable", 400)
    return chosen(visit, form, rule)


def _shown_again(old: OldFormError, task_id: str) -> Response:
    """Show a task with what was typed into a form of an earlier visit; it is sent again or not, as the customer likes."""
    rule = old.visit.about.playbook.task(task_id)
    if rule is None:
        raise old
    if old.form.get("act") in ("answer", "correct"):
        typed = typed_answers(old.form, rule)
    else:
        typed = {name: old.form.get(name) for name in _TYPED}
    return task_page(old.visit, task_id, status=409, done="old-form", typed=typed)


@guarded
def invite(request: Any) -> Response:
    """Give a colleague a link of their own or end it, say what they do, or let them be asked first."""
    visit, form = enter_with_form(request)
    if form.get("act") == "role":
        return portal_people.role(visit, form)
    if form.get("act") == "primary":
        return portal_people.primary(visit, form)
    if form.get("act") == "end":
        return portal_people.end(visit, form)
    typed = {"name": form.get("name"), "email": form.get("email").lower()}
    name = check_name(typed["name"], missing=phrase("Enter the name of your colleague."))
    errors = {"name": name, "email": check_email(typed["email"])}
    errors = {field: text for field, text in errors.items() if text}
    if errors:
        return colleagues_page(visit, status=422, typed=typed, errors=errors)
    if words := wait(visit, form, COLLEAGUES):
        return colleagues_page(visit, status=429, typed=typed, errors={"email": words})
    try:
        carry_out_for(
            visit,
            form,
            lambda sealer: InviteContact(
                name=sealer.seal(typed["name"]),
                email=sealer.seal(typed["email"]),
                language=visit.contact.language,
                invited_by=visit.contact.id,
            ),
        )
    except WrongStateError as refusal:
        return colleagues_page(visit, status=409, typed=typed, errors={"email": refusal.words})
    return redirect("/portal/colleagues?done=invited", cookie=visit.cookie)


@guarded
def switch_reminders(request: Any) -> Response:
    """Switch one's own reminders off or on."""
    visit, form = enter_with_form(request)
    wanted = form.get("reminders")
    if wanted not in ("on", "off"):
        raise PageRefusalError("unreadable", 400)
    carry_out_for(visit, form, lambda _: SwitchReminders(contact=visit.contact.id, on=wanted == "on"))
    return redirect(f"/portal/colleagues?done=reminders-{wanted}", cookie=visit.cookie)


def _confirm(visit: Visit, form: Form, rule: TaskRule) -> Response:
    outcome = carry_out_for(visit, form, lambda _: SubmitAnswers(task=rule.id, contact=visit.contact.id))
    return redirect(way_on(after(visit, outcome).about, rule.id, done="confirmed"), cookie=visit.cookie)


def _approve(visit: Visit, form: Form, rule: TaskRule) -> Response:
    name = form.get("name")
    errors = {"name": check_name(name)} if check_name(name) else {}
    if form.get("agree") != "yes":
        errors["agree"] = phrase("Tick the box if you approve this.")
    if errors:
        typed = {"name": name, "agree": form.get("agree")}
        return task_page(visit, rule.id, status=422, typed=typed, errors=errors)
    try:
        carry_out_for(
            visit,
            form,
            lambda sealer: ApproveTask(
                task=rule.id,
                name=sealer.seal(name),
                contact=visit.contact.id,
                seen=form.get("seen"),
                language=language_of(visit.about.tag),
            ),
        )
    except WrongStateError as refusal:
        task = visit.about.onboarding.task(rule.id)
        if task is None or task.settled:
            raise
        return task_page(visit, rule.id, status=409, typed={"name": name}, errors={"signed": refusal.words})
    return redirect(f"/portal/tasks/{rule.id}?done=approved", cookie=visit.cookie)


def _decline(visit: Visit, form: Form, rule: TaskRule) -> Response:
    reason = form.get("reason")
    if not reason or len(reason) > _LONGEST_REASON:
        text = phrase("Say what is not right yet, so that we can change it.")
        if reason:
            text = phrase(
                "Shorten this to %(most)s characters; it has %(length)s.",
                most=_LONGEST_REASON,
                length=len(reason),
            )
        return task_page(visit, rule.id, status=422, typed={"reason": reason}, errors={"reason": text})
    if words := wait(visit, form, DECLINES):
        return task_page(visit, rule.id, status=429, typed={"reason": reason}, errors={"reason": words})
    carry_out_for(
        visit,
        form,
        lambda sealer: DeclineTask(task=rule.id, reason=sealer.seal(reason), contact=visit.contact.id),
    )
    return redirect(f"/portal/tasks/{rule.id}?done=declined", cookie=visit.cookie)
