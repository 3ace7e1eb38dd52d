"""Kill the app and the pump at twenty random moments of the demo: nothing is lost, and nothing is mailed twice unsaid."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from typing import Any

import urllib3

from infra.local.environment import inherited
from tests.browser.product import Product

KILLS = 20
_HTTP = urllib3.PoolManager(timeout=urllib3.Timeout(connect=5, read=120))


def read(url: str) -> Any:
    return _HTTP.request("GET", url).json()


class Killer(threading.Thread):
    """Kills app and pump in turn, at moments that `seed` decides, whenever the app is up."""

    def __init__(self, product: Product, *, seed: int) -> None:
        super().__init__(daemon=True)
        self._product, self._random, self.killed = product, random.Random(seed), 0
        self.done = threading.Event()

    def run(self) -> None:
        while self.killed < KILLS and not self.done.wait(self._random.uniform(0.5, 3.5)):
            if not self._app_is_up():
                continue
            name = ("app", "pump")[self.killed % 2]
            try:
                os.kill(read(f"{self._product.sandbox_url}/processes")[name], signal.SIGKILL)
            except ProcessLookupError:
                continue
            self.killed += 1

    def _app_is_up(self) -> bool:
        try:
            return _HTTP.request("GET", f"{self._product.url}/healthz", retries=False).status == 200
        except urllib3.exceptions.HTTPError:
            return False


def play(product: Product) -> subprocess.CompletedProcess[str]:
    ports = {"PORT": str(product.port), "SANDBOX_PORT": str(product.sandbox_port)}
    return subprocess.run(
        [sys.executable, "-m", "infra.local.demo"],
        env={**inherited(), **ports},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def sent_again(product: Product) -> int:
    """Return how many mails the journals say were sent once more after doubt."""
    headers = {"Authorization": "Bearer local-admin-token"}
    listed = _HTTP.request("GET", f"{product.url}/api/onboardings?limit=200", headers=headers).json()["items"]
    journals = [
        _HTTP.request(
            "GET", f"{product.url}/api/onboardings/{item['id']}/journal?limit=1000", headers=headers
        ).json()
        for item in listed
    ]
    return sum(
        entry["type"] == "MailTroubled" and entry["data"]["trouble"] == "sent_again"
        for journal in journals
        for entry in journal["items"]
    )


def test_twenty_kills_lose_nothing_and_repeat_no_mail_beyond_recorded_doubt() -> None:
    with Product() as product:
        killer = Killer(product, seed=20261121)
        killer.start()
        played = play(product)
        while killer.is_alive() and played.returncode == 0:
            played = play(product)
        killer.done.set()
        killer.join()
        assert played.returncode == 0, played.stdout + played.stderr
        assert killer.killed == KILLS
        product.settle()
        copies = Counter(mail["headers"]["Message-ID"] for mail in product.mails())
        assert sum(count - 1 for count in copies.values()) <= sent_again(product)
