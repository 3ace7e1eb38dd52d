"""A question of the customer: asked on the page, in front of its owner, answered by mail."""

from __future__ import annotations

from infra.local.demo import say
from infra.local.demo.customer import Customer
from infra.local.demo.sale import OWNER
from infra.local.demo.scene import Scene

_QUESTION = "Does our old account go on until we are live?"
_ANSWER = "Yes, until the day you are live; then it ends by itself."


def asked_and_answered(scene: Scene, customer: Customer) -> None:
    """Let the customer ask on the overview, and its owner answer over the API."""
    customer.ask(_QUESTION)
    (question,) = scene.now()["questions"]
    raised = [item["rule"] for item in scene.now()["escalations"] if item["resolved_at"] is None]
    scene.check("customer.question" in raised, "a question is in front of nobody")
    say.step("question", f"{scene.sale.contact} asks: “{question['text']}”")
    scene.team.act(scene.onboarding, "AnswerQuestion", by=OWNER, question=question["id"], text=_ANSWER)
    scene.sandbox.settle()
    mails = scene.about(scene.sandbox.mails(scene.sale.email))
    scene.check(any(_ANSWER in " ".join(mail["text"].split()) for mail in mails), "no mail holds the answer")
    say.step("answer", "by mail to who asked, and on the page for all contacts")
