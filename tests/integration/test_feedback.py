"""Events of mail service and malware scanner, in the shape in which EventBridge puts them into the queue."""

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib import bootstrap
from chalicelib.adapters.in_memory.desks import InMemoryDesks
from chalicelib.adapters.in_memory.outbox import InMemoryOutbox
from chalicelib.adapters.mail.tags import key_of, tag_of
from chalicelib.application.feedback import Feedback, take
from chalicelib.domain.commands import RecordMailTrouble, RecordScan
from chalicelib.domain.effects import SendMail
from chalicelib.domain.outbox import Entry, owner_of
from chalicelib.entrypoints import functions
from tests.integration.aws import Aws, aws

KEY = "onb-abc:9:welcome"
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def ses(kind: str, *, key: str = KEY, **about: Any) -> dict[str, Any]:
    """Return an SES event as EventBridge delivers it."""
    mail = {
        "timestamp": "2026-11-23T08:59:58.000Z",
        "source": "onboarding@vendor.example",
        "sourceArn": "arn:aws:ses:eu-central-1:123456789012:identity/vendor.example",
        "sendingAccountId": "123456789012",
        "messageId": "0107019a-000000",
        "destination": ["grace@acme.example"],
        "headersTruncated": False,
        "headers": [],
        "commonHeaders": {"subject": "Acme GmbH: 4 things we need to start"},
        "tags": {
            "ses:operation": ["SendEmail"],
            "ses:configuration-set": ["golive-local"],
            "ses:from-domain": ["vendor.example"],
            "effect": [tag_of(key)],
        },
    }
    section = kind[0].lower() + kind[1:].replace(" ", "")
    return {
        "version": "0",
        "id": "e1",
        "detail-type": f"Email {kind}",
        "source": "aws.ses",
        "account": "123456789012",
        "time": "2026-11-23T09:00:00Z",
        "region": "eu-central-1",
        "resources": ["arn:aws:ses:eu-central-1:123456789012:configuration-set/golive-local"],
        "detail": {"eventType": kind, "mail": mail, section: about},
    }


def scanned(
    result: str | None = "NO_THREATS_FOUND", *, key: str = "q/onb-abc/registration/d1"
) -> dict[str, Any]:
    """Return a GuardDuty scan result as EventBridge delivers it."""
    return {
        "version": "0",
        "id": "e2",
        "detail-type": "GuardDuty Malware Protection Object Scan Result",
        "source": "aws.guardduty",
        "time": "2026-11-23T09:00:00Z",
        "detail": {
            "schemaVersion": "1.0",
            "scanStatus": "COMPLETED" if result else "SKIPPED",
            "resourceType": "S3_OBJECT",
            "s3ObjectDetails": {
                "bucketName": "b",
                "objectKey": key,
                "eTag": "e",
                "versionId": "v1",
                "s3Throttled": False,
            },
            "scanResultDetails": {"scanResultStatus": result, "threats": None},
        },
    }


class World:
    """An outbox with one claimed mail, and the commands that were sent."""

    def __init__(self) -> None:
        self.outbox = InMemoryOutbox()
        self.commands: dict[str, Any] = {}
        self.put(KEY, SendMail(name="welcome", mail="welcome", to="contact:c1"))
        self.outbox.claim(self.outbox.kept[KEY].entry, now=AT)

    def put(self, key: str, mail: SendMail) -> None:
        self.outbox.add(Entry(owner=owner_of(key), key=key, effect=mail, written_at=AT))

    def take(self, event: Any) -> str:
        world = Feedback(
            outbox=self.outbox,
            desks=InMemoryDesks(self.outbox),
            submit=lambda _, name, command: self.commands.update({name: command}),
            key_of=key_of,
        )
        return take(event, world)


@pytest.fixture
def world() -> World:
    return World()


def test_send_settles_the_claim_with_the_services_id(world: World) -> None:
    assert world.take(ses("Send")) == "sent"
    kept = world.outbox.kept[KEY]
    assert (kept.entry.status, kept.message_id) == ("done", "0107019a-000000")
    assert kept.delivered_at is None


def test_delivery_means_told(world: World) -> None:
    assert world.take(ses("Delivery", timestamp="2026-11-23T09:00:00.500Z")) == "delivered"
    assert world.outbox.kept[KEY].delivered_at == datetime(2026, 11, 23, 9, 0, 0, 500_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("event", "trouble"),
    [
        (ses("Bounce", bounceType="Permanent", timestamp="2026-11-23T09:00:00Z"), "bounced"),
        (ses("Complaint", timestamp="2026-11-23T09:00:00Z"), "complained"),
        (ses("Reject", reason="Bad content"), "failed"),
        (ses("Rendering Failure", errorMessage="x"), "failed"),
    ],
)
def test_a_mail_that_does_not_get_through_is_told_to_the_onboarding(
    world: World, event: dict[str, Any], trouble: str
) -> None:
    assert world.take(event) == trouble
    command = RecordMailTrouble(effect=KEY, mail="welcome", to="contact:c1", trouble=trouble)
    assert world.commands == {f"{KEY}:{trouble}": command}
    assert world.outbox.kept[KEY].trouble == trouble


