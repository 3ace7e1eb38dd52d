"""What a mail shows: pure functions from an onboarding and an effect to values; the templates only lay them out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from chalicelib.application import wording
from chalicelib.application.advice import Advice, advise
from chalicelib.application.circumstances import called, tag_for
from chalicelib.application.dates import LocalTime, local_time
from chalicelib.application.digests import Section
from chalicelib.application.lost_link import Door
from chalicelib.application.mail_lines import (
    Row,
    asks,
    day,
    milestones,
    minute,
    overview,
    receipt_lines,
    work,
)
from chalicelib.application.mail_values import MailLinks, MailView, Scene, Way
from chalicelib.application.meeting_mail import meeting_of
from chalicelib.application.outbox import CannotWriteError
from chalicelib.application.personal import ERASED
from chalicelib.application.plain import name_of, plain
from chalicelib.application.signatures import Signature, signature_of
from chalicelib.application.translated import in_language
from chalicelib.domain import gates, signing
from chalicelib.domain.effects import SendMail
from chalicelib.domain.escalations import answers_for
from chalicelib.domain.occasions import brings_link, theirs
from chalicelib.domain.onboarding import Contact, Escalation, Onboarding, Stage
from chalicelib.domain.people import Directory, Person
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.questions import LONGEST

_ASKS_ANOTHER = frozenset({"gate", "waiver"})  # raised to a second person, whoever is there


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
    return _for_person(mail, person, scene)


def sign_in_view(
    person: Person, *, nonce: str, expires_at: datetime, links: MailLinks, now: datetime
) -> MailView:
    """Return what a sign-in mail shows."""
    return MailView(
        kind="sign_in",
        to=person.email,
        name=person.name,
        button=links.sign_in(person=person.id, nonce=nonce, expires_at=expires_at),
        due=minute(expires_at, local_time(person.time_zone, now)),
    )


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
        name=_revealed(first.names.reveal(first.contact.name)),
        owner=owner.name if owner else "",
        reply_to=owner.email if owner else None,
        button=ways[0].link,
        ways=ways,
    )


def handover_view(person: Person, mail: SendMail, *, directory: Directory, links: MailLinks) -> MailView:
    """Return what a mail shows that tells somebody of all that was given to them at once."""
    giver = directory.get(mail.giver)
    return MailView(
        kind="handover",
        to=person.email,
        name=person.name,
        giver=giver.name if giver else "a colleague",
        number=mail.number or 0,
        button=links.needs_you(),
    )


def folded(person: Person, views: Sequence[MailView], *, more: int = 0) -> MailView:
    """Return what a mail about several escalations shows; one alone is a mail of its own."""
    if len(views) == 1 and not more:
        return views[0]
    return MailView(kind="escalation", to=person.email, name=person.name, items=tuple(views), more=more)


def meant_for(escalation: Escalation, rung: int, scene: Scene) -> str | None:
    """Return whom the ladder named at `rung`, who is away or has left, so that somebody else was told instead."""
    if escalation.subject.partition(":")[0] in _ASKS_ANOTHER:
        return None
    ladder = scene.directory.ladder(answers_for(escalation, scene.onboarding))
    named = scene.directory.get(ladder[rung - 1]) if 0 < rung <= len(ladder) else None
    return named.id if named and not named.available(scene.now) else None


def stands_in_for(person: Person | None, local: LocalTime) -> str:
    """Say whom somebody stands in for, and why: `person` is away, has left, or is not in the directory."""
    if person is None:
        return "somebody who is not in the directory"
    if not person.active:
        return f"{person.name}, who has left"
    last = person.away_until(local.now)
    return f"{person.name}, who is away until {local.day(last)}" if last else person.name


def summary_view(
    person: Person,
    mail: SendMail,
    sections: tuple[Section, ...],
    *,
    day: date,
    links: MailLinks,
    now: datetime,
) -> MailView:
    """Return what a summary shows: an owner's of a day, or a lead's of a week."""
    return MailView(
        kind=mail.mail,
        to=person.email,
        name=person.name,
        due=local_time(person.time_zone, now).day(day),
        sections=sections,
        button=links.needs_you() if mail.mail == "digest" else links.team(),
        settings=links.team(person.id),
    )


def _for_contact(mail: SendMail, contact: Contact, scene: Scene) -> MailView:
    """Return what a mail to a contact shows: the plan's words and days as they read them."""
    mail = _with_link(mail, scene.onboarding)
    tag = tag_for(scene.onboarding, contact)
    state, plan = in_language(scene.onboarding, scene.playbook, tag)
    scene = replace(scene, onboarding=state, playbook=plan)
    onboarding, local = scene.onboarding, local_time(contact.time_zone, scene.now, long=True)
    owner = answering(onboarding, scene.directory, scene.now)
    stage = _stage(mail.stage, onboarding) or onboarding.stage
    stage_owner = scene.directory.get(stage.owner if stage else None)
    asked = asks(_wanted(mail), onboarding, scene.playbook, local)
    return MailView(
        kind=mail.mail,
        to=scene.names.reveal(contact.email),
        language=tag,
        name=_revealed(scene.names.reveal(contact.name)),
        account=plain(onboarding.deal.account.name),
        owner=owner.name if owner else "",
        reply_to=owner.email if owner else None,
        leave=scene.links.leave(onboarding, contact),
        button=scene.links.portal(onboarding, contact, task=_about(mail)),
        asks=asked,
        lines=receipt_lines(mail.notices, onboarding, scene.playbook, scene.names, local),
        still_open=len(onboarding.outstanding()),
        stage=_title(stage, scene.playbook, customer=True),
        stage_owner=stage_owner.name if stage_owner else "",
        given=_given(stage, onboarding),
        live_date=_live_date(scene, local),
        invited_by="" if mail.name.startswith("link") else _invited_by(contact, scene),
        signing=bool(asked) and all(ask.signing for ask in asked),
        number=mail.number or 0,
        **meeting_of(mail, scene, local, customer=True),
        asking=wording.SCORED_MILESTONES.get(mail.milestone or "", ""),
        scores=_scores(mail, contact, scene),
        code=scene.links.code(onboarding, contact) if mail.mail == "code" else "",
        **(_reminding(mail, contact, scene) if mail.mail == "reminder" else {}),
        **_of_kind(mail, scene, local),
    )


