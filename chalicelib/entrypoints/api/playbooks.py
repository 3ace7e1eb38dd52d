"""The API's addresses about playbooks: what is published, publishing, and moving onboardings to another version."""

import re
from typing import Any

from chalicelib import bootstrap
from chalicelib.adapters.playbook_files import linted
from chalicelib.application.api.shapes import (
    MigrationsView,
    MigrationView,
    PlaybookLineView,
    PlaybooksView,
)
from chalicelib.application.migrations import RUNNING, envelopes, preview, running
from chalicelib.application.words.migration_words import sentences
from chalicelib.domain.errors import InvalidError, NotFoundError, PlaybookError
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.values import PlaybookRef
from chalicelib.entrypoints.api.requests.playbooks import MigrationsBody
from chalicelib.entrypoints.api.requests.reading import read
from chalicelib.entrypoints.named import known_or_none
from chalicelib.entrypoints.problems import ProblemError

_BODY = "the body"
NAME = re.compile(r"[a-z0-9_]{1,40}")


def published() -> PlaybooksView:
    """Return every published playbook."""
    playbooks = bootstrap.playbooks()
    known = ((name, playbooks.versions(name)) for name in playbooks.names())
    return PlaybooksView(
        items=tuple(
            PlaybookLineView(name=name, title=playbooks.latest(name).title, versions=versions)
            for name, versions in known
            if versions
        )
    )


def one(name: str, version: str) -> Playbook:
    """Return a published version, whole."""
    if not NAME.fullmatch(name) or not (version.isascii() and version.isdecimal() and len(version) <= 6):
        raise NotFoundError("There is no such version of a playbook.")
    return bootstrap.playbooks().get(PlaybookRef(name=name, version=int(version)))


def publish(raw: bytes) -> PlaybookLineView:
    """Lint and publish a version; every problem is named with its line, and nothing changes unless there is none."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProblemError(
            400, "not-text", "The body is not UTF-8 text. Send the playbook as YAML or JSON."
        ) from error
    try:
        playbook = linted(text, source=_BODY)
        bootstrap.playbooks().publish(playbook)
    except PlaybookError as error:
        lines = [_error(line) for line in str(error).splitlines()]
        raise ProblemError(
            422, "playbook", f"This playbook cannot be published: {len(lines)} to mend.", errors=lines
        ) from error
    versions = bootstrap.playbooks().versions(playbook.name)
    return PlaybookLineView(name=playbook.name, title=playbook.title, versions=versions)


def _error(line: str) -> dict[str, str]:
    place, _, message = line.removeprefix(f"{_BODY}, ").removeprefix(f"{_BODY}: ").partition(": ")
    return {"field": place, "message": message} if message else {"field": _BODY, "message": place}


def migration(state: Onboarding, version: int) -> MigrationView:
    """Return what a version would change of an onboarding."""
    seen = preview(state, version, bootstrap.ports())
    found, directory = seen.shown, bootstrap.people().directory()
    return MigrationView(
        onboarding=state.id,
        account=state.deal.account.name,
        before=found.before,
        after=found.after,
        digest=found.digest,
        items=found.items,
        text=sentences(
            found.items, zone=seen.playbook.calendar.time_zone, after=seen.after, directory=directory
        ),
    )


def migrations(name: str, raw: bytes | str, *, actor: str, key: str) -> tuple[MigrationsView, int]:
    """Preview a version for a page of onboardings, or send their migrations on their way: then 202."""
    body = read(MigrationsBody, raw)
    if not NAME.fullmatch(name):
        raise NotFoundError("There is no such playbook.")
    bootstrap.playbooks().get(PlaybookRef(name=name, version=body.version))
    if not body.preview:
        return _send(name, body, actor=actor, key=key), 202
    filters = _filters(body)
    ids, following = running(
        name, bootstrap.listings(), filters=filters, cursor=body.cursor, limit=body.limit
    )
    states = (stored.onboarding for one in ids if (stored := bootstrap.store().load(one)))
    items = tuple(migration(state, body.version) for state in states if not state.ended)
    return MigrationsView(version=body.version, preview=True, items=items, sent=(), next=following), 200


def _filters(body: MigrationsBody) -> dict[str, str]:
    given: dict[str, Any] = body.filter.model_dump(exclude_none=True)
    if given.get("status", "active") not in RUNNING:
        raise InvalidError(f"filter.status must be one of {', '.join(RUNNING)}.")
    if owner := bootstrap.people().directory().by_email(given.get("owner")):
        given["owner"] = owner.id
    return given


def _send(name: str, body: MigrationsBody, *, actor: str, key: str) -> MigrationsView:
    """Send the migrations that a preview has shown; what has changed since is refused there, one by one."""
    if not body.digests:
        raise InvalidError(
            "Send the digests of a preview: {onboarding: digest}. Only what was previewed is done."
        )
    for one in body.digests:
        state = known_or_none(one)
        if state is None or state.playbook.name != name:
            raise InvalidError(f"'{one[:64]}' is no onboarding that runs by '{name}'.")
    bootstrap.send_commands(list(envelopes(body.digests, body.version, actor=actor, key=key)))
    return MigrationsView(
        version=body.version, preview=False, items=(), sent=tuple(sorted(body.digests)), next=None
    )
