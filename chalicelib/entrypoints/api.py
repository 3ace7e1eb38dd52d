"""The JSON API of the team and of other systems. docs/api.md says how it is used, /api/openapi.json what it takes.

Imports stand inside the views: webhooks are answered without any of this.
"""

import hmac
import re
import uuid
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import unquote

from chalice.app import Blueprint, Response

from chalicelib import bootstrap
from chalicelib.entrypoints.problems import HEADERS, ProblemError, explain_the_rest, explains, problem

if TYPE_CHECKING:
    from chalicelib.application.ports import Stored

routes = Blueprint(__name__)
routes.middleware("http")(explain_the_rest)
_ID = re.compile(r"[a-z0-9-]{1,64}")
_TEXTS = ["application/json", "application/yaml", "application/x-yaml", "text/yaml", "text/plain"]
_KEY = re.compile(r"[!-~]{1,200}")


def _answer(view: object, status: int = 200) -> Response:
    from chalicelib.adapters.codec import dump

    return Response(
        body=dump(view), status_code=status, headers={**HEADERS, "Content-Type": "application/json"}
    )


def _token_name() -> str:
    """Return the name of the token that the request carries."""
    scheme, _, given = routes.current_request.headers.get("authorization", "").partition(" ")
    named = ""
    for token, name in bootstrap.secrets()["api_tokens"].items():
        if hmac.compare_digest(token.encode(), given.strip().encode(errors="replace")):
            named = name
    if scheme.lower() != "bearer" or not named:
        raise ProblemError(401, "unauthorized", "Send a known token: Authorization: Bearer <token>.")
    return named


def _params(*known: str) -> dict[str, str]:
    from chalicelib.entrypoints.requests import check_known

    params = dict(routes.current_request.query_params or {})
    check_known(params, *known)
    return params


def _person(email: str) -> str:
    """Return the directory id of an address."""
    from chalicelib.domain.errors import InvalidError

    person = bootstrap.people().directory().by_email(email)
    if person is None or not person.active:
        raise InvalidError(f"'{email[:200]}' is nobody in the directory.")
    return person.id


def _actor(token: str) -> str:
    email = routes.current_request.headers.get("golive-actor")
    return f"person:{_person(email)}" if email else f"token:{token}"


def _key() -> str:
    """Return what makes this request the only one of its kind."""
    key = routes.current_request.headers.get("idempotency-key", uuid.uuid4().hex)
    if not _KEY.fullmatch(key):
        raise ProblemError(422, "invalid", "An Idempotency-Key is 1 to 200 visible ASCII characters.")
    return str(key)


def _stored(onboarding: str) -> "Stored":
    from chalicelib.domain.errors import NotFoundError

    stored = bootstrap.store().load(onboarding) if _ID.fullmatch(onboarding) else None
    if stored is None:
        raise NotFoundError("There is no such onboarding.")
    return stored


@routes.route("/api/openapi.json")
@explains
def openapi() -> Response:
    """Describe the API; everybody may read it."""
    from chalicelib.entrypoints.openapi import document
    from chalicelib.settings import settings

    return Response(body=document(settings().public_url), headers={"Content-Type": "application/json"})


@routes.route("/api/onboardings")
@explains
def onboardings() -> Response:
    """List onboardings."""
    from chalicelib.application.api_lists import listed
    from chalicelib.application.api_shapes import ListView
    from chalicelib.application.plans import zone_of
    from chalicelib.entrypoints.requests import read_filters, whole

    _token_name()
    params = _params("stage", "owner", "status", "tier", "deal", "cursor", "limit")
    directory = bootstrap.people().directory()
    page = bootstrap.listings().board(
        filters=read_filters(params, directory),
        cursor=params.get("cursor") or None,
        limit=whole(params, "limit", default=50, least=1, most=200),
    )
    zones = {row["tier"]: zone_of(row["tier"], bootstrap.playbooks()) for row in page.items}
    items = tuple(listed(row, directory, zones[row["tier"]]) for row in page.items)
    return _answer(ListView(items=items, next=page.next))


@routes.route("/api/onboardings/{onboarding}")
@explains
def one(onboarding: str) -> Response:
    """Show everything about one onboarding."""
    from chalicelib.application.api_view import ApiView
    from chalicelib.application.calendars import house
    from chalicelib.application.personal import Names
    from chalicelib.application.plans import plan_to_show

    _token_name()
    _params()
    state = _stored(onboarding).onboarding
    plan = plan_to_show(state, bootstrap.playbooks())
    view = ApiView(
        onboarding=state,
        playbook=plan,
        directory=bootstrap.people().directory(),
        names=Names(bootstrap.store().personal(onboarding)),
        now=bootstrap.clock().now(),
        calendar=house(plan.calendar, bootstrap.calendars())[0],
    )
    return _answer(view.whole())


@routes.route("/api/onboardings/{onboarding}/journal")
@explains
def journal(onboarding: str) -> Response:
    """Show the journal, with the personal values that it refers to."""
    from chalicelib.application.api_lists import journal_entry
    from chalicelib.application.api_shapes import JournalView
    from chalicelib.application.personal import Names
    from chalicelib.application.plans import plan_to_show
    from chalicelib.application.said import Said
    from chalicelib.entrypoints.requests import whole

    _token_name()
    params = _params("cursor", "limit")
    limit = whole(params, "limit", default=200, least=1, most=1000)
    state = _stored(onboarding).onboarding
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
    return _answer(
        JournalView(items=tuple(journal_entry(entry, personal, said) for entry in entries), next=following)
    )


