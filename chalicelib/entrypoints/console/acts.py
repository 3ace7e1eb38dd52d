"""The team's acts: from a form's act, subject and text to a command."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from chalicelib.application.forms.answers import check_name
from chalicelib.application.forms.kinds.addresses import check_email
from chalicelib.application.personal import Sealer
from chalicelib.application.words.dates import local_time
from chalicelib.application.words.wording import ROLES
from chalicelib.domain import commands as c
from chalicelib.domain.errors import InvalidError
from chalicelib.domain.people import Person
from chalicelib.entrypoints.carrying_out import carry_out
from chalicelib.entrypoints.console import plan as team_plan
from chalicelib.entrypoints.console.typed import code, day_or_none, reason, text, where
from chalicelib.entrypoints.console.visit import Record
from chalicelib.entrypoints.forms import Form
from chalicelib.entrypoints.pages import PageRefusalError

Make = Callable[[Sealer, Form], c.Command]


def carry_out_act(form: Form, record: Record, person: Person) -> None:
    """Carry out what a form of the team asks for, as `person`.

    Raises
    ------
    DomainError
        It is refused, or its text is missing or too long; nothing has changed.
    PageRefusalError
        There is no such act.
    """
    if form.get("act") == "approve":
        make: Make = _approving(person)
    elif form.get("act") == "propose_times":
        make = _proposing(person, record.about.now)
    elif form.get("act") in _ACTS:
        make = _ACTS[form.get("act")]
    else:
        raise PageRefusalError("unreadable", 400)
    carry_out(
        form,
        lambda sealer: make(sealer, form),
        onboarding=record.about.onboarding.id,
        actor=f"person:{person.id}",
        personal=record.personal,
    )


def _proposing(person: Person, now: datetime) -> Make:
    """Return what reads times as they were typed, by the person's own clock."""
    zone = local_time(person.time_zone, now).zone

    def make(s: Sealer, form: Form) -> c.Command:
        try:
            typed = [
                datetime.fromisoformat(one.strip()) for one in re.split(r"[,;\n]", text(form)) if one.strip()
            ]
            times = tuple((one if one.tzinfo else one.replace(tzinfo=zone)).astimezone(UTC) for one in typed)
        except (ValueError, OverflowError):  # the ends of the calendar have no time elsewhere
            raise InvalidError("Write each time as 2026-11-30 10:00, with commas between them.") from None
        return c.ProposeTimes(task=form.get("subject"), times=times, where=s.seal_optional(where(form)))

    return make


def _until(form: Form) -> datetime:
    """Return the instant that was chosen; whether it may be is for the domain to say."""
    try:
        return datetime.fromisoformat(form.get("until"))
    except ValueError:
        raise InvalidError("Choose until when.") from None


def _correcting(s: Sealer, form: Form) -> c.Command:
    name, email = form.get("name"), form.get("email").lower()
    if wrong := (check_name(name) if name else "") or (check_email(email) if email else ""):
        raise InvalidError(wrong)
    return c.CorrectContact(
        contact=form.get("subject"), name=s.seal_optional(name), email=s.seal_optional(email)
    )


def _handing(s: Sealer, form: Form) -> c.Command:
    name, email = form.get("name"), form.get("email").lower()
    if wrong := check_name(name, missing="Enter their name.") or check_email(email):
        raise InvalidError(wrong)
    return c.AssignTask(task=form.get("subject"), name=s.seal(name), email=s.seal(email))


def _role(_: Sealer, form: Form) -> c.Command:
    role: Any = form.get("code")
    if role not in ROLES:
        raise InvalidError("Choose what they do.")
    return c.SetRole(contact=form.get("subject"), role=role)


def _approving(person: Person) -> Make:
    return lambda s, f: c.ApproveTask(task=f.get("subject"), name=s.seal(person.name))


_ACTS: dict[str, Make] = {
    "cancel_meeting": lambda _, f: c.CancelMeeting(task=f.get("subject")),
    **team_plan.ACTS,
    "complete": lambda s, f: c.CompleteTask(task=f.get("subject"), note=s.seal_optional(text(f))),
    "retry": lambda _, f: c.RetryProvisioning(task=f.get("subject")),
    "decline": lambda s, f: c.DeclineTask(task=f.get("subject"), reason=s.seal(reason(f))),
    "waive": lambda s, f: c.WaiveTask(task=f.get("subject"), reason=s.seal(reason(f))),
    "accept": lambda _, f: c.ReviewDocument(document=f.get("subject"), accept=True),
    "reject": lambda s, f: c.ReviewDocument(document=f.get("subject"), accept=False, note=s.seal(reason(f))),
    "acknowledge": lambda _, f: c.AcknowledgeEscalation(escalation=f.get("subject")),
    "explain": lambda _, f: c.AcknowledgeEscalation(escalation=f.get("subject"), code=f.get("code") or None),
    "snooze": lambda s, f: c.SnoozeEscalation(
        escalation=f.get("subject"), until=_until(f), note=s.seal_optional(text(f))
    ),
    "resolve": lambda s, f: c.ResolveEscalation(escalation=f.get("subject"), note=s.seal_optional(text(f))),
    "settle": lambda s, f: c.SettlePromise(promise=f.get("subject"), note=s.seal(reason(f))),
    "reassign": lambda _, f: c.Reassign(subject=f.get("subject"), person=f.get("person")),
    "hold": lambda s, f: c.HoldOnboarding(
        code=code(f), reason=s.seal_optional(text(f)), until=day_or_none(f)
    ),
    "release": lambda _, __: c.ReleaseOnboarding(),
    "cancel": lambda s, f: c.CancelOnboarding(code=code(f), reason=s.seal_optional(text(f))),
    "correct": _correcting,
    "remind_off": lambda _, f: c.SwitchReminders(contact=f.get("subject"), on=False),
    "remind_on": lambda _, f: c.SwitchReminders(contact=f.get("subject"), on=True),
    "answer": lambda s, f: c.AnswerQuestion(question=f.get("subject"), text=s.seal(reason(f))),
    "hand": _handing,
    "take_back": lambda _, f: c.TakeBackTask(task=f.get("subject")),
    "role": _role,
    "primary": lambda _, f: c.PassPrimary(contact=f.get("subject")),
    "revoke": lambda _, __: c.RevokeLinks(),
    "request_override": lambda s, f: c.RequestOverride(gate=f.get("subject"), reason=s.seal(reason(f))),
    "approve_override": lambda _, f: c.ApproveOverride(gate=f.get("subject")),
}
