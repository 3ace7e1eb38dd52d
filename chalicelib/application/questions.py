"""The questions of a task as its page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.application.circumstances import Circumstances
from chalicelib.domain.onboarding import Task
from chalicelib.domain.playbook import FieldRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A field of the form as shown: with what was typed or answered, and what is wrong with it."""

    id: str
    label: str
    type: str
    hint: str
    required: bool
    choices: tuple[str, ...]
    max_length: int
    value: str = ""
    error: str = ""


def question(
    about: Circumstances,
    task: Task,
    *,
    rule: FieldRule,
    typed: Mapping[str, str] | None,
    errors: Mapping[str, str],
) -> Question:
    """Return a question with what was typed just now, else answered before, and what is wrong with it."""
    answers = {answer.field: about.names.reveal(answer.value) for answer in task.answers}
    return Question(
        id=rule.id,
        label=rule.label,
        type=rule.type,
        hint=rule.hint,
        required=rule.required,
        choices=("Yes", "No") if rule.type == "yes_no" else rule.choices,
        max_length=rule.max_length,
        value=(answers if typed is None else typed).get(rule.id, ""),
        error=errors.get(rule.id, ""),
    )
