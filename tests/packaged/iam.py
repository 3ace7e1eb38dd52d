"""As much of IAM as the functions' policies use: actions, resources by name, and the leading-keys condition."""

import json
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from infra.template import load

ROOT = Path(__file__).parents[2]
ACTIONS = {
    ("dynamodb", "Put"): "dynamodb:PutItem",
    ("dynamodb", "Update"): "dynamodb:UpdateItem",
    ("sqs", "SendMessageBatch"): "sqs:SendMessage",
    ("sesv2", "SendEmail"): "ses:SendEmail",
    ("s3", "HeadObject"): "s3:GetObject",
}


def statements(function: str) -> list[dict[str, Any]]:
    """Return the statements of a function's policy."""
    own = json.loads((ROOT / f".chalice/policy-{function}.json").read_text())["Statement"]
    return [*own, *_with_settings(function)]


@cache
def _with_settings(function: str) -> tuple[dict[str, Any], ...]:
    """Return the statements that a setting adds to a function's policy."""
    resources = load(ROOT / "infra/functions.yaml")["Resources"].values()
    policies = [each["Properties"] for each in resources if each.get("Type") == "AWS::IAM::Policy"]
    role = {"Ref": f"{function.capitalize()}Role"}
    return tuple(
        statement
        for policy in policies
        if role in policy["Roles"]
        for statement in policy["PolicyDocument"]["Statement"]
    )


def calls(function: str, service: str, operation: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what policies look at of a function's request; they look at each kind of action in a transaction."""
    about = {
        "function": function,
        "service": service,
        "operation": operation,
        "queue": str(asked.get("QueueUrl", "")).rsplit("/", 1)[-1],
        "index": asked.get("IndexName", ""),
        "object": asked.get("Key", "") if service == "s3" else "",
        "versioned": "VersionId" in asked,
        "context": sorted(asked.get("EncryptionContext", {})),
        "partitions": _partitions(asked) if service == "dynamodb" else [],
    }
    if "TransactItems" not in asked:
        return [about]
    kinds = {kind: [one[kind] for one in asked["TransactItems"] if kind in one] for kind in ("Put", "Update")}
    return [
        about | {"act": kind, "partitions": [key for one in actions for key in _partitions(one)]}
        for kind, actions in kinds.items()
        if actions
    ]


def _partitions(asked: dict[str, Any]) -> list[str]:
    """Return the partition keys that a call or an action names, but those of indexes."""
    found = [asked[name]["pk"]["S"] for name in ("Key", "Item") if name in asked]
    if "KeyConditionExpression" in asked and "IndexName" not in asked:
        found.append(asked["ExpressionAttributeValues"][":pk"]["S"])
    return found


def action_of(call: dict[str, Any]) -> str:
    """Return the action that a recorded call needs."""
    operation = (call["service"], call.get("act") or call["operation"])
    action = ACTIONS.get(operation, ":".join(operation))
    return f"{action}Version" if action == "s3:GetObject" and call["versioned"] else action


def resource_of(call: dict[str, Any]) -> str:
    """Return the resource of a recorded call, as policies here name it."""
    match call["service"]:
        case "dynamodb":
            return f"${{Table.Arn}}/index/{call['index']}" if call["index"] else "Table"
        case "sqs":
            return call["queue"].removeprefix("golive-local-").removesuffix(".fifo").capitalize() + "Queue"
        case "s3":
            return f"${{Bucket.Arn}}/{call['object']}"
        case "secretsmanager":
            return "Secret"
        case "textract":
            return "*"
        case "kms":
            return "SecretsKey"
        case _:
            return "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/${MailDomain}"


def names(statement: dict[str, Any]) -> list[str]:
    """Return a statement's resources by name."""
    listed = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
    return [
        each if isinstance(each, str) else each.get("Ref") or each.get("Fn::Sub") or each["Fn::GetAtt"][0]
        for each in listed
    ]


def allows(statement: dict[str, Any], call: dict[str, Any]) -> bool:
    """Say whether a statement allows a recorded call."""
    wanted = statement.get("Condition", {}).get("Null", {})
    bound = [key.rpartition(":")[2] for key, absent in wanted.items() if absent == "false"]
    keys = statement.get("Condition", {}).get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys")
    return (
        action_of(call) in statement["Action"]
        and all(key in call["context"] for key in bound)
        and any(_matches(resource_of(call), name) for name in names(statement))
        and (keys is None or all(any(fnmatchcase(pk, key) for key in keys) for pk in call["partitions"]))
    )


def _matches(resource: str, pattern: str) -> bool:
    return resource.startswith(pattern[:-1]) if pattern.endswith("*") else resource == pattern