def _with_link(mail: SendMail, onboarding: Onboarding) -> SendMail:
    """Return a mail that brings a link with what it can say by now: a task that has moved on is no news, the link is."""
    if not brings_link(mail) or (mail.mail == "handed" and theirs(onboarding, mail)):
        return mail
    invited = mail.name.startswith("invited") and onboarding.running
    now = tuple(task.id for task in onboarding.outstanding()) if invited else ()
    return replace(mail, mail="request", tasks=now)


def _about(mail: SendMail) -> str:
    """Return the one task that a mail is about, whose page its button opens; empty where it is about more."""
    if mail.mail == "receipt":
        named = {notice.task for notice in mail.notices if notice.kind == "rejected"}
    elif mail.mail in {"handed", "request", "reminder", "times", "meeting"} and mail.name != "primary":
        named = set(mail.tasks)
    else:
        named = set()
    return named.pop() if len(named) == 1 else ""


def _of_kind(mail: SendMail, scene: Scene, local: LocalTime) -> dict[str, Any]:
    """Return what only one kind of mail to a customer shows."""
    match mail.mail:
        case "handed":
            return _handed(mail, scene)
        case "answer":
            return _answered(mail, scene)
        case "signed":
            return {"signature": _signed(mail, scene, local)}
        case "request":
            rules = [scene.playbook.task(task) for task in mail.tasks]
            naming = all(signing.by_approver(rule) for rule in rules) and not signing.approvers(
                scene.onboarding
            )
            return {"naming": bool(rules) and naming}
    return {}


