"""With a playbook that cannot be read the API still shows what is known, refuses commands for now, and names the value of a gap."""

from typing import Any

import pytest

from chalicelib.domain.errors import PlaybookUnreadableError
from tests.unit.api.conftest import Api


def unreadable(*_: Any) -> Any:
    raise PlaybookUnreadableError("Playbook 'simple' version 9 cannot be read: This is no Playbook: missing.")


def test_it_shows_what_happens_and_commands_wait(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    onboarding = api.open()
    for name in ("get", "latest"):
        monkeypatch.setattr(api.ports.playbooks, name, unreadable)
    answer = api.command(
        onboarding, "ApproveTask", task="accept_handoff", name="Ada Park", by="ada@vendor.example"
    )
    assert (answer.status, answer.json["type"]) == (503, "urn:golive:problem:unavailable")
    assert "version 9 cannot be read" in answer.json["detail"]
    assert answer.headers["Retry-After"]
    shown = api.get(f"/api/onboardings/{onboarding}").json
    (escalation,) = shown["escalations"]
    assert (escalation["rule"], escalation["owner"]["id"]) == ("policy.unreadable", "ada")
    assert "This is no Playbook: missing." in str(escalation["why"])
    assert api.get("/api/onboardings").status == 200
    assert api.get(f"/api/onboardings/{onboarding}/journal").status == 200
