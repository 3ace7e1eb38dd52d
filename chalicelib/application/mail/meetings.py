"""What mails about meetings show, and what they put into calendars."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from chalicelib.application.mail.names import person_name
from chalicelib.application.mail.times import minute
from chalicelib.application.mail.values import Scene
from chalicelib.application.outbox import Invitation
from chalicelib.application.portal.meetings import link_in, told_title, told_where
from chalicelib.application.words.dates import LocalTime
from chalicelib.application.words.plain import name_of, plain
from chalicelib.domain.effects import SendMail
from chalicelib.domain.onboarding import Meeting, Onboarding


def meeting_of(mail: SendMail, scene: Scene, local: LocalTime, *, customer: bool = False) -> dict[str, Any]:
    """Return what a mail of kind ``times`` or ``meeting`` shows beside all others; nothing for other kinds."""
    if mail.mail not in {"times", "meeting"}:
        return {}
    task = scene.onboarding.task(mail.tasks[0])
    meeting = scene.onboarding.meeting(mail.tasks[0])
    if task is None or meeting is None:
        return {}
    title = told_title(task, scene.playbook) if customer else task.title
    where = told_where(meeting, scene.playbook, scene.names)
    shown = {
        "meeting": plain(title),
        "when": minute(meeting.chosen, local),
        "when_in_short": minute(meeting.chosen, replace(local, long=False)),
        "times": tuple(minute(time, local) for time in meeting.times if time > scene.now),
        "moved": meeting.number > 1,
        "off": meeting.chosen is None,
        "where": where,
        "where_link": link_in(where),
        "holder": person_name(task.owner, scene),
    }
    if mail.mail == "times":
        return shown
    return shown | {"invitation": _invitation(meeting, scene, title, where=where)}


def _invitation(meeting: Meeting, scene: Scene, title: str, *, where: str) -> Invitation | None:
    onboarding = scene.onboarding
    task, contact = onboarding.task(meeting.task), onboarding.contact(meeting.contact)
    owner = scene.directory.get(task.owner if task else onboarding.owner)
    start = meeting.chosen or meeting.last
    if task is None or contact is None or owner is None or start is None:
        return None
    return Invitation(
        uid=f"{onboarding.id}.{meeting.task}@{_host(onboarding, scene)}",
        number=meeting.number,
        start=start,
        minutes=meeting.minutes,
        stamp=scene.now,
        summary=f"{plain(onboarding.deal.account.name)}: {plain(title)}",
        organizer=(owner.name, owner.email),
        attendee=(name_of(scene.names.reveal(contact.name)), scene.names.reveal(contact.email)),
        off=meeting.chosen is None,
        where=where,
    )


def _host(onboarding: Onboarding, scene: Scene) -> str:
    """Return the name that makes our meetings nobody else's: that of our own address."""
    return urlsplit(scene.links.record(onboarding.id)).hostname or "golive"