def _handed(mail: SendMail, scene: Scene) -> dict[str, Any]:
    """Return who has given the receiver a task, or passed everything on; empty where the playbook did."""
    task = scene.onboarding.task(mail.tasks[0]) if mail.tasks else None
    kind, _, who = (task.handed.by if task and task.handed else "").partition(":")
    host = scene.onboarding.contact(who) if kind == "contact" else None
    asker = _revealed(scene.names.reveal(host.name)) if host else ""
    return {
        "asker": _person_name(who, scene) if kind == "person" else asker,
        "passed_on": mail.name == "primary",
    }


def _answered(mail: SendMail, scene: Scene) -> dict[str, Any]:
    question = scene.onboarding.question(mail.question)
    if question is None:
        raise CannotWriteError(f"there is no question {mail.question}")
    kind, _, who = (question.answered_by or "").partition(":")
    task = scene.onboarding.task(question.task or "")
    asked = scene.names.reveal(question.text) or (task.title if task else "")
    return {
        "question": plain(asked, longest=LONGEST),
        "answer": plain(scene.names.reveal(question.answer), longest=LONGEST),
        "answerer": _person_name(who, scene) if kind == "person" else "",
    }


def _signed(mail: SendMail, scene: Scene, local: LocalTime) -> Signature:
    task = scene.onboarding.task(mail.tasks[0]) if mail.tasks else None
    rule = scene.playbook.task(task.id) if task else None
    found = None
    if task is not None:
        statement = plain(rule.statement, longest=5000) if rule else ""
        found = signature_of(task, scene.onboarding, statement=statement, names=scene.names, local=local)
    if found is None:
        raise CannotWriteError("there is no such signature")
    return found


def _scores(mail: SendMail, contact: Contact, scene: Scene) -> tuple[tuple[str, str], ...]:
    """Return each answer to how a milestone went, with the link that chooses it beforehand."""
    if mail.milestone is None:
        return ()
    address = scene.links.feedback(scene.onboarding, contact, mail.milestone)
    return tuple((words, f"{address}?score={score}") for score, words in wording.SCORES.items())


def _reminding(mail: SendMail, contact: Contact, scene: Scene) -> dict[str, Any]:
    """Return what only a reminder shows."""
    onboarding = scene.onboarding
    still = onboarding.outstanding()
    return {
        "last": not onboarding.reminders.next_at and not any(task.remind_at for task in still),
        "also": tuple(plain(task.title) for task in still if task.id not in mail.tasks)
        if onboarding.reachable()[:1] == (contact,)
        else (),
        "words": plain(scene.playbook.reminders.text, longest=600),
        "unsubscribe": scene.links.unsubscribe(onboarding, contact),
    }


def _for_person(mail: SendMail, person: Person, scene: Scene) -> MailView:
    onboarding, local = scene.onboarding, local_time(person.time_zone, scene.now)
    stage = _stage(mail.stage, onboarding)
    escalation = next((e for e in onboarding.escalations if e.id == mail.escalation), None)
    if mail.mail == "escalation" and escalation is None:
        raise CannotWriteError(f"there is no escalation {mail.escalation}")
    advice = _advice(escalation, scene, local) if escalation else None
    return MailView(
        kind=mail.mail,
        to=person.email,
        name=person.name,
        account=plain(onboarding.deal.account.name),
        called=called(scene),
        owner=_person_name(onboarding.owner, scene),
        button=_button(mail, person, scene),
        rows=_rows(mail, advice, scene, local),
        work=work(mail, onboarding, scene.playbook, scene.names, person=person.id, local=local),
        promises=tuple(plain(scene.names.reveal(p.text)) for p in onboarding.promises if not p.settled),
        still_open=sum(1 for task in onboarding.tasks if task.status in {"waiting", "open"}),
        stage=_title(stage, scene.playbook),
        due=minute(stage.due_at, local) if stage else "",
        held=onboarding.held or "",
        advice=advice,
        rung=escalation.rung if escalation else 0,
        since=minute(escalation.raised_at, local) if escalation else "",
        returned=minute(escalation.returned_at, local) if escalation and escalation.returned_at else "",
        put_off_by=_put_off_by(escalation, person, scene) if escalation else "",
        **meeting_of(mail, scene, local),
        giver=_giver(escalation, person, scene) if escalation else "",
        passed_over=_passed_over(escalation.why.told if escalation else (), person, scene),
    )


