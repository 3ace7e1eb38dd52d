"""Every value that is stored, queued or journaled comes back as it was."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.codec import (
    COMMANDS,
    EFFECTS,
    EVENTS,
    dump,
    envelope_from_json,
    envelope_to_json,
    load,
    named,
    to_text,
    unnamed,
)
from chalicelib.application.handle import Envelope
from chalicelib.application.ports import Secret, Vault
from chalicelib.domain.commands import Command
from chalicelib.domain.effects import Effect
from chalicelib.domain.events import Event
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.people import Person
from chalicelib.domain.playbook import Playbook

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=6)
st.register_type_strategy(str, TEXT)
st.register_type_strategy(int, st.integers(-(2**40), 2**40))
st.register_type_strategy(date, st.dates(date(1990, 1, 1), date(2090, 1, 1)))
st.register_type_strategy(
    datetime,
    st.integers(631_152_000_000, 3_786_912_000_000).map(
        lambda milliseconds: (
            datetime.fromtimestamp(milliseconds // 1000, UTC) + timedelta(milliseconds=milliseconds % 1000)
        )
    ),
)
st.register_type_strategy(
    Decimal, st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False, allow_infinity=False)
)
FEW = settings(max_examples=8)


def through_text(value: Any) -> Any:
    return json.loads(to_text(value))


@pytest.mark.parametrize("kind", get_args(Event), ids=lambda kind: kind.__name__)
def test_an_event_comes_back_as_it_was(kind: type) -> None:
    @FEW
    @given(st.from_type(kind))
    def holds(event: Any) -> None:
        assert load(EVENTS[kind.__name__], through_text(dump(event))) == event

    holds()


@pytest.mark.parametrize("kind", get_args(Command), ids=lambda kind: kind.__name__)
def test_a_command_comes_back_as_it_was_from_its_queue(kind: type) -> None:
    @FEW
    @given(
        st.from_type(kind), TEXT, st.dictionaries(TEXT, st.builds(Secret, salt=TEXT, value=TEXT), max_size=2)
    )
    def holds(command: Any, actor: str, values: Mapping[str, Secret]) -> None:
        vault = Vault(id="P#1", values=dict(values)) if values else None
        envelope = Envelope(
            onboarding="onb-1", id="id", actor=actor, command=command, vault=vault, digest="d"
        )
        assert envelope_from_json(to_text(envelope_to_json(envelope))) == envelope
        assert unnamed(COMMANDS, through_text(named(command))) == command

    holds()


@pytest.mark.parametrize("kind", get_args(Effect), ids=lambda kind: kind.__name__)
def test_an_effect_comes_back_as_it_was(kind: type) -> None:
    @FEW
    @given(st.from_type(kind))
    def holds(effect: Any) -> None:
        assert unnamed(EFFECTS, through_text(named(effect))) == effect

    holds()


@pytest.mark.parametrize("kind", [Onboarding, Playbook, Person], ids=lambda kind: kind.__name__)
def test_what_is_stored_whole_comes_back_as_it_was(kind: type) -> None:
    @FEW
    @given(st.from_type(kind))
    def holds(value: Any) -> None:
        assert load(kind, through_text(dump(value))) == value

    holds()


def test_a_float_has_no_written_form() -> None:
    with pytest.raises(TypeError, match="float has no written form"):
        dump(MappingProxyType({"amount": 0.1})["amount"])
