"""`make demo`: the main job end to end, on the product as `make run` starts it."""

import subprocess
import sys

from infra.local.environment import inherited
from infra.local.harness import free_port
from tests.browser.product import Product


def demo(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "infra.local.demo"],
        env={**inherited(), **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_four_won_deals_become_four_live_customers() -> None:
    with Product() as product:
        played = demo(PORT=str(product.port), SANDBOX_PORT=str(product.sandbox_port))
    assert played.returncode == 0, played.stdout + played.stderr
    assert "four customers live" in played.stdout
    assert "clock moves on by some days" in played.stdout
    assert played.stdout.count("an unbroken chain") == 4
    assert "rejected (" in played.stdout
    assert "2 rows, 1 wrong, told with what to do" in played.stdout
    assert "escalation  to the lead" in played.stdout
    assert "one click would end reminders" in played.stdout
    assert "chooses" in played.stdout
    assert "asks for it by address alone" in played.stdout
    assert "very good, to the owner" in played.stdout


def test_without_a_running_product_the_demo_says_what_to_do() -> None:
    played = demo(PORT=str(free_port()), SANDBOX_PORT=str(free_port()))
    assert played.returncode == 1
    assert "Is `make run` running?" in played.stderr
