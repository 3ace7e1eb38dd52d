"""The linter's checks of conditions: unknown names, kinds that cannot be compared, texts that cannot be read."""

from collections.abc import Iterator

from chalicelib.adapters.condition_language import LONGEST, ConditionError, check, names_in, types_of
from chalicelib.domain.lint import MOST_TASKS
from chalicelib.domain.lint.rules import Problem
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.variants import conditions


def problems(playbook: Playbook) -> Iterator[Problem]:
    """Yield what is wrong with the conditions of a playbook."""
    known, tasks, names = types_of(playbook), len(playbook.tasks), len(names_read(playbook))
    if names and tasks <= MOST_TASKS < tasks + names:
        message = (
            f"and the values that conditions read are {tasks + names} together; {MOST_TASKS} is the most"
        )
        yield Problem(place="tasks", message=f"{message}, because a value that is missing becomes a task")
    for kind, rules in (("stage", playbook.stages), ("task", playbook.tasks)):
        for rule in rules:
            if rule.when and len(rule.when) <= LONGEST:  # a longer one is told with the other texts
                try:
                    check(rule.when, known)
                except ConditionError as error:
                    yield Problem(place=f"{kind} '{rule.id}' when", message=str(error))


def names_read(playbook: Playbook) -> frozenset[str]:
    """Return every name that one of the conditions reads; those that cannot be read count for nothing."""
    known, found = types_of(playbook), set[str]()
    for text in conditions(playbook):
        try:
            found |= set(names_in(text, known))
        except ConditionError:
            continue
    return frozenset(found)
