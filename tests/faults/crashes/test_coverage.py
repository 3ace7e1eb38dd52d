"""Everything that there is has a scenario; what is new and has none turns this red."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

import pytest
from chalice.app import Chalice, Rate

from chalicelib.domain.commands import Command
from chalicelib.domain.effects import Effect, MailKind
from chalicelib.domain.events import Event
from tests.faults.cloud.port import PORT, Call, installed
from tests.faults.crashes import coverage
from tests.faults.crashes.explorer import Scenario
from tests.faults.crashes.furnishing import lines_of_furnishing
from tests.faults.crashes.sites import HIDDEN, read, sites
from tests.faults.crashes.story import scenarios


@pytest.fixture(scope="module")
def known() -> Iterator[tuple[Scenario, ...]]:
    with installed():
        yield tuple(scenarios().values())


@dataclass(frozen=True)
class Sing:
    """A command, an event or an effect that nobody has written a scenario for."""


def _advice(kind: str, name: str) -> list[str]:
    return [f"add a scenario for {kind} {name} to tests/faults/crashes/story.py (see docs/testing.md)"]


def test_everything_that_there_is_has_a_scenario(known: tuple[Scenario, ...]) -> None:
    assert coverage.missing(known) == []


def test_every_place_that_calls_a_client_is_on_the_way_of_a_scenario(known: tuple[Scenario, ...]) -> None:
    lines = lines_of_furnishing().union(*(one.seen.lines for one in known))
    assert coverage.unreached(lines) == []


@pytest.mark.parametrize(("kind", "union"), [("command", Command), ("event", Event), ("effect", Effect)])
def test_a_new_kind_without_a_scenario_is_named(known: tuple[Scenario, ...], kind: str, union: Any) -> None:
    assert coverage.missing(known, coverage.wanted(**{kind: union | Sing})) == _advice(kind, "Sing")


def test_a_new_handler_and_a_new_route_without_a_scenario_are_named(known: tuple[Scenario, ...]) -> None:
    app = Chalice(app_name="golive", configure_logs=False)
    app.schedule(Rate(1, unit=Rate.DAYS))(_sing)
    app.route("/songs", methods=["POST"])(_sing)
    new = coverage.wanted(app=app) - coverage.wanted()
    assert coverage.missing(known, new) == _advice("handler", "_sing") + _advice("route", "POST /songs")


def _sing(event: Any) -> None:
    del event


def test_a_new_kind_of_mail_without_a_scenario_is_named(known: tuple[Scenario, ...]) -> None:
    mails: Any = Literal.__getitem__((*get_args(MailKind), "song"))
    assert coverage.missing(known, coverage.wanted(mails=mails)) == _advice("mail", "song")


def test_a_call_that_is_made_only_when_something_goes_wrong_is_named(known: tuple[Scenario, ...]) -> None:
    call = Call("relay", "dynamodb", "Scan", "adapters.songs:sing")
    (said,) = coverage.unfaulted([call], known)
    assert said.startswith(
        "add a scenario for dynamodb:Scan by relay in adapters.songs:sing, which is called only"
    )


NEW = """
def sing(client, s3, name):
    client.put_item(
        TableName="songs",
    )
    later(client.update_item, name)
    for page in client.get_paginator("query").paginate():
        print(page)
    found["Body"].read()
    getattr(client, name)()
    _pool().request("POST", url)
"""


def test_calls_are_found_however_they_are_written() -> None:
    found = [(site.operation, site.first, site.last) for site in read(NEW, "chalicelib.adapters.songs")]
    assert sorted(found) == [
        (HIDDEN, 10, 10),
        ("dynamodb:PutItem", 3, 5),
        ("dynamodb:Query", 2, 11),
        ("dynamodb:UpdateItem", 6, 6),
        ("http:POST", 11, 11),
        ("s3:GetObject.Body", 9, 9),
    ]


def test_a_call_that_no_scenario_reaches_is_named() -> None:
    places = list(read(NEW, "chalicelib.adapters.songs"))
    reached = {("chalicelib.adapters.songs", 4, "dynamodb:PutItem")}
    named = coverage.unreached(reached, places)
    assert len(named) == len(places) - 1
    assert "the call of ? in chalicelib.adapters.songs, line 10" in "".join(named)


def test_the_source_spells_every_call_out() -> None:
    assert [site for site in sites() if site.operation == HIDDEN] == []
    assert PORT.turn is None
