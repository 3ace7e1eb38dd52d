"""The packaged ingest function turns a kept webhook into a command, with all the data that it needs in the zip."""

import json
from datetime import UTC, datetime
from pathlib import Path

from chalicelib.adapters.dynamodb.inbox import DynamoInbox, InboxEntry
from chalicelib.adapters.dynamodb.people import DynamoPeople
from chalicelib.domain.people import Person
from tests.packaged import events
from tests.packaged.account import BUCKET, TABLE, Account
from tests.packaged.runtime_api import Function

WON = Path(__file__).parents[1] / "events/deals/won.json"


def test_a_kept_webhook_becomes_a_command(built: Path) -> None:
    account = Account()
    try:
        table = account.client("dynamodb")
        DynamoPeople(table, TABLE).put(
            Person(id="ada", name="Ada Park", email="ada@vendor.example"), fallback=True
        )
        won = json.loads(WON.read_text("utf-8"))
        won["data"]["account"]["country"] = "Germany"
        body = {"tenant": "deals", "events": [{**won, "sent_at": 1795250400}]}
        entry = InboxEntry(source="deals", delivery="d1", received_at=datetime.now(UTC), body=body)
        DynamoInbox(table, TABLE, s3=lambda: account.client("s3"), bucket=BUCKET).put(entry)
        message = events.sqs(json.dumps({"inbox": "INBOX#deals#d1"}), queue="golive-local-ingest")
        function = Function(
            "app.ingest", task=built / "deployment", runtime=built / "runtime", env=account.env
        )
        with function:
            assert function.invoke(message) == {"batchItemFailures": []}
        (command,) = account.messages("commands.fifo")
    finally:
        account.stop()
    deal = command["command"]["deal"]
    assert deal["owner"] == "ada"
    assert deal["account"]["country"] == "DE"
    assert deal["account"]["time_zone"] == "Europe/Berlin"
    assert [name for name, _ in deal["attributes"]] == ["region", "seats"]
