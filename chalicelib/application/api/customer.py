"""The customer's side: their people, what they asked and thought, when we meet, and how often they were asked."""

from chalicelib.application.api.shapes import AsksView, ContactView, MeetingView, OpinionView, QuestionView
from chalicelib.application.circumstances import Circumstances
from chalicelib.application.portal.meetings import told_where
from chalicelib.domain.asked import Asks
from chalicelib.domain.onboarding import Contact, Meeting, Opinion, Question


def contact_view(about: Circumstances, contact: Contact) -> ContactView:
    """Return a person of the customer."""
    return ContactView(
        id=contact.id,
        name=about.names.or_none(contact.name),
        email=about.names.or_none(contact.email),
        role=contact.role,
        language=contact.language,
        time_zone=contact.time_zone,
        status=contact.status,
        reminders=contact.reminders,
        first=about.onboarding.reachable()[:1] == (contact,),
    )


def question_view(about: Circumstances, question: Question) -> QuestionView:
    """Return what the customer asked, and the answer."""
    return QuestionView(
        id=question.id,
        contact=question.contact,
        at=question.at,
        text=about.names.or_none(question.text),
        task=question.task,
        stuck=question.stuck,
        open=question.open,
        answer_by=question.answer_by,
        answer=about.names.or_none(question.answer),
        answered_at=question.answered_at,
        answered_by=question.answered_by,
    )


def meeting_view(about: Circumstances, meeting: Meeting) -> MeetingView:
    """Return a meeting, whether its time is chosen or not."""
    return MeetingView(
        task=meeting.task,
        minutes=meeting.minutes,
        times=meeting.times,
        chosen=meeting.chosen,
        contact=meeting.contact,
        wish=about.names.or_none(meeting.wish),
        where=told_where(meeting, about.playbook, about.names),
    )


def opinion_view(about: Circumstances, opinion: Opinion) -> OpinionView:
    """Return what a contact thought of a milestone."""
    return OpinionView(
        milestone=opinion.milestone,
        contact=opinion.contact,
        asked_at=opinion.asked_at,
        score=opinion.score,
        comment=about.names.or_none(opinion.comment),
        given_at=opinion.given_at,
    )


def asks_view(asks: Asks) -> AsksView:
    """Return how often the customer was asked."""
    share = round(100 * asks.once / asks.things) if asks.things else None
    return AsksView(
        things=asks.things, asked_once_percent=share, requests=asks.requests, repeated=asks.repeated
    )
