"""What the team does, each in their own name; and what happens when nobody does anything."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from infra.local.demo import say
from infra.local.demo.documents import PEOPLE
from infra.local.demo.sale import OWNER
from infra.local.demo.scene import Scene
from infra.local.demo.web import DemoError

LEAD = "lee@vendor.example"
_PATIENCE = 120  # times two hours: nobody works from the evening before Good Friday to the Tuesday after


def play(scene: Scene, one: Any) -> int:
    """Do everything that is open for the team; return how much that was."""
    todo = [task for task in one["tasks"] if open_for_team(task)]
    for task in todo:
        kind, more = "CompleteTask", {}
        if task["kind"] == "approval":
            kind, more = "ApproveTask", {"name": task["owner"]["name"]}
        scene.team.act(scene.onboarding, kind, by=task["owner"]["email"], task=task["id"], **more)
        say.step("team", f"{task['owner']['name']}: {task['title']}")
    return len(todo) + (_promises(scene, one) if one["milestones"]["setup_complete"] else 0)


def open_for_team(task: Any) -> bool:
    """Say whether somebody of the team can do a task now; what is provisioned does itself."""
    return task["status"] == "open" and not task["by_customer"] and not task["provision"]


def _promises(scene: Scene, one: Any) -> int:
    unsettled = [promise for promise in one["promises"] if promise["settled"] is None]
    for promise in unsettled:
        note = "Shown to the customer in the call of today"
        scene.team.act(scene.onboarding, "SettlePromise", by=OWNER, promise=promise["id"], note=note)
        say.step("promise", f"kept, with its evidence: {promise['text']}")
    return len(unsettled)


def neglect(scene: Scene) -> None:
    """Let nobody touch anything until owner and lead have been told, then take it up."""
    for to, who in ((OWNER, "the owner"), (LEAD, "the lead")):
        mail = escalated(scene, to)
        say.step("escalation", f"to {who}, {to}: “{mail['subject']}”")
    _reminded(scene)
    raised = [item for item in scene.now()["escalations"] if item["resolved_at"] is None]
    scene.check(bool(raised), "mails of escalations went out, but none is raised")
    say.step("why", f"{raised[0]['why']['rule']}: {raised[0]['why']['text']}")
    _put_off(scene, raised[0])
    for item in raised:
        scene.team.act(scene.onboarding, "AcknowledgeEscalation", by=OWNER, escalation=item["id"])
    say.step("team", f"Ada Park has it: {len(raised)} acknowledged")
    _replanned(scene)
    moves = scene.team.would_hand_over(OWNER, scene.onboarding)
    takers = ", ".join(sorted({move["to"]["name"] for move in moves}))
    scene.check(bool(moves), "its owner owns nothing that could be handed over")
    say.step("handover", f"if Ada Park left: {len(moves)} things, by role to {takers}; only looked at")


def ask_for_table(scene: Scene) -> None:
    """Ask the customer of this deal for a table that the playbook does not have."""
    scene.team.act(scene.onboarding, "AddTask", by=OWNER, owner=OWNER, **PEOPLE)
    say.step("plan", f"added by hand: “{PEOPLE['title']}”, a table of named columns")


def _replanned(scene: Scene) -> None:
    """Change the plan of this one: a task more, and what blocks it; the version as it is would change nothing."""
    stage = next(stage["id"] for stage in scene.now()["stages"] if stage["status"] != "done")
    title = "Call the customer about the late start"
    scene.team.act(scene.onboarding, "AddTask", by=OWNER, title=title, stage=stage, owner=OWNER)
    added = scene.now()["tasks"][-1]
    scene.check(added["title"] == title, "a task that was added is not the last one")
    scene.team.act(scene.onboarding, "BlockTask", by=OWNER, task=added["id"], code="customer_input")
    blocked = scene.now()["tasks"][-1]["blocked"]
    scene.team.act(scene.onboarding, "UnblockTask", by=OWNER, task=added["id"])
    say.step("plan", f"added by hand: “{title}”; it was blocked: {blocked['title']}")
    preview = scene.team.would_change(scene.onboarding)
    scene.check(not preview["items"], f"its own version would change something: {preview['text']}")
    say.step("version", f"runs exactly by {preview['after']['name']} {preview['after']['version']}")


def _put_off(scene: Scene, item: Any) -> None:
    """Put an escalation off for an hour, and see it come back by itself."""
    until = scene.sandbox.now() + timedelta(hours=1)
    scene.team.act(
        scene.onboarding, "SnoozeEscalation", by=OWNER, escalation=item["id"], until=until.isoformat()
    )
    scene.sandbox.advance("PT61M")
    found = [one for one in scene.now()["escalations"] if one["id"] == item["id"]]
    scene.check(found[0]["snoozed_until"] is None, "what was put off for an hour did not come back")
    say.step("put off", f"{item['rule']} for an hour; it came back by itself, to {found[0]['owner']['name']}")


def _reminded(scene: Scene) -> None:
    """Look whether the customer was reminded meanwhile, in a mail that one click would end."""
    for _ in range(_PATIENCE):
        mails = scene.about(scene.sandbox.mails(scene.sale.email))
        reminders = [mail for mail in mails if "List-Unsubscribe" in mail["headers"]]
        if reminders:
            say.step(
                "reminder", f"“{reminders[-1]['subject']}” to the customer; one click would end reminders"
            )
            return
        scene.sandbox.advance("PT2H")
    raise DemoError(f"{scene.sale.account} gave nothing for {_PATIENCE * 2} hours and was not reminded.")


def escalated(scene: Scene, to: str) -> Any:
    for _ in range(_PATIENCE):
        mails = [mail for mail in scene.about(scene.sandbox.mails(to)) if "Why you get this" in mail["text"]]
        if mails:
            return mails[-1]
        scene.sandbox.advance("PT2H")
    raise DemoError(f"Nobody touched {scene.onboarding} for {_PATIENCE * 2} hours, and {to} was not told.")
