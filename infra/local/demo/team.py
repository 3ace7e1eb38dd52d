"""The team's part: the JSON API with the local token, each act in the name of who owns it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from infra.local.demo.web import DemoError, send_json


@dataclass(frozen=True, kw_only=True)
class Team:
    """Everybody of ours, by the JSON API."""

    app: str
    run: str
    token: str = "local-admin-token"

    def find(self, deal: str) -> str:
        """Return the id of a deal's onboarding; nothing while there is none."""
        items = self._get(f"/api/onboardings?deal={deal}")["items"]
        if len(items) > 1:
            raise DemoError(f"The deal {deal} has {len(items)} onboardings instead of one.")
        return str(items[0]["id"]) if items else ""

    def one(self, onboarding: str) -> Any:
        """Return everything about an onboarding."""
        return self._get(f"/api/onboardings/{onboarding}")

    def journal(self, onboarding: str) -> list[Any]:
        """Return the whole journal."""
        entries: list[Any] = []
        cursor: str | None = "0"
        while cursor is not None:
            page = self._get(f"/api/onboardings/{onboarding}/journal?cursor={cursor}")
            entries, cursor = entries + page["items"], page["next"]
        return entries

    def needs(self, email: str) -> list[Any]:
        """Return what is in front of a person."""
        return list(self._get(f"/api/needs-you?person={email}")["items"])

    def act(self, onboarding: str, kind: str, /, *, by: str, **fields: Any) -> Any:
        """Carry a command out in somebody's name, once in this demo."""
        what = "-".join([kind, *(str(value) for value in fields.values() if isinstance(value, str))])
        key = (
            f"demo-{self.run}-{onboarding}-{what}"[:200].encode("ascii", "replace").decode().replace(" ", "_")
        )
        headers = {"Golive-Actor": by, "Idempotency-Key": key}
        url = f"{self.app}/api/onboardings/{onboarding}/commands"
        body = {"type": kind, **fields}
        page = send_json("POST", url, body, Authorization=f"Bearer {self.token}", **headers)
        return page.expect(200, doing=f"{kind} in the name of {by}").json()

    def would_change(self, onboarding: str) -> Any:
        """Return what its own version of the playbook would change of an onboarding, for the deal as it is now."""
        return self._get(f"/api/onboardings/{onboarding}/migration")

    def would_hand_over(self, email: str, onboarding: str) -> list[Any]:
        """Return what of an onboarding would go to whom if its owner left; nothing is moved."""
        body = {"to": "role", "preview": True, "onboardings": [onboarding]}
        url = f"{self.app}/api/people/{email}/handover"
        page = send_json("POST", url, body, Authorization=f"Bearer {self.token}")
        return list(page.expect(200, doing=f"Looking at a handover of {email}").json()["items"])

    def _get(self, path: str) -> Any:
        page = send_json("GET", self.app + path, Authorization=f"Bearer {self.token}")
        return page.expect(200, doing="Reading by the JSON API").json()
