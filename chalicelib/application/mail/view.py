"""What a mail shows: pure functions from an onboarding and an effect to values; the templates only lay them out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.application.circumstances import tag_for
from chalicelib.application.lost_link import Door
from chalicelib.application.mail.asks import asks
from chalicelib.application.mail.declined import declined_of
from chalicelib.application.mail.kinds import of_kind, open_now, reminding, scores_of
from chalicelib.application.mail.meetings import meeting_of
from chalicelib.application.mail.names import contact_name, stage_of, stage_title
from chalicelib.application.mail.receipts import receipt_lines
from chalicelib.application.mail.steps import begun_of
from chalicelib.application.mail.team import for_person
from chalicelib.application.mail.times import day
from chalicelib.application.mail.values import MailLinks, MailView, Scene, Way
from chalicelib.application.outbox import CannotWriteError
from chalicelib.application.portal.way_on import WHAT_IS_NEXT
from chalicelib.application.words import wording
from chalicelib.application.words.dates import LocalTime, local_time
from chalicelib.application.words.plain import plain
from chalicelib.application.words.translated import in_language
from chalicelib.domain import gates
from chalicelib.domain.effects import SendMail
from chalicelib.domain.occasions import brings_link, gives_back, still_theirs, theirs
from chalicelib.domain.onboarding import Contact, Onboarding, Stage
from chalicelib.domain.people import Directory, Person


def mail_view(mail: SendMail, scene: Scene) -> MailView:
    """Return what a mail about an onboarding shows.

    Raises
    ------
    CannotWriteError
        The receiver, or what the mail is about, does not exist.
    """
    kind, _, receiver = mail.to.partition(":")
    if kind == "contact" and (contact := scene.onboarding.contact(receiver)):
        return _for_contact(mail, contact, scene)
    person = scene.directory.get(receiver)
    if kind != "person" or person is None or not person.active:
        raise CannotWriteError(f"{mail.to} is nobody whom we can write to")
    return for_person(mail, person, scene)


def lost_link_view(
    found: Sequence[Door], *, directory: Directory, links: MailLinks, now: datetime
) -> MailView:
    """Return what a mail shows with every onboarding of an address; whoever owns the first can be answered."""
    first = found[0]
    owner = answering(first.onboarding, directory, now)
    ways = tuple(
        Way(
            account=plain(door.onboarding.deal.account.name), link=links.portal(door.onboarding, door.contact)
        )
        for door in found
    )
    return MailView(
        kind="lost_link",
        language=tag_for(first.onboarding, first.contact),
        to=first.names.reveal(first.contact.email),
        name=contact_name(first.names.reveal(first.contact.name)),
        owner=owner.name if owner else "",
        reply_to=owner.email if owner else None,
        button=ways[0].link,
        ways=ways,
    )


def _for_contact(mail: SendMail, contact: Contact, scene: Scene) -> MailView:
    """Return what a mail to a contact shows: the plan's words and days as they read them."""
    mail = _still_theirs(_with_link(mail, scene.onboarding), scene.onboarding)
    tag = tag_for(scene.onboarding, contact)
    state, plan = in_language(scene.onboarding, scene.playbook, tag)
    scene = replace(scene, onboarding=state, playbook=plan)
    onboarding, local = scene.onboarding, local_time(contact.time_zone, scene.now, long=True)
    owner = answering(onboarding, scene.directory, scene.now)
    stage = stage_of(mail.stage, onboarding) or onboarding.stage
    stage_owner = scene.directory.get(stage.owner if stage else None)
    asked = asks(
        _wanted(mail, onboarding), onboarding, scene.playbook, scene.names, local, drafts=scene.drafts
    )
    return MailView(
        kind=mail.mail,
        to=scene.names.reveal(contact.email),
        language=tag,
        name=contact_name(scene.names.reveal(contact.name)),
        account=plain(onboarding.deal.account.name),
        owner=owner.name if owner else "",
        reply_to=owner.email if owner else None,
        leave=scene.links.leave(onboarding, contact),
        button=scene.links.portal(onboarding, contact, task=_about(mail, onboarding)),
        asks=asked,
        lines=receipt_lines(mail.notices, onboarding, scene.playbook, scene.names, local),
        **open_now(contact, scene, local),
        stage=stage_title(stage, scene.playbook, customer=True),
        stage_owner=stage_owner.name if stage_owner else "",
        stage_owner_email=stage_owner.email if stage_owner else "",
        given=_given(stage, onboarding),
        live_date=_live_date(scene, local),
        invited_by="" if mail.name.startswith("link") else _invited_by(contact, scene),
        signing=bool(asked) and all(ask.signing for ask in asked),
        declined=declined_of(mail.tasks, contact, onboarding, scene.names)
        if mail.mail in {"request", "handed"}
        else None,
        number=mail.number or 0,
        **meeting_of(mail, scene, local, customer=True),
        **begun_of(mail, scene),
        asking=wording.SCORED_MILESTONES.get(mail.milestone or "", ""),
        scores=scores_of(mail, contact, scene),
        code=scene.links.code(onboarding, contact) if mail.mail == "code" else "",
        **(reminding(mail, contact, scene) if mail.mail == "reminder" else {}),
        **of_kind(mail, scene, local),
    )


