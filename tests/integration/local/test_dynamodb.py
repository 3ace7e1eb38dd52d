"""DynamoDB as AWS documents it: transactions, tokens, Query, limits, streams."""

import threading
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.harness import LocalCloud

TABLE = "golive-local"


@pytest.fixture
def dynamodb(aws: LocalCloud) -> Any:
    return aws.client("dynamodb")


@pytest.fixture
def pk() -> str:
    return f"T#{uuid.uuid4().hex}"


def put(dynamodb: Any, pk: str, sk: str, **attributes: dict[str, Any]) -> None:
    dynamodb.put_item(TableName=TABLE, Item={"pk": {"S": pk}, "sk": {"S": sk}, **attributes})


def read(dynamodb: Any, pk: str, sk: str) -> Any:
    return dynamodb.get_item(TableName=TABLE, Key={"pk": {"S": pk}, "sk": {"S": sk}}).get("Item")


def key(pk: str, sk: str) -> dict[str, Any]:
    return {"TableName": TABLE, "Key": {"pk": {"S": pk}, "sk": {"S": sk}}}


def item(pk: str, sk: str, **attributes: dict[str, Any]) -> dict[str, Any]:
    return {"TableName": TABLE, "Item": {"pk": {"S": pk}, "sk": {"S": sk}, **attributes}}


def keys_of(dynamodb: Any, pk: str, condition: str = "pk = :pk", **more: Any) -> list[str]:
    values = {":pk": {"S": pk}, **more.pop("values", {})}
    answer = dynamodb.query(
        TableName=TABLE, KeyConditionExpression=condition, ExpressionAttributeValues=values, **more
    )
    return [one["sk"]["S"] for one in answer["Items"]]


def stream(aws: LocalCloud) -> Iterator[dict[str, Any]]:
    streams = aws.client("dynamodbstreams")
    arn = streams.list_streams(TableName=TABLE)["Streams"][0]["StreamArn"]
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    yield from streams.get_records(ShardIterator=iterator["ShardIterator"])["Records"]


def events_of(aws: LocalCloud, pk: str) -> list[tuple[str, str]]:
    return [
        (record["eventName"], record["dynamodb"]["Keys"]["sk"]["S"])
        for record in stream(aws)
        if record["dynamodb"]["Keys"]["pk"]["S"] == pk
    ]


