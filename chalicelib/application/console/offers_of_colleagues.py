"""What a person of the team can do with questions of the customer, and about who of them does what."""

from collections.abc import Iterator

from chalicelib.application.console.offer import Offer
from chalicelib.application.words import wording
from chalicelib.domain.onboarding import Contact, Onboarding, Question, Task


def answering(question: Question) -> Iterator[Offer]:
    """Yield the answer to a question."""
    if question.answered_at is None:
        yield Offer(
            act="answer",
            subject=question.id,
            label="Answer",
            wants="reason",
            prompt="Your answer. They read these words, by mail and on their page.",
        )


def handing(task: Task, onboarding: Onboarding) -> Iterator[Offer]:
    """Yield giving a task to one of the customer's people, and taking it back."""
    if not task.by_customer or task.status != "open" or not onboarding.running:
        return
    yield Offer(
        act="hand",
        subject=task.id,
        label="Ask somebody of the customer",
        wants="colleague",
        prompt="Who of them does this? They get a mail with a link of their own.",
        rare=True,
    )
    if task.handed:
        yield Offer(act="take_back", subject=task.id, label="Ask their first contact again", rare=True)


def casting(contact: Contact, onboarding: Onboarding) -> Iterator[Offer]:
    """Yield a contact's role, and that they are asked first."""
    yield Offer(
        act="role",
        subject=contact.id,
        label="Change what they do",
        wants="code",
        prompt="What do they do?",
        codes=tuple(wording.ROLES.items()),
        rare=True,
    )
    reachable = onboarding.reachable()
    if contact in reachable[1:]:
        yield Offer(act="primary", subject=contact.id, label="Ask them first", rare=True)
