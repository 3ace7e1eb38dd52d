"""Whose access a colleague may end, and whom the tasks go back to that somebody leaves behind."""

from collections.abc import Iterator

from chalicelib.domain import signing
from chalicelib.domain.onboarding import Contact, Handed, Onboarding, Task
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import Playbook


def why_not(state: Onboarding, contact: Contact, by: str) -> str:
    """Return why `by` may not end the access of a colleague, in words for the customer; empty where they may.

    Whom mail does not reach any more stays first here: else whoever comes next could take their place by a bounce.
    """
    here = tuple(each for each in state.contacts if each.status != "left")
    first = {each.id for each in (*here[:1], *state.reachable()[:1])}
    if contact.id in first:
        return phrase("Your first contact stays. Let somebody else be asked first before their access ends.")
    if by not in {*first, contact.invited_by}:
        return phrase("Only your first contact, or who invited a colleague, can end their access.")
    if signing.is_approver(contact) and by not in {each.id for each in signing.approvers(state)}:
        return phrase("Who signs for you stays. Ask them, or us, to name somebody else first.")
    return ""


def left_behind(
    state: Onboarding, contact: Contact, playbook: Playbook
) -> Iterator[tuple[Task, Contact | None]]:
    """Yield what somebody has and does not keep, with who gave it to them and has it again; None: the first contact.

    A sign-off that is an approver's does not go back: somebody is asked for it anew.
    """
    for task in state.tasks:
        handed = task.handed
        if task.settled or handed is None or handed.contact != contact.id:
            continue
        if not handed.by.startswith("system:") and not signing.by_approver(playbook.task(task.id)):
            yield task, _giver(state, handed)


def _giver(state: Onboarding, handed: Handed) -> Contact | None:
    others = [each for each in state.reachable() if each.id != handed.contact]
    return next((each for each in others[1:] if handed.by == f"contact:{each.id}"), None)
