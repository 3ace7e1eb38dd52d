"""One fresh process that answers requests as a Lambda environment would, and says what that took.

`python -m tests.bench.probe webhook` answers a few hundred webhooks with AWS's answers canned; `portal COOKIE` and
`command ONBOARDING`, `sweep` work against the emulator that the environment names. Each prints one JSON object.
"""

import contextlib
import io
import json
import sys
import time
from datetime import UTC, datetime
from typing import Any

STARTED = time.perf_counter()
SECRET = {"deals": {"secrets": ["whsec_bG9jYWwtZGVhbHMtc2lnbmluZy1zZWNyZXQtMDE="]}}
WEBHOOKS, ROUNDS = 100, 5


def webhook() -> dict[str, float]:
    """Return calls and processor time of a warm webhook, the best of some rounds."""
    import botocore.httpsession
    from botocore.awsrequest import AWSResponse
    from standardwebhooks import Webhook

    import app
    from tests.packaged import events

    sent: list[str] = []

    def answer(_: Any, request: Any) -> AWSResponse:
        target = str(request.headers["X-Amz-Target"])
        sent.append(target)
        body = json.dumps({"SecretString": json.dumps(SECRET)} if "GetSecretValue" in target else {}).encode()
        response = AWSResponse(request.url, 200, {"Content-Type": "application/x-amz-json-1.0"}, None)
        response._content = body
        return response

    botocore.httpsession.URLLib3Session.send = answer
    account = {"name": "Acme GmbH", "domain": "acme.example", "country": "DE", "tier": "enterprise"}
    contacts = [{"name": "Grace Lind", "email": "grace@acme.example", "role": "champion"}]
    deal = {"id": "D-1", "name": "Acme: annual plan", "amount": "48000.00", "currency": "EUR"}
    body = json.dumps(
        {
            "type": "deal.won",
            "timestamp": "2026-11-21T09:00:00Z",
            "data": {"deal": deal, "account": account, "contacts": contacts},
        }
    )

    def delivery(name: str) -> dict[str, Any]:
        at = datetime.now(UTC)
        headers = {
            "content-type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(SECRET["deals"]["secrets"][0]).sign(name, at, body),
        }
        route = "/webhooks/deals"
        return events.http("POST", route, resource=route, headers=headers, body=body.encode())

    app.app(delivery("cold"), None)
    best = float("inf")
    for turn in range(ROUNDS):
        arriving = [delivery(f"{turn}-{number}") for number in range(WEBHOOKS)]
        sent.clear()
        started = time.process_time()
        statuses = {app.app(event, None)["statusCode"] // 100 for event in arriving}
        best = min(best, (time.process_time() - started) / WEBHOOKS)
        assert statuses == {2}
    return {"webhook_cpu_ms": round(best * 1000, 3), "webhook_aws_calls": len(sent) / WEBHOOKS}


def counted() -> list[str]:
    """Return the list to which every AWS call is added from now on."""
    import botocore.client

    calls: list[str] = []
    call_aws = botocore.client.BaseClient._make_api_call

    def count(client: Any, operation: str, asked: dict[str, Any]) -> Any:
        calls.append(operation)
        return call_aws(client, operation, asked)

    botocore.client.BaseClient._make_api_call = count
    return calls


def portal(cookie: str) -> dict[str, Any]:
    """Return the wall time of the first portal page, imports included, and the calls of a warm one."""
    import app
    from tests.packaged import events

    calls = counted()
    event = events.http("GET", "/portal", resource="/portal", headers={"cookie": cookie})
    first = app.app(event, None)
    took = time.perf_counter() - STARTED
    calls.clear()
    warm = app.app(event, None)
    assert (first["statusCode"], warm["statusCode"]) == (200, 200), first
    return {
        "first_portal_request_ms": round(took * 1000, 1),
        "portal_page_aws_calls": len(calls),
        "portal_page_calls": list(calls),
        "portal_page_bytes": len(warm["body"]),
    }


def command(onboarding: str) -> dict[str, Any]:
    """Return the calls of a warm command."""
    from chalicelib import bootstrap
    from chalicelib.application.handle import Envelope
    from chalicelib.domain.commands import RevokeLinks

    calls = counted()
    for turn, what in enumerate((RevokeLinks(), RevokeLinks())):
        calls.clear()
        bootstrap.handle(
            Envelope(onboarding=onboarding, id=f"bench-{turn}", actor="person:ada", command=what)
        )
    return {"command_aws_calls": len(calls), "command_calls": list(calls)}


def sweep() -> dict[str, int]:
    """Return how many index entries one look for what is due reads, in how many queries."""
    import botocore.client

    from chalicelib import bootstrap

    scanned: list[int] = []
    call_aws = botocore.client.BaseClient._make_api_call

    def count(client: Any, operation: str, asked: dict[str, Any]) -> Any:
        answer = call_aws(client, operation, asked)
        scanned.append(answer["ScannedCount"])
        return answer

    botocore.client.BaseClient._make_api_call = count
    due = bootstrap.listings().due(datetime(2030, 1, 1, tzinfo=UTC))
    return {"due": len(due), "items": sum(scanned), "queries": len(scanned)}


if __name__ == "__main__":
    kind, *arguments = sys.argv[1:]
    with contextlib.redirect_stdout(io.StringIO()):
        result = {"webhook": webhook, "portal": portal, "command": command, "sweep": sweep}[kind](*arguments)
    print(json.dumps(result))
