"""The OpenAPI document: onboardings, what they wait for, and what is in front of a person."""

from pydantic import TypeAdapter

from chalicelib.domain.onboarding import Status
from chalicelib.entrypoints.api.openapi.operations import (
    ACTOR,
    CURSOR,
    EVERY_REFUSAL,
    KEY,
    ONBOARDING,
    UNKNOWN,
    UNREAD,
    Json,
    answers,
    number,
    operation,
    parameter,
    taking,
)
from chalicelib.entrypoints.api.requests.commands import MODELS

_LIST = [
    parameter("query", "stage", "A stage's id."),
    parameter("query", "owner", "Address or directory id of the account's owner."),
    parameter("query", "status", "Where it stands.", TypeAdapter(Status).json_schema()),
    parameter("query", "tier", "The playbook's name."),
    parameter("query", "deal", "The CRM's deal, as `source:id`."),
    CURSOR,
    parameter("query", "limit", "How many at most.", number(1, 200)),
]
_PAGE = [
    parameter("query", "cursor", "`next` of the page before.", number(0, 10**8)),
    parameter("query", "limit", "How many at most.", number(1, 1000)),
]
_PERSON = parameter("query", "person", "Address of the person; default Golive-Actor.")


def paths() -> Json:
    """Return the addresses of onboardings and of what is seen across them."""
    listed = operation(
        "listOnboardings", "List onboardings, newest first", _LIST, answers("ListView", 200, *UNREAD)
    )
    one = operation(
        "getOnboarding",
        "Everything about one onboarding",
        [ONBOARDING],
        answers("OnboardingView", 200, *UNKNOWN),
    )
    journal = operation(
        "getJournal",
        "The journal, oldest entry first",
        [ONBOARDING, *_PAGE],
        answers("JournalView", 200, *UNKNOWN),
    )
    command = operation(
        "command",
        f"One of {', '.join(MODELS)}; carried out once for each Idempotency-Key.",
        [ONBOARDING, KEY, ACTOR],
        answers("AcceptedView", 200, *EVERY_REFUSAL),
    )
    metrics = operation(
        "metrics", "What onboardings wait for, by reason code", [], answers("MetricsView", 200, *UNREAD)
    )
    needs_you = operation(
        "needsYou",
        "What is in front of a person",
        [_PERSON, ACTOR],
        answers("NeedsYouView", 200, *UNREAD),
    )
    return {
        "/api/onboardings": {"get": listed},
        "/api/onboardings/{onboarding}": {"get": one},
        "/api/onboardings/{onboarding}/journal": {"get": journal},
        "/api/onboardings/{onboarding}/commands": {"post": taking("Command", of=command)},
        "/api/metrics": {"get": metrics},
        "/api/needs-you": {"get": needs_you},
    }
