"""The questions of a task as its page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from chalicelib.application.circumstances import Circumstances
from chalicelib.application.drafts import Draft
from chalicelib.application.forms.conditions import OnlyIf, holds, only_if
from chalicelib.application.forms.kinds.days import bounds
from chalicelib.application.forms.offered import offered
from chalicelib.application.forms.others import answered_meanwhile
from chalicelib.application.forms.reader import Reader, reader_of, told
from chalicelib.application.portal.secrets import saved_words
from chalicelib.domain.onboarding import Task
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import FieldRule, TaskRule

_YES_NO = (phrase("Yes"), phrase("No"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A field of the form as shown: with what was typed or answered, and what is wrong with it.

    Attributes
    ----------
    value
        As its reader types it.
    told
        As its reader reads it, once answered.
    asked
        Whether it is asked after the answers that there are.
    saved
        Of a secret: that it is there, in words.
    source
        Where a value comes from that nobody of the customer has typed, in words.
    other
        What somebody else has answered meanwhile, in words.
    first, last
        The bounds of a date, ``YYYY-MM-DD``; of a number, in digits.
    """

    id: str
    label: str
    type: str
    hint: str
    required: bool
    choices: tuple[str, ...]
    max_length: int
    value: str = ""
    told: str = ""
    error: str = ""
    only_if: OnlyIf | None = None
    asked: bool = True
    saved: str = ""
    source: str = ""
    other: str = ""
    autocomplete: str = "off"
    first: str = ""
    last: str = ""
    whole: bool = False
    several_lines: bool = False

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """Return what can be chosen, each as it is kept and as it is read."""
        return tuple((str(choice), choice) for choice in self.choices)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Return what is chosen, where several can be."""
        return tuple(self.value.split("\n"))


def questions(
    about: Circumstances,
    task: Task,
    *,
    rule: TaskRule,
    typed: Mapping[str, str] | None,
    errors: Mapping[str, str],
    draft: Draft | None = None,
    meanwhile: bool = False,
) -> tuple[Question, ...]:
    """Return the questions with what was typed just now, else saved, else answered before, else known from the order."""
    there = offered(about, task, rule.fields, draft=draft)
    own = {each.id for each in rule.fields}
    values = (
        typed if typed is not None and typed.keys() == own else there.values
    )  # else typed in another form
    answers = {answer.field: about.names.reveal(answer.value) for answer in task.answers}
    secrets = {each.field: saved_words(about, each) for each in task.secrets}
    labels, reader, found = {each.id: each.label for each in rule.fields}, reader_of(about), []
    for each in rule.fields:
        value, saved = values.get(each.id, ""), secrets.get(each.id, "")
        question = replace(
            _asked(each, labels, reader),
            value="" if each.type == "secret" else value,
            told=told(about, each, answers.get(each.id, "")) or saved,
            error=errors.get(each.id, ""),
            asked=holds(each.when, values),
            saved=saved,
            source=there.source(each.id) if value == there.values.get(each.id, "") else "",
            other=answered_meanwhile(about, task, each, typed=value, draft=draft) if meanwhile else "",
        )
        found.append(question)
    return tuple(found)


def _asked(rule: FieldRule, labels: Mapping[str, str], reader: Reader) -> Question:
    """Return a question as the playbook asks it, before anybody has typed."""
    first, last = bounds(rule, reader)
    return Question(
        id=rule.id,
        label=rule.label,
        type=rule.type,
        hint=rule.hint,
        required=rule.required,
        choices=_YES_NO if rule.type == "yes_no" else rule.choices,
        max_length=rule.max_length,
        only_if=only_if(rule, labels),
        autocomplete=rule.autocomplete or "off",
        first=first,
        last=last,
        whole=rule.whole,
        several_lines=rule.several_lines,
    )
