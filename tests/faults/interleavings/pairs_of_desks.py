"""Something comes to lie on a desk, or leaves it, while somebody else is at it: nothing is lost, nothing is told twice."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.adapters.mail.tags import TAG, key_of
from tests.faults.crashes import telling
from tests.faults.crashes.telling import LEE, state
from tests.faults.interleavings.explorer import Pair
from tests.faults.interleavings.forms import leaving
from tests.faults.interleavings.handlers import asks, brought, works
from tests.faults.interleavings.pairs_of_mails import _asked
from tests.faults.interleavings.pairs_of_the_team import tick
from tests.faults.interleavings.places import moved, opened, raised, team
from tests.faults.outside import RUNTIME
from tests.faults.runtime import World


def _leaves(world: World) -> tuple[World, str]:
    """Return a world on which what a contact's leaving raises waits to be laid on the owner's desk."""
    world = world.copy()
    world.do(leaving(world))
    world, body = _asked(world, "escalation")
    world.answered = []
    return world, body


def _mails(world: World) -> Iterator[str]:
    """Yield what a reader would get: one mail of a window, whoever else looked at the desk."""
    keys = [key_of(mail.tags[TAG]) for mail in world.cloud.post.mails]
    folded = [key for key in keys if key.endswith(":escalations")]
    if len(folded) != len(set(folded)) or not folded:
        yield f"the desk mailed {folded}"


def something_is_laid_on_a_desk_twice(name: str) -> Pair:
    world, body = _leaves(opened())
    work = works("deliver", body)
    return Pair(name=name, world=world, one=work, other=work)


def two_things_come_to_one_desk(name: str) -> Pair:
    world, first = _leaves(opened())
    world = moved(world)
    RUNTIME.sweep(world)  # what rests comes again, beside what is raised now
    (second,) = {body for body in brought(world, "deliver") if body.endswith(':escalation"}')} - {first}
    return Pair(name=name, world=world, one=works("deliver", first), other=works("deliver", second))


def a_desk_is_mailed_while_more_comes(name: str) -> Pair:
    world, body = _leaves(raised())
    telling.until_due(world)
    return Pair(
        name=name,
        world=world,
        one=works("commands", *tick(world)),
        other=works("deliver", body),
        holds=_mails,
    )


def a_desk_is_looked_at_twice(name: str) -> Pair:
    world = moved(raised())
    work = works("commands", *tick(world))
    return Pair(name=name, world=world, one=work, other=work, holds=_mails)


def a_desk_is_mailed_while_somebody_takes_it_up(name: str) -> Pair:
    world = moved(raised())
    escalation = next(state(world).raised()).id
    return Pair(
        name=name,
        world=world,
        one=works("commands", *tick(world)),
        other=asks(team(world, "AcknowledgeEscalation", by=LEE, key="1", escalation=escalation)),
        answers=frozenset({(200, 200)}),
        holds=_mails,
    )


PAIRS = (
    something_is_laid_on_a_desk_twice,
    two_things_come_to_one_desk,
    a_desk_is_mailed_while_more_comes,
    a_desk_is_looked_at_twice,
    a_desk_is_mailed_while_somebody_takes_it_up,
)
