"""What there is to reach, and what no scenario reaches yet: red until somebody adds a scenario.

What there is comes from the product itself: the app's handlers and routes, the unions of commands, events, effects and
kinds of mail, the queues of the template, the stages of the playbooks, and every line that calls a client (read from the
source). So whoever adds one of them is told to add a scenario for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, get_args

import app as product
from chalicelib.adapters import playbook_files
from chalicelib.domain.commands import Command
from chalicelib.domain.effects import Effect, MailKind
from chalicelib.domain.events import Event
from tests.faults.cloud.cloud import RESOURCES
from tests.faults.cloud.modes import BY_NAME
from tests.faults.cloud.port import Call
from tests.faults.crashes.explorer import Scenario
from tests.faults.crashes.seen import Line, Reached
from tests.faults.crashes.sites import Site, sites

ADVICE = "add a scenario for {} to tests/faults/crashes/story.py (see docs/testing.md)"
NAMES: dict[str, Any] = {"command": Command, "event": Event, "effect": Effect}


def wanted(app: Any = product.app, mails: Any = MailKind, **unions: Any) -> set[Reached]:
    """Return everything that some scenario must reach; `unions` stand in place of the product's own (see `NAMES`)."""
    found = {("handler", source.name) for source in app.event_sources} | {("handler", "api")}
    found |= {
        ("route", f"{method} {route}")
        for route, methods in app.routes.items()
        for method in methods
        if method != "HEAD"
    }
    for kind, union in {**NAMES, **unions}.items():
        found |= {(kind, one.__name__) for one in get_args(union) or (union,)}
    found |= {("mail", kind) for kind in get_args(mails)}
    found |= {("mode", name) for name in BY_NAME}
    found |= {
        ("queue", name)
        for name, resource in RESOURCES.items()
        if resource["Type"] == "AWS::SQS::Queue" and not name.endswith("DeadLetters")
    }
    for playbook in playbook_files.load_all():
        found |= {("stage", f"{playbook.name}: {stage.id}") for stage in playbook.stages}
        found |= {("resource", task.provision) for task in playbook.tasks if task.provision}
    return found


def missing(scenarios: Iterable[Scenario], everything: set[Reached] | None = None) -> list[str]:
    """Say what no scenario reaches."""
    reached = set[Reached]().union(*(one.seen.reached for one in scenarios))
    return [
        ADVICE.format(f"{kind} {name}")
        for kind, name in sorted((wanted() if everything is None else everything) - reached)
    ]


def unreached(lines: set[Line], known: Iterable[Site] | None = None) -> list[str]:
    """Say which places that call a client are on no scenario's way."""
    return [
        ADVICE.format(f"the call of {site.operation} in {site.module}, line {site.first}")
        for site in (sites() if known is None else known)
        if not any(site.covers(line) for line in lines)
    ]


def unfaulted(calls: Iterable[Call], scenarios: Iterable[Scenario]) -> Iterator[str]:
    """Say which calls, made only because something went wrong, never go wrong themselves."""
    faulted = {call.site for one in scenarios for call in one.seen.calls}
    made = {call.site for call in calls if call.function != "outside"}
    for function, operation, place in sorted(made - faulted):
        yield ADVICE.format(
            f"{operation} by {function} in {place}, which is called only when something goes wrong"
        )
