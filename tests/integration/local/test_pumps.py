"""Several functions at once: a pump each, as Lambda has an environment each."""

import json
from typing import Any

from tests.integration.local.conftest import Pumped


def activity(pumped: Pumped) -> dict[str, Any]:
    return dict(pumped.cloud.sandbox("GET", "/activity"))


def beside(pumped: Pumped) -> None:
    pumped.cloud.start_pump("second")
    pumped.send("deliver", {"seconds": 2})  # one is busy with this until the other has joined
    pumped.send("ingest", {"seconds": 0.5})
    pumped.command({"seconds": 0.5}, group="onb-0", name="beside")
    pumped.cloud.settle()
    pumped.forget()


def test_two_pumps_run_two_functions_at_once(pumped: Pumped) -> None:
    beside(pumped)
    assert activity(pumped)["most_at_once"] == 2


def test_a_group_keeps_its_order_whoever_runs_it(pumped: Pumped) -> None:
    beside(pumped)
    for number in range(60):
        pumped.command({"n": number, "seconds": 0.002}, group=f"onb-{number % 4}", name=str(number))
    pumped.cloud.settle()
    ran = [(note["group"], json.loads(note["body"])["n"]) for note in pumped.noted("commands")]
    assert len(ran) == 60
    for group in range(4):
        assert [n for name, n in ran if name == f"onb-{group}"] == list(range(group, 60, 4))


def test_what_a_killed_pump_was_at_goes_to_the_other(pumped: Pumped) -> None:
    beside(pumped)
    for number in range(40):
        pumped.send("deliver", {"n": number, "seconds": 0.01})
    pumped.cloud.kill("second")
    pumped.cloud.settle()
    assert {json.loads(note["body"])["n"] for note in pumped.noted("deliver")} == set(range(40))


def test_the_sandbox_counts_what_functions_did_and_forgets_it_when_told(pumped: Pumped) -> None:
    pumped.cloud.sandbox("DELETE", "/activity")
    for number in range(12):
        pumped.send("deliver", {"n": number})
    pumped.send("ingest", {"raise": True})
    pumped.cloud.settle()
    told = activity(pumped)
    assert told["functions"]["deliver"]["records"] == 12
    assert told["functions"]["ingest"]["errors"] == 1
    assert (told["most_at_once"], told["functions"]["deliver"]["running"]) == (1, 0)
    pumped.cloud.sandbox("DELETE", "/activity")
    assert activity(pumped) == {"most_at_once": 0, "most_in_flight": 0, "functions": {}}
