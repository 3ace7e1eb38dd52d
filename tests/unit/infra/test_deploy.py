"""Deploying: what is uploaded, asked, told and refused."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from chalicelib.adapters.dynamodb.people import DynamoPeople
from chalicelib.adapters.dynamodb.playbooks import DynamoPlaybooks
from infra.deploy import DeployError, deploy, fill_secret, parameters_of, preview, upload
from infra.furnish import FurnishError, read_people
from infra.stack import Change, Stack, StackError

EXAMPLES = Path(__file__).parents[3] / "infra/stages"
PARAMETERS = {"Stage": "prod", "PublicUrl": "https://onboarding.vendor.example"}
CREATE = {"Action": "Add", "LogicalResourceId": "Queue", "ResourceType": "AWS::SQS::Queue"}


@pytest.fixture
def clients(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Any]]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with mock_aws():
        yield cache(lambda service: boto3.client(service, region_name="eu-central-1"))


@pytest.fixture
def built(tmp_path: Path) -> Path:
    function = {"Type": "AWS::Serverless::Function", "Properties": {"CodeUri": "./deployment.zip"}}
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "golive-prod-ingest"}}
    (tmp_path / "template.json").write_text(json.dumps({"Resources": {"F": function, "Queue": queue}}))
    (tmp_path / "deployment.zip").write_bytes(b"zip")
    return tmp_path


class FakeCloudFormation:
    """Answers as CloudFormation does: a change set that settles, then events until the stack has ended."""

    def __init__(
        self, *, changes: list[Any], reason: str = "", ends: tuple[str, ...] = ("CREATE_COMPLETE",)
    ) -> None:
        self.changes, self.reason, self.ends = changes, reason, list(ends)
        self.calls: list[str] = []
        self.stack_status: str | None = None
        self.asked: dict[str, Any] = {}

    def describe_stacks(self, **_: Any) -> Any:
        if "execute" in self.calls and self.ends:
            self.stack_status = self.ends.pop(0)
        if self.stack_status is None:
            message = "Stack with id golive-prod does not exist"
            raise ClientError({"Error": {"Code": "ValidationError", "Message": message}}, "DescribeStacks")
        output = {"OutputKey": "EndpointURL", "OutputValue": "https://api"}
        return {"Stacks": [{"StackStatus": self.stack_status, "Outputs": [output]}]}

    def create_change_set(self, **asked: Any) -> None:
        self.calls.append("create")
        self.asked = asked
        self.stack_status = self.stack_status or "REVIEW_IN_PROGRESS"

    def describe_change_set(self, **_: Any) -> Any:
        self.calls.append("describe")
        if self.calls.count("describe") == 1:
            return {"Status": "CREATE_IN_PROGRESS"}
        if self.reason:
            return {"Status": "FAILED", "StatusReason": self.reason}
        return {
            "Status": "CREATE_COMPLETE",
            "Changes": [{"ResourceChange": change} for change in self.changes],
        }

    def delete_change_set(self, **_: Any) -> None:
        self.calls.append("delete")

    def execute_change_set(self, **_: Any) -> None:
        self.calls.append("execute")

    def get_paginator(self, _: str) -> Any:
        return self

    def paginate(self, **_: Any) -> Any:
        failed = self.stack_status is not None and "ROLLBACK" in self.stack_status
        event = {
            "EventId": f"{self.stack_status}",
            "LogicalResourceId": "Queue",
            "ResourceStatus": "CREATE_FAILED" if failed else "CREATE_COMPLETE",
            "ResourceStatusReason": "a queue of this name exists" if failed else "",
        }
        return [{"StackEvents": [event]}]


def create_table(clients: Any) -> None:
    keys = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
    clients("dynamodb").create_table(
        TableName="golive-prod",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=keys,
        AttributeDefinitions=[{"AttributeName": key["AttributeName"], "AttributeType": "S"} for key in keys],
    )


def run(fake: FakeCloudFormation, clients: Any, built: Path, *, confirmed: bool = True) -> list[str]:
    said: list[str] = []
    if not clients("secretsmanager").list_secrets()["SecretList"]:
        clients("secretsmanager").create_secret(Name="golive-prod")
    create_table(clients)
    deploy(
        "prod",
        built=built,
        parameters=PARAMETERS,
        team=read_people(EXAMPLES / "example.people.yaml"),
        clients=clients,
        confirm=lambda _: confirmed,
        say=said.append,
        stack=Stack("golive-prod", fake, pause=lambda: None),
    )
    return said


def test_a_first_deployment_creates_tells_and_fills_the_secret(clients: Any, built: Path) -> None:
    fake = FakeCloudFormation(changes=[CREATE], ends=("CREATE_IN_PROGRESS", "CREATE_COMPLETE"))
    said = run(fake, clients, built)
    assert fake.asked["ChangeSetType"] == "CREATE"
    assert {"ParameterKey": "Stage", "ParameterValue": "prod"} in fake.asked["Parameters"]
    assert "1 changes:\n  Add      Queue (AWS::SQS::Queue)" in said
    assert any("CREATE_COMPLETE" in line and "Queue" in line for line in said)
    assert "  EndpointURL: https://api" in said
    directory = DynamoPeople(clients("dynamodb"), "golive-prod").directory()
    assert directory.fallback == "fallback"
    assert DynamoPlaybooks(clients("dynamodb"), "golive-prod").latest("smb").stages
    secret = json.loads(clients("secretsmanager").get_secret_value(SecretId="golive-prod")["SecretString"])
    assert {"link_key", "session_key", "deals", "api_tokens"} <= set(secret)


def test_without_confirmation_nothing_is_executed(clients: Any, built: Path) -> None:
    fake = FakeCloudFormation(changes=[CREATE])
    said = run(fake, clients, built, confirmed=False)
    assert "execute" not in fake.calls
    assert said[-1].startswith("Nothing was changed.")


def test_a_change_set_without_changes_is_put_away(clients: Any, built: Path) -> None:
    fake = FakeCloudFormation(changes=[], reason="The submitted information didn't contain changes.")
    fake.stack_status = "UPDATE_COMPLETE"
    assert "Nothing to change." in run(fake, clients, built)
    assert fake.calls[-1] == "delete"


def test_a_rollback_is_told_with_its_first_reason(clients: Any, built: Path) -> None:
    fake = FakeCloudFormation(changes=[CREATE], ends=("ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE"))
    with pytest.raises(StackError, match=r"ended as ROLLBACK_COMPLETE\. Queue: a queue of this name exists"):
        run(fake, clients, built)


def test_a_change_set_that_cannot_be_made_is_told(clients: Any, built: Path) -> None:
    fake = FakeCloudFormation(changes=[], reason="Parameters: [CertificateArn] must exist")
    with pytest.raises(StackError, match="CertificateArn"):
        run(fake, clients, built)


def test_a_stack_whose_first_deployment_failed_has_to_go_first(clients: Any, built: Path) -> None:
    fake = FakeCloudFormation(changes=[CREATE])
    fake.stack_status = "ROLLBACK_COMPLETE"
    with pytest.raises(StackError, match="delete the stack"):
        run(fake, clients, built)


def test_uploads_are_named_by_content_and_sent_once(clients: Any, built: Path) -> None:
    address = upload(built, clients)
    assert upload(built, clients) == address
    bucket, key = address.split("/")[-2:]
    template = json.loads(clients("s3").get_object(Bucket=bucket, Key=key)["Body"].read())
    code = template["Resources"]["F"]["Properties"]["CodeUri"]
    assert clients("s3").get_object(**code)["Body"].read() == b"zip"
    block = clients("s3").get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    assert set(block.values()) == {True}


def test_the_preview_puts_what_endangers_data_first() -> None:
    changes = (
        Change(action="Add", name="Alarm", type="AWS::CloudWatch::Alarm", replaces=False),
        Change(action="Modify", name="Table", type="AWS::DynamoDB::Table", replaces=True),
    )
    assert preview(changes).splitlines() == [
        "  Replace  Table (AWS::DynamoDB::Table)   <-- HOLDS DATA",
        "  Add      Alarm (AWS::CloudWatch::Alarm)",
    ]


def test_a_secret_that_has_a_value_is_never_overwritten(clients: Any) -> None:
    clients("secretsmanager").create_secret(Name="golive-prod", SecretString="{}")
    assert fill_secret("golive-prod", clients("secretsmanager")) is False
    assert clients("secretsmanager").get_secret_value(SecretId="golive-prod")["SecretString"] == "{}"


def test_a_stage_without_its_file_says_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(DeployError, match=r"copy example\.json"):
        parameters_of("prod", tmp_path)


@pytest.mark.parametrize("url", ["http://a.example", "https://a.example/path", "https://a.example/"])
def test_a_public_url_that_production_would_refuse_is_refused_before(tmp_path: Path, url: str) -> None:
    given = {"PublicUrl": url, "MailDomain": "a.example", "MailFrom": "x@a.example"}
    (tmp_path / "prod.json").write_text(json.dumps(given))
    (tmp_path / "prod.people.yaml").touch()
    with pytest.raises(DeployError, match="PublicUrl"):
        parameters_of("prod", tmp_path)


def test_the_example_is_a_complete_stage() -> None:
    root = Path(__file__).parents[3]
    example = parameters_of("example", EXAMPLES)
    declared = "\n".join((root / "infra" / name).read_text() for name in ("resources.yaml", "functions.yaml"))
    assert all(f"  {name}:" in declared for name in example)


def test_a_list_of_people_without_a_fallback_is_refused(tmp_path: Path) -> None:
    (tmp_path / "people.yaml").write_text("- {id: ada, name: Ada, email: ada@vendor.example}\n")
    with pytest.raises(FurnishError, match="needs somebody with the id fallback"):
        read_people(tmp_path / "people.yaml")


def test_a_lead_who_is_not_in_the_list_is_named(tmp_path: Path) -> None:
    (tmp_path / "people.yaml").write_text(
        "- {id: fallback, name: Desk, email: d@vendor.example, lead: zoe}\n"
    )
    with pytest.raises(FurnishError, match="the lead of fallback is zoe"):
        read_people(tmp_path / "people.yaml")
