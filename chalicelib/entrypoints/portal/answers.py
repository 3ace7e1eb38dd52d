"""The answers to a task's questions: sent, corrected, and looked at together where two people answer at once."""

from chalice.app import Response

from chalicelib import bootstrap
from chalicelib.application.drafts import Draft
from chalicelib.application.forms.answers import Checked, check
from chalicelib.application.forms.reader import reader_of
from chalicelib.application.personal import Sealer
from chalicelib.application.portal.task import task_view
from chalicelib.domain.commands import Command, SubmitAnswers
from chalicelib.domain.errors import AnsweredMeanwhileError, WrongStateError
from chalicelib.domain.onboarding import Answer
from chalicelib.domain.playbook import FieldRule, TaskRule
from chalicelib.domain.values import whole_milliseconds
from chalicelib.entrypoints.carrying_out import carried_out
from chalicelib.entrypoints.forms import Form
from chalicelib.entrypoints.pages import redirect
from chalicelib.entrypoints.portal.drafts import answers_stamp, draft_of, seen_with
from chalicelib.entrypoints.portal.task import task_page
from chalicelib.entrypoints.portal.visits import Visit, after, carry_out_for, enter_again
from chalicelib.entrypoints.portal.way import way_on

_LONGEST = 5000


def answer(visit: Visit, form: Form, rule: TaskRule) -> Response:
    """Take the answers of a form, keep them for later, or show it again with what is wrong."""
    actor, typed = f"contact:{visit.contact.id}", typed_answers(form, rule)
    draft, correcting = draft_of(visit, rule.id), form.get("act") == "correct"
    if carried_out(form, onboarding=visit.session.onboarding, actor=actor):
        if draft and draft.base != answers_stamp(visit, rule.id):
            bootstrap.drafts().drop(visit.session.onboarding, draft)
        return _taken(visit, rule, correcting=correcting)
    checked = check(rule.fields, typed, reader=reader_of(visit.about), kept=_secrets_there(visit, rule))
    errors = {} if form.get("save") else checked.errors
    if form.get("seen") not in ("", seen_with(answers_stamp(visit, rule.id), draft)) and not _own(
        form, draft
    ):
        return task_page(visit, rule.id, status=409, typed=typed, errors=errors, meanwhile=True)
    if form.get("save"):
        return _save(visit, form, rule, typed=typed | checked.answers, over=draft)
    if errors:
        return task_page(visit, rule.id, status=422, typed=typed, errors=errors)
    try:
        outcome = carry_out_for(
            visit,
            form,
            lambda sealer: _submission(visit, form, rule, checked=checked, sealer=sealer),
            locked=_locked(visit, rule, checked),
        )
    except AnsweredMeanwhileError:
        return task_page(visit, rule.id, status=409, typed=typed, meanwhile=True)
    if draft:
        bootstrap.drafts().drop(visit.session.onboarding, draft)
    return _taken(after(visit, outcome), rule, correcting=correcting)


def _taken(visit: Visit, rule: TaskRule, *, correcting: bool) -> Response:
    """Lead on to what is next; whoever has changed their answers stays with them."""
    here = f"/portal/tasks/{rule.id}?done=answered"
    return redirect(
        here if correcting else way_on(visit.about, rule.id, done="answered"), cookie=visit.cookie
    )


def _secrets_there(visit: Visit, rule: TaskRule) -> frozenset[str]:
    task = visit.about.onboarding.task(rule.id)
    return frozenset(secret.field for secret in task.secrets) if task else frozenset()


def _locked(visit: Visit, rule: TaskRule, checked: Checked) -> dict[str, bytes]:
    """Return what was typed into questions for secrets, encrypted: nothing else of it goes any further."""
    if not checked.secrets:
        return {}
    keeper, onboarding = bootstrap.keeper(), visit.session.onboarding
    return {
        field: keeper.lock(value, onboarding=onboarding, task=rule.id, field=field)
        for field, value in checked.secrets.items()
    }


def _own(form: Form, draft: Draft | None) -> bool:
    """Say whether this very form saved the draft that there is: it is sent again."""
    return draft is not None and draft.version == form.nonce


def _save(visit: Visit, form: Form, rule: TaskRule, *, typed: dict[str, str], over: Draft | None) -> Response:
    """Keep what was typed, right or not, without secrets; nothing is decided by it."""
    _refuse_settled(visit, rule)
    secret = {field.id for field in rule.fields if field.type == "secret"}
    draft = Draft(
        task=rule.id,
        by=visit.contact.id,
        at=whole_milliseconds(visit.about.now),
        base=answers_stamp(visit, rule.id),
        values={field: text[:_LONGEST] for field, text in typed.items() if field not in secret},
        version=form.nonce,
    )
    kept = bootstrap.drafts().keep(
        visit.session.onboarding,
        draft,
        over=over.version if over else "",
        seen=visit.about.onboarding.sequence,
    )
    if not kept:
        _refuse_settled(enter_again(visit), rule)
        return task_page(visit, rule.id, status=409, typed=typed, meanwhile=True)
    return redirect(f"/portal/tasks/{rule.id}?done=saved", cookie=visit.cookie)


def _refuse_settled(visit: Visit, rule: TaskRule) -> None:
    if not task_view(visit.about, rule.id).can & {"answer", "correct"}:
        raise WrongStateError("This is already complete. Nothing more is needed.")


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
        secrets=tuple(sorted(checked.secrets)),
        seen=form.get("seen").partition(".")[0] or None,
    )
