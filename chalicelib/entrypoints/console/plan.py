"""The team's acts on a plan that is under way: from a form to a command."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.application.personal import Sealer
from chalicelib.domain import commands as c
from chalicelib.domain.errors import InvalidError
from chalicelib.domain.playbook import DocumentRule, FieldRule
from chalicelib.domain.questions import LONGEST
from chalicelib.entrypoints.console.typed import code, day_or_none, day_typed, reason, text
from chalicelib.entrypoints.forms import Form

WHAT = {
    "ours": "Something we do",
    "file": "A file from the customer",
    "question": "An answer of the customer",
    "secret": "A password or key of the customer",
    "confirmation": "A confirmation by the customer",
    "their_sign_off": "A sign-off by the customer",
    "our_sign_off": "A sign-off by one of us",
}


def _adding(s: Sealer, form: Form) -> c.Command:
    title, what = form.get("title"), form.get("what")
    if not title:
        raise InvalidError("Say what is to be done.")
    if what not in WHAT:
        raise InvalidError("Choose what it is.")
    return c.AddTask(
        title=title,
        stage=form.get("subject"),
        owner=form.get("person") or None,
        due=day_or_none(form),
        again=s.seal_optional(form.get("again")[:LONGEST]),
        **_kind(what, title, text(form)),
    )


def _kind(what: str, title: str, said: str) -> Mapping[str, Any]:
    """Return the fields of a task of a kind; what is confirmed or signed is the text, or else the title."""
    match what:
        case "file":
            return {"kind": "customer", "help": said, "documents": DocumentRule(types=("pdf", "png", "jpeg"))}
        case "question":
            field = FieldRule(id="answer", label=title, type="long_text")
            return {"kind": "customer", "help": said, "fields": (field,)}
        case "secret":
            return {
                "kind": "customer",
                "help": said,
                "fields": (FieldRule(id="secret", label=title, type="secret"),),
            }
        case "confirmation":
            return {"kind": "customer", "statement": said or title}
        case "their_sign_off":
            return {"kind": "approval", "role": "customer", "statement": said or title}
        case "our_sign_off":
            return {"kind": "approval", "statement": said or title}
    return {"help": said}


def _migrating(_: Sealer, form: Form) -> c.Command:
    version = form.get("subject")
    if not (version.isascii() and version.isdecimal() and len(version) <= 6):
        raise InvalidError("Choose a version.")
    return c.MigrateOnboarding(version=int(version), digest=form.get("digest")[:64])


def _reopening(s: Sealer, form: Form) -> c.Command:
    task = form.get("subject")
    return c.ReopenOnboarding(reason=s.seal(reason(form)), tasks=(task,) if task else ())


ACTS: dict[str, Callable[[Sealer, Form], c.Command]] = {
    "add_task": _adding,
    "drop_task": lambda s, f: c.DropTask(task=f.get("subject"), reason=s.seal(reason(f))),
    "migrate": _migrating,
    "undo_migration": lambda _, __: c.UndoMigration(),
    "reopen": _reopening,
    "set_target": lambda s, f: c.SetTarget(date=day_typed(f), code=code(f), note=s.seal_optional(text(f))),
    "reopen_task": lambda s, f: c.ReopenTask(task=f.get("subject"), reason=s.seal(reason(f))),
    "block": lambda s, f: c.BlockTask(task=f.get("subject"), code=code(f), note=s.seal_optional(text(f))),
    "unblock": lambda _, f: c.UnblockTask(task=f.get("subject")),
    "request_waiver": lambda s, f: c.RequestWaiver(task=f.get("subject"), reason=s.seal(reason(f))),
    "approve_waiver": lambda _, f: c.ApproveWaiver(task=f.get("subject")),
}
