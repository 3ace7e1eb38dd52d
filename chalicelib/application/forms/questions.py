"""The questions of a task as its page shows them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chalicelib.application.circumstances import Circumstances, name_of
from chalicelib.application.drafts import Draft
from chalicelib.application.forms.answers import holds
from chalicelib.application.forms.kinds.days import bounds
from chalicelib.application.forms.prefill import Prefilled, prefilled
from chalicelib.application.forms.reader import Reader, shown
from chalicelib.application.portal.secrets import saved_words
from chalicelib.application.words.dates import local_time
from chalicelib.domain.languages import region_of
from chalicelib.domain.onboarding import Task
from chalicelib.domain.phrases import all_of, any_of, number, phrase
from chalicelib.domain.playbook import FieldRule, TaskRule

_YES_NO = (phrase("Yes"), phrase("No"))
_FIGURES = re.compile(r"-?[0-9]+(\.[0-9]+)?")  # what is only saved may be anything
_WITH_MARKS = 10_000  # four figures may be a year
FROM_ORDER = phrase("From your order. Please check it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyIf:
    """After which answers to another question this one is asked: for the script, and in words for who has none."""

    field: str
    one_of: tuple[str, ...]
    words: str
    answers: str
    question: str


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


def reader_of(about: Circumstances) -> Reader:
    """Return who reads and writes on this page, and which day it is for them."""
    language = about.contact.language if about.contact else about.tag
    return Reader(
        language=about.tag,
        region=region_of(language, about.onboarding.deal.account.country),
        today=about.now.astimezone(local_time(about.zone, about.now).zone).date(),
    )


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
    reader = reader_of(about)
    kept = {answer.field: about.names.reveal(answer.value) for answer in task.answers}
    saved = draft.values if draft else {}
    known = {} if kept or draft else {each.id: _known(about, each) for each in rule.fields if each.known}
    stored = {**kept, **saved}
    read = {
        each.id: offer
        for each in rule.fields
        if each.id not in stored and (offer := prefilled(about, each, reader)) is not None
    }
    values = {
        **known,
        **{name: offer.value for name, offer in read.items() if offer.value},
        **{each.id: shown(each, stored[each.id], reader) for each in rule.fields if each.id in stored},
    }
    offered = values
    own = {each.id for each in rule.fields}
    if typed is not None and typed.keys() == own:  # else it was typed in another form of the page
        values = dict(typed)
    secrets = {each.field: saved_words(about, each) for each in task.secrets}
    labels = {each.id: each.label for each in rule.fields}
    return tuple(
        _question(
            each,
            value=values.get(each.id, ""),
            told=_told(about, each, kept.get(each.id, "")) or secrets.get(each.id, ""),
            saved=secrets.get(each.id, ""),
            error=errors.get(each.id, ""),
            asked=holds(each.when, values),
            source=_source(each.id, known=known, read=read)
            if values.get(each.id, "") == offered.get(each.id, "")
            else "",
            other=_other(about, task, each, typed=values.get(each.id, ""), draft=draft) if meanwhile else "",
            reader=reader,
            labels=labels,
        )
        for each in rule.fields
    )


def _source(name: str, *, known: Mapping[str, str], read: Mapping[str, Prefilled]) -> str:
    """Say where a value comes from that nobody has typed over: a file has the last word before the order."""
    offer = read.get(name)
    if offer and (offer.value or not known.get(name)):
        return offer.source
    return FROM_ORDER if known.get(name) else ""


def _other(about: Circumstances, task: Task, rule: FieldRule, *, typed: str, draft: Draft | None) -> str:
    """Say what somebody else answered, or saved, where that is not what was typed here."""
    answer = next((each for each in task.answers if each.field == rule.id), None)
    value, by = about.names.reveal(answer.value) if answer else "", answer.by if answer else ""
    if draft and draft.values.get(rule.id):
        value, by = draft.values[rule.id], f"contact:{draft.by}"
    told = _told(about, rule, value)
    if not value or typed in (value, shown(rule, value, reader_of(about))):
        return ""
    name = name_of(about, by)
    if name:
        return phrase("%(name)s answered “%(answer)s” while you were typing.", name=name, answer=told)
    return phrase("Somebody answered “%(answer)s” while you were typing.", answer=told)


def _question(
    rule: FieldRule,
    *,
    value: str,
    told: str,
    error: str,
    asked: bool,
    saved: str,
    source: str,
    other: str,
    reader: Reader,
    labels: Mapping[str, str],
) -> Question:
    first, last = bounds(rule, reader)
    return Question(
        id=rule.id,
        label=rule.label,
        type=rule.type,
        hint=rule.hint,
        required=rule.required,
        choices=_YES_NO if rule.type == "yes_no" else rule.choices,
        max_length=rule.max_length,
        value="" if rule.type == "secret" else value,
        told=told,
        error=error,
        only_if=only_if(rule, labels),
        asked=asked,
        saved=saved,
        source=source,
        other=other,
        autocomplete=rule.autocomplete or "off",
        first=first,
        last=last,
        whole=rule.whole,
        several_lines=rule.several_lines,
    )


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


def only_if(rule: FieldRule, labels: Mapping[str, str]) -> OnlyIf | None:
    """Return after which answers a question is asked; `labels` are those of the questions beside it."""
    when = rule.when
    if when is None:
        return None
    answers, question = (
        any_of(phrase("“%(answer)s”", answer=answer) for answer in when.one_of),
        labels.get(when.field, ""),
    )
    words = phrase("Only if you answer %(answers)s to “%(question)s”.", answers=answers, question=question)
    return OnlyIf(field=when.field, one_of=when.one_of, words=words, answers=answers, question=question)


def _told(about: Circumstances, rule: FieldRule, value: str) -> str:
    if rule.type == "date" and value:
        try:
            return local_time(about.zone, about.now).day(date.fromisoformat(value))
        except ValueError:
            return value
    if rule.choices:
        return all_of(next((c for c in rule.choices if c == one), one) for one in value.split("\n"))
    if rule.type == "number" and _FIGURES.fullmatch(value) and abs(many := Decimal(value)) >= _WITH_MARKS:
        return number(many)
    return shown(rule, value, reader_of(about))


def _known(about: Circumstances, rule: FieldRule) -> str:
    account = about.onboarding.deal.account
    values = {
        "account.name": account.name,
        "account.country": account.country,
        "account.domain": account.domain,
        "account.time_zone": account.time_zone,
    }
    return values.get(rule.known) or ""
