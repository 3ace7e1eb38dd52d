"""What the team changes in a plan that is under way: opened again, waived by two, blocked, held, moved, taken back."""

from __future__ import annotations

from datetime import date

from tests.faults.crashes.telling import LEE, Story, until_due
from tests.faults.outside import request
from tests.faults.runtime import World


def play(story: Story) -> None:
    """Play them on an onboarding that has just been opened, and on one that has ended."""
    opened = story.scenarios["put on hold"].world.copy()
    opened.acts.clear()
    story.beside(opened, "what everything waits for is counted", lambda world: world.do(
        request("GET", "/api/metrics", headers={"Authorization": "Bearer local-admin-token"})))  # fmt: skip
    _tasks(story, opened)
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
