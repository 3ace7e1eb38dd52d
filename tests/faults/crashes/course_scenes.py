"""The onboarding on its way: what the customer gives, the setup, the sign-off, live."""

from __future__ import annotations

from tests.faults.crashes.telling import (
    EVA,
    GRACE,
    IVO,
    Story,
    state,
    until_due,
)
from tests.faults.outside import (
    RUNTIME,
    upload_form,
    visitor,
)
from tests.faults.runtime import World
from tests.unit.inspection.pdfs import pdf


def play(story: Story) -> None:
    """Play everything from the first document to live."""
    _collection(story)
    _setup(story)
    _live(story)


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
        world, pdf(), "registration.pdf", result="UNSUPPORTED"), alone=True)  # fmt: skip
    document = state(unclear).documents[0].id
    story.beside(
        unclear, "a person accepts a document", story.team("ReviewDocument", document=document, accept=True)
    )
    story.beside(unclear, "a person rejects a document", story.team(
        "ReviewDocument", document=document, accept=False, note="Page 2 is missing."))  # fmt: skip
    story.aside("a file whose scan never comes", _unscanned, slow=True)
    story.aside(
        "a file that nobody says has arrived",
        lambda world: uploads(world, pdf(), "a.pdf", told=False),
        alone=True,
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
    _settled_in(story.world)


def _settled_in(world: World) -> None:
    until_due(world)
    RUNTIME.rest(world)


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
    _settled_in(world)
    until_due(world)


def _answers(world: World) -> None:
    browser = visitor(world, GRACE)
    page = browser.get("/portal/tasks/contacts_and_billing")
    form = next(form for form in page.forms() if form["fields"].get("act") == "answer")
    names = [name for name in form["fields"] if name.startswith("answer.")]
    known = {"answer.vat_id": "DE123456789"}
    typed = {
        name: known.get(name) or ("it@acme.example" if "email" in name else "Marienplatz 4711")
        for name in names
    }
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
