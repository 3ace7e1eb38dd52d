"""Passwords and keys of the customer: shown once, to one person, and asked for again on purpose only."""

from dataclasses import replace

import pytest

from chalicelib.adapters.in_memory.world import InMemoryPlaybooks
from chalicelib.domain import commands as c
from chalicelib.domain.errors import InvalidError, NotAllowedError, NotFoundError, WrongStateError
from chalicelib.domain.onboarding import Answer, SecretAnswer
from chalicelib.domain.playbook import FieldRule
from tests.properties.world import ADA, GRACE, LEE, PLAYBOOKS, World, sealed

TASK = "contacts_and_billing"
FIELDS = (FieldRule(id="key", label="Key", type="secret"),)


@pytest.fixture
def world() -> World:
    plan = PLAYBOOKS["simple"]
    tasks = tuple(replace(task, fields=FIELDS) if task.id == TASK else task for task in plan.tasks)
    world = World()
    world.ports = replace(world.ports, playbooks=InMemoryPlaybooks(replace(plan, tasks=tasks)))
    world.open()
    give(world)
    return world


def give(world: World) -> None:
    command = c.SubmitAnswers(task=TASK, contact="contact-1", secrets=("key",))
    world.do(command, GRACE, locked={"key": b"closed"})


def reveal(world: World, *, by: str = ADA, number: int = 1) -> None:
    world.do(lambda s: c.RevealSecret(task=TASK, field="key", number=number, reason=sealed(s)), by)


def ask_again(world: World, *, by: str = ADA) -> None:
    world.do(lambda s: c.AskSecretAgain(task=TASK, field="key", reason=sealed(s)), by)


def secret(world: World) -> SecretAnswer:
    task = world.state.task(TASK)
    assert task is not None
    return task.secrets[0]


def test_a_secret_is_shown_once(world: World) -> None:
    reveal(world)
    assert (secret(world).shown_to, secret(world).kept) == (ADA, False)
    with pytest.raises(WrongStateError, match="shown once"):
        reveal(world)


def test_only_who_does_the_task_or_stands_in_sees_it(world: World) -> None:
    with pytest.raises(NotAllowedError):
        reveal(world, by=LEE)
    with pytest.raises(NotAllowedError):
        reveal(world, by="token:admin")
    with pytest.raises(NotAllowedError):
        reveal(world, by=GRACE)


def test_what_was_replaced_meanwhile_is_not_shown(world: World) -> None:
    give(world)
    assert secret(world).number == 2
    with pytest.raises(WrongStateError, match="replaced"):
        reveal(world, number=1)


def test_a_secret_that_nobody_has_seen_is_not_asked_for_again(world: World) -> None:
    with pytest.raises(WrongStateError, match="nobody has seen it"):
        ask_again(world)


def test_asking_again_opens_the_task_and_the_secret_is_required_anew(world: World) -> None:
    reveal(world)
    ask_again(world)
    task = world.state.task(TASK)
    assert task is not None
    assert (task.status, task.secrets) == ("open", ())
    with pytest.raises(InvalidError, match="Answer: Key"):
        world.do(c.SubmitAnswers(task=TASK, contact="contact-1"), GRACE)


def test_what_there_is_no_secret_of_cannot_be_shown(world: World) -> None:
    with pytest.raises(NotFoundError):
        world.do(lambda s: c.RevealSecret(task="registration", field="key", number=1, reason=sealed(s)), ADA)


def test_a_secret_is_never_taken_as_an_answer(world: World) -> None:
    with pytest.raises(InvalidError, match="No such question: key"):
        world.do(
            lambda s: c.SubmitAnswers(
                task=TASK, contact="contact-1", answers=(Answer(field="key", value=sealed(s)),)
            ),
            GRACE,
        )


def test_the_end_of_the_onboarding_deletes_it(world: World) -> None:
    world.do(lambda s: c.CancelOnboarding(reason=sealed(s)), ADA)
    assert secret(world).gone
    assert world.store.locked(world.id, TASK, "key") is None
    with pytest.raises(WrongStateError, match="ended"):
        reveal(world)


@pytest.mark.parametrize("named", [(), (TASK,)])
def test_what_the_end_deleted_unseen_is_asked_for_again_when_the_onboarding_goes_on(
    world: World, named: tuple[str, ...]
) -> None:
    world.do(lambda s: c.CancelOnboarding(reason=sealed(s)), ADA)
    world.do(lambda s: c.ReopenOnboarding(reason=sealed(s), tasks=named), ADA)
    task = world.state.task(TASK)
    assert task is not None
    assert (task.status, task.secrets) == ("open", ())
    with pytest.raises(InvalidError, match="Answer: Key"):
        world.do(c.SubmitAnswers(task=TASK, contact="contact-1"), GRACE)
    give(world)
    assert world.store.locked(world.id, TASK, "key") is not None


def test_what_had_been_seen_before_the_end_is_not_asked_for_again(world: World) -> None:
    reveal(world)
    world.do(lambda s: c.CancelOnboarding(reason=sealed(s)), ADA)
    world.do(lambda s: c.ReopenOnboarding(reason=sealed(s)), ADA)
    task = world.state.task(TASK)
    assert task is not None
    assert (task.status, secret(world).shown_to) == ("done", ADA)
