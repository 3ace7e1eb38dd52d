"""What the team changes in a plan that is under way: opened again, waived by two, blocked, held, moved, taken back."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import yaml

from chalicelib.adapters.playbook_files import FOLDER
from tests.faults.crashes.page_scenes import member
from tests.faults.crashes.telling import ADA, IVO, LEE, Story, asks_for_link, onboarding, until_due
from tests.faults.outside import RUNTIME, request, send
from tests.faults.runtime import World

NEXT = yaml.safe_load((FOLDER / "simple.yaml").read_text(encoding="utf-8"))["version"] + 1
MIGRATIONS = "/api/playbooks/simple/migrations"
TASK = """
  - {id: badge, stage: setup, kind: internal, role: implementation, title: Order the badges, hours: 1}
  # ---- setup"""


def play(story: Story) -> None:
    """Play them on an onboarding that has just been opened, and on one that has ended."""
    opened = story.scenarios["put on hold"].world.copy()
    opened.acts.clear()
    story.beside(opened, "what everything waits for is counted", lambda world: world.do(
        request("GET", "/api/metrics", headers={"Authorization": "Bearer local-admin-token"})))  # fmt: skip
    _tasks(story, opened)
    _plan(story, opened)
    _versions(story, opened)
    _course(story, opened)


def _tasks(story: Story, opened: World) -> None:
    done = story.beside(
        opened,
        "a step of ours is done that is opened again later",
        story.team("ApproveTask", task="accept_handoff", name="Ada Park"),
        alone=True,
    )
    story.beside(
        done,
        "a task is opened again",
        story.team("ReopenTask", by=LEE, task="accept_handoff", reason="The scope was wrong."),
        alone=True,
    )
    asked = story.beside(
        opened,
        "a waiver is asked for",
        story.team("RequestWaiver", task="registration", reason="A sole trader."),
        alone=True,
    )
    story.beside(
        asked, "a waiver is agreed to", story.team("ApproveWaiver", by=LEE, task="registration"), alone=True
    )
    blocked = story.beside(
        opened,
        "a task is blocked",
        story.team("BlockTask", task="registration", code="third_party", note="The registry is closed."),
        alone=True,
    )
    story.beside(
        blocked, "nothing blocks it any more", story.team("UnblockTask", task="registration"), alone=True
    )


def _plan(story: Story, opened: World) -> None:
    added = story.beside(
        opened,
        "a task is added by hand",
        story.team("AddTask", title="Visit the warehouse", stage="handoff", owner=IVO),
        alone=True,
    )
    story.beside(
        added,
        "a task is dropped",
        story.team("DropTask", task="added_1", reason="They send a video."),
        alone=True,
    )


def _versions(story: Story, opened: World) -> None:
    """Publish a version with one task more, look at what it would change, do it, and take it back."""
    published = story.beside(opened, "a playbook is published", lambda world: world.do(_asks(
        "POST", "/api/playbooks", _newer(), kind="application/yaml")), alone=True)  # fmt: skip
    seen = story.beside(published, "what is published is looked at", _looks, alone=True)
    body = {"version": NEXT}
    story.beside(seen, "a version is previewed for all", lambda world: world.do(_asks(
        "POST", MIGRATIONS, json.dumps(body))), alone=True)  # fmt: skip
    moved = story.beside(seen, "an onboarding is moved to another version", _moves, alone=True)
    story.beside(moved, "a migration is taken back", story.team("UndoMigration"), alone=True)
    story.beside(seen, "all are moved to another version", _moves_all, alone=True)
    signed_in = seen.copy()
    signed_in.acts.clear()
    asks_for_link(signed_in)
    RUNTIME.rest(signed_in)
    story.beside(signed_in, "previews are looked at on the page", _looks_on_pages, alone=True)
    story.beside(signed_in, "all are moved to another version on the page", _moves_on_page, alone=True)


def _newer() -> str:
    text = (FOLDER / "simple.yaml").read_text(encoding="utf-8")
    version = yaml.safe_load(text)["version"]
    assert version + 1 == NEXT
    return text.replace(f"version: {version}", f"version: {NEXT}", 1).replace("  # ---- setup", TASK, 1)


def _asks(
    method: str, path: str, body: str = "", *, kind: str = "application/json", key: str = "moves"
) -> dict[str, Any]:
    headers = {"Authorization": "Bearer local-admin-token", "Golive-Actor": ADA, "Idempotency-Key": key}
    if not body:
        return request(method, path, headers=headers)
    return request(method, path, headers={**headers, "Content-Type": kind}, body=body.encode())


def _looks(world: World) -> None:
    one = onboarding(world)
    paths = ("", f"/simple/{NEXT}")
    for path in (
        *(f"/api/playbooks{path}" for path in paths),
        f"/api/onboardings/{one}/migration?version={NEXT}",
    ):
        world.do(_asks("GET", path))


def _looks_on_pages(world: World) -> None:
    browser = member(world)
    for path in (f"/console/onboardings/{onboarding(world)}/migration", "/console/playbooks"):
        world.do(browser.opened(path))


def _moves_on_page(world: World) -> None:
    browser = member(world)
    page = browser.get(f"/console/playbooks/simple?version={NEXT}")
    form = next(form for form in page.forms() if "version" in form["fields"] and "nonce" in form["fields"])
    world.do(browser.opened(f"/console/playbooks/simple?version={NEXT}"))
    world.do(browser.filled("/console/playbooks/simple", form["fields"]))


def _digest(world: World) -> str:
    page = send(world, _asks("GET", f"/api/onboardings/{onboarding(world)}/migration?version={NEXT}"))
    return str(json.loads(page.html)["digest"])


def _moves(world: World) -> None:
    body = {"type": "MigrateOnboarding", "version": NEXT, "digest": _digest(world)}
    world.do(_asks("POST", f"/api/onboardings/{onboarding(world)}/commands", json.dumps(body)))


def _moves_all(world: World) -> None:
    body = {"version": NEXT, "preview": False, "digests": {onboarding(world): _digest(world)}}
    world.do(_asks("POST", MIGRATIONS, json.dumps(body), key="moves-all"))


def _course(story: Story, opened: World) -> None:
    story.beside(
        opened,
        "the date is moved by hand",
        story.team("SetTarget", date=date(2026, 12, 18).isoformat(), code="scope_grew"),
        alone=True,
    )
    held = story.beside(
        opened,
        "put on hold until a day",
        story.team("HoldOnboarding", code="legal", until=date(2026, 11, 30).isoformat()),
        alone=True,
    )
    story.beside(held, "the hold was meant to end", until_due, slow=True, alone=True)
    ended = story.beside(
        opened, "cancelled by mistake", story.team("CancelOnboarding", code="duplicate"), alone=True
    )
    story.beside(
        ended,
        "an end is taken back",
        story.team("ReopenOnboarding", reason="It was no duplicate."),
        alone=True,
    )
