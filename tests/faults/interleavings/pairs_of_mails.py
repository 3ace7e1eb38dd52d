"""An effect is worked on twice, or while the world answers: each mail goes once, each thing is made once, doubt is told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from chalicelib.adapters.mail.tags import TAG, key_of
from tests.faults.beginnings import furnished
from tests.faults.cloud.modes import DIES_AFTER
from tests.faults.cloud.port import PORT
from tests.faults.cloud.post import told
from tests.faults.crashes import telling
from tests.faults.crashes.course_scenes import uploads
from tests.faults.crashes.telling import GRACE, IVO, state
from tests.faults.interleavings.explorer import Pair
from tests.faults.interleavings.forms import answers, leaving
from tests.faults.interleavings.handlers import Answer, asks, brought, runs, works
from tests.faults.interleavings.laws import journal, once
from tests.faults.interleavings.pairs_of_the_team import tick
from tests.faults.interleavings.places import accepted, after, given, moved, opened, team
from tests.faults.interleavings.schedule import Handler
from tests.faults.outside import RUNTIME, Browser, visitor
from tests.faults.runtime import World, _record, _relayed
from tests.unit.inspection.pdfs import pdf

DOUBT = 16 * 60.0  # seconds after which a claim without a word of SES is tried again


def _asked(world: World, name: str) -> tuple[World, str]:
    """Return a world on which one effect waits to be delivered, and its message; the others are delivered."""
    bodies = brought(world, "deliver")
    (wanted,) = [body for body in bodies if body.rstrip('"}').endswith(f":{name}")]
    for body in bodies:
        if body != wanted:
            world.cloud.queues["deliver"].send(body, now=world.now)
    return world, wanted


def _welcome() -> tuple[World, str]:

    world = furnished()
    telling.deals(telling.deal(), "msg-1")(world)
    world, body = _asked(world, "welcome")
    world.answered = []
    return world, body


def _call() -> tuple[World, str]:
    world = given().copy()
    world.do(team(world, "CompleteTask", key="1", task="inputs_verified"))
    world, body = _asked(world, "provision.create_account")
    world.answered = []
    return world, body


def _mailed(to: str, times: int) -> object:
    def holds(world: World) -> Iterator[str]:
        keys = Counter(mail.tags[TAG] for mail in world.cloud.post.mails if to in mail.to)
        for key, found in keys.items():
            if found > times:
                yield f"{key_of(key)} was mailed {found} times"

    return holds


def _hears(body: str, kind: str, **about: str) -> Handler:
    """Return the feedback of SES on an effect's mail; there is none before it was sent."""

    def handler(world: World) -> Answer:
        key = json.loads(body)["sk"].removeprefix("X#")
        mail = next((mail for mail in world.cloud.post.mails if key_of(mail.tags[TAG]) == key), None)
        if mail is None:
            return Answer(200)
        return works("feedback", json.dumps(told(mail, kind, world.now, **about)))(world)

    return handler


def one_mail_is_delivered_twice(name: str) -> Pair:
    world, body = _welcome()
    work = works("deliver", body)
    return Pair(name=name, world=world, one=work, other=work, holds=_mailed(GRACE, 1))


def one_call_is_made_twice(name: str) -> Pair:
    def holds(found: World) -> Iterator[str]:
        made = [asked for asked in found.cloud.downstream.requests if asked.path == "/accounts"]
        if len({asked.key for asked in made}) != 1:
            yield f"{len(made)} accounts were asked for"

    world, body = _call()
    work = works("deliver", body)
    return Pair(name=name, world=world, one=work, other=work, holds=holds)


def a_mail_is_told_of_while_it_is_sent(name: str) -> Pair:
    world, body = _welcome()
    return Pair(
        name=name,
        world=world,
        one=works("deliver", body),
        other=_hears(body, "Send"),
        holds=_mailed(GRACE, 1),
    )


def a_mail_bounces_while_it_is_sent(name: str) -> Pair:
    world, body = _welcome()
    return Pair(
        name=name,
        world=world,
        one=works("deliver", body),
        other=_hears(body, "Bounce", bounceType="Permanent"),
        holds=_mailed(GRACE, 1),
    )


def a_mail_is_sent_and_its_contact_leaves(name: str) -> Pair:
    world, body = _welcome()
    leaves = leaving(opened())
    return Pair(name=name, world=world, one=works("deliver", body), other=asks(leaves))


