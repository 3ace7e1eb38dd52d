"""The customer's side as the team sees it: their people, what they ask and think, when we meet."""

from dataclasses import dataclass

from chalicelib.application.circumstances import Circumstances, name_of, role_of
from chalicelib.application.console import offers
from chalicelib.application.console.offer import Offer
from chalicelib.application.console.offers_of_colleagues import answering
from chalicelib.application.portal.colleagues import QuestionLine, question_line
from chalicelib.application.portal.meetings import told_where
from chalicelib.application.words import wording
from chalicelib.application.words.dates import LocalTime, When
from chalicelib.domain.onboarding import Contact, Meeting, Opinion, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPart:
    """A person of the customer as the team sees them; `note` is a status worth telling."""

    id: str
    name: str
    email: str
    role: str
    note: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPart:
    """A question of the customer as the team sees it."""

    line: QuestionLine
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionPart:
    """What a contact thought of a milestone."""

    milestone: str
    by: str
    score: int
    comment: str
    given: When | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPart:
    """A meeting with the customer, how we meet, and what they wish for where no time would do."""

    title: str
    times: tuple[When, ...]
    chosen: When | None
    wish: str
    where: str


def contact_part(about: Circumstances, contact: Contact) -> ContactPart:
    """Return a contact as the team sees them."""
    status = wording.CONTACT_STATES[contact.status]
    return ContactPart(
        id=contact.id,
        name=about.names.reveal(contact.name),
        email=about.names.reveal(contact.email),
        role=role_of(contact) + (", asked first" if about.onboarding.reachable()[:1] == (contact,) else ""),
        note=status or ("" if contact.reminders else wording.NO_REMINDERS),
        offers=tuple(offers.for_contact(contact, about.onboarding)),
    )


def question_part(about: Circumstances, question: Question) -> QuestionPart:
    """Return a question with what can be done about it."""
    return QuestionPart(line=question_line(about, question), offers=tuple(answering(question)))


def opinion_part(about: Circumstances, opinion: Opinion, local: LocalTime) -> OpinionPart:
    """Return an opinion as the team sees it."""
    return OpinionPart(
        milestone=wording.MILESTONES.get(opinion.milestone, opinion.milestone),
        by=name_of(about, f"contact:{opinion.contact}"),
        score=opinion.score or 0,
        comment=about.names.reveal(opinion.comment),
        given=local.when(opinion.given_at),
    )


def meeting_part(about: Circumstances, meeting: Meeting, local: LocalTime) -> MeetingPart:
    """Return a meeting as the team sees it."""
    task = about.onboarding.task(meeting.task)
    shown = (local.when(time) for time in meeting.times)
    return MeetingPart(
        title=task.title if task else meeting.task,
        times=tuple(when for when in shown if when),
        chosen=local.when(meeting.chosen),
        wish=about.names.reveal(meeting.wish),
        where=told_where(meeting, about.playbook, about.names),
    )
