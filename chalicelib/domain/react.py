"""What the world must be told after an event: mails and downstream calls, as values."""

from collections.abc import Iterator

from chalicelib.domain import events as e
from chalicelib.domain.effects import CallProvisioning, Effect, Notify, ReadDocument, SendMail
from chalicelib.domain.mails_of_colleagues import of_colleagues
from chalicelib.domain.onboarding import Escalation, Onboarding


def react(state: Onboarding, event: e.Event) -> tuple[Effect, ...]:
    """Return the effects of `event`; `state` is the onboarding after it."""
    return tuple(_effects(state, event))


def _effects(s: Onboarding, event: e.Event) -> Iterator[Effect]:
    match event:
        case e.OnboardingOpened():
            kind = "held" if event.held else "assigned"
            yield SendMail(name=kind, mail=kind, to=f"person:{event.owner}")  # type: ignore[arg-type]
            if not event.held:
                yield from _gaps(s)
        case e.OnboardingReleased() if not s.reminders.requests:
            yield from _gaps(s)
        case e.OnboardingHeld() if event.held == "by_hand":
            yield SendMail(name="held", mail="held", to=f"person:{s.owner}")
        case e.CustomerAsked():
            kind = "welcome" if event.welcome else "request"
            yield SendMail(name=kind, mail=kind, to=f"contact:{event.contact}", tasks=event.tasks)  # type: ignore[arg-type]
        case e.CustomerReminded():
            to = f"contact:{event.contact}"
            yield SendMail(name="reminder", mail="reminder", to=to, tasks=event.tasks, number=event.number)
            yield from _also_reminded(s, event)
        case e.TaskAssigned() | e.PrimaryPassed() | e.QuestionAnswered() | e.TaskCompleted():
            yield from of_colleagues(s, event)
        case e.ContactAdded() if event.contact.invited_by and not event.for_task:
            tasks = tuple(task.id for task in s.outstanding())
            yield SendMail(name="invited", mail="request", to=f"contact:{event.contact.id}", tasks=tasks)
        case e.ContactCorrected() if event.readdressed and not _asked_next(s, event.contact):
            tasks = tuple(task.id for task in s.outstanding())
            yield SendMail(name="link", mail="request", to=f"contact:{event.contact}", tasks=tasks)
        case e.TimesProposed() if event.times:
            to = f"contact:{event.contact}"
            yield SendMail(name=f"times.{event.task}", mail="times", to=to, tasks=(event.task,))
        case e.TimeChosen():
            yield from _meeting_mails(s, event.task, event.contact)
        case e.MeetingCancelled() if (meeting := s.meeting(event.task)) and meeting.contact:
            yield from _meeting_mails(s, event.task, meeting.contact)
        case e.FeedbackAsked():
            for contact_id in event.contacts:
                yield SendMail(
                    name=f"feedback.{event.milestone}.{contact_id}",
                    mail="feedback",
                    to=f"contact:{contact_id}",
                    milestone=event.milestone,
                )
        case e.CodeMailed():
            yield SendMail(name="code", mail="code", to=f"contact:{event.contact}")
        case e.LinkRenewed():
            yield SendMail(name="new_link", mail="new_link", to=f"contact:{event.contact}")
        case e.LinksRevoked():
            tasks = tuple(task.id for task in s.outstanding())
            for contact in s.reachable():
                yield SendMail(
                    name=f"link.{contact.id}", mail="request", to=f"contact:{contact.id}", tasks=tasks
                )
        case e.StageEntered():
            yield from _stage_mails(s, event)
        case e.TaskOpened() if event.provision:
            yield CallProvisioning(name=f"provision.{event.task}", resource=event.provision, task=event.task)
        case e.TaskOpened():
            yield from _task_mail(s, event)
        case e.TaskReopened() if (task := s.task(event.task)) and not task.by_customer:
            yield _yours(event.owner, event.task)
        case e.ProvisioningRetried():
            yield CallProvisioning(name=f"provision.{event.task}", resource=event.provision, task=event.task)
        case e.DocumentAccepted() if event.reads:
            yield ReadDocument(name=f"read.{event.document}", document=event.document)
        case e.ReceiptMailed():
            yield from _receipts(s, event)
        case e.EscalationRaised():
            yield _raised(event.escalation)
        case e.EscalationReturned():
            yield from (_raised(one) for one in s.raised() if one.id == event.escalation)
        case e.Reassigned() if not event.quietly:
            yield from _given(s, event)
        case e.GapFound():
            yield _yours(event.task.owner, event.task.id)
        case e.WentLive():
            for contact in s.reachable():
                yield SendMail(name=f"live.{contact.id}", mail="live", to=f"contact:{contact.id}")
            yield SendMail(name="wrapped_up", mail="wrapped_up", to=f"person:{s.owner}")