def _put_off_by(escalation: Escalation, person: Person, scene: Scene) -> str:
    """Say who had put off what has come back: the reader, or whom they know by name."""
    kind, _, who = (escalation.put_off_by or "").partition(":")
    if who == person.id:
        return "You"
    return _person_name(who, scene) if kind == "person" else "Somebody"


def _giver(escalation: Escalation, person: Person, scene: Scene) -> str:
    """Say who gave it to the reader by hand, while it is theirs; empty for what came by itself, or is their own doing."""
    kind, _, who = (escalation.given_by or "").partition(":")
    if escalation.given_to != person.id or escalation.owner != person.id or who == person.id:
        return ""
    return _person_name(who, scene) if kind == "person" else "A colleague"


def answering(onboarding: Onboarding, directory: Directory, now: datetime) -> Person | None:
    """Return whom the customer can answer: the owner, or who stands in for one that has left."""
    owner = directory.get(onboarding.owner)
    if owner and owner.active:
        return owner
    return directory.get(directory.stand_in(onboarding.owner, now))


def _advice(escalation: Escalation, scene: Scene, local: LocalTime) -> Advice:
    return advise(
        escalation,
        onboarding=scene.onboarding,
        playbook=scene.playbook,
        directory=scene.directory,
        names=scene.names,
        local=local,
    )


def _wanted(mail: SendMail) -> tuple[str, ...]:
    """Return the tasks to list in full: what is asked for, or reminded of, now."""
    return mail.tasks if mail.mail in {"welcome", "request", "reminder", "handed"} else ()


def _rows(mail: SendMail, advice: Advice | None, scene: Scene, local: LocalTime) -> tuple[Row, ...]:
    if advice:
        rows = (Row(fact.name.capitalize(), fact.value) for fact in advice.facts)
        return (*rows, Row("Rule", advice.rule), Row("Playbook", advice.playbook))
    if mail.mail == "wrapped_up":
        return milestones(scene.onboarding, local)
    return overview(scene.onboarding, scene.names, local)


def _button(mail: SendMail, person: Person, scene: Scene) -> str:
    onboarding = scene.onboarding.id
    if mail.mail == "escalation":
        subject = mail.escalation or ""
        return scene.links.act(onboarding=onboarding, person=person.id, kind="escalation", subject=subject)
    if mail.mail == "held":
        return scene.links.act(onboarding=onboarding, person=person.id, kind="release", subject="")
    return scene.links.record(onboarding)


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
    return _revealed(scene.names.reveal(host.name)) if host else ""


def _passed_over(told: tuple[str, ...], person: Person, scene: Scene) -> str:
    """Name those who were told before this person."""
    before = dict.fromkeys(who for who in told if who != person.id)
    return ", ".join(_person_name(who, scene) for who in before)


def _person_name(person_id: str, scene: Scene) -> str:
    person = scene.directory.get(person_id)
    return person.name if person else person_id


def _revealed(name: str) -> str:
    return "" if name == ERASED else name_of(name)


def _stage(stage_id: str | None, onboarding: Onboarding) -> Stage | None:
    return next((stage for stage in onboarding.stages if stage.id == stage_id), None)


def _title(stage: Stage | None, playbook: Playbook, *, customer: bool = False) -> str:
    rule = next((rule for rule in playbook.stages if stage and rule.id == stage.id), None)
    if rule is None:
        return ""
    return rule.customer_title if customer else rule.title
