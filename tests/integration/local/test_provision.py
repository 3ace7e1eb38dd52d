"""The emulator holds what resources.yaml describes, or says what is missing."""

from pathlib import Path
from typing import Any

import pytest

from infra.local.harness import LocalCloud
from infra.local.intrinsics import IntrinsicError, Resolver
from infra.local.provision import NOT_PLAYED, Kind, ProvisionError, Stack
from infra.template import load

TEMPLATE = load(Path(__file__).parents[3] / "infra" / "resources.yaml")


def stack(resources: dict[str, Any], kinds: dict[str, Kind]) -> Stack:
    template = {
        "Parameters": {"Stage": {"Default": "local"}},
        "Conditions": {"No": {"Fn::Equals": ["a", "b"]}},
        "Resources": resources,
    }
    return Stack(template, parameters={}, kinds=kinds, clients=lambda name: None, region="r", account="a")


def kind(*, missing: list[str] | None = None) -> Kind:
    return Kind(
        create=lambda clients, properties: {"Ref": properties.get("Name", "thing"), "Arn": "arn:thing"},
        missing=lambda clients, properties: missing or [],
        known=frozenset({"Name", "Other"}),
    )


def test_every_type_of_the_template_is_played_or_has_a_reason(aws: LocalCloud) -> None:
    from infra.local.post_office import PostOffice
    from infra.local.provision_rest import kinds
    from infra.local.scanning import Scanner

    known = kinds(office=PostOffice, scanner=Scanner)  # type: ignore[arg-type]
    types = {one["Type"] for one in TEMPLATE["Resources"].values()}
    assert types - set(known) - set(NOT_PLAYED) == set()
    assert not set(known) & set(NOT_PLAYED)


def test_what_cloudformation_in_moto_loses_is_there(aws: LocalCloud) -> None:
    dynamodb, s3, bucket = aws.client("dynamodb"), aws.client("s3"), aws.environment["BUCKET_NAME"]
    ttl = dynamodb.describe_time_to_live(TableName="golive-local")["TimeToLiveDescription"]
    assert (ttl["AttributeName"], ttl["TimeToLiveStatus"]) == ("ttl", "ENABLED")
    backups = dynamodb.describe_continuous_backups(TableName="golive-local")["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    assert (
        s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]["BlockPublicAcls"] is True
    )
    told = s3.get_bucket_notification_configuration(Bucket=bucket)["QueueConfigurations"][0]
    assert told["Filter"]["Key"]["FilterRules"] == [{"Name": "prefix", "Value": "q/"}]
    assert s3.get_bucket_cors(Bucket=bucket)["CORSRules"][0]["AllowedOrigins"] == [aws.public_url]


def test_an_unknown_type_is_an_error() -> None:
    with pytest.raises(ProvisionError, match="Thing is a AWS::New::Thing"):
        stack({"Thing": {"Type": "AWS::New::Thing"}}, {}).create()


def test_an_unknown_property_is_an_error() -> None:
    with pytest.raises(ProvisionError, match="Thing has Colour"):
        stack({"Thing": {"Type": "T", "Properties": {"Colour": "red"}}}, {"T": kind()}).create()


def test_a_property_that_is_not_held_is_an_error() -> None:
    with pytest.raises(ProvisionError, match=r"Thing\.Name"):
        stack({"Thing": {"Type": "T"}}, {"T": kind(missing=["Name"])}).create()


def test_what_is_referred_to_is_created_first_and_what_has_no_condition_is_left_out() -> None:
    made = stack(
        {
            "Second": {
                "Type": "T",
                "Properties": {"Name": "second", "Other": {"Fn::GetAtt": ["First", "Arn"]}},
            },
            "First": {"Type": "T", "Properties": {"Name": {"Fn::Sub": "first-${Stage}"}}},
            "Never": {"Type": "Unknown", "Condition": "No"},
        },
        {"T": kind()},
    )
    made.create()
    assert made.attribute("First", "Ref") == "first-local"
    assert sorted(made.wanted) == ["First", "Second"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Fn::Join": ["-", ["a", {"Ref": "Stage"}]]}, "a-local"),
        ({"Fn::Select": [1, {"Fn::Split": ["/", "a/b/c"]}]}, "b"),
        ({"Fn::Sub": ["${x}-${Stage}", {"x": "y"}]}, "y-local"),
        ({"Fn::If": ["Yes", 1, 2]}, 1),
        ({"Fn::If": ["No", 1, 2]}, 2),
        ({"a": {"Ref": "AWS::NoValue"}, "b": 1}, {"b": 1}),
        ([{"Ref": "AWS::NoValue"}, 1], [1]),
        ({"Fn::GetAtt": ["Thing", "Arn"]}, "Thing.Arn"),
        ("plain", "plain"),
    ],
)
def test_intrinsic_functions_resolve(value: Any, expected: Any) -> None:
    resolve = Resolver(
        parameters={"Stage": "local"},
        conditions={
            "Yes": {"Fn::Not": [{"Condition": "No"}]},
            "No": {"Fn::And": [{"Fn::Equals": [{"Ref": "Stage"}, "x"]}, {"Fn::Or": [{"Condition": "Yes"}]}]},
        },
        attribute=lambda logical, name: f"{logical}.{name}",
    )
    assert resolve(value) == expected


def test_an_unknown_intrinsic_function_is_an_error() -> None:
    resolve = Resolver(parameters={}, conditions={}, attribute=lambda logical, name: None)
    with pytest.raises(IntrinsicError, match="Fn::Cidr"):
        resolve({"Fn::Cidr": []})
