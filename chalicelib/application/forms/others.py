"""What others of the customer have typed into a form, saved or sent, as whoever goes on from it is told."""

from chalicelib.application.circumstances import Circumstances, name_of
from chalicelib.application.drafts import Draft
from chalicelib.application.forms.reader import reader_of, shown, told
from chalicelib.application.words.dates import local_time
from chalicelib.domain.onboarding import Task
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import FieldRule


def draft_words(about: Circumstances, draft: Draft | None) -> str:
    """Say who saved what stands in the form, and when; empty where it is no draft."""
    if draft is None:
        return ""
    when = local_time(about.zone, about.now).when(draft.at)
    minute = when.minute if when else ""
    if about.contact and draft.by == about.contact.id:
        return phrase("You saved this on %(when)s. It is not sent yet.", when=minute)
    name = name_of(about, f"contact:{draft.by}")
    return phrase(
        "%(name)s saved this on %(when)s. It is not sent yet: you can go on from here.",
        name=name,
        when=minute,
    )


def answered_meanwhile(
    about: Circumstances, task: Task, rule: FieldRule, *, typed: str, draft: Draft | None
) -> str:
    """Say what somebody else answered, or saved, where that is not what was typed here."""
    sent = next((each for each in task.answers if each.field == rule.id), None)
    value, by = (about.names.reveal(sent.value), sent.by) if sent else ("", "")
    if draft and draft.values.get(rule.id):
        value, by = draft.values[rule.id], f"contact:{draft.by}"
    if not value or typed in (value, shown(rule, value, reader_of(about))):
        return ""
    name, answer = name_of(about, by), told(about, rule, value)
    if name:
        return phrase("%(name)s answered “%(answer)s” while you were typing.", name=name, answer=answer)
    return phrase("Somebody answered “%(answer)s” while you were typing.", answer=answer)
