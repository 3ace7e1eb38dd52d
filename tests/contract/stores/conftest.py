"""The same stores twice: in memory, and in the table of `infra/resources.yaml` on moto."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from chalicelib.adapters.dynamodb.drafts import DynamoDrafts
from chalicelib.adapters.dynamodb.limits import DynamoLimits
from chalicelib.adapters.dynamodb.links import DynamoLinks
from chalicelib.adapters.dynamodb.listings import DynamoListings
from chalicelib.adapters.dynamodb.onboardings import DynamoOnboardingStore
from chalicelib.adapters.dynamodb.openings import DynamoOpenings
from chalicelib.adapters.dynamodb.people import DynamoPeople
from chalicelib.adapters.dynamodb.playbooks import DynamoPlaybooks
from chalicelib.adapters.dynamodb.uses import DynamoUses
from chalicelib.adapters.in_memory.doors import InMemoryLimits, InMemoryUses
from chalicelib.adapters.in_memory.drafts import InMemoryDrafts
from chalicelib.adapters.in_memory.onboardings import InMemoryOnboardingStore
from chalicelib.adapters.in_memory.world import (
    InMemoryOpenings,
    InMemoryPeople,
    InMemoryPlaybooks,
    ManualClock,
)
from chalicelib.application.drafts import Drafts
from chalicelib.application.ports import Links, Listings, OnboardingStore, Openings, People, Playbooks
from infra import template
from tests.builders import a_directory
from tests.properties.world import MONDAY

RESOURCES = Path(__file__).resolve().parents[3] / "infra/resources.yaml"
TENANTS = {"deals": "local"}


@dataclass(frozen=True)
class Stores:
    """Everything that use cases store and list."""

    onboardings: OnboardingStore
    listings: Listings
    links: Links
    people: People
    playbooks: Playbooks
    openings: Openings
    limits: Any
    uses: Any
    drafts: Drafts


@pytest.fixture(params=["memory", "dynamodb"])
def stores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stores]:
    if request.param == "memory":
        yield _in_memory()
        return
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        client = boto3.client("dynamodb", region_name="eu-central-1")
        table = template.load(RESOURCES)["Resources"]["Table"]["Properties"]
        parts = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
        client.create_table(TableName="golive", **{part: table[part] for part in parts})
        yield _in_dynamodb(client)


def _in_memory() -> Stores:
    drafts = InMemoryDrafts()
    store = InMemoryOnboardingStore(tenants=TENANTS, drafts=drafts)
    return Stores(
        onboardings=store,
        listings=store,
        links=store,
        people=InMemoryPeople(a_directory()),
        playbooks=InMemoryPlaybooks(),
        openings=InMemoryOpenings(),
        limits=InMemoryLimits(),
        uses=InMemoryUses(),
        drafts=drafts,
    )


def _in_dynamodb(client: Any) -> Stores:
    clock = ManualClock(MONDAY)
    people = DynamoPeople(client, "golive")
    for person in a_directory().people:
        people.put(person, fallback=person.id == a_directory().fallback)
    return Stores(
        onboardings=DynamoOnboardingStore(client, "golive", clock),
        listings=DynamoListings(client, "golive", TENANTS),
        links=DynamoLinks(client, "golive"),
        people=people,
        playbooks=DynamoPlaybooks(client, "golive"),
        openings=DynamoOpenings(client, "golive", clock),
        limits=DynamoLimits(client, "golive"),
        uses=DynamoUses(client, "golive"),
        drafts=DynamoDrafts(client, "golive"),
    )
