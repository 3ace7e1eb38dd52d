"""The schemas of the OpenAPI document, made from the models that requests are read with and the shapes that are answered."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from chalicelib.application.api import shapes
from chalicelib.domain.playbook import Playbook
from chalicelib.entrypoints.api.openapi.operations import REF, Json
from chalicelib.entrypoints.api.requests.commands import BODY
from chalicelib.entrypoints.api.requests.people import HandoverBody, PersonBody
from chalicelib.entrypoints.api.requests.playbooks import MigrationsBody

_BODIES = (PersonBody, HandoverBody, MigrationsBody)
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


@cache
def schemas() -> Json:
    """Return every schema by its name."""
    inputs: list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]] = [
        ("Command", "validation", BODY),
        *((body.__name__, "validation", TypeAdapter(body)) for body in _BODIES),
        *((shape.__name__, "serialization", TypeAdapter(shape)) for shape in _ANSWERS),
    ]
    named, rest = TypeAdapter.json_schemas(inputs, ref_template=REF)
    command = named["Command", "validation"]
    return {**rest["$defs"], "Command": command, "Problem": _PROBLEM}
