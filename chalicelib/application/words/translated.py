"""A plan in the reader's language: the words of a playbook that customers read, from its own translations."""

from collections.abc import Callable
from dataclasses import replace

from chalicelib.domain.languages import language_of
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.phrases import Translated
from chalicelib.domain.playbook import FieldRule, Playbook, ReminderRule, StageRule, TaskRule

Look = Callable[[str], str]


def in_language(onboarding: Onboarding, playbook: Playbook, tag: str) -> tuple[Onboarding, Playbook]:
    """Return state and plan as a reader of a language sees them, for showing only.

    What the playbook does not translate stays as it is. Choices stay themselves, for they are what is answered; they
    only say themselves in the other language.
    """
    table = playbook.translations.get(language_of(tag))
    if not table:
        return onboarding, playbook

    def look(text: str) -> str:
        return table.get(text, text)

    return (
        replace(
            onboarding,
            tasks=tuple(replace(task, title=look(task.title)) for task in onboarding.tasks),
        ),
        replace(
            playbook,
            stages=tuple(_stage(rule, look) for rule in playbook.stages),
            tasks=tuple(_task(rule, look) for rule in playbook.tasks),
            gates=tuple(replace(rule, title=look(rule.title)) for rule in playbook.gates),
            reminders=_reminders(playbook.reminders, look),
        ),
    )


def _stage(rule: StageRule, look: Look) -> StageRule:
    return replace(rule, customer_title=look(rule.customer_title))


def _task(rule: TaskRule, look: Look) -> TaskRule:
    if rule.meeting:
        rule = replace(rule, meeting=replace(rule.meeting, where=look(rule.meeting.where)))
    if not rule.by_customer:
        return rule
    return replace(
        rule,
        title=look(rule.title),
        help=look(rule.help),
        statement=look(rule.statement),
        fields=tuple(_field(each, look) for each in rule.fields),
        remind=_reminders(rule.remind, look) if rule.remind else None,
    )


def _field(rule: FieldRule, look: Look) -> FieldRule:
    when = rule.when and replace(rule.when, one_of=tuple(_choice(each, look) for each in rule.when.one_of))
    choices = tuple(_choice(each, look) for each in rule.choices)
    return replace(rule, label=look(rule.label), hint=look(rule.hint), choices=choices, when=when)


def _choice(text: str, look: Look) -> Translated:
    return Translated.of(text, look(text))


def _reminders(rule: ReminderRule, look: Look) -> ReminderRule:
    return replace(rule, text=look(rule.text))
