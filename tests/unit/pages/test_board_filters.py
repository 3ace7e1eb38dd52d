from dataclasses import replace

from chalicelib.adapters.in_memory.world import InMemoryPlaybooks
from chalicelib.application.console.filters import tiers_and_stages
from tests.builders import a_playbook


def test_the_board_is_narrowed_by_the_tiers_and_stages_that_are_published():
    smb = a_playbook()
    own = replace(smb.stages[0], id="hello", title="Say hello")
    other = replace(smb.stages[1], title="Another title")
    gold = replace(smb, name="gold", stages=(own, other))
    tiers, stages = tiers_and_stages(InMemoryPlaybooks(smb, gold))
    assert tiers == ("gold", smb.name)
    assert stages["hello"] == "Say hello"
    assert stages[other.id] == f"Another title / {smb.stages[1].title}"
    assert set(stages) == {"hello"} | {rule.id for rule in smb.stages}
