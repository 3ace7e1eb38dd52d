"""`make help` lists every command that others build on, as soon as it exists."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROMISED = {
    "run", "test", "demo", "check", "package", "deploy", "test-packaged", "faults", "bench", "cost", "simulate",
    "lint-playbooks", "seed", "screenshots", "smoke", "help",
}  # fmt: skip


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):(?!=)", (ROOT / "Makefile").read_text(), re.MULTILINE))


def make(*asked: str) -> subprocess.CompletedProcess[str]:
    """Run make as if it were the first: under `make test` it would tell which folder it enters."""
    command = ["make", "--no-print-directory", *asked]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_help_lists_every_promised_command_that_exists() -> None:
    listed = set(re.findall(r"^  make (\S+)", make("help").stdout, re.MULTILINE))
    assert {"test", "help", "package"} <= targets()
    assert PROMISED & targets() <= listed


def test_every_listed_command_exists() -> None:
    listed = set(re.findall(r"^  make (\S+)", make("help").stdout, re.MULTILINE))
    assert listed
    assert listed <= targets()


def test_a_deployment_without_a_stage_is_refused_before_anything_is_built() -> None:
    asked = make("deploy", "STAGE=")
    assert asked.returncode != 0
    assert asked.stdout.startswith("Name the stage: make deploy STAGE=prod.")


def test_an_installation_says_so_before_it_begins() -> None:
    planned = make("--dry-run", "run", "VENV=build/none").stdout
    assert planned.index("Installing what Golive needs") < planned.index("pip install")
