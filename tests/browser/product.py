"""The whole product as `make run` starts it, on free ports, and everybody's part in it but the customer's."""

import base64
import hashlib
import hmac
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import urllib3

from infra.local.environment import inherited
from infra.local.harness import free_port

DEALS_SECRET = base64.b64decode("bG9jYWwtZGVhbHMtc2lnbmluZy1zZWNyZXQtMDE=")
START_SECONDS = 180
A_RUSH = 15  # deals an hour, fewer than OPENINGS_PER_HOUR lets through
ACCOUNTS = (
    "Nordlicht Energie GmbH",
    "Brightwater Foods Ltd",
    "Atelier Lumen SARL",
    "Harbour & Pine Ltd",
    "Silberbach Maschinenbau AG",
    "Copperleaf Health B.V.",
    "Rivington Logistics plc",
    "Montclair Labs Inc",
    "Fenwick Optics Ltd",
    "Oliveira Cork Lda",
    "Talbrücke Apotheken KG",
    "Kestrel Marine Ltd",
    "Marais Papeterie SAS",
    "Estrella Solar S.L.",
    "Whitfield Dairy Ltd",
    "Hafenstadt Reederei GmbH",
    "Juniper Row Ltd",
    "Vercors Outdoor SARL",
    "Lindqvist Glas AB",
    "Pemberton Mills plc",
    "Aldergrove Clinics Ltd",
    "Cala Norte S.A.",
    "Rheingau Keltereien eG",
    "Thistledown Books Ltd",
)
CUSTOMERS = frozenset({"registration", "contacts_and_billing", "sign_off"})
_HTTP = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=5, read=120))


@dataclass(frozen=True)
class Deal:
    """A deal that the browser tests sell."""

    id: str
    account: str
    contact: str
    email: str


