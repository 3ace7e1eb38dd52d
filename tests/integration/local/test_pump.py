"""What is delivered to functions, how failures come again, and what a killed pump loses: nothing."""

import json
import time
from typing import Any

from tests.integration.local.conftest import Pumped

TABLE = "golive-local"


def write(pumped: Pumped, pk: str, sk: str = "INBOX") -> None:
    pumped.cloud.client("dynamodb").put_item(
        TableName=TABLE, Item={"pk": {"S": pk}, "sk": {"S": sk}, "body": {"B": b"\x00\x01"}}
    )


def relayed(pumped: Pumped) -> list[tuple[str, str]]:
    return [(note["pk"], note["sk"]) for note in pumped.noted("relay")]


def test_the_stream_hands_on_what_the_filters_let_through_in_order(pumped: Pumped) -> None:
    write(pumped, "ONB#1", "S#HEAD")
    write(pumped, "ONB#1", "X#1")
    write(pumped, "INBOX#deals#1")
    write(pumped, "INBOX#deals#1")
    write(pumped, "ONB#1", "J#1")
    write(pumped, "ONB#2", "X#2")
    pumped.cloud.settle()
    assert relayed(pumped) == [("ONB#1", "X#1"), ("INBOX#deals#1", "INBOX"), ("ONB#2", "X#2")]
    record = pumped.noted("relay")[1]["record"]
    assert record["eventName"] == "INSERT"
    assert record["eventSource"] == "aws:dynamodb"
    assert record["dynamodb"]["NewImage"]["body"] == {"B": "AAE="}
    assert "/stream/" in record["eventSourceARN"]


def test_a_record_that_always_fails_is_given_up_after_its_retries_and_the_rest_goes_on(
    pumped: Pumped,
) -> None:
    write(pumped, "INBOX#before")
    write(pumped, "INBOX#poison")
    write(pumped, "INBOX#after")
    pumped.cloud.settle()
    pumped.cloud.advance("PT30M")
    seen = [pk for pk, _ in relayed(pumped)]
    assert seen[0] == "INBOX#before"
    assert seen.count("INBOX#before") == 1
    assert seen.count("INBOX#poison") == 11
    assert seen[-1] == "INBOX#after"
    assert pumped.count("golive-local-relay-dead-letters") == 1


def test_what_a_batch_says_failed_comes_again_after_the_visibility_timeout_and_the_rest_does_not(
    pumped: Pumped,
) -> None:
    pumped.send("deliver", {"n": 1})
    pumped.send("deliver", {"n": 2, "fail_times": 1})
    waiting = pumped.cloud.settle()
    assert [one["why"] for one in waiting if "deliver" in one["what"]] == [
        "tried 1 times, again when it is visible"
    ]
    pumped.cloud.advance("PT6M")
    tries = [(json.loads(note["body"])["n"], note["count"]) for note in pumped.noted("deliver")]
    assert sorted(tries) == [(1, 1), (2, 1), (2, 2)]


def test_an_exception_fails_the_whole_batch_and_the_dead_letters_take_it_in_the_end(pumped: Pumped) -> None:
    pumped.send("ingest", {"raise": True})
    pumped.cloud.settle()
    assert pumped.cloud.sandbox("GET", "/failures")[0]["function"] == "ingest"
    pumped.cloud.advance("PT1H")
    assert [note["count"] for note in pumped.noted("ingest")] == [1, 2, 3, 4, 5]
    assert pumped.count("golive-local-ingest-dead-letters") == 1


def test_a_group_of_commands_runs_in_order_and_waits_for_its_failed_one(pumped: Pumped) -> None:
    pumped.command({"n": 1, "fail_times": 1}, group="onb-1", name="1")
    pumped.cloud.settle()
    pumped.command({"n": 2}, group="onb-1", name="2")
    pumped.command({"n": 3}, group="onb-2", name="3")
    pumped.cloud.settle()
    assert [json.loads(note["body"])["n"] for note in pumped.noted("commands")] == [1, 3]
    pumped.cloud.advance("PT2M")
    assert [json.loads(note["body"])["n"] for note in pumped.noted("commands")] == [1, 3, 1, 2]


def test_a_command_of_the_same_id_runs_once(pumped: Pumped) -> None:
    for _ in range(3):
        pumped.command({"n": 1}, group="onb-1", name="same")
    pumped.cloud.settle()
    assert len(pumped.noted("commands")) == 1


def test_a_function_that_dies_takes_nothing_with_it(pumped: Pumped) -> None:
    pumped.send("deliver", {"die_once": True})
    pumped.cloud.children["pump"].process.wait(60)
    pumped.cloud.start_pump()
    pumped.cloud.settle()
    assert [note["count"] for note in pumped.noted("deliver")] == [1, 2]


def test_a_pump_killed_at_work_loses_nothing(pumped: Pumped) -> None:
    for number in range(30):
        write(pumped, f"INBOX#{number:02}")
        pumped.command({"n": number, "seconds": 0.01}, group=f"onb-{number % 3}", name=f"{number}")
        if number % 10 == 5:
            pumped.cloud.kill("pump")
            pumped.cloud.start_pump()
    pumped.cloud.settle()
    assert {pk for pk, _ in relayed(pumped)} == {f"INBOX#{number:02}" for number in range(30)}
    assert {json.loads(note["body"])["n"] for note in pumped.noted("commands")} == set(range(30))


