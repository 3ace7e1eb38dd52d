"""Whether a mail is still wanted at the moment it would be sent."""

from chalicelib.domain import steps
from chalicelib.domain.effects import MailKind, SendMail
from chalicelib.domain.onboarding import SETTLED, Onboarding, Stage

_ONLY_WHILE_RUNNING: frozenset[MailKind] = frozenset({"welcome", "request", "reminder", "progress", "handed"})


def not_needed(onboarding: Onboarding, mail: SendMail) -> str | None:
    """Return why a mail has become needless, or None if it should be sent."""
    return _receiver_gone(onboarding, mail) or _occasion_passed(onboarding, mail)


def brings_link(mail: SendMail) -> bool:
    """Say whether a mail is the only one with a link that has just come into being: it goes out whatever else it says."""
    return mail.name.partition(".")[0] in {"invited", "link"}


def gives_back(mail: SendMail) -> bool:
    """Say whether a mail tells somebody what they have again, because a colleague is gone."""
    return mail.mail == "handed" and mail.name.startswith("back.")


def still_theirs(onboarding: Onboarding, mail: SendMail) -> tuple[str, ...]:
    """Return which tasks of a mail are open and with its receiver: by name, or as who is asked first."""
    first = [f"contact:{contact.id}" for contact in onboarding.reachable()[:1]]
    return tuple(
        task.id
        for task in map(onboarding.task, mail.tasks)
        if task and task.status == "open"
        if (mail.to == f"contact:{task.handed.contact}" if task.handed else mail.to in first)
    )


def theirs(onboarding: Onboarding, mail: SendMail) -> bool:
    """Say whether everything that a mail hands to its receiver is still with them and open."""
    tasks = [task for task in map(onboarding.task, mail.tasks) if task]
    return onboarding.running and all(
        task.status == "open" and task.handed is not None and f"contact:{task.handed.contact}" == mail.to
        for task in tasks
    )


def _receiver_gone(onboarding: Onboarding, mail: SendMail) -> str | None:
    kind, _, receiver = mail.to.partition(":")
    if kind != "contact":
        return None
    contact = onboarding.contact(receiver)
    if contact is None or contact.status == "left":
        return "the contact has left"
    if contact.email is None:
        return "the contact has no address"
    if contact.status == "unreachable":
        return "the contact cannot be reached"
    return (
        "the contact has switched reminders off"
        if mail.mail == "reminder" and not contact.reminders
        else None
    )


def _occasion_passed(onboarding: Onboarding, mail: SendMail) -> str | None:
    if brings_link(mail):
        return "the onboarding has ended" if onboarding.ended else None
    if mail.mail in _ONLY_WHILE_RUNNING and not onboarding.running:
        return f"the onboarding is {onboarding.status.replace('_', ' ')}"
    match mail.mail:
        case "feedback":
            opinion = onboarding.opinion(mail.milestone or "", mail.to.partition(":")[2])
            return "they have told us already" if opinion and opinion.given_at else None
        case "times":
            meeting = onboarding.meeting(mail.tasks[0])
            return None if meeting and meeting.chosen is None else "a time was chosen already"
        case "code":
            contact = onboarding.contact(mail.to.partition(":")[2])
            return None if contact and contact.code else "the code was used"
        case "escalation":
            return _taken_up(onboarding, mail)
        case "held":
            return None if onboarding.status == "on_hold" else "the onboarding is no longer on hold"
        case "reminder":
            return _nothing_to_remind(onboarding, set(mail.tasks))
        case "handed":
            return _with_another(onboarding, mail)
        case "request":
            return _all_settled(onboarding, mail.tasks)
        case "task":
            return _all_settled(onboarding, mail.tasks) or _with_others(onboarding, mail)
        case "assigned":
            return _owned_by_another(onboarding, mail)
        case "receipt":
            return _all_replaced(onboarding, mail)
        case "progress":
            return _old_news(onboarding, mail)
        case "handoff":
            return _stage_passed(onboarding, mail)
        case _:
            return None


