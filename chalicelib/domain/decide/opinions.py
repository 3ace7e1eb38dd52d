"""What the customer thinks of a milestone: one opinion of each who was asked, changeable for a while."""

from datetime import timedelta

from chalicelib.domain import commands as c
from chalicelib.domain import escalations
from chalicelib.domain.context import Context
from chalicelib.domain.errors import InvalidError, NotFoundError, WrongStateError
from chalicelib.domain.events import Event, FeedbackGiven
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.phrases import phrase
from chalicelib.domain.why import Fact

CHANGEABLE_FOR = timedelta(days=14)
LOW = 2


def give(state: Onboarding, command: c.GiveFeedback, context: Context) -> tuple[Event, ...]:
    """Take an opinion; the owner is told at once of a low one, and saying the same again changes nothing."""
    known = state.opinion(command.milestone, command.contact)
    if known is None:
        raise NotFoundError("Nobody was asked about that.")
    if not 1 <= command.score <= 5:
        raise InvalidError("Choose a number from 1 to 5.")
    if known.given_at and context.now >= known.given_at + CHANGEABLE_FOR:
        raise WrongStateError(
            phrase("You told us more than two weeks ago. Reply to one of our mails to say more.")
        )
    if (known.score, known.comment) == (command.score, command.comment):
        return ()
    given = FeedbackGiven(
        at=context.now,
        milestone=command.milestone,
        contact=command.contact,
        score=command.score,
        comment=command.comment,
    )
    subject = f"feedback:{command.milestone}.{command.contact}"
    if command.score > LOW or escalations.is_raised(state, subject):
        return (given,)
    facts = (
        Fact(name="contact", value=command.contact),
        Fact(name="milestone", value=command.milestone.replace("_", " ")),
        Fact(name="score", value=f"{command.score} of 5"),
    )
    raised = escalations.new(
        state, context, rule="feedback.low", subject=subject, owner=state.owner, facts=facts
    )
    return (given, raised)
