"""What the customer's people are mailed."""

from collections.abc import Iterator

from chalicelib.domain import events as e
from chalicelib.domain.effects import MailKind, SendMail
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.react.colleagues import given_back, to_colleagues


def to_customer(s: Onboarding, event: e.Event) -> Iterator[SendMail]:
    """Yield what people of the customer are told of an event."""
    match event:
        case e.CustomerAsked():
            kind: MailKind = "welcome" if event.welcome else "request"
            yield SendMail(name=kind, mail=kind, to=f"contact:{event.contact}", tasks=event.tasks)
        case e.CustomerReminded():
            to = f"contact:{event.contact}"
            yield SendMail(name="reminder", mail="reminder", to=to, tasks=event.tasks, number=event.number)
            yield from _also_reminded(s, event)
        case e.TaskAssigned() | e.PrimaryPassed() | e.QuestionAnswered() | e.TaskCompleted():
            yield from to_colleagues(s, event)
        case e.ContactChanged():
            yield from given_back(s, event)
        case e.ContactAdded() if event.contact.invited_by and not event.for_task:
            yield _link("invited", s, event.contact.id)
        case e.ContactCorrected() if event.readdressed and not _asked_next(s, event.contact):
            yield _link("link", s, event.contact)
        case e.LinksRevoked():
            yield from (_link(f"link.{contact.id}", s, contact.id) for contact in s.reachable())
        case e.LinkRenewed():
            yield SendMail(name="new_link", mail="new_link", to=f"contact:{event.contact}")
        case e.CodeMailed():
            yield SendMail(name="code", mail="code", to=f"contact:{event.contact}")
        case e.TimesProposed() if event.times:
            to = f"contact:{event.contact}"
            yield SendMail(name=f"times.{event.task}", mail="times", to=to, tasks=(event.task,))
        case e.TimeChosen():
            yield _meeting(event.task, event.contact)
        case e.MeetingCancelled() if (meeting := s.meeting(event.task)) and meeting.contact:
            yield _meeting(event.task, meeting.contact)
        case e.FeedbackAsked():
            for asked in event.contacts:
                name, to = f"feedback.{event.milestone}.{asked}", f"contact:{asked}"
                yield SendMail(name=name, mail="feedback", to=to, milestone=event.milestone)
        case e.StageEntered() if event.stage != s.stages[0].id and (reachable := s.reachable()):
            to = f"contact:{reachable[0].id}"
            yield SendMail(name="progress", mail="progress", to=to, stage=event.stage)
        case e.ReceiptMailed():
            yield from _receipts(s, event)
        case e.WentLive():
            for contact in s.reachable():
                yield SendMail(name=f"live.{contact.id}", mail="live", to=f"contact:{contact.id}")


def _link(name: str, s: Onboarding, contact: str) -> SendMail:
    """Ask for all that is open: the mail that carries a contact's link."""
    tasks = tuple(task.id for task in s.outstanding())
    return SendMail(name=name, mail="request", to=f"contact:{contact}", tasks=tasks)


def _meeting(task: str, contact: str) -> SendMail:
    """Tell whoever chose the time of a meeting when it is, or that it is not."""
    return SendMail(name=f"meeting.{task}.contact", mail="meeting", to=f"contact:{contact}", tasks=(task,))


def _also_reminded(s: Onboarding, event: e.CustomerReminded) -> Iterator[SendMail]:
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


def _asked_next(s: Onboarding, contact: str) -> bool:
    """Say whether a contact is the one who is asked in this very step, by a mail with the same link."""
    first = [each.id for each in s.reachable()[:1]] == [contact]
    return first and (bool(s.outstanding()) or not s.reminders.requests)


def _receipts(s: Onboarding, event: e.ReceiptMailed) -> Iterator[SendMail]:
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
