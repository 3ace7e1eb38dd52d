"""What the customer's people do among themselves, and what they ask us: each is carried out at once."""

from typing import Any, cast

from chalice.app import Response

from chalicelib.application.forms.answers import check_name, tidy
from chalicelib.application.forms.kinds.addresses import check_email
from chalicelib.application.personal import Sealer
from chalicelib.application.words.wording import ROLES
from chalicelib.domain import commands as c
from chalicelib.domain.errors import NotAllowedError, NotFoundError, WrongStateError
from chalicelib.domain.phrases import phrase
from chalicelib.domain.questions import LONGEST, STUCK
from chalicelib.entrypoints.forms import Form
from chalicelib.entrypoints.pages import PageRefusalError, guarded, redirect
from chalicelib.entrypoints.portal.limits import COLLEAGUES, wait
from chalicelib.entrypoints.portal.overview import overview_page
from chalicelib.entrypoints.portal.pages import colleagues_page
from chalicelib.entrypoints.portal.task import task_page
from chalicelib.entrypoints.portal.visits import OldFormError, Visit, carry_out_for, enter_with_form

MISSING_QUESTION = phrase("Write your question.")
MISSING_REASON = phrase("Choose what holds you up.")
MISSING_WORDS = phrase("Say what holds you up.")
MISSING_COLLEAGUE = phrase("Enter the name of your colleague.")
TOO_LONG = phrase("Shorten this to 2,000 characters.")
_Error = dict[str, str]


@guarded
def question(request: Any) -> Response:
    """Take a question, about a task or about the whole."""
    try:
        visit, form = enter_with_form(request)
    except OldFormError as old:
        typed = {"question": old.form.get("question")}
        return _again(old.visit, old.form.get("task") or None, 409, typed, {}, done="old-form")
    text, task = tidy(form.get("question")), form.get("task") or None
    wrong = MISSING_QUESTION if not text else TOO_LONG if len(text) > LONGEST else ""
    if wrong:
        return _again(visit, task, 422, {"question": text}, {"ask-question": wrong})
    try:
        carry_out_for(
            visit, form, lambda s: c.AskQuestion(contact=visit.contact.id, text=s.seal(text), task=task)
        )
    except WrongStateError as refusal:
        return _again(visit, task, 409, {"question": text}, {"ask-question": refusal.words})
    where = f"/portal/tasks/{task}" if task else "/portal"
    return redirect(f"{where}?done=asked", cookie=visit.cookie)


def stuck(visit: Visit, form: Form, task: str) -> Response:
    """Take note that somebody cannot go on."""
    code, text = form.get("why"), tidy(form.get("words"))
    errors = {} if code in STUCK else {"stuck-why": MISSING_REASON}
    if len(text) > LONGEST:
        errors["stuck-words"] = TOO_LONG
    elif code == "other" and not text:
        errors["stuck-words"] = MISSING_WORDS
    typed = {"why": code, "words": text}
    if errors:
        return task_page(visit, task, status=422, typed=typed, errors=errors)

    def make(s: Sealer) -> c.Command:
        chosen = cast("Any", code)
        return c.ReportStuck(task=task, contact=visit.contact.id, code=chosen, text=s.seal_optional(text))

    return _done(visit, form, task, make, "stuck", field="stuck-why", typed=typed)


def hand(visit: Visit, form: Form, task: str) -> Response:
    """Give a task to a colleague: one of those who are there, or somebody by name and address."""
    contact, name = form.get("contact"), tidy(form.get("colleague"))
    email = form.get("email").lower()
    typed, errors = {"contact": contact, "colleague": name, "email": email}, _Error()
    if not contact:
        found = {
            "colleague-name": check_name(name, missing=MISSING_COLLEAGUE),
            "colleague-email": check_email(email),
        }
        errors = {field: text for field, text in found.items() if text}
    if errors:
        return task_page(visit, task, status=422, typed=typed, errors=errors)
    if _mails_to(visit, contact, task) and (words := wait(visit, form, COLLEAGUES)):
        return task_page(visit, task, status=429, typed=typed, errors={"colleague-name": words})

    def make(s: Sealer) -> c.Command:
        if contact:
            return c.AssignTask(task=task, contact=contact, by=visit.contact.id)
        return c.AssignTask(
            task=task,
            name=s.seal(name),
            email=s.seal(email),
            language=visit.contact.language,
            by=visit.contact.id,
        )

    return _done(visit, form, task, make, "handed", field="colleague-name", typed=typed)


def _mails_to(visit: Visit, contact: str, task_id: str) -> bool:
    """Say whether giving a task to a `contact` (empty: somebody new) mails anybody; who has it already gets no mail."""
    task = visit.about.onboarding.task(task_id)
    has_it = task.handed.contact if task and task.handed else None
    return not contact or contact != has_it


def take_back(visit: Visit, form: Form, task: str) -> Response:
    """Take a task back."""
    command = c.TakeBackTask(task=task, by=visit.contact.id)
    return _done(visit, form, task, lambda _: command, "taken-back", field="take-back", typed={})


def role(visit: Visit, form: Form) -> Response:
    """Say what a colleague does."""
    wanted = form.get("role")
    if wanted not in ROLES:
        raise PageRefusalError("unreadable", 400)
    command = c.SetRole(contact=form.get("contact"), role=wanted, by=visit.contact.id)  # type: ignore[arg-type]
    return _of_colleagues(visit, form, command, "role")


def primary(visit: Visit, form: Form) -> Response:
    """Let a colleague be asked first."""
    contact, first = form.get("contact"), visit.about.onboarding.reachable()[:1]
    is_first = contact in {one.id for one in first}
    if not is_first and (words := wait(visit, form, COLLEAGUES)):
        return colleagues_page(visit, status=429, errors={"people": words})
    command = c.PassPrimary(contact=contact, by=visit.contact.id)
    return _of_colleagues(visit, form, command, "primary")


def end(visit: Visit, form: Form) -> Response:
    """End a colleague's access: their link, their visits, and mail to them. One's own ends by the page behind a mail."""
    if form.get("contact") == visit.contact.id:
        raise PageRefusalError("unreadable", 400)
    command = c.LeaveContact(contact=form.get("contact"), by=visit.contact.id)
    return _of_colleagues(visit, form, command, "ended")


def _of_colleagues(visit: Visit, form: Form, command: c.Command, done: str) -> Response:
    try:
        carry_out_for(visit, form, lambda _: command)
    except (WrongStateError, NotAllowedError) as refusal:
        return colleagues_page(visit, status=refusal.status, errors={"people": refusal.words})
    return redirect(f"/portal/colleagues?done={done}", cookie=visit.cookie)


def _done(
    visit: Visit, form: Form, task: str, make: Any, done: str, *, field: str, typed: dict[str, str]
) -> Response:
    try:
        carry_out_for(visit, form, make)
    except (WrongStateError, NotAllowedError) as refusal:
        return task_page(visit, task, status=refusal.status, typed=typed, errors={field: refusal.words})
    return redirect(f"/portal/tasks/{task}?done={done}", cookie=visit.cookie)


def _again(
    visit: Visit, task: str | None, status: int, typed: _Error, errors: _Error, *, done: str = ""
) -> Response:
    if task is None:
        return overview_page(visit, status=status, done=done, typed=typed, errors=errors)
    try:
        return task_page(visit, task, status=status, done=done, typed=typed, errors=errors)
    except NotFoundError:
        raise PageRefusalError("unreadable", 400) from None
