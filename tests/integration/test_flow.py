"""A signed webhook, and everything that follows until the customer is live: routes and functions in one process."""

import random
import re
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from app import app
from tests.integration.http_browser import Browser, Page
from tests.integration.one_process import BUCKET, Product, product
from tests.integration.test_feedback import scanned
from tests.unit.inspection.pdfs import pdf
from tests.unit.webhooks.senders import deal_body, deals

DEAL = {
    "deal": {"id": "D-1001", "name": "Acme: annual plan", "amount": "4800.00", "currency": "EUR"},
    "account": {"name": "Acme GmbH", "country": "DE", "time_zone": "Europe/Berlin", "tier": "simple"},
    "owner": {"name": "Ada Park", "email": "ada@vendor.example"},
    "contacts": [{"name": "Grace Lind", "email": "grace@acme.example", "role": "champion"}],
    "committed_live_date": "2027-01-15",
    "handoff": {"goals": ["Invoices by January"]},
}


@pytest.fixture
def it(monkeypatch: pytest.MonkeyPatch) -> Iterator[Product]:
    with product(monkeypatch) as running:
        yield running


def won(**changes: Any) -> dict[str, Any]:
    return deals(deal_body(data={**DEAL, **changes}), message=f"msg_{random.randrange(10**9)}")


def the_one(it: Product) -> Any:
    (row,) = it.api("GET", "/api/onboardings?deal=deals:D-1001")["items"]
    return it.api("GET", f"/api/onboardings/{row['id']}")


def mails(it: Product, to: str) -> list[Any]:
    return [mail for mail in it.aws.mails() if to in str(mail["to"])]


def test_a_signed_webhook_becomes_a_live_customer(it: Product) -> None:
    assert it.post(won()) == 200
    it.run()
    one = the_one(it)
    assert (one["status"], one["tier"], one["owner"]["email"]) == ("active", "simple", "ada@vendor.example")
    assert len(mails(it, "ada@vendor.example")) == 1

    grace = follow_the_link(mails(it, "grace@acme.example")[0])
    for _ in range(12):
        one = the_one(it)
        if one["milestones"]["live"]:
            break
        for task in one["tasks"]:
            if task["status"] == "open":
                (customer if task["by_customer"] else team)(it, one, task, grace)
        it.run()
    assert one["status"] == "live"
    assert all(gate["passed_at"] for gate in one["gates"])
    assert any("you are live" in mail["subject"] for mail in mails(it, "grace@acme.example")[-2:])
    journal = it.api("GET", f"/api/onboardings/{one['id']}/journal?limit=200")["items"]
    assert [entry["sequence"] for entry in journal] == list(range(1, len(journal) + 1))
    tags = [mail["message-id"] for mail in it.aws.mails()]
    assert len(tags) == len(set(tags))


def test_a_hundred_repetitions_and_reorderings_open_one_onboarding(it: Product) -> None:
    requests = [won(committed_live_date=f"2027-01-{day:02d}") for day in range(1, 6)] * 20
    random.Random(5).shuffle(requests)
    assert {it.post(request) for request in requests} == {200}
    it.run()
    one = the_one(it)
    assert len(it.api("GET", "/api/onboardings")["items"]) == 1
    assert len(mails(it, "grace@acme.example")) == 1
    opened = [
        e for e in it.api("GET", f"/api/onboardings/{one['id']}/journal")["items"] if e["sequence"] == 1
    ]
    assert [entry["type"] for entry in opened] == ["OnboardingOpened"]


def follow_the_link(mail: Any) -> Browser:
    text = mail.get_body(("plain",)).get_content()
    found = re.search(r"/p/[A-Za-z0-9_-]+", text)
    assert found is not None
    browser = Browser(app)
    assert browser.get(found.group()).status == 200
    assert browser.cookies == {}
    assert browser.post(found.group(), {}).location == "/portal"
    return browser


def team(it: Product, one: Any, task: Any, _: Browser) -> None:
    if task["id"] in {"create_account", "set_up_billing"}:
        return  # the downstream systems do these
    kind = {"approval": "ApproveTask"}.get(task["kind"], "CompleteTask")
    body = {"type": kind, "task": task["id"]} | ({"name": "Ada Park"} if kind == "ApproveTask" else {})
    headers = {"Golive_Actor": task["owner"]["email"], "Idempotency_Key": f"{kind}-{task['id']}"}
    it.api("POST", f"/api/onboardings/{one['id']}/commands", body, **headers)


def customer(it: Product, one: Any, task: Any, grace: Browser) -> None:
    page = grace.get(f"/portal/tasks/{task['id']}")
    if task["kind"] == "approval":
        answer = grace.submit(page, {"name": "Grace Lind", "agree": "yes"}, act="approve")
    elif task["id"] == "registration":
        return upload(it, page)
    else:
        form = next(form for form in page.forms() if form["fields"].get("act") == "answer")
        names = [name for name in form["fields"] if name.startswith("answer.")]
        typed = {
            name: "it@acme.example" if "email" in name else "As agreed" for name in names if "vat" not in name
        }
        answer = grace.submit(page, typed, act="answer")
    assert answer.status == 303, answer.text
    return None


def upload(it: Product, page: Page) -> None:
    """Store a file as the bucket's form does, and tell the functions what bucket and scanner would tell them."""
    key = next(form["fields"]["key"] for form in page.forms() if "key" in form["fields"])
    stored = boto3.client("s3").put_object(
        Bucket=BUCKET, Key=key, Body=pdf(), Metadata={"name": "registration.pdf"}
    )
    about = {"key": key, "versionId": stored["VersionId"]}
    created = {"eventName": "ObjectCreated:Post", "s3": {"bucket": {"name": BUCKET}, "object": about}}
    it.invoke("intake", {"Records": [created]})
    scan = scanned(key=key)
    scan["detail"]["s3ObjectDetails"]["versionId"] = stored["VersionId"]
    it.invoke("feedback", scan)
