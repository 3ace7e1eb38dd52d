"""Journals that a release has recorded replay for ever, item for item, to the state that they led to then."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from chalicelib.adapters import journal
from chalicelib.adapters.items import from_parts, to_parts
from chalicelib.domain.events import Event
from chalicelib.domain.evolve import fold
from tests.journals.record import lived, unseen

RECORDED = sorted(Path(__file__).parent.glob("*/*.json"))


@pytest.fixture(params=RECORDED, ids=lambda file: f"{file.parent.name}/{file.stem}")
def recorded(request: pytest.FixtureRequest) -> Any:
    return json.loads(request.param.read_text(encoding="utf-8"))


def test_a_recorded_journal_replays_to_its_state(recorded: Any) -> None:
    state = fold(journal.event_of(entry) for entry in recorded["journal"])
    assert state is not None
    assert state == from_parts(recorded["state"])
    written = {key: part for key, (part, _) in to_parts(state).items()}
    assert _said_by(written, recorded["state"]) == recorded["state"]


def _said_by(written: Any, recorded: Any) -> Any:
    """Return what is written now of everything that was recorded then; later releases have more fields, with defaults."""
    if isinstance(recorded, dict) and isinstance(written, dict):
        return {name: _said_by(written[name], part) for name, part in recorded.items() if name in written}
    if isinstance(recorded, list) and isinstance(written, list) and len(recorded) == len(written):
        return [_said_by(now, then) for now, then in zip(written, recorded, strict=True)]
    return written


def test_a_recorded_chain_is_whole(recorded: Any) -> None:
    assert journal.broken_at(recorded["journal"]) is None


def test_a_forged_entry_is_noticed(recorded: Any) -> None:
    entries = recorded["journal"]
    entries[5]["actor"] = "person:mallory"
    assert journal.broken_at(entries) == 6


def test_every_kind_of_event_that_was_ever_recorded_is_still_known() -> None:
    kinds = {e["type"] for file in RECORDED for e in json.loads(file.read_text(encoding="utf-8"))["journal"]}
    assert kinds <= {kind.__name__ for kind in get_args(Event)}


def test_every_kind_of_event_is_played_for_the_next_recording() -> None:
    assert unseen(lived().values()) == []
