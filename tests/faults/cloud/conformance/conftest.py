"""The emulators, started once for all that is held to them."""

from collections.abc import Iterator

import pytest

from infra.local.harness import LocalCloud
from tests.faults.cloud.conformance.doors import DEFINITION, TABLE, Door, Emulator, Light
from tests.packaged.second_emulator import SecondEmulator, running


@pytest.fixture(scope="session")
def local_cloud() -> Iterator[LocalCloud]:
    """The local cloud's emulator: moto made strict. Nothing takes messages away."""
    with LocalCloud(app_module="tests.integration.local.no_functions") as cloud:
        cloud.start_pump()
        yield cloud


@pytest.fixture(scope="session")
def ministack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecondEmulator]:
    """The second emulator."""
    with running(tmp_path_factory.mktemp("ministack") / "log") as emulator:
        parts = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
        emulator.client("dynamodb").create_table(
            TableName=TABLE, **{part: DEFINITION[part] for part in parts}
        )
        yield emulator


@pytest.fixture(scope="session", params=("light", "moto", "ministack"))
def door(request: pytest.FixtureRequest) -> Door:
    """Each of the three in turn."""
    if request.param == "light":
        return Light()
    if request.param == "moto":
        return Emulator("moto", request.getfixturevalue("local_cloud").client("dynamodb"))
    return Emulator("ministack", request.getfixturevalue("ministack").client("dynamodb"))
