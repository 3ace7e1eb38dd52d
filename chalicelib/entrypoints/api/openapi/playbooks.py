"""The OpenAPI document: playbooks, and what a version of one would change."""

from chalicelib.entrypoints.api.openapi.operations import (
    ACTOR,
    KEY,
    OF_A_BODY,
    ONBOARDING,
    UNKNOWN,
    UNREAD,
    Json,
    answers,
    number,
    operation,
    parameter,
    part,
    ref,
    taking,
)

_NAME = part("name", "The playbook's name.")
_VERSION = part("version", "A published version.")
_SEEN = parameter("query", "version", "A published version; default its own.", number(1, 999_999))


def paths() -> Json:
    """Return the addresses of playbooks and migrations."""
    preview = operation(
        "previewMigration",
        "What another version of its playbook would change",
        [ONBOARDING, _SEEN],
        answers("MigrationView", 200, *UNKNOWN),
    )
    listed = operation(
        "listPlaybooks", "Every published playbook", [], answers("PlaybooksView", 200, *UNREAD)
    )
    moving = operation(
        "migrateOnboardings",
        "Preview a version for the onboardings of a playbook, or send their migrations on their way",
        [_NAME, KEY, ACTOR],
        answers("MigrationsView", 200, 202, *OF_A_BODY, 404),
    )
    one = operation(
        "getPlaybook", "A published version, whole", [_NAME, _VERSION], answers("Playbook", 200, *UNKNOWN)
    )
    return {
        "/api/onboardings/{onboarding}/migration": {"get": preview},
        "/api/playbooks": {"get": listed, "post": _publishing()},
        "/api/playbooks/{name}/migrations": {"post": taking("MigrationsBody", of=moving)},
        "/api/playbooks/{name}/{version}": {"get": one},
    }


def _publishing() -> Json:
    published = operation(
        "publishPlaybook",
        "Lint and publish a version, sent as YAML or JSON",
        [],
        answers("PlaybookLineView", 201, *OF_A_BODY),
    )
    content = {
        "application/yaml": {"schema": {"type": "string"}},
        "application/json": {"schema": ref("Playbook")},
    }
    return {**published, "requestBody": {"required": True, "content": content}}
