"""What customers do with the files they have sent: newer versions, files taken back, looking at them."""

from __future__ import annotations

from tests.faults.crashes.telling import GRACE, Story, state
from tests.faults.outside import RUNTIME, upload_form, visitor
from tests.faults.runtime import World
from tests.unit.inspection.pdfs import pdf

TASK = "/portal/tasks/registration"


def play(story: Story) -> None:
    """Play them beside an upload that nobody has judged, and after one that was accepted."""
    unclear = story.scenarios["a file that cannot be scanned"].world.copy()
    RUNTIME.rest(unclear)
    story.beside(unclear, "a file is taken back", _withdraws, alone=True)
    story.beside(unclear, "a newer version comes in a file's place", _sends_newer, alone=True)
    story.beside(unclear, "the customer looks at a file of theirs", _downloads)
    story.beside(_looks_at_rows(story, unclear), "the list of wrong rows is downloaded", _downloads_rows)


def _looks_at_rows(story: Story, before: World) -> World:
    """Ask for a table by hand, let the customer send one with a wrong row, and return how that ended."""
    columns = [{"name": "email", "type": "email"}]
    documents = {"types": ["csv"], "table": {"columns": columns}}
    asked = before.copy()
    story.team(
        "AddTask", stage="collection", kind="customer", title="The users", hours=8, documents=documents
    )(asked)
    RUNTIME.rest(asked)
    browser, path = visitor(asked, GRACE), "/portal/tasks/added_1"
    fields = upload_form(browser.get(path))
    asked.cloud.upload(fields, b"email\nnobody\n", "users.csv", now=asked.now)
    asked.do(browser.opened(f"{path}/uploaded?key={fields['key']}"))
    RUNTIME.rest(asked)
    asked.acts.clear()
    return asked


def _downloads_rows(world: World) -> None:
    browser = visitor(world, GRACE)
    document = state(world).documents[-1].id
    world.do(browser.opened(f"/portal/tasks/added_1/documents/{document}/errors.csv"))


def _withdraws(world: World) -> None:
    browser = visitor(world, GRACE)
    world.do(browser.form(browser.get(TASK), typed={}, act="withdraw"))


def _sends_newer(world: World) -> None:
    browser, old = visitor(world, GRACE), state(world).documents[0].id
    fields = upload_form(browser.get(f"{TASK}?replace={old}"))
    world.cloud.upload(fields, pdf(), "registration 2.pdf", now=world.now)
    world.do(browser.opened(f"{TASK}/uploaded?key={fields['key']}"))


def _downloads(world: World) -> None:
    browser = visitor(world, GRACE)
    world.do(browser.opened(f"{TASK}/documents/{state(world).documents[0].id}"))
