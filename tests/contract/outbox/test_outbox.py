"""One contract for both outboxes: in memory and in DynamoDB."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from chalicelib.adapters.dynamodb.outbox import DynamoOutbox
from chalicelib.adapters.in_memory.outbox import InMemoryOutbox
from chalicelib.application.outbox import Outbox
from chalicelib.domain.effects import CallProvisioning, SendMail
from chalicelib.domain.onboarding import Notice
from chalicelib.domain.outbox import Entry, owner_of
from infra import template

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = "onb-abc:3:receipt"
NOTICES = (Notice(kind="accepted", task="registration", document="d1"),)
MAIL = SendMail(name="receipt", mail="receipt", to="contact:c1", tasks=("registration",), notices=NOTICES)
RESOURCES = Path(__file__).resolve().parents[3] / "infra/resources.yaml"


@pytest.fixture(params=["memory", "dynamodb"])
def outbox(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outbox]:
    if request.param == "memory":
        yield InMemoryOutbox()
        return
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        client = boto3.client("dynamodb", region_name="eu-central-1")
        table = template.load(RESOURCES)["Resources"]["Table"]["Properties"]
        parts = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
        client.create_table(TableName="golive", **{part: table[part] for part in parts})
        yield DynamoOutbox(client, "golive")


@pytest.fixture
def entry(outbox: Outbox) -> Entry:
    return put(outbox)


def put(outbox: Outbox, key: str = KEY, *, at: datetime = NOW) -> Entry:
    assert outbox.add(Entry(owner=owner_of(key), key=key, effect=MAIL, written_at=at))
    found = outbox.get(key)
    assert found is not None
    return found


def claimed(outbox: Outbox, entry: Entry, *, at: datetime = NOW) -> Entry:
    found = outbox.claim(entry, now=at)
    assert found is not None
    return found


def now(outbox: Outbox, key: str = KEY) -> Entry:
    found = outbox.get(key)
    assert found is not None
    return found


def test_what_was_put_in_comes_out_whole(entry: Entry) -> None:
    assert entry == Entry(owner="ONB#onb-abc", key=KEY, effect=MAIL, written_at=NOW)


def test_a_downstream_call_comes_out_whole(outbox: Outbox) -> None:
    effect = CallProvisioning(name="provision.accounts", resource="accounts", task="accounts")
    outbox.add(Entry(owner="ONB#onb-abc", key="onb-abc:4:provision.accounts", effect=effect, written_at=NOW))
    assert now(outbox, "onb-abc:4:provision.accounts").effect == effect


def test_an_unknown_key_is_not_there(outbox: Outbox) -> None:
    assert outbox.get("onb-abc:1:nothing") is None


def test_the_same_key_is_put_in_once(outbox: Outbox, entry: Entry) -> None:
    assert not outbox.add(entry)


def test_a_claim_is_given_once(outbox: Outbox, entry: Entry) -> None:
    first = claimed(outbox, entry)
    assert (first.status, first.claimed_at, first.attempts, first.tries) == ("claimed", NOW, 1, 1)
    assert outbox.claim(entry, now=NOW) is None
    assert now(outbox) == first


def test_an_old_claim_is_given_again_once(outbox: Outbox, entry: Entry) -> None:
    first, later = claimed(outbox, entry), NOW + timedelta(minutes=15)
    second = claimed(outbox, first, at=later)
    assert (second.claimed_at, second.attempts) == (later, 2)
    assert outbox.claim(first, now=later) is None


def test_a_released_claim_does_not_count_as_an_attempt_but_as_a_try(outbox: Outbox, entry: Entry) -> None:
    outbox.release(claimed(outbox, entry), until=NOW)
    free = now(outbox)
    assert (free.status, free.claimed_at, free.attempts, free.tries) == ("pending", None, 0, 1)
    assert claimed(outbox, free).tries == 2


def test_somebody_elses_claim_is_not_released(outbox: Outbox, entry: Entry) -> None:
    first = claimed(outbox, entry)
    second = claimed(outbox, first, at=NOW + timedelta(minutes=15))
    outbox.release(first, until=NOW)
    assert now(outbox) == second


def test_doubt_is_marked_once_and_leaves_the_claim_in_place(outbox: Outbox, entry: Entry) -> None:
    first = claimed(outbox, entry)
    assert outbox.doubt(first, until=NOW + timedelta(minutes=15))
    assert not outbox.doubt(first, until=NOW + timedelta(minutes=15))
    assert (now(outbox).status, now(outbox).claimed_at) == ("doubtful", NOW)


def test_the_services_word_settles_a_doubt(outbox: Outbox, entry: Entry) -> None:
    outbox.doubt(claimed(outbox, entry), until=NOW + timedelta(minutes=15))
    outbox.sent(KEY, at=NOW, message="ses-1")
    assert now(outbox).status == "done"


def test_what_is_done_stays_done(outbox: Outbox, entry: Entry) -> None:
    outbox.sent(KEY, at=NOW, message="ses-1")
    outbox.settle(KEY, "failed", now=NOW, note="too late")
    assert outbox.claim(entry, now=NOW) is None
    assert now(outbox).status == "done"


@pytest.mark.parametrize("status", ["done", "failed"])
def test_an_ended_entry_is_at_rest_no_more(outbox: Outbox, entry: Entry, status: str) -> None:
    outbox.settle(KEY, status, now=NOW, note="why")  # type: ignore[arg-type]
    assert now(outbox).status == status
    assert outbox.resting(before=NOW + timedelta(days=1)) == ()


def test_a_doubt_that_a_person_was_asked_about_rests_no_more_and_can_still_be_settled(
    outbox: Outbox, entry: Entry
) -> None:
    outbox.settle(KEY, "doubtful", now=NOW, note="nobody knows")
    assert (now(outbox).status, now(outbox).asked) == ("doubtful", True)
    assert outbox.resting(before=NOW + timedelta(days=1)) == ()
    outbox.delivered(KEY, at=NOW)
    assert now(outbox).status == "done"


def test_delivery_and_trouble_mean_that_it_was_sent(outbox: Outbox, entry: Entry) -> None:
    outbox.claim(entry, now=NOW)
    outbox.troubled(KEY, at=NOW, trouble="bounced")
    assert now(outbox).status == "done"


def test_word_of_an_unknown_mail_changes_nothing(outbox: Outbox) -> None:
    outbox.sent("onb-abc:9:welcome", at=NOW, message="ses-1")
    outbox.delivered("onb-abc:9:welcome", at=NOW)
    outbox.settle("onb-abc:9:welcome", "failed", now=NOW, note="why")
    assert outbox.get("onb-abc:9:welcome") is None


def test_what_is_untouched_for_too_long_is_at_rest(outbox: Outbox) -> None:
    put(outbox, "onb-abc:1:welcome", at=NOW - timedelta(minutes=5))
    put(outbox, "onb-abc:2:welcome", at=NOW)
    put(outbox, "ada:n1:sign_in", at=NOW - timedelta(minutes=5))
    assert sorted(outbox.resting(before=NOW - timedelta(minutes=2))) == [
        "ada:n1:sign_in",
        "onb-abc:1:welcome",
    ]


def test_what_rests_is_found_in_whichever_shard_it_lies(outbox: Outbox) -> None:
    keys = [f"onb-abc:{number}:welcome" for number in range(1, 41)]
    for key in keys:
        put(outbox, key)
    assert sorted(outbox.resting(before=NOW)) == sorted(keys)


def test_a_claim_is_at_rest_from_its_own_time_on(outbox: Outbox, entry: Entry) -> None:
    claimed(outbox, entry, at=NOW + timedelta(minutes=1))
    assert outbox.resting(before=NOW) == ()
    assert outbox.resting(before=NOW + timedelta(minutes=1)) == (KEY,)


def test_a_doubt_is_at_rest_two_minutes_before_it_ends_so_that_the_sweep_finds_it_in_time(
    outbox: Outbox, entry: Entry
) -> None:
    outbox.doubt(claimed(outbox, entry), until=NOW + timedelta(minutes=15))
    assert outbox.resting(before=NOW + timedelta(minutes=12)) == ()
    assert outbox.resting(before=NOW + timedelta(minutes=13)) == (KEY,)
