"""The customer's people among themselves: tasks handed on, who signs, who is asked first, and what they ask us."""

from __future__ import annotations

from tests.faults.crashes.telling import GRACE, LEE, Story, state
from tests.faults.outside import RUNTIME, visitor
from tests.faults.runtime import World

TASK = "/portal/tasks/registration"
LINUS = "linus@acme.example"
SIGN_OFF = {"kind": "approval", "role": "customer", "signer": "approver", "statement": "The data may move."}


def play(story: Story) -> None:
    """Play them beside the main line, on an onboarding whose customer was just welcomed."""
    opened = story.scenarios["put on hold"].world.copy()
    opened.acts.clear()
    RUNTIME.rest(opened)
    handed = story.beside(opened, "a task is handed to a colleague", _hands_on, alone=True)
    RUNTIME.rest(handed)
    story.beside(handed, "a task is taken back", _takes_back, alone=True)
    first = story.team("PassPrimary", contact="contact-2")
    story.beside(handed, "another contact is asked first", first, alone=True)
    asked = story.beside(opened, "the customer is stuck", _is_stuck, alone=True)
    story.beside(asked, "an answer is given", _answers(story), alone=True)
    story.beside(opened, "the customer asks a question", _asks, alone=True)
    wanted = story.beside(
        opened, "a sign-off is added that an approver gives",
        story.team("AddTask", title="Agree to the move", stage="handoff", **SIGN_OFF),
    )  # fmt: skip
    named = story.beside(
        wanted, "who signs is named", story.team("SetRole", by=LEE, contact="contact-1", role="approver")
    )
    RUNTIME.rest(named)
    story.beside(named, "the approver signs", _signs, alone=True)


def _hands_on(world: World) -> None:
    browser = visitor(world, GRACE)
    typed = {"colleague": "Linus Berg", "email": LINUS}
    world.do(browser.form(browser.get(TASK), typed=typed, act="hand"))


def _takes_back(world: World) -> None:
    browser = visitor(world, LINUS)
    world.do(browser.form(browser.get(TASK), typed={}, act="take_back"))


def _is_stuck(world: World) -> None:
    browser = visitor(world, GRACE)
    typed = {"why": "missing", "words": "The register is closed."}
    world.do(browser.form(browser.get(TASK), typed=typed, act="stuck"))


def _asks(world: World) -> None:
    browser = visitor(world, GRACE)
    typed = {"question": "Is a copy enough?"}
    world.do(browser.form(browser.get(TASK), typed=typed, task="registration"))


def _answers(story: Story):  # type: ignore[no-untyped-def]
    return story.team("AnswerQuestion", question="question-1", text="A copy of last year is enough.")


def _signs(world: World) -> None:
    browser = visitor(world, GRACE)
    task = next(task.id for task in state(world).tasks if task.title == "Agree to the move")
    page = browser.get(f"/portal/tasks/{task}")
    world.do(browser.form(page, typed={"name": "Grace Lind", "agree": "yes"}, act="approve"))
