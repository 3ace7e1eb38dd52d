"""The page of one task, with the forms that it needs."""

from collections.abc import Mapping

from chalice.app import Response

from chalicelib.application.portal.task import TaskView, task_view
from chalicelib.entrypoints.pages import page
from chalicelib.entrypoints.portal.drafts import answers_stamp, draft_of, draft_to_show, kept_as, seen_with
from chalicelib.entrypoints.portal.flash import just_done
from chalicelib.entrypoints.portal.frame import BASE, shared
from chalicelib.entrypoints.portal.uploads import plain_form
from chalicelib.entrypoints.portal.visits import Visit, enter_again
from chalicelib.entrypoints.portal.way import ways


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
    view = task_view(
        visit.about,
        task_id,
        typed=typed,
        errors=errors,
        replaces=replaces,
        draft=draft_to_show(visit, task_id, draft),
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
        **just_done(visit, done, given or task_id, here=task_id),
        **ways(visit.about, task_id),
        typed=_of_other_forms(view, typed or {}),
        error=dict(errors or {}),
        countries=_country_names(view, visit),
        seen=seen_with(answers_stamp(visit, task_id), draft),
        keep=kept_as(visit, task_id),
    )


def _of_other_forms(view: TaskView, typed: Mapping[str, str]) -> Mapping[str, str]:
    """Return what was typed into a form beside the questions: answers have names of the playbook's, which may be the same."""
    return {} if typed.keys() == {question.id for question in view.questions} else typed


def _country_names(view: TaskView, visit: Visit) -> tuple[tuple[str, str], ...]:
    """Return the countries by code and name, where a question asks for one."""
    if all(question.type != "country" for question in view.questions):
        return ()
    from chalicelib.adapters.countries import names

    return names(visit.about.tag)
