"""What customers check a journal with: docs/verify_journal.py finds every kind of tampering."""

import copy
import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.api.conftest import Api

FILE = Path(__file__).parents[3] / "docs" / "verify_journal.py"
Entries = list[dict[str, Any]]


@pytest.fixture
def verify() -> Callable[[Entries], str]:
    spec = importlib.util.spec_from_file_location("verify_journal", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[[Entries], str] = module.verify
    return found


@pytest.fixture
def entries(api: Api) -> Entries:
    onboarding = api.open(tier="enterprise")
    api.command(onboarding, "HoldOnboarding", reason="Größe → später 🎉")
    return list(api.get(f"/api/onboardings/{onboarding}/journal").json["items"])


def test_an_honest_journal_is_whole(entries: Entries, verify: Callable[[Entries], str]) -> None:
    assert verify(entries) == entries[-1]["hash"]


def test_every_changed_field_of_every_entry_is_noticed(
    entries: Entries, verify: Callable[[Entries], str]
) -> None:
    for number, entry in enumerate(entries):
        for name in ("type", "v", "at", "actor", "data", "why", "cause", "previous_hash", "hash", "sequence"):
            forged = copy.deepcopy(entries)
            forged[number][name] = 7 if entry[name] != 7 else 8
            if number == len(entries) - 1 and name == "hash":
                forged[number][name] = "0" * 64
            with pytest.raises(ValueError, match=r"entry \d+"):
                verify(forged)


def test_what_was_taken_out_swapped_or_put_in_is_noticed(
    entries: Entries, verify: Callable[[Entries], str]
) -> None:
    middle = len(entries) // 2
    swapped = [*entries[:middle], entries[middle + 1], entries[middle], *entries[middle + 2 :]]
    for forged in (entries[1:], entries[:middle] + entries[middle + 1 :], swapped, [entries[0], *entries]):
        with pytest.raises(ValueError, match="stands in its place"):
            verify(forged)


def test_hidden_entries_hold_the_chain_together(entries: Entries, verify: Callable[[Entries], str]) -> None:
    seen = [
        {"sequence": entry["sequence"], "hash": entry["hash"]} if entry["sequence"] % 3 == 0 else entry
        for entry in entries
    ]
    assert verify(seen) == entries[-1]["hash"]
    seen[2] = {**seen[2], "hash": "f" * 64}
    with pytest.raises(ValueError, match="does not fit"):
        verify(seen)


def test_it_runs_by_itself_on_what_the_api_answers(entries: Entries, tmp_path: Path) -> None:
    file = tmp_path / "journal.json"
    file.write_text(json.dumps({"items": entries, "next": None}))
    ran = subprocess.run([sys.executable, "-I", FILE, file], capture_output=True, text=True, check=True)
    assert ran.stdout == f"{len(entries)} entries, unbroken; the chain ends in {entries[-1]['hash']}\n"
