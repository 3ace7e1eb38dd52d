"""The team's acts: from a form's act, subject and text to a command."""

from collections.abc import Callable
from datetime import date, datetime

from chalicelib.application.answers import check_email, check_name
from chalicelib.application.personal import Sealer
from chalicelib.domain import commands as c
from chalicelib.domain.codes import OTHER
from chalicelib.domain.errors import InvalidError
from chalicelib.domain.people import Person
from chalicelib.entrypoints.forms import Form
from chalicelib.entrypoints.pages import PageRefusalError
from chalicelib.entrypoints.team import Record
from chalicelib.entrypoints.visits import carry_out

_LONGEST = 2000
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


def _text(form: Form) -> str:
    text = form.get("text")
    if len(text) > _LONGEST:
        raise InvalidError(f"Shorten your text to {_LONGEST} characters; it has {len(text)}.")
    return text


def _reason(form: Form) -> str:
    text = _text(form)
    if not text:
        raise InvalidError("Say why in a few words: it stands in the record.")
    return text


def _code(form: Form) -> str:
    return form.get("code") or OTHER


def _day(form: Form) -> date:
    """Return the day that was chosen."""
    try:
        return date.fromisoformat(form.get("day"))
    except ValueError:
        raise InvalidError("Choose a day, written as 2026-12-01.") from None


def _until(form: Form) -> datetime:
    """Return the instant that was chosen; whether it may be is for the domain to say."""
    try:
        return datetime.fromisoformat(form.get("until"))
    except ValueError:
        raise InvalidError("Choose until when.") from None


def _perhaps(form: Form) -> date | None:
    return _day(form) if form.get("day") else None


def _reopening(s: Sealer, form: Form) -> c.Command:
    task = form.get("subject")
    return c.ReopenOnboarding(reason=s.seal(_reason(form)), tasks=(task,) if task else ())


def _correcting(s: Sealer, form: Form) -> c.Command:
    name, email = form.get("name"), form.get("email").lower()
    if wrong := (check_name(name) if name else "") or (check_email(email) if email else ""):
        raise InvalidError(wrong)
    return c.CorrectContact(
        contact=form.get("subject"), name=s.seal_optional(name), email=s.seal_optional(email)
    )


def _approving(person: Person) -> Make:
    return lambda s, f: c.ApproveTask(task=f.get("subject"), name=s.seal(person.name))


_ACTS: dict[str, Make] = {
    "complete": lambda s, f: c.CompleteTask(task=f.get("subject"), note=s.seal_optional(_text(f))),
    "retry": lambda _, f: c.RetryProvisioning(task=f.get("subject")),
    "decline": lambda s, f: c.DeclineTask(task=f.get("subject"), reason=s.seal(_reason(f))),
    "waive": lambda s, f: c.WaiveTask(task=f.get("subject"), reason=s.seal(_reason(f))),
    "accept": lambda _, f: c.ReviewDocument(document=f.get("subject"), accept=True),
    "reject": lambda s, f: c.ReviewDocument(document=f.get("subject"), accept=False, note=s.seal(_reason(f))),
    "acknowledge": lambda _, f: c.AcknowledgeEscalation(escalation=f.get("subject")),
    "snooze": lambda s, f: c.SnoozeEscalation(
        escalation=f.get("subject"), until=_until(f), note=s.seal_optional(_text(f))
    ),
    "resolve": lambda s, f: c.ResolveEscalation(escalation=f.get("subject"), note=s.seal_optional(_text(f))),
    "settle": lambda s, f: c.SettlePromise(promise=f.get("subject"), note=s.seal(_reason(f))),
    "reassign": lambda _, f: c.Reassign(subject=f.get("subject"), person=f.get("person")),
    "hold": lambda s, f: c.HoldOnboarding(code=_code(f), reason=s.seal_optional(_text(f)), until=_perhaps(f)),
    "release": lambda _, __: c.ReleaseOnboarding(),
    "cancel": lambda s, f: c.CancelOnboarding(code=_code(f), reason=s.seal_optional(_text(f))),
    "reopen": _reopening,
    "set_target": lambda s, f: c.SetTarget(date=_day(f), code=_code(f), note=s.seal_optional(_text(f))),
    "reopen_task": lambda s, f: c.ReopenTask(task=f.get("subject"), reason=s.seal(_reason(f))),
    "block": lambda s, f: c.BlockTask(task=f.get("subject"), code=_code(f), note=s.seal_optional(_text(f))),
    "unblock": lambda _, f: c.UnblockTask(task=f.get("subject")),
    "request_waiver": lambda s, f: c.RequestWaiver(task=f.get("subject"), reason=s.seal(_reason(f))),
    "approve_waiver": lambda _, f: c.ApproveWaiver(task=f.get("subject")),
    "correct": _correcting,
    "remind_off": lambda _, f: c.SwitchReminders(contact=f.get("subject"), on=False),
    "remind_on": lambda _, f: c.SwitchReminders(contact=f.get("subject"), on=True),
    "revoke": lambda _, __: c.RevokeLinks(),
    "request_override": lambda s, f: c.RequestOverride(gate=f.get("subject"), reason=s.seal(_reason(f))),
    "approve_override": lambda _, f: c.ApproveOverride(gate=f.get("subject")),
}
