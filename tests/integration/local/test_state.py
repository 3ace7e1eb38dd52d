"""What `GOLIVE_STATE` keeps over a stop and a start."""

import json
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from infra.local.harness import LocalCloud
from infra.local.supervisor import StartError

TABLE = "golive-local"
SMALL_APP = "tests.integration.local.small_app"


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[LocalCloud]:
    notes = str(tmp_path / "notes")
    with LocalCloud(
        app_module=SMALL_APP, state=tmp_path / "kept" / "state", extra={"SMALL_APP_NOTES": notes}
    ) as cloud:
        yield cloud


def restart(cloud: LocalCloud) -> None:
    cloud.stop("pump")
    cloud.stop("emulator")
    cloud.start_emulator()


def query(cloud: LocalCloud, index: str, name: str, value: str) -> list[dict[str, Any]]:
    return list(
        cloud.client("dynamodb").query(
            TableName=TABLE,
            IndexName=index,
            KeyConditionExpression=f"{name} = :v",
            ExpressionAttributeValues={":v": {"S": value}},
        )["Items"]
    )


def test_items_objects_messages_mail_clock_fakes_and_secrets_are_kept(cloud: LocalCloud) -> None:
    bucket = cloud.environment["BUCKET_NAME"]
    item = {"pk": {"S": "A"}, "sk": {"S": "B"}, "b": {"B": b"\x00"}, "m": {"M": {"n": {"N": "1"}}}}
    due = {"due_pk": {"S": "DUE#0"}, "due_sk": {"S": "2030-01-01T00:00:00.000Z#a"}}
    cloud.client("dynamodb").put_item(TableName=TABLE, Item=item | due)
    versions = [
        cloud.client("s3").put_object(Bucket=bucket, Key="q/x", Body=body, Metadata={"name": "u.pdf"})[
            "VersionId"
        ]
        for body in (b"one", b"two")
    ]
    queue = cloud.environment["DELIVER_QUEUE_URL"]
    cloud.client("sqs").send_message(QueueUrl=queue, MessageBody="kept", DelaySeconds=300)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "onboarding@vendor.example", "grace@acme.example", "kept"
    mail.set_content("x")
    cloud.client("sesv2").send_email(Content={"Raw": {"Data": mail.as_bytes()}})
    cloud.client("secretsmanager").put_secret_value(SecretId="golive-local", SecretString='{"changed": true}')
    cloud.sandbox("PUT", "/fake/hubspot/deals/1", {"id": "1"})
    cloud.sandbox("PUT", "/fake/hubspot/deals/2", {"$status": 503, "$times": 5})
    cloud.start_pump()
    cloud.sandbox("POST", "/clock", {"advance": "PT2M"})
    before = cloud.sandbox("GET", "/clock")["now"]

    restart(cloud)

    assert cloud.sandbox("GET", "/clock")["now"] > before
    found = cloud.client("dynamodb").get_item(TableName=TABLE, Key={"pk": {"S": "A"}, "sk": {"S": "B"}})[
        "Item"
    ]
    assert found == item | due
    assert [one["sk"]["S"] for one in query(cloud, "due", "due_pk", "DUE#0")] == ["B"]
    for version, body in zip(versions, (b"one", b"two"), strict=True):
        held = cloud.client("s3").get_object(Bucket=bucket, Key="q/x", VersionId=version)
        assert held["Body"].read() == body
    assert [one["subject"] for one in cloud.sandbox("GET", "/mail")] == ["kept"]
    assert cloud.sandbox("GET", "/fake/hubspot/deals/1") == {"id": "1"}
    assert cloud.sandbox("GET", "/fake/hubspot/deals/2", ok=False)[0] == 503
    secret = cloud.client("secretsmanager").get_secret_value(SecretId="golive-local")["SecretString"]
    assert json.loads(secret) == {"changed": True}
    cloud.start_pump()
    assert any("kept" in one["what"] for one in cloud.settle())


def test_stream_records_not_yet_handed_on_are_handed_on_after_the_start(
    cloud: LocalCloud, tmp_path: Path
) -> None:
    for number in range(3):
        cloud.client("dynamodb").put_item(
            TableName=TABLE, Item={"pk": {"S": f"INBOX#{number}"}, "sk": {"S": "INBOX"}}
        )
    restart(cloud)
    cloud.start_pump()
    cloud.settle()
    cloud.client("dynamodb").put_item(TableName=TABLE, Item={"pk": {"S": "INBOX#3"}, "sk": {"S": "INBOX"}})
    cloud.settle()
    restart(cloud)
    cloud.start_pump()
    cloud.settle()
    notes = [json.loads(line) for line in (tmp_path / "notes").read_text().splitlines()]
    seen = [note["pk"] for note in notes if note["function"] == "relay"]
    assert seen == ["INBOX#0", "INBOX#1", "INBOX#2", "INBOX#3"]


def test_a_message_in_flight_at_the_stop_comes_again_at_once(cloud: LocalCloud, tmp_path: Path) -> None:
    cloud.start_pump()
    cloud.settle()
    queue = cloud.environment["DELIVER_QUEUE_URL"]
    cloud.client("sqs").send_message(QueueUrl=queue, MessageBody='{"die_once": true}')
    cloud.children["pump"].process.wait(60)
    restart(cloud)
    cloud.start_pump()
    assert not [one for one in cloud.settle() if "die_once" in one["what"]]
    notes = [json.loads(line) for line in (tmp_path / "notes").read_text().splitlines()]
    assert [note["count"] for note in notes if note["function"] == "deliver"] == [1, 2]


def test_a_file_that_is_no_state_stops_the_start_with_a_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "state").write_text("something else")
    with pytest.raises(StartError), LocalCloud(app_module=SMALL_APP, state=tmp_path / "state"):
        pass
    assert "name another file in GOLIVE_STATE" in capfd.readouterr().err
