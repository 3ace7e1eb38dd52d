"""The OpenAPI 3.1 document of the JSON API: what `/api/openapi.json` answers."""

from chalicelib.entrypoints.api.openapi import onboardings, people, playbooks
from chalicelib.entrypoints.api.openapi.operations import Json
from chalicelib.entrypoints.api.openapi.schemas import schemas

VERSION = "0.1.0"
_ITSELF = {
    "get": {
        "operationId": "openapi",
        "summary": "This document",
        "security": [],
        "responses": {"200": {"description": "OpenAPI 3.1", "content": {"application/json": {}}}},
    }
}


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
        "paths": {
            **onboardings.paths(),
            **people.paths(),
            **playbooks.paths(),
            "/api/openapi.json": _ITSELF,
        },
        "components": {
            "schemas": schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }
