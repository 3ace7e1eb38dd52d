"""S3 buckets, as resources.yaml describes them: CloudFormation's words turned into the API's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from infra.local.provision import Kind


def _versioning(value: dict[str, Any]) -> dict[str, Any]:
    return {"VersioningConfiguration": value}


def _ownership(value: dict[str, Any]) -> dict[str, Any]:
    return {"OwnershipControls": value}


def _public_access(value: dict[str, Any]) -> dict[str, Any]:
    return {"PublicAccessBlockConfiguration": value}


def _encryption(value: dict[str, Any]) -> dict[str, Any]:
    rules = [
        {
            "ApplyServerSideEncryptionByDefault": rule["ServerSideEncryptionByDefault"],
            "BucketKeyEnabled": rule.get("BucketKeyEnabled", False),
        }
        for rule in value["ServerSideEncryptionConfiguration"]
    ]
    return {"ServerSideEncryptionConfiguration": {"Rules": rules}}


def _cors(value: dict[str, Any]) -> dict[str, Any]:
    words = {"MaxAge": "MaxAgeSeconds", "ExposedHeaders": "ExposeHeaders", "Id": "ID"}
    rules = [{words.get(key, key): one for key, one in rule.items()} for rule in value["CorsRules"]]
    return {"CORSConfiguration": {"CORSRules": rules}}


def _lifecycle(value: dict[str, Any]) -> dict[str, Any]:
    return {"LifecycleConfiguration": {"Rules": [_lifecycle_rule(rule) for rule in value["Rules"]]}}


def _lifecycle_rule(rule: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {
        "ID": rule["Id"],
        "Status": rule["Status"],
        "Filter": {"Prefix": rule.get("Prefix", "")},
    }
    if "ExpirationInDays" in rule:
        said["Expiration"] = {"Days": rule["ExpirationInDays"]}
    if "Transitions" in rule:
        said["Transitions"] = [
            {"StorageClass": one["StorageClass"], "Days": one["TransitionInDays"]}
            for one in rule["Transitions"]
        ]
    for name in ("NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"):
        if name in rule:
            said[name] = rule[name]
    return said


def _notification(value: dict[str, Any]) -> dict[str, Any]:
    queues = [
        {
            "QueueArn": one["Queue"],
            "Events": [one["Event"]],
            "Filter": {"Key": {"FilterRules": one["Filter"]["S3Key"]["Rules"]}},
        }
        for one in value.get("QueueConfigurations", ())
    ]
    said: dict[str, Any] = {"QueueConfigurations": queues}
    if value.get("EventBridgeConfiguration", {}).get("EventBridgeEnabled"):
        said["EventBridgeConfiguration"] = {}
    return {"NotificationConfiguration": said}


Said = Callable[[dict[str, Any]], dict[str, Any]]

PARTS: dict[str, tuple[Said, str, str, Callable[[dict[str, Any]], int]]] = {
    "VersioningConfiguration": (
        _versioning,
        "put_bucket_versioning",
        "get_bucket_versioning",
        lambda a: "Status" in a,
    ),
    "OwnershipControls": (
        _ownership,
        "put_bucket_ownership_controls",
        "get_bucket_ownership_controls",
        lambda a: len(a["OwnershipControls"]["Rules"]),
    ),
    "PublicAccessBlockConfiguration": (
        _public_access,
        "put_public_access_block",
        "get_public_access_block",
        lambda a: sum(a["PublicAccessBlockConfiguration"].values()),
    ),
    "BucketEncryption": (
        _encryption,
        "put_bucket_encryption",
        "get_bucket_encryption",
        lambda a: len(a["ServerSideEncryptionConfiguration"]["Rules"]),
    ),
    "CorsConfiguration": (_cors, "put_bucket_cors", "get_bucket_cors", lambda a: len(a["CORSRules"])),
    "LifecycleConfiguration": (
        _lifecycle,
        "put_bucket_lifecycle_configuration",
        "get_bucket_lifecycle_configuration",
        lambda a: len(a["Rules"]),
    ),
    "NotificationConfiguration": (
        _notification,
        "put_bucket_notification_configuration",
        "get_bucket_notification_configuration",
        lambda a: len(a.get("QueueConfigurations", ())),
    ),
}
COUNTS: dict[str, Callable[[dict[str, Any]], int]] = {
    "VersioningConfiguration": lambda value: 1,
    "OwnershipControls": lambda value: len(value["Rules"]),
    "PublicAccessBlockConfiguration": lambda value: sum(value.values()),
    "BucketEncryption": lambda value: len(value["ServerSideEncryptionConfiguration"]),
    "CorsConfiguration": lambda value: len(value["CorsRules"]),
    "LifecycleConfiguration": lambda value: len(value["Rules"]),
    "NotificationConfiguration": lambda value: len(value.get("QueueConfigurations", ())),
}


def create(clients: Any, properties: dict[str, Any]) -> dict[str, str]:
    """Create a bucket and apply every part of its configuration."""
    s3, name = clients("s3"), properties["BucketName"]
    s3.create_bucket(Bucket=name)
    for part, (said, put, _, _) in PARTS.items():
        if part in properties:
            getattr(s3, put)(Bucket=name, **said(properties[part]))
    return {"Ref": name, "Arn": f"arn:aws:s3:::{name}"}


def missing(clients: Any, properties: dict[str, Any]) -> list[str]:
    """Name the parts of which the bucket holds fewer rules than described."""
    s3, name = clients("s3"), properties["BucketName"]
    return [
        part
        for part, (_, _, get, count) in PARTS.items()
        if part in properties and int(count(getattr(s3, get)(Bucket=name))) != COUNTS[part](properties[part])
    ]


BUCKET = Kind(create=create, missing=missing, known=frozenset({"BucketName", *PARTS}))
