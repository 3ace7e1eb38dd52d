"""Keys, secrets, mail identities and the malware scan, as resources.yaml describes them."""

from __future__ import annotations

import json
from typing import Any

from infra.local.post_office import PostOffice
from infra.local.provision import Kind
from infra.local.provision_bucket import BUCKET
from infra.local.provision_queue import QUEUE, RULE
from infra.local.provision_table import TABLE
from infra.local.scanning import Scanner

LOCAL_SECRET = {
    "link_key": "bG9jYWwtbGluay1rZXktMzItYnl0ZXMtMDAwMDAwMDE=",
    "session_key": "bG9jYWwtc2Vzc2lvbi1rZXktMzItYnl0ZXMtMDAwMDE=",
    "hubspot": {"client_secrets": ["local-hubspot-client-secret"], "token": "local-hubspot-token"},
    "salesforce": {"path_tokens": ["local-salesforce-token"], "token": "local-salesforce-access-token"},
    "pipedrive": {
        "user": "pipedrive",
        "passwords": ["local-pipedrive-password"],
        "token": "local-pipedrive-token",
    },
    "deals": {"secrets": ["whsec_bG9jYWwtZGVhbHMtc2lnbmluZy1zZWNyZXQtMDE="]},
    "provisioning": {"token": "local-provisioning-token"},
    "api_tokens": {"local-admin-token": "admin"},
}


def _nothing(clients: Any, properties: dict[str, Any]) -> list[str]:
    return []


def _key(clients: Any, properties: dict[str, Any]) -> dict[str, str]:
    kms = clients("kms")
    made = kms.create_key(Description=properties["Description"], Policy=json.dumps(properties["KeyPolicy"]))
    if properties.get("EnableKeyRotation"):
        kms.enable_key_rotation(KeyId=made["KeyMetadata"]["KeyId"])
    return {"Ref": made["KeyMetadata"]["KeyId"], "Arn": made["KeyMetadata"]["Arn"]}


def _key_missing(clients: Any, properties: dict[str, Any]) -> list[str]:
    kms = clients("kms")
    turning = [
        kms.get_key_rotation_status(KeyId=key["KeyId"])["KeyRotationEnabled"]
        for key in kms.list_keys()["Keys"]
    ]
    return [] if any(turning) == properties.get("EnableKeyRotation", False) else ["EnableKeyRotation"]


def _alias(clients: Any, properties: dict[str, Any]) -> dict[str, str]:
    clients("kms").create_alias(**properties)
    return {"Ref": properties["AliasName"]}


def _alias_missing(clients: Any, properties: dict[str, Any]) -> list[str]:
    names = [one["AliasName"] for one in clients("kms").list_aliases()["Aliases"]]
    return [] if properties["AliasName"] in names else ["AliasName"]


def _secret(clients: Any, properties: dict[str, Any]) -> dict[str, str]:
    made = clients("secretsmanager").create_secret(**properties, SecretString=json.dumps(LOCAL_SECRET))
    return {"Ref": made["ARN"], "Id": made["ARN"]}


def _secret_missing(clients: Any, properties: dict[str, Any]) -> list[str]:
    held = clients("secretsmanager").get_secret_value(SecretId=properties["Name"])
    return [] if json.loads(held["SecretString"]) else ["SecretString"]


def _identity(clients: Any, properties: dict[str, Any]) -> dict[str, str]:
    clients("sesv2").create_email_identity(**properties)
    return {"Ref": properties["EmailIdentity"]}


def _identity_missing(clients: Any, properties: dict[str, Any]) -> list[str]:
    names = [one["IdentityName"] for one in clients("sesv2").list_email_identities()["EmailIdentities"]]
    return [] if properties["EmailIdentity"] in names else ["EmailIdentity"]


def _configuration_set(clients: Any, properties: dict[str, Any]) -> dict[str, str]:
    named = dict(properties)
    clients("sesv2").create_configuration_set(ConfigurationSetName=named.pop("Name"), **named)
    return {"Ref": properties["Name"]}


def _configuration_set_missing(clients: Any, properties: dict[str, Any]) -> list[str]:
    held = clients("sesv2").get_configuration_set(ConfigurationSetName=properties["Name"])
    wanted = {name: value for name, value in properties.items() if name != "Name"}
    return [name for name, value in wanted.items() if not value.items() <= held.get(name, {}).items()]


def kinds(*, office: PostOffice, scanner: Scanner) -> dict[str, Kind]:
    """Answer all types that the local cloud plays; mail events and scans by the given players."""

    def destination(clients: Any, properties: dict[str, Any]) -> dict[str, str]:
        told = properties["EventDestination"]
        if told["Enabled"] and "EventBridgeDestination" in told:
            office.told[properties["ConfigurationSetName"]] = frozenset(told["MatchingEventTypes"])
        return {"Ref": f"{properties['ConfigurationSetName']}|{told['Name']}"}

    def destination_missing(clients: Any, properties: dict[str, Any]) -> list[str]:
        return [] if office.told.get(properties["ConfigurationSetName"]) else ["EventDestination"]

    def plan(clients: Any, properties: dict[str, Any]) -> dict[str, str]:
        bucket = properties["ProtectedResource"]["S3Bucket"]
        scanner.prefixes[bucket["BucketName"]] = tuple(bucket.get("ObjectPrefixes", ("",)))
        return {"Ref": "local", "Arn": "arn:aws:guardduty:::malware-protection-plan/local"}

    return {
        "AWS::DynamoDB::Table": TABLE,
        "AWS::S3::Bucket": BUCKET,
        "AWS::SQS::Queue": QUEUE,
        "AWS::Events::Rule": RULE,
        "AWS::KMS::Key": _kind(_key, _key_missing, "Description EnableKeyRotation KeyPolicy"),
        "AWS::KMS::Alias": _kind(_alias, _alias_missing, "AliasName TargetKeyId"),
        "AWS::SecretsManager::Secret": _kind(_secret, _secret_missing, "Name Description"),
        "AWS::SES::EmailIdentity": _kind(_identity, _identity_missing, "EmailIdentity"),
        "AWS::SES::ConfigurationSet": _kind(
            _configuration_set,
            _configuration_set_missing,
            "Name SendingOptions ReputationOptions SuppressionOptions",
        ),
        "AWS::SES::ConfigurationSetEventDestination": _kind(
            destination, destination_missing, "ConfigurationSetName EventDestination"
        ),
        "AWS::GuardDuty::MalwareProtectionPlan": _kind(plan, _nothing, "ProtectedResource Role"),
    }


def _kind(create: Any, missing: Any, known: str) -> Kind:
    return Kind(create=create, missing=missing, known=frozenset(known.split()))