@pytest.mark.parametrize(
    "event",
    [
        ses("Bounce", bounceType="Transient", timestamp="2026-11-23T09:00:00Z"),
        ses("DeliveryDelay", delayType="MailboxFull", timestamp="2026-11-23T09:00:00Z"),
        ses("Open"),
        ses("Click"),
        ses("Subscription"),
    ],
)
def test_what_may_still_turn_out_well_is_only_counted(world: World, event: dict[str, Any]) -> None:
    world.take(event)
    assert world.commands == {}
    assert world.outbox.kept[KEY].entry.status == "claimed"


def test_trouble_with_a_persons_own_mail_stays_with_the_mail(world: World) -> None:
    world.put("ada:0:sign_in.n1", SendMail(name="sign_in.n1", mail="sign_in", to="person:ada"))
    world.take(ses("Bounce", key="ada:0:sign_in.n1", bounceType="Permanent"))
    assert world.commands == {}
    assert world.outbox.kept["ada:0:sign_in.n1"].trouble == "bounced"


def test_trouble_with_a_mail_long_gone_is_counted(world: World) -> None:
    assert world.take(ses("Bounce", key="onb-abc:1:gone", bounceType="Permanent")) == "not ours"


@pytest.mark.parametrize(
    "result", ["NO_THREATS_FOUND", "THREATS_FOUND", "UNSUPPORTED", "ACCESS_DENIED", "FAILED"]
)
def test_a_scan_result_becomes_a_command_as_it_is(world: World, result: str) -> None:
    assert world.take(scanned(result)) == "scanned"
    (command,) = world.commands.values()
    assert command == RecordScan(
        task="registration", document="d1", key="q/onb-abc/registration/d1", version_id="v1", result=result
    )


def test_a_scan_without_a_result_passes_its_status_on(world: World) -> None:
    world.take(scanned(None))
    (command,) = world.commands.values()
    assert command.result == "SKIPPED"


def test_the_same_result_twice_is_one_command(world: World) -> None:
    world.take(scanned())
    world.take(scanned())
    assert len(world.commands) == 1


def test_another_result_for_the_same_version_is_another_command(world: World) -> None:
    world.take(scanned("FAILED"))
    world.take(scanned("THREATS_FOUND"))
    assert [command.result for command in world.commands.values()] == ["FAILED", "THREATS_FOUND"]


@pytest.mark.parametrize("key", ["inbox/x/y/z", "malware-protection-resource-validation-object", "q/a/b/c/d"])
def test_other_objects_are_not_ours(world: World, key: str) -> None:
    world.take(scanned(key=key))
    assert world.commands == {}


@pytest.mark.parametrize(
    "event",
    [
        None,
        "x",
        1,
        [],
        {},
        {"source": "aws.s3"},
        {"Event": "s3:TestEvent"},
        {"source": "aws.ses"},
        {"source": "aws.ses", "detail": None},
        {"source": "aws.ses", "detail": {"eventType": 7}},
        {"source": "aws.guardduty", "detail": {"s3ObjectDetails": []}},
    ],
)
def test_what_nobody_knows_changes_nothing_and_fails_nothing(world: World, event: Any) -> None:
    assert world.take(event) in {"not ours", "not readable"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["Send", "Bounce", "scan"]), st.lists(st.integers(0, 20), max_size=6), json_values)
def test_an_event_with_anything_anywhere_never_fails(kind: str, path: list[int], value: Any) -> None:
    event = deepcopy(scanned() if kind == "scan" else ses(kind, bounceType="Permanent"))
    inside: Any = event
    for step in path:
        names = list(inside)
        if not names:
            break
        name = names[step % len(names)]
        if not isinstance(inside[name], dict) or not inside[name]:
            break
        inside = inside[name]
    if inside:
        inside[next(iter(inside))] = value
    assert isinstance(World().take(event), str)


# ---- through the function, over the real adapters


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Aws]:
    with aws(monkeypatch) as account:
        yield account


def event_of(*bodies: str) -> dict[str, Any]:
    return {"Records": [{"messageId": str(n), "body": body} for n, body in enumerate(bodies)]}


def test_events_reach_the_items_and_the_commands_queue(account: Aws) -> None:
    mail = SendMail(name="welcome", mail="welcome", to="contact:c1")
    bootstrap.outbox().add(Entry(owner="ONB#onb-abc", key=KEY, effect=mail, written_at=AT))
    bounce = ses("Bounce", bounceType="Permanent", timestamp="2026-11-23T09:00:00Z")
    told = [json.dumps(ses("Send")), json.dumps(bounce), json.dumps(scanned()), "no json", '"a test"']
    assert functions.feedback(event_of(*told)) == {"batchItemFailures": []}
    assert account.effect(KEY)["status"] == "done"
    assert account.effect(KEY)["trouble"] == "bounced"
    bodies = [json.loads(record["body"]) for record in account.take("commands.fifo")]
    assert [body["command"]["type"] for body in bodies] == ["RecordMailTrouble", "RecordScan"]
    assert {body["onboarding"] for body in bodies} == {"onb-abc"}
    assert {body["actor"] for body in bodies} == {"system:feedback"}


def test_what_could_not_be_stored_comes_again(account: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "COMMANDS_QUEUE_URL", "https://sqs.eu-central-1.amazonaws.com/123456789012/nowhere.fifo"
    )
    bootstrap.queue.cache_clear()
    from chalicelib.settings import settings

    settings.cache_clear()
    assert functions.feedback(event_of(json.dumps(scanned()))) == {
        "batchItemFailures": [{"itemIdentifier": "0"}]
    }
