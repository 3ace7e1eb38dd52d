"""From what somebody did to the commands that say so, by the playbook of the moment."""

from collections.abc import Iterator
from typing import Any

from chalicelib.domain import commands as c
from chalicelib.domain import signing
from chalicelib.domain.documents import Findings
from chalicelib.domain.onboarding import Answer, Onboarding, Task
from chalicelib.domain.playbook import Playbook, TaskRule
from chalicelib.domain.values import Personal
from infra.simulation.lives import Deed, Done, Tried

SAID = Personal("P#simulated.0", "0" * 64)
_CLEAN = "NO_THREATS_FOUND"


def commands_of(deed: Deed, state: Onboarding, playbook: Playbook) -> tuple[c.Command, ...]:
    """Return the commands of a deed; none where there is nothing (left) to do."""
    if isinstance(deed, Done | Tried):
        task = state.task(deed.task)
        if task is None or task.settled or task.status == "waiting":
            return ()
        rule = playbook.task(task.id)
        return tuple(_done(task, rule, state) if isinstance(deed, Done) else _tried(deed, task, rule, state))
    if isinstance(deed, c.SubmitAnswers):
        rule = playbook.task(deed.task)
        return (_answers(deed.task, rule, deed.contact),) if rule and rule.fields else ()
    return (deed,)


def _done(task: Task, rule: TaskRule | None, state: Onboarding) -> Iterator[c.Command]:
    contact = _contact(state)
    if task.kind == "approval":
        yield from _signed(task, rule, state, contact if task.by_customer else None)
    elif rule is not None and rule.provision:
        yield c.RecordProvisioning(task=task.id, succeeded=True, reference=f"made-{task.id}")
    elif task.kind == "internal" or rule is None:
        yield c.CompleteTask(task=task.id)
    elif contact is not None:
        given = [d for d in state.of_task(task.id) if d.status in {"accepted", "received", "checking"}]
        missing = (rule.documents.count if rule.documents else 0) - len(given)
        for number in range(missing):
            yield from _file(task, rule, state, number)
        if rule.fields or not rule.documents:
            yield _answers(task.id, rule, contact)


def _signed(task: Task, rule: TaskRule | None, state: Onboarding, contact: str | None) -> Iterator[c.Command]:
    """Yield a signature; where only an approver of the customer may, somebody is named first."""
    if rule is None or contact is None:
        yield c.ApproveTask(task=task.id, name=SAID, contact=contact)
        return
    if signing.by_approver(rule):
        there = signing.approvers(state)
        contact = there[0].id if there else contact
        if not there:
            yield c.AssignTask(task=task.id, contact=contact)
    seen = signing.digest(state, shown=rule.statement, language="en")
    yield c.ApproveTask(task=task.id, name=SAID, contact=contact, seen=seen)


def _tried(deed: Tried, task: Task, rule: TaskRule | None, state: Onboarding) -> Iterator[c.Command]:
    contact = _contact(state)
    if deed.how == "declined" and task.kind == "approval":
        yield c.DeclineTask(task=task.id, reason=SAID, contact=contact if task.by_customer else None)
    elif deed.how == "failed" and rule is not None and rule.provision:
        yield c.RecordProvisioning(task=task.id, succeeded=False, detail="503")
    elif deed.how in {"refused", "unclear"} and rule is not None and rule.documents and contact:
        verdict = "rejected" if deed.how == "refused" else "unchecked"
        yield from _file(task, rule, state, 0, verdict=verdict)


def _file(
    task: Task, rule: TaskRule, state: Onboarding, number: int, *, verdict: str = "accepted"
) -> Iterator[c.Command]:
    """Yield a file's way: it arrives, it is checked, it is scanned."""
    document = f"{len(state.documents) + number:032x}"
    where: dict[str, Any] = {
        "task": task.id,
        "document": document,
        "version_id": "v1",
        "key": f"q/{state.id}/{task.id}/{document}",
    }
    wanted = rule.documents.types[0] if rule.documents else "pdf"
    findings = Findings(
        verdict=verdict,  # type: ignore[arg-type]
        reasons=() if verdict == "accepted" else ("pdf.encrypted",),
        type=wanted,
        size=1_000,
        sha256=f"{number:064x}",
    )
    yield c.RecordUpload(**where, name=SAID)
    yield c.RecordVerdict(**where, name=SAID, findings=findings)
    yield c.RecordScan(**where, result=_CLEAN)


def _answers(task: str, rule: TaskRule, contact: str) -> c.SubmitAnswers:
    secret = tuple(field.id for field in rule.fields if field.type == "secret")
    answers = tuple(Answer(field=field.id, value=SAID) for field in rule.fields if field.id not in secret)
    return c.SubmitAnswers(task=task, contact=contact, answers=answers, secrets=secret)


def _contact(state: Onboarding) -> str | None:
    return next((contact.id for contact in state.reachable()), None)
