"""What warm requests take, counted in fresh processes against a running local cloud."""

import json
import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import urllib3
from standardwebhooks import Webhook

from chalicelib.adapters.indexes import SHARDS
from infra.local.harness import LocalCloud
from tests.bench.cold import ENV

ROOT = Path(__file__).parents[2]
SECRET = "whsec_bG9jYWwtZGVhbHMtc2lnbmluZy1zZWNyZXQtMDE="
HTTP = urllib3.PoolManager(retries=False)
API = {"Authorization": "Bearer local-admin-token"}


def probe(*arguments: str, env: dict[str, str]) -> dict[str, Any]:
    """Run one probe in a fresh process and return what it measured."""
    command = [sys.executable, "-m", "tests.bench.probe", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def win(cloud: LocalCloud, deal: str) -> str:
    """Send a won deal, wait until all is done, and return the onboarding's id."""
    data = {
        "deal": {"id": deal, "name": f"{deal}: annual plan", "signed_at": datetime.now(UTC).isoformat()},
        "account": {"name": f"Customer {deal}", "domain": "bench.example", "tier": "smb"},
        "owner": {"name": "Ada Park", "email": "ada@vendor.example"},
        "contacts": [{"name": "Grace Lind", "email": f"grace.{deal}@bench.example", "role": "champion"}],
    }
    body, at = (
        json.dumps({"type": "deal.won", "timestamp": datetime.now(UTC).isoformat(), "data": data}),
        datetime.now(UTC),
    )
    name = f"msg_{deal}"
    headers = {
        "content-type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(SECRET).sign(name, at, body),
    }
    HTTP.request("POST", f"{cloud.public_url}/webhooks/deals", body=body.encode(), headers=headers)
    cloud.settle()
    found = HTTP.request("GET", f"{cloud.public_url}/api/onboardings?deal=deals:{deal}", headers=API)
    return str(found.json()["items"][0]["id"])


def cookie_of(cloud: LocalCloud, address: str) -> str:
    """Follow a customer's link and return their session's cookie."""
    mails = [mail for mail in cloud.sandbox("GET", "/mail") if address in str(mail["to"])]
    link = re.search(rf"{re.escape(cloud.public_url)}/p/[A-Za-z0-9_-]+", mails[-1]["text"])
    assert link, mails
    answer = HTTP.request("POST", link[0], redirect=False)
    return str(answer.headers["set-cookie"]).split(";")[0]


def measure(cloud: LocalCloud) -> dict[str, Any]:
    """Return what webhook, portal page and command take."""
    number = str(int(time.time()))
    onboarding = win(cloud, f"B-{number}")
    cookie = cookie_of(cloud, f"grace.B-{number}@bench.example")
    env = cloud.environment
    pages = [probe("portal", cookie, env=env) for _ in range(3)]
    fastest = min(pages, key=lambda page: page["first_portal_request_ms"])
    return probe("webhook", env=os.environ | ENV) | fastest | probe("command", onboarding, env=env)


def sweep_reads(cloud: LocalCloud, *, onboardings: int, due: int) -> dict[str, int]:
    """Return what a look for what is due reads, when some of many onboardings are due."""
    table, client = cloud.environment["TABLE_NAME"], cloud.client("dynamodb")
    for number in range(onboardings):
        when = "2020-01-01T00:00:00.000Z" if number < due else "2090-01-01T00:00:00.000Z"
        key = {"pk": {"S": f"ONB#bench-{number}"}, "sk": {"S": "S#HEAD"}}
        index = {"due_pk": {"S": f"DUE#{number % SHARDS}"}, "due_sk": {"S": f"{when}#bench-{number}"}}
        client.put_item(TableName=table, Item=key | index)
    return {"onboardings": onboardings} | probe("sweep", env=cloud.environment)
