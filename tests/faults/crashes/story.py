"""The scenarios: one onboarding from its webhook to live and past it, and everything that may happen beside its way.

Each chapter is a stimulus on a world at rest. Played without faults, a chapter's end is the next one's beginning; what
is played `aside` leaves the main line alone.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any

from tests.faults.beginnings import event, furnished
from tests.faults.cloud.port import PUBLIC_URL, forget
from tests.faults.crashes.explorer import Scenario
from tests.faults.crashes.seen import watching
from tests.faults.outside import (
    RUNTIME,
    Browser,
    command,
    link_in,
    request,
    signed_deal,
    upload_form,
    visitor,
    webhook,
)
from tests.faults.runtime import World
from tests.unit.inspection.pdfs import pdf
from tests.unit.webhooks import senders

ADA, IVO, EVA, LEE = (f"{name}@vendor.example" for name in ("ada", "ivo", "eva", "lee"))
GRACE = "grace@acme.example"
DEAL: dict[str, Any] = {
    "deal": {"id": "D-1001", "name": "Acme: annual plan", "amount": "4800.00", "currency": "EUR",
             "signed_at": "2026-11-23T08:30:00Z"},
    "account": {"name": "Acme GmbH", "country": "DE", "time_zone": "Europe/Berlin", "tier": "simple"},
    "owner": {"name": "Ada Park", "email": ADA},
    "contacts": [{"name": "Grace Lind", "email": GRACE, "role": "champion"}],
    "committed_live_date": "2026-12-11",
    "handoff": {"goals": ["Invoices by January"],
                "promises": [{"text": "SSO before go-live", "due": "2026-12-05"}]},
}  # fmt: skip
Stimulus = Callable[[World], None]


def deal(kind: str = "won", *, at: str = "2026-11-23T08:45:00Z", **changes: Any) -> dict[str, Any]:
    """Return the body of a generic webhook; `changes` go into its ``deal``."""
    data = copy.deepcopy(DEAL)
    data["deal"] |= changes
    return {"type": f"deal.{kind}", "timestamp": at, "data": data}


def onboarding(world: World) -> str:
    """Return the id of the world's only onboarding."""
    (found,) = [pk.removeprefix("ONB#") for pk in world.cloud.table.partitions() if pk.startswith("ONB#")]
    return found


def state(world: World) -> Any:
    """Return the state of the world's only onboarding."""
    from tests.faults.invariants import records

    return next(records(world)).state


