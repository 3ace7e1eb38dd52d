"""DynamoDB tables, as resources.yaml describes them."""

from __future__ import annotations

from typing import Any

from infra.local.provision import Kind

PLAIN = ("TableName", "BillingMode", "KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes")


def create(clients: Any, properties: dict[str, Any]) -> dict[str, str]:
    """Create a table with all that CloudFormation would give it."""
    dynamodb, name = clients("dynamodb"), properties["TableName"]
    asked: dict[str, Any] = {key: properties[key] for key in PLAIN if key in properties}
    asked["DeletionProtectionEnabled"] = properties.get("DeletionProtectionEnabled", False)
    if "StreamSpecification" in properties:
        asked["StreamSpecification"] = {"StreamEnabled": True, **properties["StreamSpecification"]}
    if "SSESpecification" in properties:
        asked["SSESpecification"] = {"Enabled": properties["SSESpecification"]["SSEEnabled"]}
    made = dynamodb.create_table(**asked)["TableDescription"]
    if "TimeToLiveSpecification" in properties:
        dynamodb.update_time_to_live(
            TableName=name, TimeToLiveSpecification=properties["TimeToLiveSpecification"]
        )
    if "PointInTimeRecoverySpecification" in properties:
        dynamodb.update_continuous_backups(
            TableName=name, PointInTimeRecoverySpecification=properties["PointInTimeRecoverySpecification"]
        )
    return {"Ref": name, "Arn": made["TableArn"], "StreamArn": made.get("LatestStreamArn", "")}


def missing(clients: Any, properties: dict[str, Any]) -> list[str]:
    """Name what the table does not have as described."""
    dynamodb, name = clients("dynamodb"), properties["TableName"]
    table = dynamodb.describe_table(TableName=name)["Table"]
    ttl = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    backups = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    recovery = backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    present = {
        "TableName": table["TableName"] == name,
        "KeySchema": table["KeySchema"] == properties["KeySchema"],
        "BillingMode": table["BillingModeSummary"]["BillingMode"]
        == properties.get("BillingMode", "PROVISIONED"),
        "AttributeDefinitions": _same(
            table["AttributeDefinitions"], properties["AttributeDefinitions"], by="AttributeName"
        ),
        "GlobalSecondaryIndexes": _indexes(table) == _indexes(properties),
        "DeletionProtectionEnabled": table["DeletionProtectionEnabled"]
        == properties.get("DeletionProtectionEnabled", False),
        "StreamSpecification": table.get("StreamSpecification", {}).get("StreamViewType")
        == properties.get("StreamSpecification", {}).get("StreamViewType"),
        "TimeToLiveSpecification": ttl.get("AttributeName")
        == properties.get("TimeToLiveSpecification", {}).get("AttributeName"),
        "PointInTimeRecoverySpecification": recovery
        == properties.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled", False),
        "SSESpecification": ("SSEDescription" in table)
        == properties.get("SSESpecification", {}).get("SSEEnabled", False),
    }
    return [key for key, there in present.items() if not there]


def _same(one: list[dict[str, Any]], other: list[dict[str, Any]], *, by: str) -> bool:
    return sorted(one, key=lambda row: str(row[by])) == sorted(other, key=lambda row: str(row[by]))


def _indexes(table: dict[str, Any]) -> dict[str, Any]:
    return {
        index["IndexName"]: (index["KeySchema"], index["Projection"])
        for index in table.get("GlobalSecondaryIndexes", ())
    }


TABLE = Kind(
    create=create,
    missing=missing,
    known=frozenset(
        {*PLAIN, "DeletionProtectionEnabled", "StreamSpecification", "SSESpecification"}
        | {"TimeToLiveSpecification", "PointInTimeRecoverySpecification"}
    ),
)
