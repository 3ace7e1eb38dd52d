"""Scans are read by a service only where that is switched on and an answer may stand in them."""

from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib.adapters.textract import TextractReader
from chalicelib.application.found import found_values
from chalicelib.domain import commands as c
from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.playbook import FieldRule, FromDocument
from chalicelib.domain.tables import FoundValue
from tests.faults.cloud.cloud import SCANNED
from tests.properties.world import World

KEY, FILE = "q/onb-1/registration/" + "d" * 32, "d" * 32
ASKED = {
    "Document": {"S3Object": {"Bucket": "golive", "Name": KEY, "Version": "v1"}},
    "FeatureTypes": ["FORMS"],
}


@pytest.fixture
def service() -> tuple[TextractReader, Stubber]:
    client: Any = boto3.client(
        "textract", region_name="eu-central-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    return TextractReader(client, "golive"), Stubber(client)


def test_the_fields_of_a_scan_are_read_with_their_page(service: tuple[TextractReader, Stubber]) -> None:
    reader, stub = service
    tick = {
        "Id": "tick",
        "BlockType": "SELECTION_ELEMENT",
        "SelectionStatus": "SELECTED",
    }
    listed = [
        *SCANNED,
        {"Id": "word", "BlockType": "WORD", "Text": "VAT?"},
        tick,
        _pair("k2", "word", "v2"),
        {"Id": "v2", "BlockType": "KEY_VALUE_SET", "EntityTypes": ["VALUE"], "Relationships": _child("tick")},
        {**_pair("k3", "word", "v2"), "Confidence": 30.0},
    ]
    stub.add_response("analyze_document", {"Blocks": listed}, ASKED)
    with stub:
        assert reader.read(KEY, "v1") == (
            FoundValue(name="Company name", value="Acme GmbH", label="Company name", page=1),
            FoundValue(name="VAT?", value="Yes", label="VAT?", page=1),
        )


@pytest.mark.parametrize("code", ["UnsupportedDocumentException", "BadDocumentException"])
def test_what_the_service_cannot_read_says_nothing(
    service: tuple[TextractReader, Stubber], code: str
) -> None:
    reader, stub = service
    stub.add_client_error("analyze_document", code)
    with stub:
        assert reader.read(KEY, "v1") == ()


def test_a_service_that_is_busy_is_asked_again_later(service: tuple[TextractReader, Stubber]) -> None:
    reader, stub = service
    for _ in range(2):
        stub.add_client_error("analyze_document", "ProvisionedThroughputExceededException")
    with stub, pytest.raises(UnavailableError):
        reader.read(KEY, "v1")


def _pair(key: str, word: str, value: str) -> dict[str, Any]:
    relations = [{"Type": "VALUE", "Ids": [value]}, *_child(word)]
    return {
        "Id": key,
        "BlockType": "KEY_VALUE_SET",
        "EntityTypes": ["KEY"],
        "Confidence": 90.0,
        "Page": 1,
        "Relationships": relations,
    }


def _child(name: str) -> list[dict[str, Any]]:
    return [{"Type": "CHILD", "Ids": [name]}]


def accepted(*, reading: bool, asks: bool = True) -> World:
    from dataclasses import replace

    world = World()
    world.ports = replace(world.ports, reading=reading)
    world.open()
    source = FromDocument(task="registration", names=("Company name",)) if asks else None
    field = FieldRule(id="company", label="Company", from_document=source)
    world.do(c.AddTask(stage="collection", kind="customer", title="The company", hours=8, fields=(field,)))
    world.upload("registration")
    world.verdict("registration")
    world.scan("registration")
    return world


def reads(world: World) -> list[str]:
    names = [str(outgoing.effect.name) for outgoing in world.store.effects]
    return [name for name in names if name.startswith("read.")]


def test_a_scan_is_read_only_where_it_is_switched_on_and_an_answer_may_stand_in_it() -> None:
    assert reads(accepted(reading=True)) == [f"read.{FILE}"]
    assert reads(accepted(reading=False)) == []
    assert reads(accepted(reading=True, asks=False)) == []


def test_what_was_read_belongs_to_the_file_once() -> None:
    from chalicelib.application.found import pack

    world = accepted(reading=True)
    found = (FoundValue(name="Company name", value="Acme GmbH", page=1),)
    for _ in range(2):
        world.do(lambda s: c.RecordReading(document=FILE, values=s.seal(pack(found))), "system:deliver")
    assert len(world.happened("DocumentRead")) == 1
    sealed = world.state.documents[0].values
    assert sealed is not None
    assert found_values(world.store.personal(world.id)[sealed.p].value) == found
