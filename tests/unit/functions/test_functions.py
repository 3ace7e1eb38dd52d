"""What the functions behind stream, queues and schedule report when a part of their work fails: each shows only its own."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib import bootstrap
from chalicelib.adapters.codec import envelope_to_json
from chalicelib.application import deliver, feedback, ingest, intake
from chalicelib.application.handle import Envelope
from chalicelib.domain.commands import PassTime, RecordDeal
from chalicelib.domain.errors import InvalidError, NotFoundError, VersionConflictError
from chalicelib.entrypoints import functions
from tests.builders import an_onboarding

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Queues:
    """The queues by name, in one list; whatever `fails` names is not taken."""

    def __init__(self, *fails: str) -> None:
        self.sent: list[tuple[str, Any]] = []
        self._fails = fails

    def __call__(self, name: str) -> SimpleNamespace:
        return SimpleNamespace(
            offer=lambda bodies: self._offer(name, bodies), send_all=lambda batch: self._all(name, batch)
        )

    def _offer(self, name: str, bodies: Any) -> dict[int, str]:
        refused = {
            place: "full" for place, body in enumerate(bodies) if {*body.values()}.intersection(self._fails)
        }
        self.sent += [(name, body) for place, body in enumerate(bodies) if place not in refused]
        return refused

    def _all(self, name: str, messages: Any) -> None:
        self.sent += [(name, (group, body.get("command", body).get("type"))) for body, group, _ in messages]


def failed(*ids: str) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": one} for one in ids]}


def inserted(*keys: tuple[str, str]) -> dict[str, Any]:
    return {
        "Records": [
            {"dynamodb": {"Keys": {"pk": {"S": pk}, "sk": {"S": sk}}, "SequenceNumber": str(number)}}
            for number, (pk, sk) in enumerate(keys, start=1)
        ]
    }


def test_the_relay_hands_effects_to_delivery_and_webhooks_to_ingestion(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queues = Queues()
    monkeypatch.setattr(bootstrap, "queue", queues)
    event = inserted(
        ("ONB#onb-a", "X#onb-a:1:welcome"), ("INBOX#deals#d", "INBOX"), ("PERSON#ada", "X#ada:0:sign_in")
    )
    assert functions.relay(event) == failed()
    assert queues.sent == [
        ("deliver", {"pk": "ONB#onb-a", "sk": "X#onb-a:1:welcome"}),
        ("deliver", {"pk": "PERSON#ada", "sk": "X#ada:0:sign_in"}),
        ("ingest", {"inbox": "INBOX#deals#d"}),
    ]


def test_where_the_relay_stops_the_stream_goes_on_later(monkeypatch: pytest.MonkeyPatch) -> None:
    queues = Queues("INBOX#deals#2")
    monkeypatch.setattr(bootstrap, "queue", queues)
    event = inserted(*((f"INBOX#deals#{number}", "INBOX") for number in (1, 2, 3)))
    assert functions.relay(event) == failed("2")
    assert queues.sent == [("ingest", {"inbox": f"INBOX#deals#{number}"}) for number in (1, 3)]


def test_the_stream_comes_again_from_the_first_that_either_queue_did_not_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bootstrap, "queue", Queues("X#onb-b:1:held", "INBOX#deals#2"))
    event = inserted(
        ("INBOX#deals#1", "INBOX"),
        ("ONB#onb-a", "X#onb-a:1:held"),
        ("INBOX#deals#2", "INBOX"),
        ("ONB#onb-b", "X#onb-b:1:held"),
    )
    assert functions.relay(event) == failed("3")


def queued(*groups: str) -> dict[str, Any]:
    return {
        "Records": [
            {
                "messageId": str(number),
                "attributes": {"MessageGroupId": group},
                "body": json.dumps(
                    envelope_to_json(
                        Envelope(onboarding=group, id=f"c{number}", actor="system:test", command=PassTime())
                    )
                ),
            }
            for number, group in enumerate(groups, start=1)
        ]
    }


def carried_out(
    monkeypatch: pytest.MonkeyPatch, event: Any, *, failing: str, error: Exception
) -> tuple[Any, list[str]]:
    done: list[str] = []

    def handle(envelope: Envelope) -> None:
        if envelope.id == failing:
            raise error
        done.append(envelope.id)

    monkeypatch.setattr(bootstrap, "handle", handle)
    return functions.commands(event), done


@pytest.mark.parametrize(
    "error", [VersionConflictError("Somebody was faster."), ConnectionError("no table today")]
)
def test_what_follows_a_failure_in_the_same_group_is_held_back(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    event = queued("onb-a", "onb-b", "onb-a", "onb-b")
    answer, done = carried_out(monkeypatch, event, failing="c1", error=error)
    assert answer == failed("1", "3")
    assert done == ["c2", "c4"]


def test_a_desks_tick_that_fails_comes_again_and_holds_back_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    ticked: list[str] = []

    def tick(person: str) -> str:
        ticked.append(person)
        if person == "ada":
            raise VersionConflictError("Somebody was faster.")
        return "mailed"

    monkeypatch.setattr(bootstrap, "tick_desk", tick)
    records = [
        {
            "messageId": person,
            "attributes": {"MessageGroupId": f"person:{person}"},
            "body": json.dumps({"person": person}),
        }
        for person in ("ada", "ben")
    ]
    assert functions.commands({"Records": records}) == failed("ada")
    assert ticked == ["ada", "ben"]


def test_a_refused_command_does_not_come_again_and_holds_nothing_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refusal = NotFoundError("There is no such onboarding.")
    answer, done = carried_out(monkeypatch, queued("onb-a", "onb-a"), failing="c1", error=refusal)
    assert answer == failed()
    assert done == ["c2"]


def test_a_deal_that_is_refused_is_not_lost_but_ends_among_the_dead_letters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deal = RecordDeal(deal=an_onboarding().deal)
    body = json.dumps(
        envelope_to_json(Envelope(onboarding="onb-a", id="c0", actor="crm:deals", command=deal))
    )
    first = {"messageId": "0", "attributes": {"MessageGroupId": "onb-a"}, "body": body}
    event = {"Records": [first, *queued("onb-a")["Records"]]}
    refusal = InvalidError("This step writes 101 items at once.")
    assert carried_out(monkeypatch, event, failing="c0", error=refusal) == (failed("0"), ["c1"])


@pytest.mark.parametrize(
    ("name", "world", "use_case", "body"),
    [
        ("deliver", "delivery", (deliver, "deliver"), '{"pk": "ONB#onb-a", "sk": "X#%s"}'),
        ("ingest", "ingestion", (ingest, "ingest"), '{"inbox": "%s"}'),
        ("intake", "desk", (intake, "judge_all"), "%s"),
        ("feedback", "feedback", (feedback, "take"), '{"id": "%s"}'),
    ],
)
def test_a_message_that_fails_comes_again_alone(
    monkeypatch: pytest.MonkeyPatch, name: str, world: str, use_case: tuple[Any, str], body: str
) -> None:
    met: list[str] = []

    def work_off(message: Any, _: Any) -> str:
        met.append(str(message))
        if "bad" in met[-1]:
            raise ConnectionError("no table today")
        return "done"

    monkeypatch.setattr(bootstrap, world, lambda: None)
    monkeypatch.setattr(*use_case, work_off)
    records = [{"messageId": one, "body": body % one} for one in ("first", "bad", "last")]
    assert getattr(functions, name)({"Records": records}) == failed("bad")
    assert len(met) == len(records)


def test_the_sweep_finds_what_is_due_and_what_rests_in_outbox_and_inbox(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queues, postponed = Queues(), list[str]()
    monkeypatch.setattr(bootstrap, "queue", queues)
    monkeypatch.setattr(bootstrap, "clock", lambda: SimpleNamespace(now=lambda: NOW))
    due = [("onb-a", NOW), ("person:ada", NOW)]
    monkeypatch.setattr(bootstrap, "listings", lambda: SimpleNamespace(due=lambda now: due))
    monkeypatch.setattr(
        bootstrap, "outbox", lambda: SimpleNamespace(resting=lambda before: ["onb-b:1:welcome"])
    )
    inbox = SimpleNamespace(
        resting=lambda before: ["INBOX#deals#d"], postpone=lambda pk, until: postponed.append(pk)
    )
    monkeypatch.setattr(bootstrap, "inbox", lambda: inbox)
    assert functions.sweep({}) == {"ticks": 2, "resting": 2}
    assert queues.sent == [
        ("commands", ("onb-a", "PassTime")),
        ("commands", ("person:ada", None)),
        ("deliver", {"pk": "ONB#onb-b", "sk": "X#onb-b:1:welcome"}),
        ("ingest", {"inbox": "INBOX#deals#d"}),
    ]
    assert postponed == ["INBOX#deals#d"]
