"""What customers do with the files they have sent: newer versions, files taken back, looking at them."""

from __future__ import annotations

import json
from dataclasses import asdict

from chalicelib.adapters.codec import envelope_to_json
from chalicelib.application.found import pack
from chalicelib.application.intake import verdict
from chalicelib.domain.documents import Findings, TableFindings
from chalicelib.domain.tables import RowError
from tests.faults.crashes.telling import GRACE, Story, onboarding, state, until_due
from tests.faults.outside import RUNTIME, upload_form, visitor
from tests.faults.runtime import World
from tests.unit.inspection.pdfs import pdf

TASK = "/portal/tasks/registration"
_WRONG = RowError(row=2, column="email", code="row.email", value="nobody")


def play(story: Story) -> None:
    """Play them beside an upload that nobody has judged, and after one that was accepted."""
    unclear = story.scenarios["a file that cannot be scanned"].world.copy()
    RUNTIME.rest(unclear)
    story.beside(unclear, "a file is taken back", _withdraws, alone=True)
    story.beside(unclear, "a newer version comes in a file's place", _sends_newer, alone=True)
    story.beside(unclear, "the customer looks at a file of theirs", _downloads)
    _ends(story, unclear)
    _is_read(story, unclear)
    story.beside(_found_wrong(unclear), "the list of wrong rows is downloaded", _downloads_rows)
    seats = {"types": ["csv"], "table": {"columns": [{"name": "E-Mail", "type": "email"}]}}
    people = _asked_for(story, unclear, "The people", seats)
    story.beside(people, "an empty table is downloaded", _downloads_columns)


def _asked_for(story: Story, before: World, title: str, documents: dict[str, object]) -> World:
    """Ask for files by hand, and return how that ended."""
    asked = before.copy()
    story.team("AddTask", stage="collection", kind="customer", title=title, hours=8, documents=documents)(
        asked
    )
    RUNTIME.rest(asked)
    return asked


def _sent(world: World, data: bytes, name: str) -> World:
    """Let the customer send a file for what was asked by hand, and return how that ended."""
    browser, path = visitor(world, GRACE), "/portal/tasks/added_1"
    fields = upload_form(browser.get(path))
    world.cloud.upload(fields, data, name, now=world.now)
    world.do(browser.opened(f"{path}/uploaded?key={fields['key']}"))
    RUNTIME.rest(world)
    world.acts.clear()
    return world


def _is_read(story: Story, before: World) -> None:
    """A question whose answer may stand in a scan has the scan read."""
    source = {"task": "registration", "names": ["Company name"]}
    fields = [{"id": "company", "label": "Company", "from_document": source}]
    asked = before.copy()
    story.team("AddTask", stage="collection", kind="customer", title="The company", hours=8, fields=fields)(
        asked
    )
    RUNTIME.rest(asked)
    document = state(asked).documents[0].id
    accepted = story.beside(
        asked, "a scan is accepted", story.team("ReviewDocument", document=document, accept=True)
    )
    RUNTIME.rest(accepted)
    story.delivery("a scan is read", of="a scan is accepted", only=f"read.{document}", alone=True)


def _ends(story: Story, before: World) -> None:
    """A document with an end: its date is named, and a newer one is asked for when the time has come."""
    insured = _asked_for(story, before, "The insurance", {"types": ["pdf"], "valid": {"asks_date": True}})
    dated = story.beside(
        _sent(insured, pdf(), "insurance.pdf"), "the end of a document is named", _names_date, alone=True
    )
    RUNTIME.rest(dated)
    story.beside(dated, "a document is about to end", _until_it_ends, slow=True, alone=True)


def _names_date(world: World) -> None:
    browser = visitor(world, GRACE)
    world.do(browser.form(browser.get("/portal/tasks/added_1"), typed={"date": "2026-12-08"}, act="date"))


def _until_it_ends(world: World) -> None:
    for _ in range(60):
        until_due(world)
        before = world.copy()
        RUNTIME.rest(world)
        if any(document.expiring for document in state(world).documents):
            for name in World.__slots__:
                setattr(world, name, getattr(before, name))
            return
    raise AssertionError("It never ends.")


def _found_wrong(before: World) -> World:
    """Let a table be found with a wrong row, and return how that ended."""
    world, document = before.copy(), "f" * 32
    key = f"q/{onboarding(world)}/registration/{document}"
    body = {"key": key, "version_id": "version-f", "name": "users.csv", "errors": pack([_WRONG])}
    found = Findings(
        verdict="rejected", reasons=("table.rows",), table=TableFindings(rows=1, asked="", wrong=1)
    )
    told = json.dumps(envelope_to_json(verdict(body | {"findings": asdict(found)})))
    world.cloud.queues["commands"].send(told, now=world.now, group=onboarding(world), deduplication=key)
    RUNTIME.rest(world)
    world.acts.clear()
    return world


def _downloads_rows(world: World) -> None:
    browser = visitor(world, GRACE)
    document = state(world).documents[-1].id
    world.do(browser.opened(f"{TASK}/documents/{document}/errors.csv"))


def _downloads_columns(world: World) -> None:
    world.do(visitor(world, GRACE).opened("/portal/tasks/added_1/columns.csv"))


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
