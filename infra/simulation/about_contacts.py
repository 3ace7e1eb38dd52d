"""What a journal tells of the customer's people: who they are, how they come in, when they meet us, what they think."""

from collections.abc import Iterator

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from infra.simulation.deeds import SAID


def about_contacts(event: e.Event) -> Iterator[c.Command]:
    """Yield the command that brought an event about, if a person gave one."""
    match event:
        case e.ContactAdded() if event.contact.invited_by:
            who = event.contact
            yield c.InviteContact(
                name=who.name or SAID,
                email=who.email or SAID,
                role=who.role,
                language=who.language,
                invited_by=who.invited_by,
            )
        case e.ContactChanged() if event.status == "left" and event.why is None:
            yield c.LeaveContact(contact=event.contact)
        case e.ContactCorrected():
            yield c.CorrectContact(contact=event.contact, name=event.name, email=event.email)
        case e.RemindersSwitched():
            yield c.SwitchReminders(contact=event.contact, on=event.on)
        case e.LanguageSwitched():
            yield c.SwitchLanguage(contact=event.contact, language=event.language)
        case e.LinkRenewed():
            yield c.RenewLink(contact=event.contact)
        case e.LinksRevoked():
            yield c.RevokeLinks()
        case e.CodeMailed():
            yield c.MailCode(contact=event.contact, challenge=event.challenge, visit=event.visit)
        case e.CodeTried():
            yield c.TryCode(
                contact=event.contact, challenge=event.challenge, visit=event.visit, right=event.right
            )
        case e.FeedbackGiven():
            yield c.GiveFeedback(
                contact=event.contact, milestone=event.milestone, score=event.score, comment=event.comment
            )
        case e.TimesProposed() if event.why is None:
            yield c.ProposeTimes(task=event.task, times=event.times)
        case e.TimeChosen():
            yield c.ChooseTime(task=event.task, contact=event.contact, time=event.time)
        case e.TimesDeclined():
            yield c.DeclineTimes(task=event.task, contact=event.contact, wish=event.wish)
        case e.MeetingCancelled():
            yield c.CancelMeeting(task=event.task)
