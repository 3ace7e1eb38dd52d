"""What only one kind of mail to a customer shows, and what is open when it is written."""

from dataclasses import replace
from typing import Any

from chalicelib.application.mail.names import contact_name, person_name
from chalicelib.application.mail.times import minute
from chalicelib.application.mail.values import Scene
from chalicelib.application.outbox import CannotWriteError
from chalicelib.application.portal.signatures import Signature, signature_of
from chalicelib.application.words import wording
from chalicelib.application.words.dates import LocalTime
from chalicelib.application.words.plain import file_of, plain
from chalicelib.domain import signing
from chalicelib.domain.effects import SendMail
from chalicelib.domain.occasions import gives_back
from chalicelib.domain.onboarding import Contact, Onboarding, Task
from chalicelib.domain.questions import LONGEST


def of_kind(mail: SendMail, scene: Scene, local: LocalTime) -> dict[str, Any]:
    """Return what only one kind of mail to a customer shows."""
    match mail.mail:
        case "handed":
            return _handed(mail, scene)
        case "answer":
            return _answered(mail, scene)
        case "signed":
            return {"signature": _signed(mail, scene, local)}
        case "request":
            rules = [scene.playbook.task(task) for task in mail.tasks]
            naming = all(signing.by_approver(rule) for rule in rules) and not signing.approvers(
                scene.onboarding
            )
            return {"naming": bool(rules) and naming}
    return {}


def _handed(mail: SendMail, scene: Scene) -> dict[str, Any]:
    """Return who has given the receiver a task, who no longer has it, or that all is passed on; empty where the playbook did."""
    if gives_back(mail):
        gone = scene.onboarding.contact(mail.giver)
        return {"came_back": True, "asker": contact_name(scene.names.reveal(gone.name)) if gone else ""}
    task = scene.onboarding.task(mail.tasks[0]) if mail.tasks else None
    kind, _, who = (task.handed.by if task and task.handed else "").partition(":")
    host = scene.onboarding.contact(who) if kind == "contact" else None
    asker = contact_name(scene.names.reveal(host.name)) if host else ""
    return {
        "asker": person_name(who, scene) if kind == "person" else asker,
        "passed_on": mail.name == "primary",
    }


def _answered(mail: SendMail, scene: Scene) -> dict[str, Any]:
    question = scene.onboarding.question(mail.question)
    if question is None:
        raise CannotWriteError(f"there is no question {mail.question}")
    kind, _, who = (question.answered_by or "").partition(":")
    task = scene.onboarding.task(question.task or "")
    asked = scene.names.reveal(question.text) or (task.title if task else "")
    return {
        "about": plain(task.title) if task else "",
        "question": plain(asked, longest=LONGEST),
        "answer": plain(scene.names.reveal(question.answer), longest=LONGEST),
        "answerer": person_name(who, scene) if kind == "person" else "",
    }


def _signed(mail: SendMail, scene: Scene, local: LocalTime) -> Signature:
    task = scene.onboarding.task(mail.tasks[0]) if mail.tasks else None
    rule = scene.playbook.task(task.id) if task else None
    found = None
    if task is not None:
        statement = plain(rule.statement, longest=5000) if rule else ""
        found = signature_of(task, scene.onboarding, statement=statement, names=scene.names, local=local)
    if found is None:
        raise CannotWriteError("there is no such signature")
    named = tuple(replace(each, name=file_of(each.name)) for each in found.documents)
    return replace(found, documents=named)


def scores_of(mail: SendMail, contact: Contact, scene: Scene) -> tuple[tuple[str, str], ...]:
    """Return each answer to how a milestone went, with the link that chooses it beforehand."""
    if mail.milestone is None:
        return ()
    address = scene.links.feedback(scene.onboarding, contact, mail.milestone)
    return tuple((words, f"{address}?score={score}") for score, words in wording.SCORES.items())


def reminding(mail: SendMail, contact: Contact, scene: Scene) -> dict[str, Any]:
    """Return what only a reminder shows."""
    onboarding = scene.onboarding
    still = onboarding.with_customer()
    return {
        "last": not onboarding.reminders.next_at and not any(task.remind_at for task in still),
        "also": tuple(
            plain(task.title) for task in _theirs(contact, onboarding) if task.id not in mail.tasks
        ),
        "words": plain(scene.playbook.reminders.text, longest=600),
        "unsubscribe": scene.links.unsubscribe(onboarding, contact),
    }


def open_now(contact: Contact, scene: Scene, local: LocalTime) -> dict[str, Any]:
    """Return what is open for the receiver when the mail is written, and what is open for others: colleagues, or us."""
    onboarding = scene.onboarding
    mine, theirs = len(_theirs(contact, onboarding)), len(onboarding.with_customer())
    return {
        "still_open": mine,
        "elsewhere": theirs - mine,
        "with_us": len(onboarding.outstanding()) - theirs,
        "written": minute(scene.now, local),
    }


def _theirs(contact: Contact, onboarding: Onboarding) -> tuple[Task, ...]:
    """Return what is open for a contact: what they were given, and for who is asked first also what nobody was given."""
    first = onboarding.reachable()[:1] == (contact,)
    return tuple(
        task
        for task in onboarding.with_customer()
        if (task.handed.contact == contact.id if task.handed else first)
    )
