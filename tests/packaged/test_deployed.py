"""The template and the zips deployed by `infra.deploy`, and a deal that is won there."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import urllib3
from standardwebhooks import Webhook

from infra.deploy import STAGES, deploy
from infra.furnish import read_people
from infra.stack import Stack
from tests.packaged.second_emulator import SecondEmulator, running

pytestmark = pytest.mark.xdist_group("deployed")  # one worker, so that its world is made once

PARAMETERS = {
    "Stage": "prod",
    "PublicUrl": "https://onboarding.vendor.example",
    "MailDomain": "vendor.example",
    "MailFrom": "Vendor <onboarding@vendor.example>",
    "ManageMailIdentity": "no",  # the emulator knows no DKIM records
}
HTTP = urllib3.PoolManager(retries=False)


class Deployed:
    """A stage that stands: what deploying said, where its api is, what its secret holds."""

    def __init__(self, built: Path, emulator: SecondEmulator) -> None:
        self.emulator, self.built = emulator, built
        emulator.client("sesv2").create_email_identity(EmailIdentity="vendor.example")
        emulator.client("ses").verify_email_identity(EmailAddress="onboarding@vendor.example")
        self.said = self.deploy()
        api = self.stack.outputs()["RestAPIId"]
        self.url = f"{emulator.address}/restapis/{api}/live/_user_request_"
        value = emulator.client("secretsmanager").get_secret_value(SecretId="golive-prod")["SecretString"]
        self.secret = json.loads(value)

    @property
    def stack(self) -> Stack:
        return Stack("golive-prod", self.emulator.client("cloudformation"), pause=lambda: time.sleep(0.2))

    def deploy(self) -> list[str]:
        said: list[str] = []
        deploy(
            "prod",
            built=self.built,
            parameters=PARAMETERS,
            team=read_people(STAGES / "example.people.yaml"),
            clients=self.emulator.client,
            confirm=lambda _: True,
            say=said.append,
            stack=self.stack,
        )
        return said

    def get(self, path: str) -> Any:
        token = next(iter(self.secret["api_tokens"]))
        answer = HTTP.request("GET", self.url + path, headers={"Authorization": f"Bearer {token}"})
        assert answer.status == 200, answer.data
        return answer.json()

    def win(self, deal: str) -> int:
        data = {
            "deal": {"id": deal, "name": "Acme: annual plan", "signed_at": datetime.now(UTC).isoformat()},
            "account": {"name": "Acme GmbH", "tier": "smb"},
            "contacts": [{"name": "Grace Lind", "email": "grace@acme.example", "role": "champion"}],
        }
        body, at = (
            json.dumps({"type": "deal.won", "timestamp": "2026-11-21T09:00:00Z", "data": data}),
            datetime.now(UTC),
        )
        headers = {
            "content-type": "application/json",
            "webhook-id": f"msg_{deal}",
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(self.secret["deals"]["secrets"][0]).sign(f"msg_{deal}", at, body),
        }
        return HTTP.request("POST", f"{self.url}/webhooks/deals", body=body, headers=headers).status


@pytest.fixture(scope="module")
def deployed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    with running(tmp_path_factory.mktemp("emulator") / "emulator.log") as emulator:
        yield Deployed(built, emulator)


def eventually(look: Callable[[], Any], *, seconds: float = 90) -> Any:
    """Return the first answer that is not empty."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, "nothing came of it"
        time.sleep(0.3)
    return found


def test_the_template_deploys_whole_and_tells_every_step(deployed: Deployed) -> None:
    assert deployed.stack.status() == "CREATE_COMPLETE"
    assert any("Add      Table (AWS::DynamoDB::Table)" in line for line in deployed.said)
    assert any("CREATE_COMPLETE" in line and line.endswith("Relay") for line in deployed.said)


def test_the_api_answers_from_the_deployed_zip(deployed: Deployed) -> None:
    answer = HTTP.request("GET", f"{deployed.url}/healthz")
    assert (answer.status, answer.json()["status"]) == (200, "ok")


def test_a_won_deal_becomes_an_onboarding_and_mail_through_every_queue(deployed: Deployed) -> None:
    assert deployed.win("D-1") // 100 == 2
    (one,) = eventually(lambda: deployed.get("/api/onboardings")["items"])
    assert one["account"]["name"] == "Acme GmbH"
    assert one["owner"]["email"].endswith("@vendor.example")
    mails = f"{deployed.emulator.address}/_ministack/ses/messages"
    eventually(lambda: "grace@acme.example" in HTTP.request("GET", mails).data.decode(), seconds=20)


def test_deploying_the_same_again_changes_nothing(deployed: Deployed) -> None:
    assert "Nothing to change." in deployed.deploy()
