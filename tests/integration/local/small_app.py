"""A small Chalice app for the local cloud's own tests: it writes down what it was given."""

import json
import os
import time
from pathlib import Path
from typing import Any

from chalice.app import Chalice, Rate, Response

app = Chalice(app_name="small", configure_logs=False)
app.api.binary_types.append("application/octet-stream")
NOTES = Path(os.environ.get("SMALL_APP_NOTES", "/tmp/small-app-notes"))


def note(function: str, **what: Any) -> None:
    with NOTES.open("a") as file:
        file.write(json.dumps({"function": function, **what}) + "\n")


def orders(body: str) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def batch(function: str, event: dict[str, Any]) -> dict[str, Any]:
    failures = []
    for record in event["Records"]:
        order = orders(record["body"])
        count = int(record["attributes"]["ApproximateReceiveCount"])
        note(
            function,
            id=record["messageId"],
            body=record["body"],
            count=count,
            group=record["attributes"].get("MessageGroupId"),
        )
        if order.get("die_once") and count == 1:
            os._exit(9)
        if order.get("raise"):
            raise RuntimeError("as ordered")
        if order.get("fail_times", 0) >= count:
            failures.append({"itemIdentifier": record["messageId"]})
        time.sleep(order.get("seconds", 0))
    return {"batchItemFailures": failures}


@app.on_sqs_message(queue_arn="placeholder")
def ingest(event: Any) -> Any:
    return batch("ingest", event.to_dict())


@app.on_sqs_message(queue_arn="placeholder")
def intake(event: Any) -> Any:
    return batch("intake", event.to_dict())


@app.on_sqs_message(queue_arn="placeholder")
def commands(event: Any) -> Any:
    return batch("commands", event.to_dict())


@app.on_sqs_message(queue_arn="placeholder")
def deliver(event: Any) -> Any:
    return batch("deliver", event.to_dict())


@app.on_sqs_message(queue_arn="placeholder")
def feedback(event: Any) -> Any:
    return batch("feedback", event.to_dict())


@app.on_dynamodb_record(stream_arn="placeholder")
def relay(event: Any) -> Any:
    failures = []
    for record in event.to_dict()["Records"]:
        keys = record["dynamodb"]["Keys"]
        note("relay", pk=keys["pk"]["S"], sk=keys["sk"]["S"], record=record)
        if "poison" in keys["pk"]["S"]:
            failures.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
            break
    return {"batchItemFailures": failures}


@app.schedule(Rate(1, unit=Rate.MINUTES))
def sweep(event: Any) -> Any:
    note("sweep", time=event.to_dict()["time"])


@app.schedule(Rate(1, unit=Rate.DAYS))
def verify(event: Any) -> Any:
    note("verify", time=event.to_dict()["time"])


@app.route("/healthz")
def healthz() -> Any:
    return {"status": "ok"}


@app.route("/who/{name}")
def who(name: str) -> Any:
    return seen(name)


@app.route("/who/{name}", methods=["POST"], content_types=["text/plain"])
def who_posts(name: str) -> Any:
    return seen(name)


def seen(name: str) -> Any:
    before = app.current_request.to_dict()
    time.sleep(0.02)
    request = app.current_request
    return Response(
        body=json.dumps(
            {
                "name": name,
                "before": before["uri_params"]["name"],
                "after": request.uri_params["name"],
                "query": request.query_params and dict(request.query_params),
                "cookie": request.headers.get("cookie"),
                "body": request.raw_body.decode("latin-1"),
                "path": request.context["path"],
                "source": request.context["identity"]["sourceIp"],
            }
        ),
        headers={"Content-Type": "application/json", "Set-Cookie": ["one=1", "two=2"]},
    )


@app.route("/bytes", methods=["POST"], content_types=["application/octet-stream"])
def mirror() -> Any:
    return Response(
        body=app.current_request.raw_body[::-1], headers={"Content-Type": "application/octet-stream"}
    )
