"""`make run` seeds before anything can keep what is older; what fails says so in its own words."""

from pathlib import Path
from typing import Any

import pytest

from infra.local import __main__ as run
from infra.local.environment import Settings, inherited
from infra.local.supervisor import Child, StartError


def test_app_and_pump_start_after_the_seed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = Settings.read(tmp_path)
    (tmp_path / "environment.json").write_text("{}")
    happened: list[str] = []

    def start(name: str, modules: list[str], environment: dict[str, str]) -> str:
        happened.append(name)
        return name

    def once(modules: list[str], environment: dict[str, str]) -> None:
        happened.extend(modules)

    def nothing(*_: Any) -> None:
        """Wait for nobody, write nothing."""

    monkeypatch.setattr(Child, "start", start)
    monkeypatch.setattr(Child, "once", once)
    monkeypatch.setattr(run, "wait_for", nothing)
    monkeypatch.setattr(run, "write_processes", nothing)
    run.start(settings)
    assert happened == ["emulator", "infra.local.seed", "app", "pump"]


def test_what_a_failed_process_wrote_is_the_reason_and_nothing_else() -> None:
    with pytest.raises(StartError) as refusal:
        Child.once(["infra.lint_playbooks", "none.yaml"], inherited())
    assert str(refusal.value) == "There is no file none.yaml."
