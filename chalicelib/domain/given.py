"""Whether something was given or done for a task: then it is never thrown away."""

import hashlib

from chalicelib.domain.onboarding import Onboarding, Task
from chalicelib.domain.playbook import Playbook


def given(task: Task, state: Onboarding, playbook: Playbook) -> str:
    """Return what there is of a task that must not be lost, in words; empty when nothing is."""
    rule = playbook.task(task.id)
    if task.settled:
        return "it is done" if task.status == "done" else "somebody decided to do without it"
    if task.answers or task.secrets:
        return "the customer has answered already"
    if state.of_task(task.id):
        return "the customer has sent a file already"
    if rule and rule.provision and task.status != "waiting":
        return "another system was asked to do it"
    waiting = state.receipts.waiting if state.receipts else ()
    return "the customer is about to read of it" if any(n.task == task.id for n in waiting) else ""


def on_its_way(task: Task, playbook: Playbook) -> bool:
    """Say whether a file may be on its way: forms that were shown take one for an hour, so it must have a place."""
    rule = playbook.task(task.id)
    return bool(rule and rule.documents) and not task.settled and task.status != "waiting"


def stamp(task: Task) -> str:
    """Return what tells the answers of a task from any others, without saying what they are."""
    text = "\n".join(sorted(f"{answer.field} {answer.value.c}" for answer in task.answers))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def correctable(task: Task, state: Onboarding, playbook: Playbook) -> bool:
    """Say whether the customer may still change what they have answered: until somebody has gone on from it.

    That is a person who has done this task or one that waits for it, or the end of its stage.
    """
    rule = playbook.task(task.id)
    if rule is None or not rule.fields or task.status != "done" or state.ended:
        return False
    by_person = task.proof is not None and task.proof.by.startswith("person:")
    over = {stage.id for stage in state.stages if stage.status == "done"}
    checked = (other for each in playbook.tasks if task.id in each.after and (other := state.task(each.id)))
    return not by_person and task.stage not in over and not any(other.settled for other in checked)