def a_mail_is_sent_and_its_link_revoked(name: str) -> Pair:
    """Whichever mail arrives last, its link opens."""

    def holds(found: World) -> Iterator[str]:
        if visitor(found.copy(), GRACE).get("/portal").status != 200:
            yield "the link of the last mail does not open"

    world, body = _welcome()
    return Pair(
        name=name,
        world=world,
        one=works("deliver", body),
        other=asks(team(world, "RevokeLinks", key="1")),
        holds=holds,
    )


def an_invitation_is_sent_and_its_task_moves_on(name: str) -> Pair:
    """Whoever goes first, somebody new hears of their link; the audit sees to it."""
    world = accepted().copy()
    new = {"name": "Linus Berg", "email": "linus@acme.example"}
    world.do(team(world, "AssignTask", key="1", task="registration", **new))
    world, body = _asked(world, "invited.registration")
    world.answered = []
    on = team(world, "AssignTask", key="2", task="registration", contact="contact-1")
    return Pair(name=name, world=world, one=works("deliver", body), other=asks(on))


def _doubtful() -> tuple[World, str]:
    """Deliver a mail in a process that dies once it is sent, without a word of SES, and let the patience end."""
    world, body = _welcome()
    world.cloud.tells = frozenset({"Scan"})
    PORT.world, PORT.trace = world, []
    aside = world.copy()
    PORT.world = aside
    works("deliver", body)(aside)
    sends = next(n for n, call in enumerate(PORT.trace) if call.operation == "SendEmail")
    PORT.world, PORT.trace, PORT.faults = world, [], {sends: DIES_AFTER}
    works("deliver", body)(world)
    PORT.faults = {}
    for queue in world.cloud.queues.values():
        queue.messages.clear()
        queue._ready.clear()
        queue._hidden.clear()
    world.now += DOUBT
    return world, body


def doubt_ends_when_the_word_comes(name: str) -> Pair:
    def holds(found: World) -> Iterator[str]:
        sent = sum(key_of(mail.tags[TAG]) in body for mail in found.cloud.post.mails)
        if sent > 1 + journal(found, "MailTroubled").count("MailTroubled"):
            yield f"mailed {sent} times, and the journal does not say so"

    world, body = _doubtful()
    return Pair(name=name, world=world, one=works("deliver", body), other=_hears(body, "Send"), holds=holds)


def a_doubtful_mail_is_looked_at_twice(name: str) -> Pair:
    world, body = _doubtful()
    work = works("deliver", body)
    return Pair(name=name, world=world, one=work, other=work, holds=_mailed(GRACE, 2))


def a_young_claim_and_the_word(name: str) -> Pair:
    """Three minutes after the claim it becomes doubtful, just when SES tells of it."""
    world, body = _doubtful()
    world.now -= DOUBT - 180.0
    return Pair(
        name=name,
        world=world,
        one=works("deliver", body),
        other=_hears(body, "Send"),
        holds=_mailed(GRACE, 1),
    )


def the_sweep_looks_at_a_mail_in_delivery(name: str) -> Pair:
    world, body = _welcome()
    world.now += 130.0
    return Pair(
        name=name, world=world, one=works("deliver", body), other=runs("sweep"), holds=_mailed(GRACE, 1)
    )


def a_bounce_comes_twice(name: str) -> Pair:
    world = opened()
    mail = next(mail for mail in world.cloud.post.mails if GRACE in mail.to)
    bounce = json.dumps(told(mail, "Bounce", world.now, bounceType="Permanent"))
    work = works("feedback", bounce)
    return Pair(name=name, world=world, one=work, other=work, holds=lambda found: once(found, "MailTroubled"))


def a_result_comes_while_it_is_cancelled(name: str) -> Pair:
    world, body = _call()
    world.cloud.queues["deliver"].send(body, now=world.now)
    results = brought(world, "commands")
    return Pair(
        name=name,
        world=world,
        one=works("commands", *results),
        other=asks(team(world, "CancelOnboarding", key="2", reason="Gone.")),
        holds=lambda found: [] if state(found).status == "cancelled" else [f"it is {state(found).status}"],
    )


def a_call_is_made_while_it_is_cancelled(name: str) -> Pair:
    world, body = _call()
    return Pair(
        name=name,
        world=world,
        one=works("deliver", body),
        other=asks(team(world, "CancelOnboarding", key="2", reason="Gone.")),
    )