class Story:
    """Plays chapters and keeps each as a scenario."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.scenarios: dict[str, Scenario] = {}
        self._keys = 0

    def play(self, name: str, stimulus: Stimulus) -> None:
        """Play a chapter of the main line."""
        self.world = self.beside(self.world, name, stimulus)

    def aside(self, name: str, stimulus: Stimulus, **how: bool) -> World:
        """Play a chapter beside the main line, and return how it ended."""
        return self.beside(self.world, name, stimulus, **how)

    def team(self, type_: str, *, by: str = ADA, **fields: Any) -> Stimulus:
        """Return the stimulus of a command of the team."""
        self._keys += 1
        key = f"key-{self._keys}"
        return lambda world: world.do(command(onboarding(world), type_, by=by, key=key, **fields))

    def beside(self, before: World, name: str, stimulus: Stimulus, **how: bool) -> World:
        """Play a chapter on a copy of any world, and return how it ended; `how` as `Scenario` has it."""
        assert name not in self.scenarios, name
        world = before.copy()
        world.answered, world.steps = [], 0
        stimulus(world)
        self._keep(name, world, **how)
        return world

    def delivery(self, name: str, *, of: str, only: str = "") -> None:
        """Keep the delivery of what a chapter mails and calls as a scenario of its own, or of one effect `only`."""
        world = self.scenarios[of].world.copy()
        RUNTIME.rest(world, mails=False)
        world.delivers = True
        while only and not pending(world) <= {only}:
            assert RUNTIME.step(world), f"{of} never comes to {only} alone."
        self._keep(name, world, slow=self.scenarios[of].slow, delivery=True)

    def _keep(self, name: str, world: World, **how: bool) -> None:
        """Let a world run, and keep how it began and what it reached."""
        start = world.copy()
        with watching(world) as seen:
            RUNTIME.rest(world, before_step=lambda _: forget())
        refused = [answered.body for answered in world.answered if not 0 < answered.status < 400]
        assert not refused, f"{name}: {refused[0]}"
        self.scenarios[name] = Scenario(name=name, world=start, calls=len(seen.calls), seen=seen, **how)


def pending(world: World) -> set[str]:
    """Return the names of the effects that nobody has delivered yet."""
    return {item["sk"]["S"].rpartition(":")[2] for item in world.cloud.table.index("rest")}


@cache
def scenarios() -> dict[str, Scenario]:
    """Return every scenario by name; made once a process."""
    from tests.faults.crashes import page_scenes, sender_scenes, tier_scenes

    story = Story(furnished())
    _crms(story)
    _opening(story)
    _around_the_opening(story)
    _collection(story)
    _setup(story)
    _live(story)
    sender_scenes.play(story)
    page_scenes.play(story)
    tier_scenes.play(story)
    for name, of in _DELIVERIES.items():
        story.delivery(name, of=of, only="provision.set_up_billing" if "downstream" in name else "")
    return story.scenarios


_DELIVERIES = {
    "mail to owner and customer": "a deal is won",
    "mail about an escalation": "nobody accepts the handoff in time",
    "mail of receipts": "receipts go out together",
    "mail with a sign-in link": "a sign-in link is asked for",
    "a downstream call": "the inputs are verified",
    "a downstream call that is refused": "provisioning is refused",
}


# ---- how it begins


def _crms(story: Story) -> None:
    start = furnished()
    story.beside(start, "hubspot: a deal is won", sent(lambda now: senders.hubspot(
        event("hubspot/batch.json")[:4], at=now, public_url=PUBLIC_URL)))  # fmt: skip
    won = (_events() / "salesforce/won.xml").read_bytes()
    story.beside(start, "salesforce: a deal is won", sent(lambda _: senders.salesforce(won)))
    story.beside(
        start, "pipedrive: a deal is won", sent(lambda _: senders.pipedrive(event("pipedrive/v2_won.json")))
    )
    story.beside(start, "a webhook too large for the table", _large, alone=True)
    lost = story.beside(start, "a deal is lost that was never opened", deals(deal("lost"), "msg-lost"))
    story.beside(lost, "a deal that was lost before is won", deals(deal(), "msg-late"))
    unread = start.copy()
    unread.cloud.downstream.records = {}
    story.beside(
        unread,
        "a CRM that cannot be read",
        sent(lambda _: senders.pipedrive(event("pipedrive/v1_won.json"))),
    )
    old = deal(signed_at="2026-08-01T10:00:00Z")
    held = story.beside(start, "an old deal opens on hold", deals(old, "msg-old"))
    story.beside(held, "an opening is released from its mail", lambda world: from_mail(world, ADA, "release"))


def _events() -> Any:
    from tests.faults.beginnings import _EVENTS

    return _EVENTS


def sent(make: Callable[[float], dict[str, Any]]) -> Stimulus:
    return lambda world: world.hear(lambda now: webhook(make(now)))


def deals(body: Any, message: str) -> Stimulus:
    return lambda world: world.hear(lambda now: signed_deal(body, message=message, at=now))


def _large(world: World) -> None:
    body = deal()
    body["data"]["handoff"]["history"] = "".join(sha256(str(n).encode()).hexdigest() for n in range(12_000))
    deals(body, "msg-large")(world)


def _opening(story: Story) -> None:
    story.play("a deal is won", deals(deal(), "msg-1"))
    story.aside("the same webhook comes again", deals(deal(), "msg-1"))


def _around_the_opening(story: Story) -> None:
    start = story.world
    changed = story.aside("the deal's amount changes", deals(
        deal("updated", at="2026-11-23T08:50:00Z", amount="9600.00"), "msg-2"))  # fmt: skip
    lost = story.beside(changed, "the deal is lost after it was won", deals(
        deal("lost", at="2026-11-23T08:55:00Z"), "msg-3"))  # fmt: skip
    story.beside(lost, "a lost onboarding is cancelled", story.team("CancelOnboarding", reason="Deal lost."))
    held = story.aside("put on hold", story.team("HoldOnboarding", reason="Waiting for legal."))
    story.beside(held, "released", story.team("ReleaseOnboarding"))
    story.aside(
        "reassigned to somebody else",
        story.team("Reassign", subject="onboarding", person="ben@vendor.example"),
    )
    story.aside("links are revoked", story.team("RevokeLinks"))
    story.aside("the welcome bounces", lambda world: comes_back(world, GRACE))
    story.aside("a sign-in link is asked for", asks_for_link)
    asked = start.copy()
    asks_for_link(asked)
    RUNTIME.rest(asked)
    story.beside(asked, "somebody of the team signs in", _signs_in, once=True)
    story.aside("a colleague is invited", _invites)
    story.aside("the contact has left", _leaves)
    override = story.aside(
        "an override is requested", story.team("RequestOverride", gate="ready_for_setup", reason="CEO asked.")
    )
    story.beside(
        override, "an override is approved", story.team("ApproveOverride", by=LEE, gate="ready_for_setup")
    )
    late = story.aside("nobody accepts the handoff in time", until_due, slow=True)
    story.beside(
        late,
        "an escalation is acknowledged from its mail",
        lambda world: from_mail(world, ADA, "escalation"),
    )
    story.beside(late, "an escalation climbs to the lead", until_due, slow=True)
    story.aside("the customer is reminded", lambda world: _until_reminder(story, world), slow=True)
    story.aside("the daily check", _verify)
    story.aside("the customer looks at their pages", _looks)
    story.aside("the team looks at its lists", _team_looks)


def comes_back(world: World, to: str) -> None:
    mail = next(mail for mail in world.cloud.post.mails if to in mail.to)
    world.cloud.tell(mail, "Bounce", now=world.now, bounceType="Permanent")


def asks_for_link(world: World) -> None:
    world.do(Browser(world).filled("/console/sign-in", {"email": ADA}))


def _signs_in(world: World) -> None:
    link = link_in(world, ADA, r"/console/sign-in/[A-Za-z0-9._-]+")
    world.do(Browser(world).filled(link, {}))


def from_mail(world: World, to: str, kind: str) -> None:
    """Press the first button of the page that the newest mail to somebody leads to."""
    browser = Browser(world)
    page = browser.get(link_in(world, to, r"/console/act/[A-Za-z0-9._-]+"))
    act = "release" if kind == "release" else "acknowledge"
    world.do(browser.form(page, typed={}, act=act))


def _invites(world: World) -> None:
    browser = visitor(world, GRACE)
    page = browser.get("/portal/colleagues")
    world.do(browser.form(page, typed={"name": "Piet Maas", "email": "piet@acme.example"}))


def _leaves(world: World) -> None:
    link = link_in(world, GRACE)
    page = Browser(world).get(f"{link}/leave")
    fields = next(form["fields"] for form in page.forms())
    world.do(Browser(world).filled(f"{link}/leave", {**fields, "reason": "left"}))


def until_due(world: World) -> None:
    """Let time pass until something is due."""
    dues = [item["due_sk"]["S"].partition("#")[0] for item in world.cloud.table.index("due")]
    world.now = max(world.now, datetime.fromisoformat(min(dues)).timestamp())


def _until_reminder(story: Story, world: World) -> None:
    """Let the team do its part and time pass until the customer is the one who is waited for."""
    story.team("ApproveTask", task="accept_handoff", name="Ada Park")(world)
    RUNTIME.rest(world)
    for _ in range(20):
        until_due(world)
        before = world.copy()
        RUNTIME.rest(world)
        if state(world).reminders.sent:
            world.now = before.now
            for name in World.__slots__:
                setattr(world, name, getattr(before, name))
            return
    raise AssertionError("The customer is never reminded.")


def _verify(world: World) -> None:
    """Let the daily schedule run, which the runtime does not play by itself."""
    world.schedules.append("verify")


def _looks(world: World) -> None:
    browser = visitor(world, GRACE)
    for path in ("/portal", "/portal/history", "/portal/colleagues", "/portal/tasks/registration"):
        world.do(browser.opened(path))


def _team_looks(world: World) -> None:
    asks_for_link(world)
    RUNTIME.rest(world)
    browser, key = Browser(world), onboarding(world)
    browser.post(link_in(world, ADA, r"/console/sign-in/[A-Za-z0-9._-]+"), {})
    for path in ("/console/needs-you", "/console/onboardings", f"/console/onboardings/{key}"):
        world.do(browser.opened(path))
    for path in ("/api/onboardings", f"/api/onboardings/{key}", f"/api/onboardings/{key}/journal",
                 f"/api/needs-you?person={ADA}", "/api/onboardings?deal=deals:D-1001"):  # fmt: skip
        world.do(request("GET", path, headers={"Authorization": "Bearer local-admin-token"}))
    world.answered = []


# ---- how it goes on


def _collection(story: Story) -> None:
    story.play("the handoff is accepted", story.team("ApproveTask", task="accept_handoff", name="Ada Park"))
    story.aside(
        "a file that is no PDF",
        lambda world: uploads(world, b"GIF89a not a document", "page.gif"),
        alone=True,
    )
    story.aside(
        "a file with malware",
        lambda world: uploads(world, pdf(), "registration.pdf", result="THREATS_FOUND"),
        alone=True,
    )
    unclear = story.aside("a file that cannot be scanned", lambda world: uploads(
        world, pdf(), "registration.pdf", result="UNSUPPORTED"))  # fmt: skip
    document = state(unclear).documents[0].id
    story.beside(
        unclear, "a person accepts a document", story.team("ReviewDocument", document=document, accept=True)
    )
    story.beside(unclear, "a person rejects a document", story.team(
        "ReviewDocument", document=document, accept=False, note="Page 2 is missing."))  # fmt: skip
    story.aside("a file whose scan never comes", _unscanned, slow=True)
    story.aside(
        "a file that nobody says has arrived", lambda world: uploads(world, pdf(), "a.pdf", told=False)
    )
    story.aside(
        "a task is waived",
        story.team("WaiveTask", task="registration", reason="Not needed for a sole trader."),
    )
    story.aside("a document is replaced before it is judged", _replaces, alone=True)
    story.play("the customer uploads a document", lambda world: uploads(world, pdf(), "registration.pdf"))
    story.play("the customer answers the form", _answers)
    story.aside("receipts go out together", until_due, slow=True)
    _settled(story)


def _settled(story: Story) -> None:
    """Let the folded receipts go out, so that later chapters begin without them."""
    until_due(story.world)
    RUNTIME.rest(story.world)


def uploads(world: World, data: bytes, name: str, *, told: bool = True, result: str | None = None) -> None:
    """Upload a file as the page does; the browser then loads the frame that says so, unless it is closed before."""
    browser = visitor(world, GRACE)
    fields = upload_form(browser.get("/portal/tasks/registration"))
    world.cloud.upload(fields, data, name, now=world.now, result=result)
    if told:
        world.do(browser.opened(f"/portal/tasks/registration/uploaded?key={fields['key']}"))


def _replaces(world: World) -> None:
    """Upload one file after the other, each by a form of its own, before either is judged."""
    uploads(world, b"GIF89a not a document", "page.gif", told=False)
    uploads(world, pdf(), "registration.pdf")


def _unscanned(world: World) -> None:
    world.cloud.tells = frozenset({"Send", "Delivery"})
    uploads(world, pdf(), "registration.pdf")
    RUNTIME.rest(world)
    until_due(world)


def _answers(world: World) -> None:
    browser = visitor(world, GRACE)
    page = browser.get("/portal/tasks/contacts_and_billing")
    form = next(form for form in page.forms() if form["fields"].get("act") == "answer")
    names = [name for name in form["fields"] if name.startswith("answer.")]
    typed = {name: "it@acme.example" if "email" in name else "Marienplatz 4711" for name in names}
    world.do(browser.form(page, typed=typed, act="answer"))


def _setup(story: Story) -> None:
    refused = story.world.copy()
    refused.cloud.downstream.refuses = frozenset({"/billing"})
    failed = story.beside(
        refused, "provisioning is refused", story.team("CompleteTask", task="inputs_verified")
    )
    failed.cloud.downstream.refuses = frozenset()
    story.beside(
        failed, "provisioning is tried again", story.team("RetryProvisioning", by=IVO, task="set_up_billing")
    )
    busy = failed.copy()
    busy.cloud.downstream.busy = 1
    story.beside(
        busy,
        "a downstream system is busy at first",
        story.team("RetryProvisioning", by=IVO, task="set_up_billing"),
    )
    story.play("the inputs are verified", story.team("CompleteTask", task="inputs_verified"))
    story.play("the setup is checked", story.team("CompleteTask", by=IVO, task="check_setup", note="Works."))


def _live(story: Story) -> None:
    story.aside("the customer declines", lambda world: _signs_off(world, "decline"))
    story.play("the customer signs off", lambda world: _signs_off(world, "approve"))
    story.play("the customer is told", story.team("CompleteTask", task="customer_told"))
    promise = state(story.world).promises[0].id
    story.aside("a promise is kept", story.team("SettlePromise", promise=promise, note="Shown in the call."))
    story.play("live", story.team("CompleteTask", by=EVA, task="ownership_handed_over"))


def _signs_off(world: World, act: str) -> None:
    browser = visitor(world, GRACE)
    page = browser.get("/portal/tasks/sign_off")
    typed = {"name": "Grace Lind", "agree": "yes"} if act == "approve" else {"reason": "The login fails."}
    world.do(browser.form(page, typed=typed, act=act))
