"""Reason codes: each group has some, and whoever finds none says so in words."""

from dataclasses import replace

from chalicelib.domain.codes import GROUPS, OTHER, CodeRule, CodeRules
from chalicelib.domain.lint import lint
from tests.properties.world import PLAYBOOKS


def problems(**codes: tuple[CodeRule, ...]) -> str:
    playbook = replace(PLAYBOOKS["simple"], codes=CodeRules(**codes))
    return "\n".join(map(str, lint(playbook)))


def test_every_playbook_has_codes_in_every_group() -> None:
    for playbook in PLAYBOOKS.values():
        assert all(len(getattr(playbook.codes, group)) > 1 for group in GROUPS)
        assert lint(playbook) == ()


def test_a_group_needs_other() -> None:
    assert "codes 'hold': needs the code 'other'" in problems(hold=(CodeRule(id="legal", title="Legal"),))


def test_a_code_stands_once_with_a_title() -> None:
    other = CodeRule(id=OTHER, title="Something else")
    found = problems(late=(other, other, CodeRule(id="No Such Id", title=" ")))
    assert "codes 'late' 'other': each code needs its own id" in found
    assert "codes 'late' 'No Such Id': each code needs its own id" in found
    assert "codes 'late' 'No Such Id': needs a title" in found


def test_a_code_that_is_gone_still_reads() -> None:
    assert CodeRules().title("hold", "budget_freeze") == "budget freeze"


def test_ids_of_tasks_added_by_hand_are_not_a_playbooks() -> None:
    playbook = PLAYBOOKS["simple"]
    tasks = (*playbook.tasks, replace(playbook.tasks[-1], id="added_1"))
    assert "name it otherwise" in "\n".join(map(str, lint(replace(playbook, tasks=tasks))))
