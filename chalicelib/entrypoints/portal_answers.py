"""The answers to a task's questions: sent, corrected, and looked at together where two people answer at once."""

from chalice.app import Response

from chalicelib.application.answers import Checked, check
from chalicelib.application.personal import Sealer
from chalicelib.application.questions import reader_of
from chalicelib.domain.commands import Command, SubmitAnswers
from chalicelib.domain.errors import AnsweredMeanwhileError
from chalicelib.domain.given import stamp
from chalicelib.domain.onboarding import Answer
from chalicelib.domain.playbook import FieldRule, TaskRule
from chalicelib.entrypoints.forms import Form
from chalicelib.entrypoints.pages import redirect
from chalicelib.entrypoints.portal_pages import task_page
from chalicelib.entrypoints.visits import Visit, carried_out, carry_out


def answer(visit: Visit, form: Form, rule: TaskRule) -> Response:
    """Take the answers of a form, or show it again with what is wrong."""
    actor, done = (
        f"contact:{visit.contact.id}",
        redirect(f"/portal/tasks/{rule.id}?done=answered", cookie=visit.cookie),
    )
    if carried_out(form, onboarding=visit.session.onboarding, actor=actor):
        return done
    typed = typed_answers(form, rule)
    checked = check(rule.fields, typed, reader=reader_of(visit.about))
    if form.get("seen") not in ("", seen(visit, rule)):
        return task_page(visit, rule.id, status=409, typed=typed, errors=checked.errors, meanwhile=True)
    if checked.errors:
        return task_page(visit, rule.id, status=422, typed=typed, errors=checked.errors)
    try:
        carry_out(
            form,
            lambda sealer: _submission(visit, form, rule, checked=checked, sealer=sealer),
            onboarding=visit.session.onboarding,
            actor=actor,
            personal=visit.personal,
        )
    except AnsweredMeanwhileError:
        return task_page(visit, rule.id, status=409, typed=typed, meanwhile=True)
    return done


def seen(visit: Visit, rule: TaskRule) -> str:
    """Return what tells the answers that there are from those that a page has shown."""
    task = visit.about.onboarding.task(rule.id)
    return stamp(task) if task else ""


def typed_answers(form: Form, rule: TaskRule) -> dict[str, str]:
    """Return what was typed or chosen, by question; several choices one a line."""
    return {field.id: _typed(form, field) for field in rule.fields}


def _typed(form: Form, field: FieldRule) -> str:
    if field.type != "choices":
        return form.get(f"answer.{field.id}")
    chosen = (form.get(f"answer.{field.id}.{n}") for n in range(len(field.choices)))
    return "\n".join(choice for choice in chosen if choice)


def _submission(visit: Visit, form: Form, rule: TaskRule, *, checked: Checked, sealer: Sealer) -> Command:
    task = visit.about.onboarding.task(rule.id)
    before = {answer.field for answer in task.answers} if task else set()
    answers = tuple(Answer(field=field, value=sealer.seal(value)) for field, value in checked.answers.items())
    return SubmitAnswers(
        task=rule.id,
        contact=visit.contact.id,
        answers=answers,
        hidden=checked.hidden,
        cleared=tuple(sorted(before - checked.answers.keys() - set(checked.hidden))),
        seen=form.get("seen") or None,
    )
