"""Encrypted secrets beside an onboarding, in memory and in the table; and the key service itself."""

from collections.abc import Iterator
from dataclasses import replace

import boto3
import pytest
from moto import mock_aws

from chalicelib.adapters.in_memory.secrets import InMemoryKeeper
from chalicelib.adapters.kms import KmsKeeper
from chalicelib.application.ports import Locked, SecretKeeper
from chalicelib.domain.errors import UnavailableError
from tests.contract.stores.commits import following, opening
from tests.contract.stores.conftest import Stores

KEY = Locked(task="billing", field="key", number=1, blob=b"\x00closed")


def test_a_secret_is_written_with_its_commit_and_emptied_by_a_later_one(stores: Stores) -> None:
    first = stores.onboardings.save(replace(opening(), locked=(KEY,)))
    onboarding = first.onboarding.id
    assert stores.onboardings.locked(onboarding, "billing", "key") == KEY
    assert stores.onboardings.locked(onboarding, "billing", "other") is None
    stores.onboardings.save(replace(following(first), locked=(replace(KEY, blob=None),)))
    assert stores.onboardings.locked(onboarding, "billing", "key") is None


def test_a_secret_is_no_part_of_what_loads_an_onboarding(stores: Stores) -> None:
    saved = stores.onboardings.save(replace(opening(), locked=(KEY,)))
    loaded = stores.onboardings.load(saved.onboarding.id)
    assert loaded is not None
    assert loaded.onboarding == saved.onboarding
    assert b"closed" not in repr(stores.onboardings.personal(saved.onboarding.id)).encode()


@pytest.fixture(params=["memory", "kms"])
def keeper(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretKeeper]:
    if request.param == "memory":
        yield InMemoryKeeper()
        return
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        client = boto3.client("kms", region_name="eu-central-1")
        yield KmsKeeper(client, client.create_key()["KeyMetadata"]["KeyId"])


def test_a_value_opens_for_its_own_place_only(keeper: SecretKeeper) -> None:
    place = {"onboarding": "onb-1", "task": "billing", "field": "key"}
    blob = keeper.lock("pässword", **place)
    assert "pässword".encode() not in blob
    assert keeper.unlock(blob, **place) == "pässword"
    for other in ({"onboarding": "onb-2"}, {"task": "other"}, {"field": "other"}):
        with pytest.raises(UnavailableError):
            keeper.unlock(blob, **(place | other))
