"""A task as the customer sees it: a line of a list, and how it stands."""

from dataclasses import dataclass
from typing import Any

from chalicelib.application.circumstances import Circumstances, name_of
from chalicelib.application.words import wording
from chalicelib.application.words.dates import When, local_time
from chalicelib.domain.onboarding import SETTLED, Document, Task
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import TaskRule
from chalicelib.domain.reasons import explain_all

YOUR_FILE = phrase("Your file")
TO_DO = frozenset({"to_do", "again"})
GIVEN = frozenset({"answered", "confirmed", "arrived"})
_WITH_US = frozenset({"submitted", "in_review"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """A task of the customer in a list. `due` is when we would like to have it, `late` once that day is over.

    `with_whom` is the colleague who has it, since when; with `yours` that is the reader. `stuck`: we are to answer,
    `stuck_by` whom, where that is not the reader. `declined`: likewise, of a sign-off that they declined.
    Where another file is needed, `file` is the refused one, `advice` says why, and `note` is a person's own words.
    """

    id: str
    title: str
    approval: bool
    help: str
    state: str
    label: str
    due: When | None
    late: bool
    done: When | None
    done_by: str
    file: str = ""
    advice: tuple[str, ...] = ()
    note: str = ""
    with_whom: str = ""
    with_since: When | None = None
    yours: bool = False
    stuck: bool = False
    stuck_by: str = ""
    declined: bool = False

    @property
    def elsewhere(self) -> bool:
        """Say whether it is not for the reader to do now: a colleague has it, or we are to answer first."""
        return self.state in TO_DO and (
            self.stuck or self.declined or bool(self.with_whom and not self.yours)
        )

    @property
    def standing(self) -> str:
        """Return how it stands for the reader, in words."""
        if not self.elsewhere:
            return self.label
        return wording.ELSEWHERE["stuck" if self.stuck or self.declined else "handed"]


def task_line(about: Circumstances, task: Task) -> TaskLine:
    """Return a task of the customer as a line of a list."""
    rule, local, state = (
        about.playbook.task(task.id),
        local_time(about.zone, about.now),
        task_state(about, task),
    )
    refused = last_file(about, task) if state == "again" else None
    declined = state in TO_DO and about.onboarding.declined(task.id) is not None
    awaited = state in TO_DO and not declined
    return TaskLine(
        id=task.id,
        title=task.title,
        approval=task.kind == "approval",
        help=rule.help if rule else "",
        state=state,
        declined=declined,
        label=wording.TASK_STATES[state],
        due=local.when(task.due_at) if awaited else None,
        late=awaited and local.over(task.due_at),
        done=local.when(task.proof.at) if task.proof else None,
        done_by=name_of(about, task.proof.by) if task.proof else "",
        file=(about.names.reveal(refused.name) or YOUR_FILE) if refused else "",
        advice=advice_on(refused, rule) if refused else (),
        note=about.names.reveal(refused.note) if refused else "",
        **_whose(about, task),
    )


def _whose(about: Circumstances, task: Task) -> dict[str, Any]:
    """Return which colleague has an open task, and whether somebody is stuck with it."""
    asked = about.onboarding.stuck(task.id)
    mine = asked is None or (about.contact is not None and asked.contact == about.contact.id)
    stuck = {
        "stuck": asked is not None,
        "stuck_by": "" if mine or asked is None else name_of(about, f"contact:{asked.contact}"),
    }
    if task.handed is None or task.status != "open":
        return stuck
    return {
        **stuck,
        "with_whom": name_of(about, f"contact:{task.handed.contact}"),
        "with_since": local_time(about.zone, about.now).when(task.handed.at),
        "yours": about.contact is not None and about.contact.id == task.handed.contact,
    }


def advice_on(document: Document, rule: TaskRule | None) -> tuple[str, ...]:
    """Return what to do about a file that was not accepted."""
    return explain_all(document.reasons, rule=rule.documents if rule else None, type=document.type)


def task_state(about: Circumstances, task: Task) -> str:
    """Return how a task stands in the customer's eyes: a key of `wording.TASK_STATES`."""
    if task.status in SETTLED:
        return "done" if task.status == "done" else "not_needed"
    if about.onboarding.ended:
        return "not_needed"
    if task.status == "waiting":
        return "later"
    if task.status in _WITH_US:
        return "checking"
    last = last_file(about, task)
    return "again" if last and last.status == "rejected" else "to_do"


def has_given(about: Circumstances, task: Task, done: str) -> bool:
    """Say whether the customer has given to a task what a page is to thank for: one of `GIVEN`."""
    rule = about.playbook.task(task.id)
    if rule is None or not task.by_customer:
        return False
    if done == "arrived":
        return last_file(about, task) is not None
    complete = task.status == "done" or task.status in _WITH_US
    if done == "answered":
        return bool(task.answers or task.secrets or (rule.fields and complete))
    return complete and not (rule.fields or rule.documents)


def last_file(about: Circumstances, task: Task) -> Document | None:
    """Return the newest file of a task that was neither replaced nor taken back."""
    standing = [each for each in about.onboarding.of_task(task.id) if not each.gone]
    return standing[-1] if standing else None
