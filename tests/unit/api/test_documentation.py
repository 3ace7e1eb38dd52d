"""What docs/api.md shows is what happens."""

import json
import re
from pathlib import Path

from tests.unit.api.conftest import Api

TEXT = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")


def test_the_documented_command_works_on_a_fresh_onboarding_and_answers_as_shown(api: Api) -> None:
    sent = re.search(r"-d '(\{.*\})'", TEXT)
    shown = re.search(r"```json\n(.*?)```", TEXT, re.DOTALL)
    assert sent
    assert shown
    command = json.loads(sent[1])
    onboarding = api.open(tier="simple")
    answer = api.command(onboarding, command.pop("type"), by="ada@vendor.example", **command)
    assert answer.status == 200
    assert {**answer.json, "onboarding": "onb-…"} == json.loads(shown[1])
