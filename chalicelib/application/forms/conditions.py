"""Questions that are asked after certain answers to another one."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.phrases import any_of, phrase
from chalicelib.domain.playbook import FieldRule, FieldWhen


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyIf:
    """After which answers to another question this one is asked: for the script, and in words for who has none."""

    field: str
    one_of: tuple[str, ...]
    words: str
    answers: str
    question: str


def holds(when: FieldWhen | None, answers: Mapping[str, str]) -> bool:
    """Say whether a question is asked after these answers."""
    return when is None or not set(when.one_of).isdisjoint(answers.get(when.field, "").split("\n"))


def only_if(rule: FieldRule, labels: Mapping[str, str]) -> OnlyIf | None:
    """Return after which answers a question is asked; `labels` are those of the questions beside it."""
    when = rule.when
    if when is None:
        return None
    answers = any_of(phrase("“%(answer)s”", answer=answer) for answer in when.one_of)
    question = labels.get(when.field, "")
    words = phrase("Only if you answer %(answers)s to “%(question)s”.", answers=answers, question=question)
    return OnlyIf(field=when.field, one_of=when.one_of, words=words, answers=answers, question=question)
