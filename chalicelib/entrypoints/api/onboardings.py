"""The API's addresses about onboardings: lists, one of them whole, its journal, commands, and what is counted."""

from collections.abc import Mapping
from contextlib import suppress

from chalicelib import bootstrap
from chalicelib.application.api.lists import accepted, journal_entry, listed
from chalicelib.application.api.metrics import metrics, rows
from chalicelib.application.api.shapes import (
    AcceptedView,
    JournalView,
    ListView,
    MetricsView,
    OnboardingView,
)
from chalicelib.application.api.view import onboarding_view
from chalicelib.application.calendars import house
from chalicelib.application.circumstances import Circumstances
from chalicelib.application.handle import Envelope
from chalicelib.application.personal import Names, Sealer
from chalicelib.application.plans import plan_to_show, zone_of
from chalicelib.application.words.said import Said
from chalicelib.domain.errors import NotFoundError, PlaybookUnreadableError
from chalicelib.entrypoints.api.requests.commands import digest, to_command
from chalicelib.entrypoints.api.requests.parameters import read_filters, whole
from chalicelib.entrypoints.api.requests.reading import read_command
from chalicelib.entrypoints.named import known


def several(params: Mapping[str, str]) -> ListView:
    """Return a page of onboardings."""
    directory = bootstrap.people().directory()
    page = bootstrap.listings().board(
        filters=read_filters(params, directory),
        cursor=params.get("cursor") or None,
        limit=whole(params, "limit", default=50, least=1, most=200),
    )
    zones = {row["tier"]: zone_of(row["tier"], bootstrap.playbooks()) for row in page.items}
    items = tuple(listed(row, directory, zones[row["tier"]]) for row in page.items)
    return ListView(items=items, next=page.next)


def one(onboarding: str) -> OnboardingView:
    """Return everything about one onboarding."""
    state = known(onboarding)
    plan = plan_to_show(state, bootstrap.playbooks())
    about = Circumstances(
        onboarding=state,
        playbook=plan,
        directory=bootstrap.people().directory(),
        names=Names(bootstrap.store().personal(onboarding)),
        now=bootstrap.clock().now(),
    )
    calendar, _ = house(plan.calendar, bootstrap.calendars())
    return onboarding_view(about, calendar)


def journal(onboarding: str, params: Mapping[str, str]) -> JournalView:
    """Return the journal, with the personal values that it refers to."""
    limit = whole(params, "limit", default=200, least=1, most=1000)
    state = known(onboarding)
    entries = bootstrap.store().journal(
        onboarding, after=whole(params, "cursor", default=0, most=10**8), limit=limit
    )
    personal = bootstrap.store().personal(onboarding)
    said = Said(
        onboarding=state,
        playbook=plan_to_show(state, bootstrap.playbooks()),
        directory=bootstrap.people().directory(),
        names=Names(personal),
    )
    following = str(entries[-1]["sequence"]) if len(entries) == limit else None
    return JournalView(items=tuple(journal_entry(entry, personal, said) for entry in entries), next=following)


def command(onboarding: str, raw: bytes | str, *, actor: str, key: str) -> AcceptedView:
    """Carry a command out, once for each key."""
    body = read_command(raw)
    known(onboarding)
    sealer = Sealer(key)
    outcome = bootstrap.handle(
        Envelope(
            onboarding=onboarding,
            id=key,
            actor=actor,
            command=to_command(body, sealer=sealer, directory=bootstrap.people().directory()),
            vault=sealer.vault,
            digest=digest(body, actor),
        )
    )
    return accepted(outcome.onboarding, outcome.events, repeated=outcome.repeated)


def counted() -> MetricsView:
    """Return what onboardings wait for, counted."""
    found, codes = list(rows(bootstrap.listings())), {}
    for name in {row["tier"] for row in found}:
        with suppress(NotFoundError, PlaybookUnreadableError):
            codes[name] = bootstrap.playbooks().latest(name).codes
    return metrics(found, codes)
