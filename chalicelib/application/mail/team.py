"""What mails to the team show: about one onboarding, about many, and to sign in with."""

from collections.abc import Sequence
from datetime import date, datetime

from chalicelib.application.circumstances import called
from chalicelib.application.mail.digests import Section
from chalicelib.application.mail.meetings import meeting_of
from chalicelib.application.mail.names import person_name, stage_of, stage_title
from chalicelib.application.mail.rows import Row, milestones, overview, work
from chalicelib.application.mail.times import minute
from chalicelib.application.mail.values import MailLinks, MailView, Scene
from chalicelib.application.outbox import CannotWriteError
from chalicelib.application.words.advice import Advice, advise
from chalicelib.application.words.dates import LocalTime, local_time
from chalicelib.application.words.plain import plain
from chalicelib.domain.effects import SendMail
from chalicelib.domain.escalations import answers_for
from chalicelib.domain.onboarding import Escalation
from chalicelib.domain.people import Directory, Person

_ASKS_ANOTHER = frozenset({"gate", "waiver"})  # raised to a second person, whoever is there


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


def for_person(mail: SendMail, person: Person, scene: Scene) -> MailView:
    """Return what a mail to somebody of the team shows about an onboarding."""
    onboarding, local = scene.onboarding, local_time(person.time_zone, scene.now)
    stage = stage_of(mail.stage, onboarding)
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
        owner=person_name(onboarding.owner, scene),
        button=_button(mail, person, scene),
        rows=_rows(mail, advice, scene, local),
        work=work(mail, onboarding, scene.playbook, scene.names, person=person.id, local=local),
        promises=tuple(plain(scene.names.reveal(p.text)) for p in onboarding.promises if not p.settled),
        still_open=sum(1 for task in onboarding.tasks if task.status in {"waiting", "open"}),
        stage=stage_title(stage, scene.playbook),
        due=minute(stage.due_at, local) if stage else "",
        held=onboarding.held or "",
        advice=advice,
        rung=escalation.rung if escalation else 0,
        since=minute(escalation.raised_at, local) if escalation else "",
        returned=minute(escalation.returned_at, local) if escalation and escalation.returned_at else "",
        put_off_by=_put_off_by(escalation, person, scene) if escalation else "",
        **meeting_of(mail, scene, local),
        passed_on=mail.name == "passed_on",
        giver=_giver(escalation, person, scene) if escalation else "",
        passed_over=_passed_over(escalation.why.told if escalation else (), person, scene),
    )


def _put_off_by(escalation: Escalation, person: Person, scene: Scene) -> str:
    """Say who had put off what has come back: the reader, or whom they know by name."""
    kind, _, who = (escalation.put_off_by or "").partition(":")
    if who == person.id:
        return "You"
    return person_name(who, scene) if kind == "person" else "Somebody"


def _giver(escalation: Escalation, person: Person, scene: Scene) -> str:
    """Say who gave it to the reader by hand, while it is theirs; empty for what came by itself, or is their own doing."""
    kind, _, who = (escalation.given_by or "").partition(":")
    if escalation.given_to != person.id or escalation.owner != person.id or who == person.id:
        return ""
    return person_name(who, scene) if kind == "person" else "A colleague"


def _advice(escalation: Escalation, scene: Scene, local: LocalTime) -> Advice:
    return advise(
        escalation,
        onboarding=scene.onboarding,
        playbook=scene.playbook,
        directory=scene.directory,
        names=scene.names,
        local=local,
    )


def _rows(mail: SendMail, advice: Advice | None, scene: Scene, local: LocalTime) -> tuple[Row, ...]:
    if advice:
        rows = (Row(fact.name.capitalize(), fact.value) for fact in advice.facts)
        return (*rows, Row("Rule", advice.rule), Row("Playbook", advice.playbook))
    if mail.mail == "wrapped_up":
        return milestones(scene.onboarding, local)
    now = (_stage_now(scene),) if mail.name == "passed_on" else ()
    return (*overview(scene.onboarding, scene.names, local), *now)


def _stage_now(scene: Scene) -> Row:
    """Return where an onboarding stands, and with whom, for somebody who has not seen it before."""
    stage = scene.onboarding.stage
    title = stage_title(stage, scene.playbook) or "nothing has begun"
    return Row("Now in", f"{title}, with {person_name(stage.owner, scene)}" if stage else title)


def _button(mail: SendMail, person: Person, scene: Scene) -> str:
    onboarding = scene.onboarding.id
    if mail.mail == "escalation":
        subject = mail.escalation or ""
        return scene.links.act(onboarding=onboarding, person=person.id, kind="escalation", subject=subject)
    if mail.mail == "held":
        return scene.links.act(onboarding=onboarding, person=person.id, kind="release", subject="")
    return scene.links.record(onboarding)


def _passed_over(told: tuple[str, ...], person: Person, scene: Scene) -> str:
    """Name those who were told before this person."""
    before = dict.fromkeys(who for who in told if who != person.id)
    return ", ".join(person_name(who, scene) for who in before)
