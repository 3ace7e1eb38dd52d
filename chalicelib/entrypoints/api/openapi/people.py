"""The OpenAPI document: the directory, what somebody owns, and handing it over."""

from chalicelib.entrypoints.api.openapi.operations import (
    ACTOR,
    CURSOR,
    KEY,
    OF_A_BODY,
    UNKNOWN,
    UNREAD,
    Json,
    answers,
    number,
    operation,
    parameter,
    part,
    taking,
)

_PERSON = part("person", "A directory id or an address.")
_WORK = [CURSOR, parameter("query", "limit", "How many onboardings at most.", number(1, 200))]


def paths() -> Json:
    """Return the addresses of people."""
    listed = operation("listPeople", "The directory, by name", [], answers("MembersView", 200, *UNREAD))
    one = operation(
        "getPerson", "Somebody of the directory", [_PERSON], answers("MemberWholeView", 200, *UNKNOWN)
    )
    put = operation(
        "putPerson",
        "Put somebody into the directory, or change them",
        [_PERSON, ACTOR],
        answers("MemberWholeView", 200, 201, *OF_A_BODY),
    )
    work = operation("getWork", "What somebody owns", [_PERSON, *_WORK], answers("WorkView", 200, *UNKNOWN))
    handover = operation(
        "handOver",
        "Show what would go to whom, or send it on its way",
        [_PERSON, KEY, ACTOR],
        answers("HandoverView", 200, 202, *OF_A_BODY, 404),
    )
    return {
        "/api/people": {"get": listed},
        "/api/people/{person}": {"get": one, "put": taking("PersonBody", of=put)},
        "/api/people/{person}/work": {"get": work},
        "/api/people/{person}/handover": {"post": taking("HandoverBody", of=handover)},
    }
