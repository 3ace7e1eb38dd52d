"""The steps of the way of which a mail to the customer tells that they have begun, beside what it is about."""

from datetime import datetime, timedelta
from typing import Any

from chalicelib.application.mail.names import stage_of, stage_title
from chalicelib.application.mail.values import Scene
from chalicelib.domain.effects import SendMail
from chalicelib.domain.onboarding import Task
from chalicelib.domain.phrases import all_of, phrase
from chalicelib.domain.steps import asks_for_more, asks_to_meet, begun_at

_NEWS = timedelta(hours=1)


def begun_of(mail: SendMail, scene: Scene) -> dict[str, Any]:
    """Return the steps that have begun with what a mail is about; nothing where that is old, or another mail says it."""
    stages = begun_at(scene.onboarding, _moment(mail, scene))
    titles = tuple(stage_title(stage, scene.playbook, customer=True) for stage in stages)
    return {"begun": titles, "begun_words": all_of(phrase("“%(step)s”", step=title) for title in titles)}


def _moment(mail: SendMail, scene: Scene) -> datetime | None:
    """Return when the steps began of which a mail tells."""
    state = scene.onboarding
    if mail.mail == "progress":
        stage = stage_of(mail.stage, state)
        return stage.entered_at if stage else None
    tasks = [task for task in map(state.task, mail.tasks) if task]
    if mail.mail == "times":
        stage = stage_of(tasks[0].stage, state) if tasks else None
        moment = stage.entered_at if stage else None
    else:
        moment = next((task.opened_at for task in tasks if _asks(mail, task, scene)), None)
    return moment if moment and scene.now - moment < _NEWS else None


def _asks(mail: SendMail, task: Task, scene: Scene) -> bool:
    """Say whether it is this mail by which we ask a contact for a task that came with its step."""
    state, stage = scene.onboarding, stage_of(task.stage, scene.onboarding)
    if stage is None or task.opened_at is None or task.opened_at != stage.entered_at:
        return False
    ours = task.handed is None or task.handed.by.startswith("system:")
    told = mail.name == "request" or (mail.mail == "handed" and mail.name != "primary")
    asked = asks_for_more(state, task.opened_at, mail.to.partition(":")[2])
    return ours and told and asked and not asks_to_meet(state, task.opened_at)
