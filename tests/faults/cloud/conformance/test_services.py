"""S3, SES and SQS answer alike at the port of botocore: in the light cloud, in strict moto and in MiniStack."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any, Protocol

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from infra.local.harness import LocalCloud
from tests.faults.cloud.cloud import Cloud
from tests.faults.cloud.conformance.doors import No
from tests.faults.cloud.refused import Refused
from tests.packaged.second_emulator import SecondEmulator

pytestmark = pytest.mark.xdist_group("conformance")
NUMBERS = itertools.count(1)
BODY = b"From: onboarding@vendor.example\r\nTo: grace@acme.example\r\nSubject: Hello\r\n\r\nHello.\r\n"


class Services(Protocol):
    """A cloud's services; a request names its queue or bucket by what stands in `places`."""

    name: str
    places: Mapping[str, str]

    def call(self, service: str, operation: str, **request: Any) -> Any:
        """Answer a request, or return a `No`."""


class LightServices:
    """The light cloud."""

    name = "light"
    places: Mapping[str, str] = {"bucket": "golive", "deliver": "q/deliver", "commands": "q/commands.fifo"}

    def __init__(self) -> None:
        self._cloud = Cloud(secret="{}")

    def call(self, service: str, operation: str, **request: Any) -> Any:
        """Answer a request, or return a `No`."""
        try:
            return self._cloud.answer(service, operation, request, now=1000.0)
        except Refused as refused:
            return No(refused.code)


class EmulatedServices:
    """A cloud behind botocore clients."""

    def __init__(self, name: str, clients: Any, places: Mapping[str, str]) -> None:
        self.name, self._clients, self.places = name, clients, places

    def call(self, service: str, operation: str, **request: Any) -> Any:
        """Answer a request, or return a `No`."""
        try:
            return getattr(self._clients(service), xform_name(operation))(**request)
        except ClientError as error:
            return No(error.response["Error"]["Code"].rpartition(".")[2].rpartition("#")[2])


@pytest.fixture(scope="module", params=("light", "moto", "ministack"))
def services(request: pytest.FixtureRequest) -> Services:
    """Each of the three in turn."""
    if request.param == "light":
        return LightServices()
    if request.param == "moto":
        cloud: LocalCloud = request.getfixturevalue("local_cloud")
        there = cloud.environment
        places = {
            "bucket": there["BUCKET_NAME"],
            "deliver": there["DELIVER_QUEUE_URL"],
            "commands": there["COMMANDS_QUEUE_URL"],
        }
        return EmulatedServices("moto", cloud.client, places)
    return _ministack(request.getfixturevalue("ministack"))


def _ministack(emulator: SecondEmulator) -> Services:
    s3, sqs, ses = (emulator.client(service) for service in ("s3", "sqs", "sesv2"))
    s3.create_bucket(Bucket="golive")
    s3.put_bucket_versioning(Bucket="golive", VersioningConfiguration={"Status": "Enabled"})
    ses.create_email_identity(EmailIdentity="vendor.example")
    fifo = {"FifoQueue": "true"}
    places = {
        "bucket": "golive",
        "deliver": sqs.create_queue(QueueName="deliver")["QueueUrl"],
        "commands": sqs.create_queue(QueueName="commands.fifo", Attributes=fifo)["QueueUrl"],
    }
    return EmulatedServices("ministack", emulator.client, places)


def put(services: Services, key: str, data: bytes, name: str = "a.pdf") -> str:
    answer = services.call(
        "s3", "PutObject", Bucket=services.places["bucket"], Key=key, Body=data, Metadata={"name": name}
    )
    return str(answer["VersionId"])


def get(services: Services, operation: str, key: str, **more: str) -> Any:
    return services.call("s3", operation, Bucket=services.places["bucket"], Key=key, **more)


def test_every_version_of_a_key_is_kept(services: Services) -> None:
    key = f"q/{next(NUMBERS)}"
    first, second = put(services, key, b"one"), put(services, key, b"second", "b.pdf")
    assert first != second
    for version, data in ((first, b"one"), (second, b"second")):
        assert get(services, "GetObject", key, VersionId=version)["Body"].read() == data
    newest = get(services, "HeadObject", key)
    assert (newest["VersionId"], newest["ContentLength"]) == (second, 6)
    assert newest["Metadata"] == {"name": "b.pdf"}
    assert get(services, "HeadObject", key, VersionId=first)["Metadata"] == {"name": "a.pdf"}
    assert get(services, "GetObject", key)["Body"].read(3) == b"sec"


def test_what_a_bucket_does_not_hold(services: Services) -> None:
    """API reference, HeadObject: an answer without a body has no code but its status."""
    key = f"q/{next(NUMBERS)}"
    assert get(services, "GetObject", key) == No("NoSuchKey")
    assert get(services, "HeadObject", key) == No("404")


def mail(**more: Any) -> dict[str, Any]:
    return {
        "Destination": {"ToAddresses": ["grace@acme.example"]},
        "Content": {"Raw": {"Data": BODY}},
        "EmailTags": [{"Name": "effect", "Value": "one"}],
        **more,
    }


def test_a_mail_sent_twice_is_two_mails(services: Services) -> None:
    """SES has no idempotency token: API reference, SendEmail."""
    first, second = (services.call("sesv2", "SendEmail", **mail())["MessageId"] for _ in range(2))
    assert first
    assert first != second


def batch(services: Services, *entries: Mapping[str, Any], queue: str = "deliver") -> Any:
    url = services.places[queue]
    return services.call("sqs", "SendMessageBatch", QueueUrl=url, Entries=list(entries))


def entry(name: int, **more: Any) -> dict[str, Any]:
    return {"Id": str(name), "MessageBody": f"body {name}", **more}


def test_a_batch_is_answered_entry_by_entry(services: Services) -> None:
    answer = batch(services, *(entry(number) for number in range(10)))
    assert [one["Id"] for one in answer["Successful"]] == [str(number) for number in range(10)]
    assert len({one["MessageId"] for one in answer["Successful"]}) == 10
    assert not answer.get("Failed")


def test_a_repetition_in_a_batch_is_successful_too(services: Services) -> None:
    name = f"command-{next(NUMBERS)}"
    same = {"MessageGroupId": "g", "MessageDeduplicationId": name}
    answer = batch(services, entry(1, **same), entry(2, **same), queue="commands")
    first, second = answer["Successful"]
    assert first["MessageId"] == second["MessageId"]


def test_what_no_batch_may_be(services: Services) -> None:
    assert batch(services) == No("EmptyBatchRequest")
    assert batch(services, *(entry(number) for number in range(11))) == No("TooManyEntriesInBatchRequest")
    assert batch(services, entry(1), entry(1)) == No("BatchEntryIdsNotDistinct")


def test_one_bad_entry_fails_alone(services: Services) -> None:
    """API reference, SendMessageBatch: the result of each entry is reported by itself."""
    answer = batch(services, entry(1), entry(2, DelaySeconds=901), entry(3))
    says: dict[str, tuple[list[str], list[str]]] = {
        "ministack": (["1", "2", "3"], [])
    }  # it looks at no delay
    good, bad = says.get(services.name, (["1", "3"], ["2"]))
    assert [one["Id"] for one in answer["Successful"]] == good
    assert [one["Id"] for one in answer.get("Failed", ())] == bad
