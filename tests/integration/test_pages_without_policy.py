"""With a playbook that cannot be read: the team sees what the state knows, the customer is told to come back, mails wait."""

import pytest

from chalicelib.domain.commands import PassTime
from chalicelib.domain.errors import PlaybookUnreadableError
from tests.integration.world import World


@pytest.fixture
def world(monkeypatch):
    return World(monkeypatch)


def unreadable(*_):
    raise PlaybookUnreadableError("Playbook 'smb' version 1 cannot be read: torn")


def test_the_team_sees_what_the_state_knows_and_the_customer_is_told_to_come_back(world, monkeypatch):
    onboarding = world.open()
    customer, ada = world.visitor(onboarding), world.member()
    for name in ("get", "latest"):
        monkeypatch.setattr(world.playbooks, name, unreadable)
    world.handle(onboarding.id, PassTime())
    page = customer.get("/portal")
    assert (page.status, "A part of our service does not answer" in page.text) == (503, True)
    page = ada.get(f"/console/onboardings/{onboarding.id}")
    assert page.status == 200
    assert "Nothing can be decided: the playbook cannot be read" in page.text
    assert "Playbook 'smb' version 1 cannot be read: torn" in page.text.replace("&#39;", "'")
    assert ada.get("/console/needs-you").status == 200
    assert ada.get("/console/onboardings").status == 200
