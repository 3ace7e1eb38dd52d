"""Answers: what is asked after which answers, what may be changed until when, and two people at once."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.in_memory.world import InMemoryPlaybooks
from chalicelib.application.personal import Sealer
from chalicelib.domain import commands as c
from chalicelib.domain.errors import AnsweredMeanwhileError, InvalidError, WrongStateError
from chalicelib.domain.given import stamp
from chalicelib.domain.onboarding import Answer, Task
from chalicelib.domain.playbook import FieldRule, FieldWhen
from tests.properties.world import ADA, GRACE, PLAYBOOKS, World, sealed

TASK = "contacts_and_billing"
FIELDS = (
    FieldRule(id="sign_in", label="How?", type="choice", choices=("Password", "Okta")),
    FieldRule(id="domain", label="Where?", when=FieldWhen(field="sign_in", one_of=("Okta",))),
    FieldRule(id="note", label="Anything else?", required=False),
)


@pytest.fixture
def world() -> World:
    plan = PLAYBOOKS["simple"]
    tasks = tuple(replace(task, fields=FIELDS) if task.id == TASK else task for task in plan.tasks)
    world = World()
    world.ports = replace(world.ports, playbooks=InMemoryPlaybooks(replace(plan, tasks=tasks)))
    world.open()
    return world


def send(world: World, given: dict[str, str], **told: Any) -> None:
    def make(sealer: Sealer) -> c.SubmitAnswers:
        answers = tuple(Answer(field=name, value=sealed(sealer, text)) for name, text in given.items())
        return c.SubmitAnswers(task=TASK, contact="contact-1", answers=answers, **told)

    world.do(make, GRACE)


def task(world: World) -> Task:
    found = world.state.task(TASK)
    assert found is not None
    return found


def test_a_required_question_counts_only_where_it_is_asked(world: World) -> None:
    with pytest.raises(InvalidError, match="Answer: Where"):
        send(world, {"sign_in": "Okta"})
    send(world, {"sign_in": "Password"}, hidden=("domain",))
    assert task(world).status == "done"


def test_a_question_that_is_always_asked_cannot_be_said_to_be_hidden(world: World) -> None:
    with pytest.raises(InvalidError, match="No such question: sign_in"):
        send(world, {}, hidden=("sign_in", "domain"))


def test_an_answer_says_who_gave_it_and_when(world: World) -> None:
    send(world, {"sign_in": "Password"}, hidden=("domain",))
    (answer,) = task(world).answers
    assert (answer.by, answer.at) == (GRACE, world.clock.now())


def test_answers_may_be_changed_while_nobody_has_gone_on_from_them(world: World) -> None:
    send(world, {"sign_in": "Okta", "domain": "a", "note": "n"})
    send(world, {"sign_in": "Password"}, hidden=("domain",), cleared=("note",))
    assert [answer.field for answer in task(world).answers] == ["sign_in"]
    assert task(world).status == "done"


def test_answers_stay_once_somebody_has_done_what_waited_for_them(world: World) -> None:
    send(world, {"sign_in": "Password"}, hidden=("domain",))
    world.upload("registration")
    world.verdict("registration")
    world.scan("registration")
    world.do(lambda s: c.ApproveTask(task="accept_handoff", name=sealed(s, "Ada")), ADA)
    world.do(c.CompleteTask(task="inputs_verified"), ADA)
    with pytest.raises(WrongStateError):
        send(world, {"sign_in": "Okta", "domain": "a"})


def test_who_has_not_seen_the_newest_answers_is_told_instead_of_writing_over_them(world: World) -> None:
    seen = stamp(task(world))
    send(world, {"sign_in": "Password"}, hidden=("domain",), seen=seen)
    with pytest.raises(AnsweredMeanwhileError):
        send(world, {"sign_in": "Okta", "domain": "a"}, seen=seen)
    send(world, {"sign_in": "Okta", "domain": "a"}, seen=stamp(task(world)))
    assert len(task(world).answers) == 2
