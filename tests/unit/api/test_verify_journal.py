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


def test_an_entry_that_lacks_something_is_not_skipped(
    entries: Entries, verify: Callable[[Entries], str]
) -> None:
    for name in ("sequence", "type", "data", "hash"):
        forged = copy.deepcopy(entries)
        del forged[1][name]
        with pytest.raises(ValueError, match=f"entry 2 lacks {name}, so it cannot be checked"):
            verify(forged)


def ran(file: Path, text: str) -> subprocess.CompletedProcess[str]:
    file.write_text(text)
    return subprocess.run([sys.executable, "-I", FILE, file], capture_output=True, text=True, check=False)


def test_it_runs_by_itself_on_what_the_api_answers(entries: Entries, tmp_path: Path) -> None:
    said = ran(tmp_path / "journal.json", json.dumps({"items": entries, "next": None}))
    assert said.returncode == 0
    assert f"{len(entries)} entries, unbroken. The chain ends in {entries[-1]['hash']}\n" in said.stdout
    assert "Compare it with the hash of the newest entry" in said.stdout
    assert "Personal values (`resolved`) are not covered" in said.stdout


def test_what_is_no_whole_journal_ends_with_a_sentence_and_status_1(entries: Entries, tmp_path: Path) -> None:
    broken = [{**entry, "actor": "person:mallory"} for entry in entries]
    for text, sentence in (
        (json.dumps(broken), "does not fit the chain"),
        (json.dumps([*entries[:1], "nonsense"]), "entry 2 lacks"),
        ("[]", "there is no entry in it"),
        ('{"title": "Unauthorized"}', "there is no entry in it"),
        ("7", "there is no entry in it"),
        (json.dumps({"items": entries, "next": "200"}), "get the rest with ?cursor=200"),
        ("<html>", "it is not JSON"),
    ):
        said = ran(tmp_path / "journal.json", text)
        assert (said.returncode, said.stdout) == (1, "")
        assert said.stderr.count("\n") == 1
        assert sentence in said.stderr
    missing = subprocess.run(
        [sys.executable, "-I", FILE, tmp_path / "none"], capture_output=True, check=False
    )
    assert missing.returncode == 1
    assert b"Traceback" not in missing.stderr
