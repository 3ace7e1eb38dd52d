"""Codes by mail as the core decides them: the newest, young enough, in its own visit, five times."""

from datetime import timedelta

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.errors import NotFoundError, WrongStateError
from tests.properties.world import World

WHO = {"contact": "contact-1"}
CODE = {"challenge": "c1", "visit": "v1"}


@pytest.fixture
def world() -> World:
    world = World()
    world.open()
    world.do(c.MailCode(**WHO, **CODE))
    return world


def attempt(world: World, *, right: bool = True, **changes: str) -> None:
    world.do(c.TryCode(**WHO, **(CODE | changes), right=right))


@pytest.mark.parametrize("changes", [{"challenge": "c0"}, {"visit": "v0"}])
def test_a_code_of_another_mail_or_visit_is_refused(world: World, changes: dict[str, str]) -> None:
    with pytest.raises(WrongStateError, match="no longer good"):
        attempt(world, **changes)


def test_a_code_that_was_mailed_is_not_mailed_again_with_new_tries(world: World) -> None:
    with pytest.raises(WrongStateError, match="no longer good"):
        world.do(c.MailCode(**WHO, **CODE))


def test_a_right_code_is_used_up(world: World) -> None:
    attempt(world)
    with pytest.raises(WrongStateError):
        attempt(world)


def test_a_code_ends_after_ten_minutes_and_after_five_wrong_ones(world: World) -> None:
    for _ in range(5):
        attempt(world, right=False)
    with pytest.raises(WrongStateError):
        attempt(world)
    world.do(c.MailCode(contact="contact-1", challenge="c2", visit="v1"))
    world.clock.advance(timedelta(minutes=10))
    with pytest.raises(WrongStateError):
        attempt(world, challenge="c2")


def test_nobody_else_has_codes_and_who_cannot_be_reached_gets_none(world: World) -> None:
    for command in (
        c.MailCode(contact="contact-9", **CODE),
        c.TryCode(contact="contact-9", right=True, **CODE),
    ):
        with pytest.raises(NotFoundError):
            world.do(command)
    world.do(c.LeaveContact(contact="contact-1"))
    with pytest.raises(WrongStateError, match="cannot reach you"):
        world.do(c.MailCode(**WHO, **CODE))