def _with_link(mail: SendMail, onboarding: Onboarding) -> SendMail:
    """Return a mail that brings a link with what it can say by now: a task that has moved on is no news, the link is."""
    if not brings_link(mail) or (mail.mail == "handed" and theirs(onboarding, mail)):
        return mail
    invited = mail.name.startswith("invited") and onboarding.running
    now = tuple(task.id for task in onboarding.outstanding()) if invited else ()
    return replace(mail, mail="request", tasks=now)


def _about(mail: SendMail, onboarding: Onboarding) -> str:
    """Return the one task that a mail is about, whose page its button opens; empty where it is about more.

    A welcome that asks for several things leads to what is next of them.
    """
    if mail.mail == "welcome":
        named = set(mail.tasks) if len(mail.tasks) < 2 else {WHAT_IS_NEXT}
    elif mail.mail == "receipt":
        refused = {document.id for document in onboarding.documents if document.status == "rejected"}
        named = {notice.task for notice in mail.notices if notice.document in refused}
        named = {task.id for task in onboarding.outstanding() if task.id in named}
    elif mail.mail in {"handed", "request", "reminder", "times", "meeting"} and mail.name != "primary":
        named = set(mail.tasks)
    elif mail.mail == "answer":
        question = onboarding.question(mail.question)
        named = {question.task} if question and question.task else set()
    else:
        named = set()
    return named.pop() if len(named) == 1 else ""


def answering(onboarding: Onboarding, directory: Directory, now: datetime) -> Person | None:
    """Return whom the customer can answer: the owner, or who stands in for one that has left."""
    owner = directory.get(onboarding.owner)
    if owner and owner.active:
        return owner
    return directory.get(directory.stand_in(onboarding.owner, now))


def _wanted(mail: SendMail, onboarding: Onboarding) -> tuple[str, ...]:
    """Return the tasks to list in full: what is asked for, or reminded of, now."""
    if mail.mail == "reminder":
        return tuple(task for task in mail.tasks if not onboarding.ours_first(task))
    return mail.tasks if mail.mail in {"welcome", "request", "handed"} else ()


def _still_theirs(mail: SendMail, onboarding: Onboarding) -> SendMail:
    """Return a mail that tells somebody what they have again, without what has moved on since."""
    return replace(mail, tasks=still_theirs(onboarding, mail)) if gives_back(mail) else mail


def _live_date(scene: Scene, local: LocalTime) -> str:
    live = scene.onboarding.milestones.live
    if live is None and gates.passed(scene.onboarding, scene.playbook, "commitment"):
        return day(scene.onboarding.target_at, local)
    return ""


def _given(stage: Stage | None, onboarding: Onboarding) -> bool:
    """Say whether a stage asks something of the customer, and all of it has been given."""
    asked = [task for task in onboarding.tasks if stage and task.by_customer and task.stage == stage.id]
    return bool(asked) and all(task.status not in {"waiting", "open"} for task in asked)


def _invited_by(contact: Contact, scene: Scene) -> str:
    host = scene.onboarding.contact(contact.invited_by)
    return contact_name(scene.names.reveal(host.name)) if host else ""