def _also_reminded(s: Onboarding, event: e.CustomerReminded) -> Iterator[Effect]:
    """Remind whoever gave a task to a colleague, too, once reminding the colleague alone has not helped."""
    for contact in event.also:
        theirs = tuple(
            t.id for t in s.tasks if t.id in event.tasks and t.handed and t.handed.by == f"contact:{contact}"
        )
        yield SendMail(
            name=f"reminder.{contact}",
            mail="reminder",
            to=f"contact:{contact}",
            tasks=theirs,
            number=event.number,
        )


def _meeting_mails(s: Onboarding, task_id: str, contact: str) -> Iterator[Effect]:
    """Tell both sides when they meet, or that they do not: whoever chose, and whoever holds it."""
    task = s.task(task_id)
    owner = task.owner if task else s.owner
    for to in (f"contact:{contact}", f"person:{owner}"):
        name = f"meeting.{task_id}.{to.partition(':')[0]}"
        yield SendMail(name=name, mail="meeting", to=to, tasks=(task_id,))


def _asked_next(s: Onboarding, contact: str) -> bool:
    """Say whether a contact is the one who is asked in this very step, by a mail with the same link."""
    first = [each.id for each in s.reachable()[:1]] == [contact]
    return first and (bool(s.outstanding()) or not s.reminders.requests)


def _raised(escalation: Escalation) -> Notify:
    return Notify(name="escalation", person=escalation.owner, escalation=escalation.id, rung=escalation.rung)


def _given(s: Onboarding, event: e.Reassigned) -> Iterator[Effect]:
    """Tell somebody what is theirs now."""
    kind, _, item = event.subject.partition(":")
    to = f"person:{event.person}"
    if kind == "onboarding":
        yield SendMail(name="assigned", mail="assigned", to=to)
    elif kind == "stage" and any(stage.id == item and stage.status == "active" for stage in s.stages):
        yield SendMail(name="handoff", mail="handoff", to=to, stage=item)
    elif kind == "task" and (task := s.task(item)) and task.status == "open" and not task.by_customer:
        yield _yours(event.person, item)
    elif kind == "escalation":
        yield from (_raised(escalation) for escalation in s.raised() if escalation.id == item)


def _gaps(s: Onboarding) -> Iterator[Effect]:
    """Tell those who must find out what the CRM left out; the owner hears of theirs with the assignment."""
    open_tasks = [
        task for task in s.tasks if task.status == "open" and task.owner != s.owner and not task.by_customer
    ]
    for owner in dict.fromkeys(task.owner for task in open_tasks):
        yield _yours(owner, *(task.id for task in open_tasks if task.owner == owner))


def _task_mail(s: Onboarding, event: e.TaskOpened) -> Iterator[Effect]:
    """Tell who has a task now, unless the mail about the stage that has just begun tells them."""
    task = s.task(event.task)
    if task is None or task.by_customer:
        return
    stage = next((stage for stage in s.stages if stage.id == task.stage), None)
    if stage is None or stage.entered_at != event.at or stage.owner != event.owner:
        yield _yours(event.owner, task.id)


def _yours(person: str, *tasks: str) -> SendMail:
    return SendMail(name=f"task.{tasks[0]}", mail="task", to=f"person:{person}", tasks=tasks)


def _stage_mails(s: Onboarding, event: e.StageEntered) -> Iterator[Effect]:
    """Tell both sides of a handoff; of the first stage they hear by the assignment and the welcome."""
    first = event.stage == s.stages[0].id
    if not first or event.owner != s.owner:
        yield SendMail(name="handoff", mail="handoff", to=f"person:{event.owner}", stage=event.stage)
    if not first and (reachable := s.reachable()):
        yield SendMail(name="progress", mail="progress", to=f"contact:{reachable[0].id}", stage=event.stage)


def _receipts(s: Onboarding, event: e.ReceiptMailed) -> Iterator[Effect]:
    """Send each line to the contact who acted, or to the one who is asked where that is not known."""
    reachable = s.reachable()
    if not reachable:
        return
    known = {contact.id for contact in reachable}
    by_contact: dict[str, list[int]] = {}
    for index, notice in enumerate(event.notices):
        document = s.document(notice.document or "")
        acted = notice.contact or (document.contact if document else None)
        by_contact.setdefault(acted if acted in known else reachable[0].id, []).append(index)
    for contact, lines in by_contact.items():
        notices = tuple(event.notices[index] for index in lines)
        yield SendMail(name=f"receipt.{contact}", mail="receipt", to=f"contact:{contact}", notices=notices)
