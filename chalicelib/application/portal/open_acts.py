"""What a customer can do with a task now: upload, answer, correct, confirm, approve, or nothing."""

from chalicelib.application.circumstances import Circumstances
from chalicelib.application.portal.document_lines import DocumentLine
from chalicelib.application.portal.tasks import TO_DO, TaskLine
from chalicelib.domain.given import correctable
from chalicelib.domain.onboarding import Task
from chalicelib.domain.playbook import TaskRule
from chalicelib.domain.room import no_room


def open_acts(
    about: Circumstances,
    task: Task,
    rule: TaskRule,
    *,
    line: TaskLine,
    documents: tuple[DocumentLine, ...],
    replacing: DocumentLine | None,
    may_sign: bool,
) -> frozenset[str]:
    """Return the names of the acts that are open; a file to replace, `replacing`, can be sent again beside them."""
    room = not rule.documents or not no_room(about.onboarding, task.id)
    if about.onboarding.ended or line.state not in TO_DO:
        corrects = correctable(task, about.onboarding, about.playbook)
        return _those(upload=bool(replacing and room), correct=corrects)
    if rule.kind == "approval":
        return _those(approve=may_sign)
    if not room:
        return _those(answer=bool(rule.fields))
    only_dates = _only_dates(documents, rule)
    upload = bool(replacing) or (bool(rule.documents) and not only_dates)
    found = _those(upload=upload, answer=bool(rule.fields))
    return found if found or only_dates else frozenset({"confirm"})


def _those(**acts: bool) -> frozenset[str]:
    return frozenset(act for act, open_now in acts.items() if open_now)


def _only_dates(documents: tuple[DocumentLine, ...], rule: TaskRule) -> bool:
    """Say whether all files are here, and only the day is missing that belongs to one of them."""
    wanted = rule.documents.count if rule.documents else 0
    here = [line for line in documents if line.status != "rejected" and not line.expiring]
    return len(here) >= wanted and any(line.asks_date for line in here)
