"""`make seed` fills a running product with onboardings in every state, and `make simulate` reads them from there."""

import subprocess
import sys
from pathlib import Path

from infra.local.crowd import GOALS
from infra.local.demo.team import Team
from infra.local.environment import inherited
from infra.local.harness import free_port
from infra.simulation.reading import journals
from infra.simulation.trying import Asked, simulate
from tests.browser.product import Product


def seed(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "infra.local.crowd"],
        env={**inherited(), **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_a_running_product_is_filled_with_every_state_and_can_be_simulated_from(tmp_path: Path) -> None:
    number = len(GOALS)
    with Product() as product:
        played = seed(PORT=str(product.port), SANDBOX_PORT=str(product.sandbox_port), N=str(number))
        assert played.returncode == 0, played.stdout + played.stderr
        assert f"{number} of {number} onboardings" in played.stderr
        app = f"http://127.0.0.1:{product.port}"
        team = Team(app=app, run="look")
        rows = [team.one(link.rpartition("/")[2]) for link, _ in journals(app)]
        simulate(Asked(playbook=Path("chalicelib/playbooks"), history=app), tmp_path)
    assert {row["status"] for row in rows} >= {"active", "on_hold", "live", "closed", "cancelled"}
    assert {row["tier"] for row in rows} == {"smb", "enterprise", "simple", "partner"}
    assert any(task["status"] == "open" and task["documents"] for row in rows for task in row["tasks"])
    assert any(row["escalations"] for row in rows)
    report = (tmp_path / "report.md").read_text()
    assert f"Replayed: {number} journals from {app}." in report


def test_without_a_running_product_it_says_what_to_do() -> None:
    played = seed(PORT=str(free_port()), SANDBOX_PORT=str(free_port()))
    assert played.returncode == 1
    assert "Is `make run` running?" in played.stderr
