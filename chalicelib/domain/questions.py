"""What the customer asks us: how much of it, why somebody is stuck, in words."""

from datetime import datetime

from chalicelib.domain.context import Context
from chalicelib.domain.onboarding import Onboarding

LONGEST = 2000
MOST_OPEN = 20
MOST = 200  # of one onboarding, answered ones among them: each is an item of it

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


def waiting(state: Onboarding) -> int:
    """Return how many wait for an answer."""
    return sum(question.open for question in state.questions)