class Product:
    """`python -m infra.local` in a process of its own; ended with the `with` block.

    Parameters
    ----------
    path
        Path of PUBLIC_URL.
    """

    def __init__(self, *, path: str = "") -> None:
        self.port, self.sandbox_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}{path}"
        self.sandbox_url = f"http://127.0.0.1:{self.sandbox_port}"
        self._sold = 0
        self._said: queue.Queue[str | None] = queue.Queue()

    def __enter__(self) -> Self:
        asked = {"PORT": str(self.port), "SANDBOX_PORT": str(self.sandbox_port), "PUBLIC_URL": self.url}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "infra.local"],
            env={**inherited(), **asked, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()
        self._wait_until_ready()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._listener_ended.wait(timeout=5)

    def sell(self, tier: str = "simple", *, language: str = "en") -> Deal:
        """Win a deal, as a CRM would tell it, and let everything that follows from it happen."""
        if self._sold % A_RUSH == A_RUSH - 1:
            self.advance("PT61M")  # what opens beyond a rush within an hour waits for a word
        account, mark = ACCOUNTS[self._sold % len(ACCOUNTS)], uuid4().hex[:8]
        self._sold += 1
        deal = Deal(f"B-{mark}", account, "Grace Lind", f"grace.{mark}@customer.example")
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        body = {
            "type": "deal.won",
            "timestamp": stamp,
            "data": {
                "deal": {"id": deal.id, "name": f"{deal.account}: annual plan", "amount": "4800.00"}
                | {"currency": "EUR", "signed_at": stamp},
                "account": {"name": deal.account, "country": "DE", "time_zone": "Europe/Berlin"}
                | {"language": language, "tier": tier},
                "owner": {"name": "Ada Park", "email": "ada@vendor.example"},
                "contacts": [{"name": deal.contact, "email": deal.email, "role": "champion"}],
                "handoff": {
                    "goals": ["Live before the fair"],
                    "scope": ["Core"],
                    "promises": [],
                    "history": "Two calls.",
                    "risks": [],
                },
            },
        }
        self._hook(json.dumps(body))
        self.settle()
        return deal

    def link(self, deal: Deal) -> str:
        """Return the customer's link from the newest mail that holds one."""
        marker = f"{self.url}/p/"
        for mail in reversed(self.mails(deal.email)):
            if marker in mail["text"]:
                return marker + mail["text"].split(marker, 1)[1].split()[0].partition("/")[0].rstrip(".,)>")
        raise AssertionError(f"No mail with a link came to {deal.email}.")

    def mails(self, to: str = "") -> list[dict[str, Any]]:
        """Return the mails to somebody, oldest first."""
        return [mail for mail in self._sandbox("GET", "/mail") if to in str(mail["to"])]

    def judge(self, deal: Deal, task: str, result: str) -> None:
        """Let the malware scanner say something else of a task's files from now on."""
        self._sandbox("POST", f"/scan/{self.onboarding(deal)['id']}/{task}", {"result": result})

    def settle(self) -> None:
        """Let everything happen that can happen now."""
        assert self._sandbox("POST", "/settle")["idle"]

    def advance(self, duration: str) -> None:
        """Let time pass on the product's clock."""
        self._sandbox("POST", "/clock", {"advance": duration})

    def onboarding(self, deal: Deal) -> dict[str, Any]:
        """Return what the JSON API says about a deal's onboarding."""
        found = self._api("GET", f"/api/onboardings?deal=deals:{deal.id}")["items"]
        assert len(found) == 1, found
        one: dict[str, Any] = self._api("GET", f"/api/onboardings/{found[0]['id']}")
        return one

    def happened(self, deal: Deal, event: str) -> int:
        """Return how often the journal tells of a kind of event."""
        journal = self._api("GET", f"/api/onboardings/{self.onboarding(deal)['id']}/journal?limit=500")
        return sum(entry["type"] == event for entry in journal["items"])

    def publish(self, playbook: str) -> None:
        """Publish a playbook, given as YAML."""
        headers = {"Authorization": "Bearer local-admin-token", "Content-Type": "application/yaml"}
        answer = _HTTP.request("POST", f"{self.url}/api/playbooks", body=playbook.encode(), headers=headers)
        assert answer.status < 300, answer.data

    def command(self, deal: Deal, kind: str, **more: Any) -> None:
        """Let Ada do something over the API."""
        headers = {"Idempotency-Key": uuid4().hex, "Golive-Actor": "ada@vendor.example"}
        path = f"/api/onboardings/{self.onboarding(deal)['id']}/commands"
        self._api("POST", path, {"type": kind, **more}, **headers)
        self.settle()

    def documents(self, deal: Deal, task: str) -> list[dict[str, Any]]:
        """Return the documents of a task, as the JSON API tells them."""
        found: list[dict[str, Any]] = next(
            each["documents"] for each in self.onboarding(deal)["tasks"] if each["id"] == task
        )
        return found

    def team_does_its_part(self, deal: Deal) -> dict[str, Any]:
        """Let the team do everything that waits for it, until only the customer (or nobody) has something to do."""
        for _ in range(20):
            self.settle()
            one = self.onboarding(deal)
            ours = [task for task in one["tasks"] if task["status"] == "open" and task["id"] not in CUSTOMERS]
            if not ours:
                return one
            for task in ours:
                self._do(one["id"], task)
        raise AssertionError("The team's work does not end.")

    def _do(self, onboarding: str, task: dict[str, Any]) -> None:
        owner = task["owner"]
        body: dict[str, Any] = {"type": "CompleteTask", "task": task["id"]}
        if task["kind"] == "approval":
            body = {"type": "ApproveTask", "task": task["id"], "name": owner["name"]}
        headers = {"Idempotency-Key": uuid4().hex, "Golive-Actor": owner["email"]}
        self._api("POST", f"/api/onboardings/{onboarding}/commands", body, **headers)

    def _hook(self, body: str) -> None:
        id_, at = f"msg_{uuid4().hex}", str(int(time.time()))
        signed = hmac.new(DEALS_SECRET, f"{id_}.{at}.{body}".encode(), hashlib.sha256).digest()
        headers = {
            "Content-Type": "application/json",
            "webhook-id": id_,
            "webhook-timestamp": at,
            "webhook-signature": "v1," + base64.b64encode(signed).decode(),
        }
        answer = _HTTP.request("POST", f"{self.url}/webhooks/deals", body=body.encode(), headers=headers)
        assert answer.status < 300, answer.data

    def _api(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        more = {"Authorization": "Bearer local-admin-token", "Content-Type": "application/json", **headers}
        return self._json(method, self.url + path, body, more)

    def _sandbox(self, method: str, path: str, body: Any = None) -> Any:
        return self._json(method, self.sandbox_url + path, body, {"Content-Type": "application/json"})

    @staticmethod
    def _json(method: str, url: str, body: Any, headers: dict[str, str]) -> Any:
        data = None if body is None else json.dumps(body).encode()
        answer = _HTTP.request(method, url, body=data, headers=headers)
        assert answer.status < 300, (url, answer.status, answer.data[:500])
        return json.loads(answer.data)

    def _listen(self) -> None:
        self._listener_ended = threading.Event()
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            for line in stream:
                self._said.put(line)
        self._said.put(None)
        self._listener_ended.set()

    def _wait_until_ready(self) -> None:
        heard, end = "", time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            line = self._said.get(timeout=START_SECONDS)
            if line is None:
                raise AssertionError(f"`python -m infra.local` ended while starting:\n{heard}")
            heard += line
            if line.startswith("golive ready:"):
                return
        raise AssertionError(f"`python -m infra.local` is not ready after {START_SECONDS} s:\n{heard}")
