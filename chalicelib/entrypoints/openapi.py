"""The OpenAPI 3.1 document, made from the models that requests are read with and the shapes that are answered."""

from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from chalicelib.application.api import shapes
from chalicelib.domain.onboarding import Status
from chalicelib.domain.playbook import Playbook
from chalicelib.entrypoints.api_playbooks import MigrationsBody
from chalicelib.entrypoints.people_requests import HandoverBody, PersonBody
from chalicelib.entrypoints.problems import CONTENT_TYPE
from chalicelib.entrypoints.requests import BODY, MODELS

VERSION = "0.1.0"
_REF = "#/components/schemas/{model}"
_ANSWERS = (
    shapes.ListView,
    shapes.OnboardingView,
    shapes.JournalView,
    shapes.AcceptedView,
    shapes.NeedsYouView,
    shapes.MetricsView,
    shapes.MigrationView,
    shapes.MigrationsView,
    shapes.PlaybooksView,
    shapes.PlaybookLineView,
    Playbook,
    shapes.MembersView,
    shapes.MemberWholeView,
    shapes.WorkView,
    shapes.HandoverView,
)
Json = dict[str, Any]

_PROBLEM: Json = {
    "type": "object",
    "description": "An error, RFC 9457. `detail` is a sentence that says what to do.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
_WHY = {
    401: "No known token.",
    403: "This actor may not do this; an override needs a second person.",
    404: "There is no such onboarding, or nothing of this name in it.",
    409: "Too early, too late, or somebody was faster.",
    415: "The body is not sent as JSON.",
    400: "The body is not JSON.",
    422: "A value cannot be used; the sentence says which and why.",
}


@cache
def _schemas() -> Json:
    serialized: JsonSchemaMode = "serialization"
    inputs: list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]] = [("Command", "validation", BODY)]
    inputs += [
        (body.__name__, "validation", TypeAdapter(body))
        for body in (PersonBody, HandoverBody, MigrationsBody)
    ]
    inputs += [(shape.__name__, serialized, TypeAdapter(shape)) for shape in _ANSWERS]
    named, rest = TypeAdapter.json_schemas(inputs, ref_template=_REF)
    command = named["Command", "validation"]
    return {**rest["$defs"], "Command": command, "Problem": _PROBLEM}