def code(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


def test_a_transaction_with_one_failed_condition_changes_nothing_and_says_which(
    dynamodb: Any, pk: str
) -> None:
    put(dynamodb, pk, "there", n={"N": "1"})
    with pytest.raises(ClientError) as error:
        dynamodb.transact_write_items(
            TransactItems=[
                {"Put": item(pk, "new")},
                {
                    "Put": {
                        **item(pk, "there", n={"N": "2"}),
                        "ConditionExpression": "attribute_not_exists(pk)",
                        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
                    }
                },
                {"Delete": key(pk, "absent")},
            ]
        )
    assert code(error) == "TransactionCanceledException"
    reasons = error.value.response["CancellationReasons"]
    assert [reason["Code"] for reason in reasons] == ["None", "ConditionalCheckFailed", "None"]
    assert reasons[1]["Item"]["n"] == {"N": "1"}
    assert keys_of(dynamodb, pk) == ["there"]
    assert read(dynamodb, pk, "there")["n"] == {"N": "1"}


def test_an_invalid_action_cancels_the_whole_transaction(dynamodb: Any, pk: str) -> None:
    put(dynamodb, pk, "text", n={"S": "one"})
    add = {
        **key(pk, "text"),
        "UpdateExpression": "SET n = n + :one",
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }
    with pytest.raises(ClientError) as error:
        dynamodb.transact_write_items(TransactItems=[{"Put": item(pk, "new")}, {"Update": add}])
    assert [one["Code"] for one in error.value.response["CancellationReasons"]] == ["None", "ValidationError"]
    assert keys_of(dynamodb, pk) == ["text"]


def test_all_kinds_of_actions_are_carried_out_together(dynamodb: Any, pk: str) -> None:
    put(dynamodb, pk, "a", n={"N": "1"})
    put(dynamodb, pk, "b")
    put(dynamodb, pk, "c")
    dynamodb.transact_write_items(
        TransactItems=[
            {
                "Update": {
                    **key(pk, "a"),
                    "UpdateExpression": "SET n = n + :one",
                    "ExpressionAttributeValues": {":one": {"N": "1"}},
                }
            },
            {"Delete": key(pk, "b")},
            {"ConditionCheck": {**key(pk, "c"), "ConditionExpression": "attribute_exists(pk)"}},
            {"Put": item(pk, "d")},
        ]
    )
    assert keys_of(dynamodb, pk) == ["a", "c", "d"]
    assert read(dynamodb, pk, "a")["n"] == {"N": "2"}


def test_two_actions_on_one_item_are_refused(dynamodb: Any, pk: str) -> None:
    with pytest.raises(ClientError) as error:
        dynamodb.transact_write_items(TransactItems=[{"Put": item(pk, "a")}, {"Delete": key(pk, "a")}])
    assert code(error) == "ValidationException"


def test_a_hundred_actions_go_and_one_more_does_not(dynamodb: Any, pk: str) -> None:
    actions = [{"Put": item(pk, f"{number:03}")} for number in range(101)]
    with pytest.raises(ClientError) as error:
        dynamodb.transact_write_items(TransactItems=actions)
    assert code(error) == "ValidationException"
    dynamodb.transact_write_items(TransactItems=actions[:100])
    assert len(keys_of(dynamodb, pk)) == 100


def test_a_token_is_carried_out_once(dynamodb: Any, pk: str) -> None:
    add = {
        "Update": {
            **key(pk, "count"),
            "UpdateExpression": "ADD n :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        }
    }
    for _ in range(3):
        dynamodb.transact_write_items(TransactItems=[add], ClientRequestToken=f"token-{pk[:30]}")
    assert read(dynamodb, pk, "count")["n"] == {"N": "1"}


def test_a_token_with_other_actions_is_a_mismatch(dynamodb: Any, pk: str) -> None:
    token = pk[-30:]
    dynamodb.transact_write_items(TransactItems=[{"Put": item(pk, "a")}], ClientRequestToken=token)
    with pytest.raises(ClientError) as error:
        dynamodb.transact_write_items(TransactItems=[{"Put": item(pk, "b")}], ClientRequestToken=token)
    assert code(error) == "IdempotentParameterMismatchException"
    assert keys_of(dynamodb, pk) == ["a"]


def test_a_cancelled_token_is_tried_afresh(dynamodb: Any, pk: str) -> None:
    check = {"Put": {**item(pk, "b"), "ConditionExpression": "attribute_exists(pk)"}}
    for _ in range(2):
        with pytest.raises(ClientError) as error:
            dynamodb.transact_write_items(TransactItems=[check], ClientRequestToken=pk[-30:])
        assert code(error) == "TransactionCanceledException"


def test_transactions_of_many_threads_lose_no_update(aws: LocalCloud, dynamodb: Any, pk: str) -> None:
    put(dynamodb, pk, "head", version={"N": "0"})
    won: list[int] = []

    def count_up() -> None:
        while len(won) < 40:
            version = int(read(dynamodb, pk, "head")["version"]["N"])
            head = {
                **item(pk, "head", version={"N": str(version + 1)}),
                "ConditionExpression": "version = :seen",
                "ExpressionAttributeValues": {":seen": {"N": str(version)}},
            }
            try:
                dynamodb.transact_write_items(
                    TransactItems=[{"Put": head}, {"Put": item(pk, f"journal-{version + 1:04}")}]
                )
            except ClientError:
                continue
            won.append(version + 1)

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == list(range(1, len(won) + 1))
    assert read(dynamodb, pk, "head")["version"] == {"N": str(len(won))}
    assert len(keys_of(dynamodb, pk)) == len(won) + 1


@pytest.mark.parametrize(
    ("condition", "values", "expected"),
    [
        ("pk = :pk AND begins_with(sk, :a)", {":a": {"S": "S#"}}, ["S#DOC#1", "S#HEAD", "S#Ä"]),
        ("pk = :pk AND sk = :a", {":a": {"S": "S#HEAD"}}, ["S#HEAD"]),
        ("pk = :pk AND sk < :a", {":a": {"S": "S#HEAD"}}, ["J#1", "S#DOC#1"]),
        ("pk = :pk AND sk <= :a", {":a": {"S": "S#HEAD"}}, ["J#1", "S#DOC#1", "S#HEAD"]),
        ("pk = :pk AND sk > :a", {":a": {"S": "S#HEAD"}}, ["S#Ä", "X#1"]),
        ("pk = :pk AND sk >= :a", {":a": {"S": "S#HEAD"}}, ["S#HEAD", "S#Ä", "X#1"]),
        (
            "pk = :pk AND sk BETWEEN :a AND :b",
            {":a": {"S": "S#"}, ":b": {"S": "S#HEAD"}},
            ["S#DOC#1", "S#HEAD"],
        ),
        ("pk = :pk AND begins_with(sk, :a)", {":a": {"S": "Q"}}, []),
    ],
)
def test_query_answers_what_the_key_condition_says(
    dynamodb: Any, pk: str, condition: str, values: dict[str, Any], expected: list[str]
) -> None:
    for sk in ("X#1", "S#HEAD", "J#1", "S#Ä", "S#DOC#1"):
        put(dynamodb, pk, sk)
    assert keys_of(dynamodb, pk, condition, values=values) == expected
    backwards = keys_of(dynamodb, pk, condition, values=values, ScanIndexForward=False)
    assert backwards == expected[::-1]


@pytest.mark.parametrize("forward", [True, False])
def test_pages_of_a_query_are_complete_and_do_not_overlap(dynamodb: Any, pk: str, forward: bool) -> None:
    for number in range(7):
        put(dynamodb, pk, f"{number}")
    seen: list[str] = []
    pages = 0
    start: dict[str, Any] = {}
    while True:
        answer = dynamodb.query(
            TableName=TABLE,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": pk}},
            Limit=3,
            ScanIndexForward=forward,
            **start,
        )
        pages += 1
        seen += [one["sk"]["S"] for one in answer["Items"]]
        if "LastEvaluatedKey" not in answer:
            break
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
    assert seen == [str(number) for number in (range(7) if forward else range(6, -1, -1))]
    assert pages == 3


def test_a_page_that_ends_at_the_last_item_still_names_a_key(dynamodb: Any, pk: str) -> None:
    put(dynamodb, pk, "only")
    answer = dynamodb.query(
        TableName=TABLE,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": pk}},
        Limit=1,
    )
    assert answer["LastEvaluatedKey"] == {"pk": {"S": pk}, "sk": {"S": "only"}}


def test_a_filter_is_applied_after_the_limit(dynamodb: Any, pk: str) -> None:
    for number in range(4):
        put(dynamodb, pk, f"{number}", even={"BOOL": number % 2 == 0})
    answer = dynamodb.query(
        TableName=TABLE,
        KeyConditionExpression="pk = :pk",
        FilterExpression="even = :yes",
        ExpressionAttributeValues={":pk": {"S": pk}, ":yes": {"BOOL": True}},
        Limit=3,
    )
    assert (answer["Count"], answer["ScannedCount"]) == (2, 3)


def test_a_page_holds_about_a_megabyte(dynamodb: Any, pk: str) -> None:
    for number in range(5):
        put(dynamodb, pk, f"{number}", fill={"S": "x" * 300_000})
    answer = dynamodb.query(
        TableName=TABLE, KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": {"S": pk}}
    )
    assert len(answer["Items"]) == 4
    assert answer["LastEvaluatedKey"]["sk"] == {"S": "3"}


def due(dynamodb: Any, shard: str, **more: Any) -> list[dict[str, Any]]:
    return list(
        dynamodb.query(
            TableName=TABLE,
            IndexName="due",
            KeyConditionExpression="due_pk = :d",
            ExpressionAttributeValues={":d": {"S": shard}},
            **more,
        )["Items"]
    )


def test_an_index_holds_only_items_with_its_keys_in_order_and_projected(dynamodb: Any, pk: str) -> None:
    put(dynamodb, pk, "late", due_pk={"S": pk}, due_sk={"S": "2026-12-02"}, data={"S": "secret"})
    put(dynamodb, pk, "early", due_pk={"S": pk}, due_sk={"S": "2026-12-01"})
    put(dynamodb, pk, "never", due_pk={"S": pk})
    put(dynamodb, pk, "apart")
    found = due(dynamodb, pk)
    assert [one["sk"]["S"] for one in found] == ["early", "late"]
    assert set(found[1]) == {"pk", "sk", "due_pk", "due_sk"}


def test_an_index_follows_updates_and_deletions(dynamodb: Any, pk: str) -> None:
    put(dynamodb, pk, "a", due_pk={"S": pk}, due_sk={"S": "1"})
    put(dynamodb, pk, "b", due_pk={"S": pk}, due_sk={"S": "2"})
    dynamodb.update_item(
        **key(pk, "a"), UpdateExpression="SET due_sk = :l", ExpressionAttributeValues={":l": {"S": "3"}}
    )
    assert [one["sk"]["S"] for one in due(dynamodb, pk)] == ["b", "a"]
    dynamodb.update_item(**key(pk, "b"), UpdateExpression="REMOVE due_pk")
    assert [one["sk"]["S"] for one in due(dynamodb, pk)] == ["a"]
    dynamodb.delete_item(**key(pk, "a"))
    assert due(dynamodb, pk) == []


def test_equal_index_keys_are_all_answered_across_pages(dynamodb: Any, pk: str) -> None:
    for number in range(5):
        put(dynamodb, pk, f"{number}", due_pk={"S": pk}, due_sk={"S": "same"})
    first = dynamodb.query(
        TableName=TABLE,
        IndexName="due",
        KeyConditionExpression="due_pk = :d",
        ExpressionAttributeValues={":d": {"S": pk}},
        Limit=2,
    )
    rest = due(dynamodb, pk, ExclusiveStartKey=first["LastEvaluatedKey"])
    assert [one["sk"]["S"] for one in first["Items"] + rest] == ["0", "1", "2", "3", "4"]


def test_a_consistent_read_of_a_global_index_is_refused(dynamodb: Any, pk: str) -> None:
    with pytest.raises(ClientError) as error:
        due(dynamodb, pk, ConsistentRead=True)
    assert code(error) == "ValidationException"


@pytest.mark.parametrize("fill", [{"S": "x" * 409_700}, {"B": b"x" * 409_700}])
def test_an_item_over_400_kilobytes_is_refused(dynamodb: Any, pk: str, fill: dict[str, Any]) -> None:
    with pytest.raises(ClientError) as error:
        put(dynamodb, pk, "big", fill=fill)
    assert code(error) == "ValidationException"
    assert "maximum allowed size" in error.value.response["Error"]["Message"]


@pytest.mark.parametrize("fill", [{"S": "x" * 409_400}, {"B": b"x" * 409_400}])
def test_an_item_just_below_400_kilobytes_goes(dynamodb: Any, pk: str, fill: dict[str, Any]) -> None:
    put(dynamodb, pk, "big", fill=fill)
    assert read(dynamodb, pk, "big")["fill"] == fill


def test_an_update_that_grows_an_item_over_the_limit_changes_nothing(dynamodb: Any, pk: str) -> None:
    put(dynamodb, pk, "a", fill={"S": "x" * 300_000})
    with pytest.raises(ClientError) as error:
        dynamodb.update_item(
            **key(pk, "a"),
            UpdateExpression="SET more = :m",
            ExpressionAttributeValues={":m": {"S": "x" * 200_000}},
        )
    assert code(error) == "ValidationException"
    assert "more" not in read(dynamodb, pk, "a")


def test_an_index_key_of_another_type_is_refused(dynamodb: Any, pk: str) -> None:
    with pytest.raises(ClientError) as error:
        put(dynamodb, pk, "a", due_pk={"N": "1"})
    assert code(error) == "ValidationException"


def test_a_put_that_changes_nothing_leaves_no_stream_record(aws: LocalCloud, dynamodb: Any, pk: str) -> None:
    put(dynamodb, pk, "a", n={"N": "1"})
    put(dynamodb, pk, "a", n={"N": "1"})
    put(dynamodb, pk, "a", n={"N": "2"})
    dynamodb.delete_item(**key(pk, "a"))
    dynamodb.delete_item(**key(pk, "a"))
    assert events_of(aws, pk) == [("INSERT", "a"), ("MODIFY", "a"), ("REMOVE", "a")]


def test_an_update_of_an_absent_item_is_one_insert(aws: LocalCloud, dynamodb: Any, pk: str) -> None:
    dynamodb.update_item(
        **key(pk, "a"), UpdateExpression="SET n = :n", ExpressionAttributeValues={":n": {"N": "1"}}
    )
    assert events_of(aws, pk) == [("INSERT", "a")]


def test_a_failed_condition_answers_the_old_item_where_asked(dynamodb: Any, pk: str) -> None:
    put(dynamodb, pk, "a", n={"N": "1"})
    with pytest.raises(ClientError) as error:
        dynamodb.put_item(
            **item(pk, "a"),
            ConditionExpression="attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    assert code(error) == "ConditionalCheckFailedException"
    assert error.value.response["Item"]["n"] == {"N": "1"}


def test_updates_answer_old_and_new_values(dynamodb: Any, pk: str) -> None:
    put(dynamodb, pk, "a", n={"N": "1"}, m={"N": "1"})
    change = {"UpdateExpression": "SET n = :n", "ExpressionAttributeValues": {":n": {"N": "2"}}}
    assert dynamodb.update_item(**key(pk, "a"), **change, ReturnValues="ALL_OLD")["Attributes"]["n"] == {
        "N": "1"
    }
    change["ExpressionAttributeValues"] = {":n": {"N": "3"}}
    new = dynamodb.update_item(**key(pk, "a"), **change, ReturnValues="UPDATED_NEW")["Attributes"]
    assert new == {"n": {"N": "3"}}


def test_many_items_are_read_and_written_in_batches(dynamodb: Any, pk: str) -> None:
    requests = [{"PutRequest": {"Item": item(pk, f"{number:02}")["Item"]}} for number in range(25)]
    dynamodb.batch_write_item(RequestItems={TABLE: requests})
    wanted = [key(pk, f"{number:02}")["Key"] for number in range(25)]
    found = dynamodb.batch_get_item(RequestItems={TABLE: {"Keys": wanted}})["Responses"][TABLE]
    assert len(found) == 25
    together = dynamodb.transact_get_items(
        TransactItems=[{"Get": {"TableName": TABLE, "Key": one}} for one in wanted * 4][:30]
    )
    assert len(together["Responses"]) == 30
