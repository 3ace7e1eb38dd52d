"""Plays the demo against a running `make run` (same PORT and SANDBOX_PORT)."""

from __future__ import annotations

import os
import sys
import time

from infra.local.demo import say
from infra.local.demo.sales import sales
from infra.local.demo.sandbox import Sandbox
from infra.local.demo.scene import Scene
from infra.local.demo.story import Story
from infra.local.demo.team import Team
from infra.local.demo.web import DemoError, send


def main() -> int:
    """Play one onboarding per webhook kind; return the exit status."""
    port = os.environ.get("PORT", "8000")
    app = os.environ.get("PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/")
    sandbox = Sandbox(url=f"http://127.0.0.1:{os.environ.get('SANDBOX_PORT', '8001')}")
    number = int(time.time() * 10)
    try:
        send("GET", f"{app}/healthz", patience=0).expect(200, doing="Looking whether the app is there")
        print("The product's clock moves on by some days in this demo; deals of your own grow as much older.")
        team = Team(app=app, run=str(number))
        for sale in sales(number, sandbox.now()):
            scene = Scene(sale=sale, app=app, sandbox=sandbox, team=team)
            part = {"deals": "neglected", "hubspot": "mistaken", "pipedrive": "forgetful"}.get(sale.source)
            Story(
                scene,
                neglected=part == "neglected",
                mistaken=part == "mistaken",
                forgetful=part == "forgetful",
            ).play()
    except DemoError as error:
        say.failed(str(error))
        return 1
    say.title("Four deals, four CRMs, four customers live.")
    print(f"Every mail of it: {sandbox.url}/   The team's pages: {app}/console")
    print(f"Try a policy on what you have just seen: make simulate PLAYBOOK=my/own.yaml HISTORY={app}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
