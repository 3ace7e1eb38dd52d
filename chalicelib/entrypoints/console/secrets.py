"""A customer's password or key: shown once, to who does its task, and deleted with that."""

from typing import Any

from chalice.app import Response

from chalicelib import bootstrap
from chalicelib.application.portal.secrets import SecretRow, secret_rows
from chalicelib.domain import commands as c
from chalicelib.domain.errors import DomainError, NotFoundError, WrongStateError
from chalicelib.entrypoints.carrying_out import carried_out, carry_out
from chalicelib.entrypoints.console.typed import reason
from chalicelib.entrypoints.console.visit import Record, TeamVisit, enter, enter_with_form, load
from chalicelib.entrypoints.forms import Form
from chalicelib.entrypoints.pages import PageRefusalError, guarded, page, redirect


@guarded
def show(request: Any, onboarding_id: str, task: str, field: str) -> Response:
    """Say what there is, and ask why somebody wants to see it; nothing changes."""
    found = load(onboarding_id)
    return _page(enter(request), found, _row(found, task, field))


@guarded
def act(request: Any, onboarding_id: str, task: str, field: str) -> Response:
    """Show the secret, once, or ask the customer for it again."""
    visit, form = enter_with_form(request)
    found = load(onboarding_id)
    row = _row(found, task, field)
    acts = {"reveal": _reveal, "ask_again": _ask_again}
    chosen = acts.get(form.get("act"))
    if chosen is None:
        raise PageRefusalError("unreadable", 400)
    try:
        return chosen(visit, form, found, row)
    except DomainError as refusal:
        return _page(visit, found, row, status=refusal.status, error=str(refusal), typed=form.get("text"))


def _reveal(visit: TeamVisit, form: Form, found: Record, row: SecretRow) -> Response:
    """Decrypt first and decide then: what was decided is shown, and what was not decided nobody has seen."""
    about, why = found.about.onboarding, reason(form)
    if carried_out(form, onboarding=about.id, actor=_actor(visit)):
        raise WrongStateError(
            "It was shown once and is deleted. Ask the customer for it again if you still need it."
        )
    locked = bootstrap.store().locked(about.id, row.task, row.field)
    value = None
    if locked is not None and locked.blob is not None and locked.number == row.number and row.kept:
        value = bootstrap.keeper().unlock(locked.blob, onboarding=about.id, task=row.task, field=row.field)
    outcome = carry_out(
        form,
        lambda s: c.RevealSecret(task=row.task, field=row.field, number=row.number, reason=s.seal(why)),
        onboarding=about.id,
        actor=_actor(visit),
        personal=found.personal,
    )
    if value is None or outcome.repeated:
        raise WrongStateError("There is nothing to show any more. Ask the customer for it again.")
    return _page(visit, found, row, value=value)


def _ask_again(visit: TeamVisit, form: Form, found: Record, row: SecretRow) -> Response:
    why = reason(form)
    carry_out(
        form,
        lambda s: c.AskSecretAgain(task=row.task, field=row.field, reason=s.seal(why)),
        onboarding=found.about.onboarding.id,
        actor=_actor(visit),
        personal=found.personal,
    )
    return redirect(f"/console/onboardings/{found.about.onboarding.id}?done=ask_again")


def _actor(visit: TeamVisit) -> str:
    return f"person:{visit.person.id}"


def _row(found: Record, task_id: str, field: str) -> SecretRow:
    task = found.about.onboarding.task(task_id)
    rows = secret_rows(found.about, task) if task else ()
    row = next((each for each in rows if each.field == field), None)
    if row is None:
        raise NotFoundError("There is no such secret.")
    return row


def _page(
    visit: TeamVisit,
    found: Record,
    row: SecretRow,
    *,
    value: str | None = None,
    status: int = 200,
    error: str = "",
    typed: str = "",
) -> Response:
    onboarding = found.about.onboarding
    return page(
        "console/secret.html",
        status=status,
        **visit.shared(),
        row=row,
        value=value,
        error=error,
        typed=typed,
        account=onboarding.deal.account.name,
        back=f"/console/onboardings/{onboarding.id}",
    )
