"""Whether something was given or done for a task: then it is never thrown away."""

from chalicelib.domain.onboarding import Onboarding, Task
from chalicelib.domain.playbook import Playbook


def given(task: Task, state: Onboarding, playbook: Playbook) -> str:
    """Return what there is of a task that must not be lost, in words; empty when nothing is."""
    rule = playbook.task(task.id)
    if task.settled:
        return "it is done" if task.status == "done" else "somebody decided to do without it"
    if task.answers:
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