def test_settling_without_a_pump_says_so(pumped: Pumped) -> None:
    pumped.cloud.stop("pump")
    for _ in range(
        100
    ):  # the emulator sees that the connection has closed a moment after the process is gone
        status, problem = pumped.cloud.sandbox("POST", "/settle?patience=0.1", ok=False)
        if status == 503:
            break
        time.sleep(0.05)
    assert status == 503
    assert "No pump is running" in problem["detail"]


def uploaded(pumped: Pumped, content: bytes) -> list[dict[str, Any]]:
    bucket = pumped.cloud.environment["BUCKET_NAME"]
    pumped.cloud.client("s3").put_object(Bucket=bucket, Key="q/onb-1/contract/ä b+c", Body=content)
    pumped.cloud.settle()
    return [json.loads(note["body"]) for note in pumped.noted("feedback")]


def test_an_upload_is_told_of_with_its_version_and_scanned(pumped: Pumped) -> None:
    found = uploaded(pumped, b"%PDF-1.7")
    told = json.loads(pumped.noted("intake")[0]["body"])["Records"][0]["s3"]
    assert told["object"]["key"] == "q/onb-1/contract/%C3%A4+b%2Bc"
    scan = found[0]["detail"]
    assert found[0]["source"] == "aws.guardduty"
    assert scan["s3ObjectDetails"]["objectKey"] == "q/onb-1/contract/ä b+c"
    assert scan["s3ObjectDetails"]["versionId"] == told["object"]["versionId"]
    assert scan["scanResultDetails"]["scanResultStatus"] == "NO_THREATS_FOUND"


def test_eicar_is_found(pumped: Pumped) -> None:
    eicar = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    scan = uploaded(pumped, eicar)[0]["detail"]["scanResultDetails"]
    assert scan == {"scanResultStatus": "THREATS_FOUND", "threats": [{"name": "EICAR-Test-File"}]}


def test_a_verdict_of_a_task_holds_for_versions_to_come(pumped: Pumped) -> None:
    uploaded(pumped, b"%PDF-1.7")
    answer = pumped.cloud.sandbox("POST", "/scan/onb-1/contract", {"result": "THREATS_FOUND"})
    pumped.cloud.settle()
    scan = json.loads(pumped.noted("feedback")[-1]["body"])["detail"]
    assert scan["scanResultDetails"]["scanResultStatus"] == "THREATS_FOUND"
    assert answer["versions"] == [scan["s3ObjectDetails"]["versionId"]]
    again = uploaded(pumped, b"%PDF-1.7")[-1]["detail"]
    assert again["scanResultDetails"]["scanResultStatus"] == "THREATS_FOUND"


def test_a_verdict_of_one_document_holds_for_that_one(pumped: Pumped) -> None:
    uploaded(pumped, b"%PDF-1.7")
    key = "q/onb-1/contract/ä b+c"
    document = {"id": "doc-7", "task": "contract", "key": key}
    pumped.cloud.client("dynamodb").put_item(
        TableName=TABLE,
        Item={"pk": {"S": "ONB#onb-1"}, "sk": {"S": "S#DOC#contract#1"}, "data": {"S": json.dumps(document)}},
    )
    pumped.cloud.sandbox("POST", "/scan/onb-1/doc-7", {"result": "THREATS_FOUND"})
    pumped.cloud.settle()
    found = [json.loads(note["body"])["detail"] for note in pumped.noted("feedback")]
    assert found[-1]["s3ObjectDetails"]["objectKey"] == key
    assert found[-1]["scanResultDetails"]["scanResultStatus"] == "THREATS_FOUND"
    again = uploaded(pumped, b"%PDF-1.7")[-1]["detail"]
    assert again["scanResultDetails"]["scanResultStatus"] == "NO_THREATS_FOUND"


def test_schedules_run_by_product_time_and_empty_ticks_are_not_played(pumped: Pumped) -> None:
    pumped.cloud.advance("P3D")
    assert len(pumped.noted("verify")) == 3
    assert len(pumped.noted("sweep")) <= 4


def test_the_sweep_runs_where_the_due_index_has_something(pumped: Pumped) -> None:
    now = pumped.cloud.sandbox("GET", "/clock")["now"]
    day = now[:10]
    pumped.cloud.client("dynamodb").put_item(
        TableName=TABLE,
        Item={
            "pk": {"S": "ONB#1"},
            "sk": {"S": "S#HEAD"},
            "due_pk": {"S": "DUE#3"},
            "due_sk": {"S": f"{int(day[:4]) + 1}{day[4:]}T10:00:00.000Z#onb-1"},
        },
    )
    waiting = pumped.cloud.settle()
    assert any(one["what"].endswith("Z#onb-1") for one in waiting)
    pumped.forget()
    waiting = pumped.cloud.advance("P366D")
    due = f"{int(day[:4]) + 1}{day[4:]}T10:00:0"
    assert any(note["time"].startswith(due) for note in pumped.noted("sweep"))
    assert "due, and still there after a sweep" in [one["why"] for one in waiting]