def document(public_url: str) -> Json:
    """Return the document for an API that is served at `public_url`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Golive",
            "version": VERSION,
            "summary": "Onboardings from a signed deal to live: read them, and do the team's part.",
        },
        "servers": [{"url": public_url}],
        "security": [{"token": []}],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _paths() -> Json:
    one = _path("onboarding", "The onboarding's id.")
    commands = f"One of {', '.join(MODELS)}; carried out once for each Idempotency-Key."
    return {
        "/api/onboardings": {
            "get": _get("listOnboardings", "List onboardings, newest first", "ListView", _LIST, 401, 422)
        },
        "/api/onboardings/{onboarding}": {
            "get": _get(
                "getOnboarding", "Everything about one onboarding", "OnboardingView", [one], 401, 404, 422
            )
        },
        "/api/onboardings/{onboarding}/journal": {
            "get": _get(
                "getJournal", "The journal, oldest entry first", "JournalView", [one, *_PAGE], 401, 404, 422
            )
        },
        "/api/onboardings/{onboarding}/commands": {
            "post": {
                **_get("command", commands, "AcceptedView", [one, _KEY, _ACTOR], *_WHY),
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": _ref("Command")}},
                },
            }
        },
        "/api/metrics": {
            "get": _get("metrics", "What onboardings wait for, by reason code", "MetricsView", [], 401, 422)
        },
        "/api/needs-you": {
            "get": _get(
                "needsYou", "What is in front of a person", "NeedsYouView", [_PERSON, _ACTOR], 401, 422
            )
        },
        **_people(),
        **_playbooks(),
        "/api/openapi.json": {
            "get": {
                "operationId": "openapi",
                "summary": "This document",
                "security": [],
                "responses": {"200": {"description": "OpenAPI 3.1", "content": {"application/json": {}}}},
            }
        },
    }


def _people() -> Json:
    one = _path("person", "A directory id or an address.")
    put = _get(
        "putPerson", "Put somebody into the directory, or change them", "MemberWholeView", [one, _ACTOR]
    )
    hand = "Show what would go to whom, or send it on its way"
    handover = _get("handOver", hand, "HandoverView", [one, _KEY, _ACTOR])
    somebody = _get("getPerson", "Somebody of the directory", "MemberWholeView", [one], 401, 404, 422)
    return {
        "/api/people": {"get": _get("listPeople", "The directory, by name", "MembersView", [], 401, 422)},
        "/api/people/{person}": {
            "get": somebody,
            "put": _takes(
                put | {"responses": _answers("MemberWholeView", 200, 201, *_WHY_NOT)}, "PersonBody"
            ),
        },
        "/api/people/{person}/work": {
            "get": _get("getWork", "What somebody owns", "WorkView", [one, *_WORK], 401, 404, 422)
        },
        "/api/people/{person}/handover": {
            "post": _takes(
                handover | {"responses": _answers("HandoverView", 200, 202, *_WHY_NOT, 404)}, "HandoverBody"
            )
        },
    }


def _playbooks() -> Json:
    name, version = _path("name", "The playbook's name."), _path("version", "A published version.")
    publishing = _get(
        "publishPlaybook", "Lint and publish a version, sent as YAML or JSON", "PlaybookLineView", []
    )
    moving = _get(
        "migrateOnboardings",
        "Preview a version for the onboardings of a playbook, or send their migrations on their way",
        "MigrationsView",
        [name, _KEY, _ACTOR],
    )
    seen = _parameter("query", "version", "A published version; default its own.", _number(1, 999_999))
    return {
        "/api/onboardings/{onboarding}/migration": {
            "get": _get(
                "previewMigration",
                "What another version of its playbook would change",
                "MigrationView",
                [_path("onboarding", "The onboarding's id."), seen],
                *(401, 404, 422),
            )
        },
        "/api/playbooks": {
            "get": _get("listPlaybooks", "Every published playbook", "PlaybooksView", [], 401, 422),
            "post": {
                **publishing,
                "responses": _answers("PlaybookLineView", 201, *_WHY_NOT),
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/yaml": {"schema": {"type": "string"}},
                        "application/json": {"schema": _ref("Playbook")},
                    },
                },
            },
        },
        "/api/playbooks/{name}/migrations": {
            "post": _takes(
                moving | {"responses": _answers("MigrationsView", 200, 202, *_WHY_NOT, 404)}, "MigrationsBody"
            )
        },
        "/api/playbooks/{name}/{version}": {
            "get": _get(
                "getPlaybook", "A published version, whole", "Playbook", [name, version], 401, 404, 422
            )
        },
    }


def _takes(operation: Json, body: str) -> Json:
    content = {"application/json": {"schema": _ref(body)}}
    return {**operation, "requestBody": {"required": True, "content": content}}


def _answers(shape: str, *statuses: int) -> Json:
    said = {200: "As asked.", 201: "It is new.", 202: "It is on its way: each is carried out by itself."}
    return {
        str(status): {
            "description": said.get(status) or _WHY[status],
            "content": {"application/json": {"schema": _ref(shape)}}
            if status in said
            else {CONTENT_TYPE: {"schema": _ref("Problem")}},
        }
        for status in sorted(statuses)
    }


def _get(name: str, summary: str, shape: str, parameters: list[Json], *refusals: int) -> Json:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": parameters,
        "responses": _answers(shape, 200, *refusals),
    }


def _ref(name: str) -> Json:
    return {"$ref": _REF.format(model=name)}


def _parameter(where: Literal["query", "header"], name: str, says: str, schema: Json | None = None) -> Json:
    return {"name": name, "in": where, "description": says, "schema": schema or {"type": "string"}}


def _path(name: str, says: str) -> Json:
    return {"name": name, "in": "path", "required": True, "description": says, "schema": {"type": "string"}}


def _number(least: int, most: int) -> Json:
    return {"type": "integer", "minimum": least, "maximum": most}


_CURSOR = _parameter("query", "cursor", "`next` of the page before.")
_LIST = [
    _parameter("query", "stage", "A stage's id."),
    _parameter("query", "owner", "Address or directory id of the account's owner."),
    _parameter("query", "status", "Where it stands.", TypeAdapter(Status).json_schema()),
    _parameter("query", "tier", "The playbook's name."),
    _parameter("query", "deal", "The CRM's deal, as `source:id`."),
    _CURSOR,
    _parameter("query", "limit", "How many at most.", _number(1, 200)),
]
_PAGE = [
    _parameter("query", "cursor", "`next` of the page before.", _number(0, 10**8)),
    _parameter("query", "limit", "How many at most.", _number(1, 1000)),
]
_WORK = [_CURSOR, _parameter("query", "limit", "How many onboardings at most.", _number(1, 200))]
_WHY_NOT = (400, 401, 409, 415, 422)
_PERSON = _parameter("query", "person", "Address of the person; default Golive-Actor.")
_ACTOR = _parameter(
    "header",
    "Golive-Actor",
    "Address of the person in whose name this is done; default the token's own name.",
)
_KEY = _parameter(
    "header",
    "Idempotency-Key",
    "The same key carries the same command out once, however often it is sent.",
    {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
)
