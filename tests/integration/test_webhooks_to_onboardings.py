"""Signed webhooks of every kind through the whole local cloud: app, stream, queues, CRM reads, commands."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import urllib3

from infra.local.harness import LocalCloud
from tests.unit.webhooks import senders

EVENTS = Path(__file__).parents[1] / "events"
REPETITIONS = 100


def event(path: str) -> Any:
    return json.loads((EVENTS / path).read_text("utf-8"))


class Cloud:
    """The running product, seeded, with the CRMs' records in the sandbox."""

    def __init__(self, cloud: LocalCloud) -> None:
        self.cloud, self.http = cloud, urllib3.PoolManager(retries=False)
        self.fake(**{
            "hubspot/crm/v3/objects/deals/21346988012": event("hubspot/deal.json"),
            "hubspot/crm/v3/objects/companies/901": event("hubspot/company.json"),
            "hubspot/crm/v3/objects/contacts/501": event("hubspot/contacts.json")[0],
            "hubspot/crm/v3/owners/52530071": event("hubspot/owner.json"),
            "hubspot/crm/v3/pipelines/deals": event("hubspot/pipelines.json"),
            **{f"pipedrive/v1/{kind}s/{key}": event("pipedrive/records.json")[kind]
               for kind, key in (("organization", 5), ("person", 8), ("user", 11))},
        })  # fmt: skip
        records, base = event("salesforce/records.json"), "salesforce/services/data/v61.0"
        self.fake(**{
            f"{base}/sobjects/Opportunity/0065g00000AbCdEAAV": records["opportunity"],
            f"{base}/sobjects/Account/0015g00000XyZaBAAV": records["account"],
            f"{base}/sobjects/User/0055g00000OwNeRAAV": records["user"],
            f"{base}/query": records["roles"],
        })  # fmt: skip

    def fake(self, **answers: Any) -> None:
        for path, answer in answers.items():
            self.cloud.sandbox("PUT", f"/fake/{path}", answer)

    def post(self, request: dict[str, Any]) -> int:
        answer = self.http.request(
            "POST", self.cloud.public_url + request["path"], body=request["body"], headers=request["headers"]
        )
        return answer.status

    def api(self, path: str) -> Any:
        headers = {"Authorization": "Bearer local-admin-token"}
        return self.http.request("GET", f"{self.cloud.public_url}/api/{path}", headers=headers).json()

    def onboardings(self, deal: str) -> list[dict[str, Any]]:
        return list(self.api(f"onboardings?deal={deal}")["items"])

    def journal(self, deal: str) -> list[dict[str, Any]]:
        (onboarding,) = self.onboardings(deal)
        return list(self.api(f"onboardings/{onboarding['id']}/journal")["items"])


@pytest.fixture(scope="module")
def cloud() -> Iterator[Cloud]:
    with LocalCloud() as local:
        subprocess.run([sys.executable, "-m", "infra.local.seed"], env=local.environment, check=True)
        local.start_pump()
        local.start_app()
        yield Cloud(local)


def hubspot(cloud: Cloud, n: int) -> dict[str, Any]:
    batch = [{**one, "attemptNumber": n % 10} for one in event("hubspot/batch.json")]
    random.Random(n).shuffle(batch)
    return senders.hubspot(batch[: 3 + n % 3], public_url=cloud.cloud.public_url)


def salesforce(cloud: Cloud, n: int) -> dict[str, Any]:
    body = (EVENTS / "salesforce/won.xml").read_bytes()
    return senders.salesforce(body.replace(b"AQ8AQLIVETOKEN", b"AQ8AQ%d" % (n % 7)))


def pipedrive(cloud: Cloud, n: int) -> dict[str, Any]:
    body = event("pipedrive/v2_won.json" if n % 2 else "pipedrive/v1_won.json")
    body["meta"]["attempt"] = n % 4
    return senders.pipedrive(body)


def deals(cloud: Cloud, n: int) -> dict[str, Any]:
    return senders.deals(event("deals/won.json"), message=f"msg_{n % 10}")


@pytest.mark.parametrize(
    ("sender", "deal"),
    [
        (hubspot, "hubspot:21346988012"),
        (salesforce, "salesforce:0065g00000AbCdEAAV"),
        (pipedrive, "pipedrive:77"),
        (deals, "deals:D-1001"),
    ],
)
def test_a_hundred_repetitions_in_any_order_open_one_onboarding(sender, deal, cloud):
    for n in range(REPETITIONS):
        assert cloud.post(sender(cloud, n)) == 200
    cloud.cloud.settle()
    (onboarding,) = cloud.onboardings(deal)
    assert onboarding["account"]["name"] == "Acme GmbH"
    assert onboarding["tier"] == "enterprise"
    assert onboarding["owner"]["email"] == "ada@vendor.example"
    types = [entry["type"] for entry in cloud.journal(deal)]
    assert types.count("OnboardingOpened") == 1
    assert "DealChanged" not in types


def test_a_salesforce_deal_is_found_by_either_form_of_its_id(cloud):
    cloud.post(salesforce(cloud, 0))
    cloud.cloud.settle()
    short, long = (cloud.onboardings(f"salesforce:0065g00000AbCdE{end}") for end in ("", "AAV"))
    assert [row["id"] for row in short] == [row["id"] for row in long] != []


def test_a_later_change_and_a_loss_reach_the_onboarding(cloud):
    body = event("deals/won.json")
    body["data"]["deal"]["id"] = "D-2"
    cloud.post(senders.deals(body, message="a"))
    body |= {"type": "deal.updated", "timestamp": "2026-11-21T09:05:00Z"}
    body["data"]["deal"]["amount"] = "52000.00"
    cloud.post(senders.deals(body, message="b"))
    cloud.cloud.settle()
    cloud.post(senders.deals({**body, "type": "deal.lost", "timestamp": "2026-11-21T09:10:00Z"}, message="c"))
    cloud.cloud.settle()
    types = [entry["type"] for entry in cloud.journal("deals:D-2")]
    assert types.count("DealChanged") == 1
    assert types.count("DealLost") == 1
    assert cloud.onboardings("deals:D-2")[0]["status"] == "on_hold"


def test_an_edit_of_a_deal_that_was_never_won_opens_nothing(cloud):
    body = {**event("deals/won.json"), "type": "deal.updated"}
    body["data"]["deal"]["id"] = "D-3"
    assert cloud.post(senders.deals(body)) == 200
    cloud.cloud.settle()
    assert cloud.onboardings("deals:D-3") == []


def test_a_crm_that_is_down_opens_after_the_second_failure_and_is_read_later(cloud):
    path = "hubspot/crm/v3/objects/deals/21346988500"
    cloud.fake(**{path: {**event("hubspot/deal.json"), "id": "21346988500"}})
    cloud.fake(**{path: {"$status": 503, "$times": 2}})
    won = {**event("hubspot/batch.json")[1], "objectId": 21346988500}
    assert cloud.post(senders.hubspot([won], public_url=cloud.cloud.public_url)) == 200
    cloud.cloud.settle()
    assert cloud.onboardings("hubspot:21346988500") == []
    cloud.cloud.sandbox("POST", "/clock", {"advance": "PT61S"})
    (onboarding,) = cloud.onboardings("hubspot:21346988500")
    assert onboarding["account"]["name"] == "Deal 21346988500 (HubSpot)"
    cloud.cloud.sandbox("POST", "/clock", {"advance": "PT5M1S"})
    (onboarding,) = cloud.onboardings("hubspot:21346988500")
    assert onboarding["account"]["name"] == "Acme GmbH"
