"""What the customer asks us: how much of it, why somebody is stuck, in words."""

from datetime import datetime

from chalicelib.domain.context import Context
from chalicelib.domain.onboarding import Onboarding

LONGEST = 2000
MOST_OPEN = 20
MOST = 200  # of one onboarding, answered ones among them: each is an item of it
MOST_STUCK = 100  # told beside them; of those that are open each task has one at most

STUCK = {
    "missing": "We do not have it",
    "unclear": "I do not understand what is needed",
    "somebody_else": "Somebody else must do it",
    "technical": "There is a technical problem",
    "other": "Something else",
}


def answer_by(owner: str, context: Context) -> datetime:
    """Return until when a question to somebody should be answered, by their own calendar."""
    return context.calendar_for(f"person:{owner}").due(context.now, context.playbook.stall.answers)


def full(state: Onboarding) -> bool:
    """Say whether so many questions were asked that a further one has to wait. Who is stuck takes nobody's place here."""
    asked = [question for question in state.questions if not question.stuck]
    return len(asked) >= MOST or sum(question.open for question in asked) >= MOST_OPEN


def stuck_too_often(state: Onboarding) -> bool:
    """Say whether somebody was stuck so often that it does not help to tell it once more."""
    return sum(bool(question.stuck) for question in state.questions) >= MOST_STUCK