def a_call_is_tried_again_while_it_fails(name: str) -> Pair:
    world, body = _call()
    world.cloud.downstream.refuses = frozenset({"/accounts"})
    return Pair(
        name=name,
        world=world,
        one=works("deliver", body),
        other=asks(team(world, "RetryProvisioning", by=IVO, key="2", task="create_account")),
    )


def a_reminder_is_due_while_a_contact_leaves(name: str) -> Pair:

    world = moved(accepted())
    return Pair(
        name=name,
        world=world,
        one=works("commands", *tick(world)),
        other=asks(leaving(world)),
    )


def a_reminder_is_due_while_reminders_are_switched_off(name: str) -> Pair:

    world = moved(accepted())
    return Pair(
        name=name,
        world=world,
        one=works("commands", *tick(world)),
        other=asks(team(world, "SwitchReminders", key="2", contact="contact-1", on=False)),
    )


def a_mail_bounces_while_its_address_is_corrected(name: str) -> Pair:
    def holds(found: World) -> Iterator[str]:
        contact = state(found).contacts[0]
        if contact.renewed != 1:
            yield f"the address was corrected {contact.renewed} times"
        if contact.status == "unreachable" and not list(state(found).raised()):
            yield "nobody is told that mail does not reach the contact"

    world, body = _welcome()
    world.cloud.queues["deliver"].send(body, now=world.now)
    RUNTIME.rest(world)
    world.answered = []
    return Pair(
        name=name,
        world=world,
        one=_hears(body, "Bounce", bounceType="Permanent"),
        other=asks(team(world, "CorrectContact", key="2", contact="contact-1", email="g.lind@acme.example")),
        holds=holds,
    )


def receipts_are_due_while_more_is_given(name: str) -> Pair:

    world = accepted().copy()
    world.cloud.tells = frozenset({"Send", "Delivery"})  # no scan, so that the file waits for its verdict
    world = moved(after(world, lambda one: uploads(one, pdf(), "registration.pdf")))
    return Pair(
        name=name,
        world=world,
        one=works("commands", *tick(world)),
        other=asks(answers(world, "As agreed")),
        answers=frozenset({(200, 303)}),
    )


def stream_records_are_relayed_twice(name: str) -> Pair:

    world = opened().copy()
    world.do(team(world, "HoldOnboarding", key="1", reason="Legal."))

    RUNTIME._act(world)
    new = [one for one in world.cloud.table.stream[world.read :] if _relayed(one)]
    world.answered = []

    def relay(found: World) -> Answer:
        answer = RUNTIME._invoke("relay", {"Records": [_record(one) for one in new]})
        return Answer(200 if answer == {"batchItemFailures": []} else 500, repr(answer))

    return Pair(name=name, world=world, one=relay, other=relay)


def a_sign_in_mail_is_delivered_twice(name: str) -> Pair:
    world = opened().copy()
    world.do(Browser(world).filled("/console/sign-in", {"email": telling.ADA}))
    (body,) = brought(world, "deliver")
    world.answered = []
    work = works("deliver", body)
    return Pair(name=name, world=world, one=work, other=work, holds=_mailed(telling.ADA, 1))


PAIRS = (
    one_mail_is_delivered_twice,
    one_call_is_made_twice,
    a_mail_is_told_of_while_it_is_sent,
    a_mail_bounces_while_it_is_sent,
    a_mail_is_sent_and_its_contact_leaves,
    a_mail_is_sent_and_its_link_revoked,
    an_invitation_is_sent_and_its_task_moves_on,
    doubt_ends_when_the_word_comes,
    a_doubtful_mail_is_looked_at_twice,
    a_young_claim_and_the_word,
    the_sweep_looks_at_a_mail_in_delivery,
    a_bounce_comes_twice,
    a_result_comes_while_it_is_cancelled,
    a_call_is_made_while_it_is_cancelled,
    a_call_is_tried_again_while_it_fails,
    a_reminder_is_due_while_a_contact_leaves,
    a_reminder_is_due_while_reminders_are_switched_off,
    a_mail_bounces_while_its_address_is_corrected,
    receipts_are_due_while_more_is_given,
    stream_records_are_relayed_twice,
    a_sign_in_mail_is_delivered_twice,
)
