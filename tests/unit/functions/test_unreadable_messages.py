"""What cannot be read is refused in words that repeat nothing of what was written: the words go to the log."""

import json
from typing import Any

import pytest

from chalicelib.adapters.codec import COMMANDS, UnreadableValueError, envelope_from_json, load, unnamed
from chalicelib.domain.people import Person


def test_what_is_wrong_with_a_value_is_said_without_the_value() -> None:
    with pytest.raises(UnreadableValueError) as refusal:
        load(Person, {"id": 7, "name": ["Grace Lind"], "email": "grace@acme.example"})
    said = str(refusal.value)
    assert said.startswith("This is no Person: ")
    assert "string_type" in said
    assert "Grace" not in said
    assert "grace" not in said
    assert refusal.value.__context__ is None


@pytest.mark.parametrize("data", [{"type": "Grace Lind"}, {}, {"type": None}])
def test_a_command_of_no_known_type_is_refused_without_its_name(data: dict[str, Any]) -> None:
    with pytest.raises(UnreadableValueError) as refusal:
        unnamed(COMMANDS, data)
    assert str(refusal.value).startswith("This is none of AcknowledgeEscalation, ")
    assert "Grace" not in str(refusal.value)


def test_a_message_with_a_command_that_cannot_be_read_is_refused_without_its_content() -> None:
    command = {"type": "HoldOnboarding", "reason": "Waiting for Grace Lind"}
    body = {"onboarding": "onb-1", "id": "1", "actor": "person:ada", "command": command, "digest": ""}
    with pytest.raises(UnreadableValueError, match="This is no HoldOnboarding: ") as refusal:
        envelope_from_json(json.dumps(body))
    assert "Grace" not in str(refusal.value)