def _owned_by_another(onboarding: Onboarding, mail: SendMail) -> str | None:
    if onboarding.ended:
        return "the onboarding has ended"
    return None if mail.to == f"person:{onboarding.owner}" else "somebody else owns the onboarding now"


def _nothing_to_remind(onboarding: Onboarding, wanted: set[str]) -> str | None:
    if wanted.intersection(task.id for task in onboarding.with_customer()):
        return None
    left = wanted.intersection(task.id for task in onboarding.outstanding())
    return "it is for us to answer first" if left else "everything has arrived"


def _taken_up(onboarding: Onboarding, mail: SendMail) -> str | None:
    escalation = next((one for one in onboarding.raised() if one.id == mail.escalation), None)
    if escalation is None:
        return "the escalation is settled"
    if escalation.snoozed_by == mail.to:
        return "they have put it off"
    return "they have taken it up already" if escalation.acknowledged_by == mail.to else None


def _all_settled(onboarding: Onboarding, wanted: tuple[str, ...]) -> str | None:
    tasks = [task for task in map(onboarding.task, wanted) if task]  # what is missing was dropped
    return "it is done already" if wanted and all(task.status in SETTLED for task in tasks) else None


def _with_another(onboarding: Onboarding, mail: SendMail) -> str | None:
    """Say why somebody need not hear that a task is theirs, or that they are asked first: it is so no more."""
    if mail.name == "primary":
        first = [f"contact:{contact.id}" for contact in onboarding.reachable()[:1]]
        return None if mail.to in first else "somebody else is asked first now"
    if gives_back(mail):
        return None if still_theirs(onboarding, mail) else "it is done, or somebody else has it now"
    tasks = [task for task in map(onboarding.task, mail.tasks) if task]
    if any(task.handed is None or f"contact:{task.handed.contact}" != mail.to for task in tasks):
        return "somebody else has it now"
    return _all_settled(onboarding, mail.tasks)


def _with_others(onboarding: Onboarding, mail: SendMail) -> str | None:
    owners = {
        f"person:{task.owner}" for task in map(onboarding.task, mail.tasks) if task and not task.settled
    }
    return None if mail.to in owners else "somebody else has it now"


def _all_replaced(onboarding: Onboarding, mail: SendMail) -> str | None:
    tasks = [onboarding.task(notice.task) for notice in mail.notices if notice.kind == "rejected"]
    only = bool(tasks) and len(tasks) == len(mail.notices)
    return "what was not taken is no longer needed" if only and all(t and t.settled for t in tasks) else None


def _old_news(onboarding: Onboarding, mail: SendMail) -> str | None:
    stage = next((stage for stage in onboarding.stages if stage.id == mail.stage), None)
    if stage is None or stage.status == "done":
        return "the stage is over"
    meetings = (onboarding.meeting(task.id) for task in onboarding.tasks if task.stage == stage.id)
    if any(meeting and (meeting.times or meeting.chosen) for meeting in meetings):
        return "the mail that asks when to meet says that the stage has begun"
    live = onboarding.milestones.live
    if live and stage.entered_at and stage.entered_at <= live:
        return "the customer is live, and the mail about that says who goes on"
    return _told_otherwise(onboarding, stage, mail.to.partition(":")[2])


def _told_otherwise(onboarding: Onboarding, stage: Stage, contact: str) -> str | None:
    """Say which other mail of the same moment tells a contact that a stage has begun."""
    if steps.asks_to_meet(onboarding, stage.entered_at):
        return "the mail that asks when to meet says that the stage has begun"
    if steps.asks_for_more(onboarding, stage.entered_at, contact):
        return "the mail that asks for something says that the stage has begun"
    if stage in steps.begun_at(onboarding, stage.entered_at)[1:]:
        return "the mail about a stage that began with it names it"
    return None


def _stage_passed(onboarding: Onboarding, mail: SendMail) -> str | None:
    stage = next((stage for stage in onboarding.stages if stage.id == mail.stage), None)
    if onboarding.ended or stage is None or stage.status == "done":
        return "the stage is over"
    return None if mail.to == f"person:{stage.owner}" else "somebody else owns the stage now"
