"""The team's pages of playbooks: what is published, and what another version would change of what is under way."""

from typing import Any

from chalice.app import Response

from chalicelib import bootstrap
from chalicelib.application.migrations import Preview, envelopes, preview, preview_undo, running
from chalicelib.application.words.migration_words import sentences, undo_sentences
from chalicelib.domain.errors import DomainError, InvalidError, NotFoundError
from chalicelib.domain.onboarding import Onboarding
from chalicelib.domain.values import PlaybookRef
from chalicelib.entrypoints.api.playbooks import NAME
from chalicelib.entrypoints.console.visit import TeamVisit, enter, enter_with_form, load
from chalicelib.entrypoints.forms import Form
from chalicelib.entrypoints.pages import guarded, page, redirect

_A_PAGE = 20
_SEEN = "seen."


@guarded
def playbooks(request: Any) -> Response:
    """Show what is published."""
    visit, known = enter(request), bootstrap.playbooks()
    rows = [(name, known.latest(name).title, known.versions(name)) for name in known.names()]
    return page("console/playbooks.html", **visit.shared(), rows=rows)


@guarded
def one(request: Any, onboarding_id: str) -> Response:
    """Show what a version would change of one onboarding, with the button that does exactly that."""
    visit, state = enter(request), load(onboarding_id).about.onboarding
    if (request.query_params or {}).get("back") and state.migration and not state.ended:
        return _back(visit, state)
    version = _version(request, default=_other(state))
    seen = preview(state, version, bootstrap.ports()) if not state.ended else None
    return page(
        "console/migration.html",
        **visit.shared(),
        account=state.deal.account.name,
        playbook=state.playbook,
        version=version,
        versions=bootstrap.playbooks().versions(state.playbook.name),
        shown=seen.shown if seen else None,
        lines=_lines(seen, visit) if seen else (),
        record=f"/console/onboardings/{state.id}",
    )


def _back(visit: TeamVisit, state: Onboarding) -> Response:
    """Show what taking the last change of version back would do, with the button that does it."""
    after, kept = preview_undo(state, bootstrap.ports())
    return page(
        "console/migration_back.html",
        **visit.shared(),
        account=state.deal.account.name,
        playbook=state.playbook,
        version=after.playbook.version,
        lines=undo_sentences(state, after, kept, zone=visit.person.time_zone),
        record=f"/console/onboardings/{state.id}",
    )


@guarded
def all_of(request: Any, name: str) -> Response:
    """Show what a version would change of all that run by a playbook, a page of them."""
    query = request.query_params or {}
    return _all(
        enter(request),
        name,
        _version(request, default=0),
        cursor=query.get("cursor") or None,
        done=query.get("done", ""),
    )


@guarded
def migrate_all(request: Any, name: str) -> Response:
    """Send those on their way that were ticked, each exactly as it was shown."""
    visit, form = enter_with_form(request)
    version = _number(form.get("version"))
    try:
        if not NAME.fullmatch(name):
            raise NotFoundError("There is no such playbook.")
        digests = _ticked(form)
        key = f"form:{visit.person.id}:{form.nonce}"
        actor = f"person:{visit.person.id}"
        bootstrap.playbooks().get(PlaybookRef(name=name, version=version))
        bootstrap.send_commands(list(envelopes(digests, version, actor=actor, key=key)))
    except DomainError as refusal:
        return _all(visit, name, version, failed=str(refusal), status=refusal.status)
    return redirect(f"/console/playbooks/{name}?version={version}&done={len(digests)}")


def _all(
    visit: TeamVisit,
    name: str,
    version: int,
    *,
    cursor: str | None = None,
    done: str = "",
    failed: str = "",
    status: int = 200,
) -> Response:
    known = bootstrap.playbooks()
    versions = known.versions(name) if NAME.fullmatch(name) else ()
    if not versions:
        raise NotFoundError("There is no such playbook.")
    version = version or versions[-1]
    known.get(PlaybookRef(name=name, version=version))
    ids, following = running(name, bootstrap.listings(), filters={}, cursor=cursor, limit=_A_PAGE)
    rows, ports = [], bootstrap.ports()
    for key in ids:
        stored = bootstrap.store().load(key)
        if stored and not stored.onboarding.ended:
            seen = preview(stored.onboarding, version, ports)
            shown = seen.shown
            if shown.items or shown.before != shown.after:
                rows.append((key, stored.onboarding.deal.account.name, shown, _lines(seen, visit)))
    return page(
        "console/migrations.html",
        status=status,
        **visit.shared(),
        name=name,
        title=known.latest(name).title,
        version=version,
        versions=versions,
        rows=rows,
        next=following or "",
        done=done,
        failed=failed,
        seen=_SEEN,
    )


def _ticked(form: Form) -> dict[str, str]:
    found = {
        key.removeprefix(_SEEN): form.get(key)
        for key in form.fields
        if key.startswith(_SEEN) and form.get(key)
    }
    if not found:
        raise InvalidError("Tick at least one onboarding.")
    for key in found:
        load(key)
    return found


def _lines(seen: Preview, visit: TeamVisit) -> tuple[str, ...]:
    directory = bootstrap.people().directory()
    return sentences(seen.shown.items, zone=visit.person.time_zone, after=seen.after, directory=directory)


def _other(state: Onboarding) -> int:
    """Return the newest version: it is what one usually wants to look at."""
    return max((*bootstrap.playbooks().versions(state.playbook.name), state.playbook.version))


def _version(request: Any, *, default: int) -> int:
    given = (request.query_params or {}).get("version", "")
    return _number(given) if given else default


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 6):
        raise InvalidError("Choose a version.")
    return int(text)