@routes.route("/api/onboardings/{onboarding}/commands", methods=["POST"])
@explains
def commands(onboarding: str) -> Response:
    """Carry a command out, once for each Idempotency-Key."""
    from chalicelib.application.api_lists import accepted
    from chalicelib.application.handle import Envelope
    from chalicelib.application.personal import Sealer
    from chalicelib.entrypoints.requests import digest, read_body, to_command

    token = _token_name()
    _params()
    actor, key = _actor(token), _key()
    body = read_body(routes.current_request.raw_body)
    _stored(onboarding)
    command_id = f"api:{token}:{key}"
    sealer = Sealer(command_id)
    command = to_command(body, sealer=sealer, directory=bootstrap.people().directory())
    outcome = bootstrap.handle(
        Envelope(
            onboarding=onboarding,
            id=command_id,
            actor=actor,
            command=command,
            vault=sealer.vault,
            digest=digest(body, actor),
        )
    )
    return _answer(accepted(outcome.onboarding, outcome.events, repeated=outcome.repeated))


@routes.route("/api/onboardings/{onboarding}/migration")
@explains
def migration(onboarding: str) -> Response:
    """Show what another version of its playbook would change."""
    from chalicelib.entrypoints import api_playbooks
    from chalicelib.entrypoints.requests import whole

    _token_name()
    state = _stored(onboarding).onboarding
    version = whole(_params("version"), "version", default=state.playbook.version, least=1, most=999_999)
    return _answer(api_playbooks.migration(state, version))


@routes.route("/api/playbooks")
@explains
def playbooks() -> Response:
    """List the published playbooks."""
    from chalicelib.entrypoints import api_playbooks

    _token_name()
    _params()
    return _answer(api_playbooks.published())


@routes.route("/api/playbooks", methods=["POST"], content_types=_TEXTS)
@explains
def publish() -> Response:
    """Lint and publish a playbook, YAML or JSON."""
    from chalicelib.entrypoints import api_playbooks

    _token_name()
    _params()
    raw = routes.current_request.raw_body
    return _answer(api_playbooks.publish(raw if isinstance(raw, bytes) else raw.encode()), 201)


@routes.route("/api/playbooks/{name}/migrations", methods=["POST"])
@explains
def migrations(name: str) -> Response:
    """Preview a version for the onboardings of a playbook, or send their migrations on their way."""
    from chalicelib.entrypoints import api_playbooks

    token = _token_name()
    _params()
    raw, key = routes.current_request.raw_body, f"api:{token}:{_key()}"
    view, status = api_playbooks.migrations(unquote(name), raw, actor=_actor(token), key=key)
    return _answer(view, status)


@routes.route("/api/playbooks/{name}/{version}")
@explains
def playbook(name: str, version: str) -> Response:
    """Show a published version, whole."""
    from chalicelib.entrypoints import api_playbooks

    _token_name()
    _params()
    return _answer(api_playbooks.one(unquote(name), version))


@routes.route("/api/metrics")
@explains
def metrics() -> Response:
    """Count what onboardings wait for."""
    from chalicelib.application.metrics_view import metrics as counted
    from chalicelib.application.metrics_view import rows
    from chalicelib.domain.errors import NotFoundError, PlaybookUnreadableError

    _token_name()
    _params()
    found, codes = list(rows(bootstrap.listings())), {}
    for name in {row["tier"] for row in found}:
        with suppress(NotFoundError, PlaybookUnreadableError):
            codes[name] = bootstrap.playbooks().latest(name).codes
    return _answer(counted(found, codes))


@routes.route("/api/needs-you")
@explains
def needs_you() -> Response:
    """List what is in front of a person: `person` is an address; the default is Golive-Actor."""
    from chalicelib.entrypoints import api_people

    _token_name()
    email = _params("person").get("person") or routes.current_request.headers.get("golive-actor")
    if not email:
        return problem(422, "invalid", "Say whose list: ?person=ada@vendor.example")
    return _answer(api_people.needs_you(_person(email)))


@routes.route("/api/people")
@explains
def people() -> Response:
    """List the directory."""
    from chalicelib.entrypoints import api_people

    _token_name()
    _params()
    return _answer(api_people.everybody())


@routes.route("/api/people/{person}")
@explains
def member(person: str) -> Response:
    """Show somebody of the directory, by id or address."""
    from chalicelib.entrypoints import api_people

    _token_name()
    _params()
    return _answer(api_people.one(unquote(person)))


@routes.route("/api/people/{person}", methods=["PUT"])
@explains
def change_member(person: str) -> Response:
    """Put somebody into the directory, or change them."""
    from chalicelib.entrypoints import api_people

    actor = _actor(_token_name())
    _params()
    view, status = api_people.put(unquote(person), routes.current_request.raw_body, actor=actor)
    return _answer(view, status)


@routes.route("/api/people/{person}/work")
@explains
def work(person: str) -> Response:
    """List what somebody owns."""
    from chalicelib.entrypoints import api_people

    _token_name()
    return _answer(api_people.work(unquote(person), _params("cursor", "limit")))


@routes.route("/api/people/{person}/handover", methods=["POST"])
@explains
def handover(person: str) -> Response:
    """Show what would go to whom, or send it on its way."""
    from chalicelib.entrypoints import api_people

    token = _token_name()
    _params()
    raw, key = routes.current_request.raw_body, f"api:{token}:{_key()}"
    view, status = api_people.handover(unquote(person), raw, actor=_actor(token), key=key)
    return _answer(view, status)
