"""The JSON API of the team and of other systems. docs/api.md says how it is used, /api/openapi.json what it takes.

Imports stand inside the views: webhooks are answered without any of this.
"""

from urllib.parse import unquote

from chalice.app import Blueprint, Response

from chalicelib.entrypoints.problems import HEADERS, explain_the_rest, explains, problem

routes = Blueprint(__name__)
routes.middleware("http")(explain_the_rest)
_TEXTS = ["application/json", "application/yaml", "application/x-yaml", "text/yaml", "text/plain"]


def _answer(view: object, status: int = 200) -> Response:
    from chalicelib.adapters.codec import dump

    return Response(
        body=dump(view), status_code=status, headers={**HEADERS, "Content-Type": "application/json"}
    )


def _asked(*known: str) -> tuple[str, dict[str, str]]:
    """Return the name of the request's token, and its parameters; others than those `known` are refused."""
    from chalicelib.entrypoints.api.door import params_of, token_of

    request = routes.current_request
    return token_of(request), params_of(request, *known)


def _identified() -> tuple[str, str]:
    """Return who acts by this request, and what makes it the only one of its kind."""
    from chalicelib.entrypoints.api.door import actor_of, key_of

    token, _ = _asked()
    return actor_of(routes.current_request, token), key_of(routes.current_request, token)


@routes.route("/api/openapi.json")
@explains
def openapi() -> Response:
    """Describe the API; everybody may read it."""
    from chalicelib.entrypoints.api.openapi import document
    from chalicelib.settings import settings

    return Response(body=document(settings().public_url), headers={"Content-Type": "application/json"})


@routes.route("/api/onboardings")
@explains
def onboardings() -> Response:
    """List onboardings."""
    from chalicelib.entrypoints.api import onboardings as api_onboardings

    _, params = _asked("stage", "owner", "status", "tier", "deal", "cursor", "limit")
    return _answer(api_onboardings.several(params))


@routes.route("/api/onboardings/{onboarding}")
@explains
def one(onboarding: str) -> Response:
    """Show everything about one onboarding."""
    from chalicelib.entrypoints.api import onboardings as api_onboardings

    _asked()
    return _answer(api_onboardings.one(onboarding))


@routes.route("/api/onboardings/{onboarding}/journal")
@explains
def journal(onboarding: str) -> Response:
    """Show the journal, with the personal values that it refers to."""
    from chalicelib.entrypoints.api import onboardings as api_onboardings

    _, params = _asked("cursor", "limit")
    return _answer(api_onboardings.journal(onboarding, params))


@routes.route("/api/onboardings/{onboarding}/commands", methods=["POST"])
@explains
def commands(onboarding: str) -> Response:
    """Carry a command out, once for each Idempotency-Key."""
    from chalicelib.entrypoints.api import onboardings as api_onboardings

    actor, key = _identified()
    raw = routes.current_request.raw_body
    return _answer(api_onboardings.command(onboarding, raw, actor=actor, key=key))


@routes.route("/api/onboardings/{onboarding}/migration")
@explains
def migration(onboarding: str) -> Response:
    """Show what another version of its playbook would change."""
    from chalicelib.entrypoints.api import playbooks as api_playbooks
    from chalicelib.entrypoints.api.requests.parameters import whole
    from chalicelib.entrypoints.named import known

    _, params = _asked("version")
    state = known(onboarding)
    version = whole(params, "version", default=state.playbook.version, least=1, most=999_999)
    return _answer(api_playbooks.migration(state, version))


@routes.route("/api/playbooks")
@explains
def playbooks() -> Response:
    """List the published playbooks."""
    from chalicelib.entrypoints.api import playbooks as api_playbooks

    _asked()
    return _answer(api_playbooks.published())


@routes.route("/api/playbooks", methods=["POST"], content_types=_TEXTS)
@explains
def publish() -> Response:
    """Lint and publish a playbook, YAML or JSON."""
    from chalicelib.entrypoints.api import playbooks as api_playbooks

    _asked()
    raw = routes.current_request.raw_body
    return _answer(api_playbooks.publish(raw if isinstance(raw, bytes) else raw.encode()), 201)


@routes.route("/api/playbooks/{name}/migrations", methods=["POST"])
@explains
def migrations(name: str) -> Response:
    """Preview a version for the onboardings of a playbook, or send their migrations on their way."""
    from chalicelib.entrypoints.api import playbooks as api_playbooks

    actor, key = _identified()
    raw = routes.current_request.raw_body
    view, status = api_playbooks.migrations(unquote(name), raw, actor=actor, key=key)
    return _answer(view, status)


@routes.route("/api/playbooks/{name}/{version}")
@explains
def playbook(name: str, version: str) -> Response:
    """Show a published version, whole."""
    from chalicelib.entrypoints.api import playbooks as api_playbooks

    _asked()
    return _answer(api_playbooks.one(unquote(name), version))


@routes.route("/api/metrics")
@explains
def metrics() -> Response:
    """Count what onboardings wait for."""
    from chalicelib.entrypoints.api import onboardings as api_onboardings

    _asked()
    return _answer(api_onboardings.counted())


@routes.route("/api/needs-you")
@explains
def needs_you() -> Response:
    """List what is in front of a person: `person` is an address; the default is Golive-Actor."""
    from chalicelib.entrypoints.api import people as api_people
    from chalicelib.entrypoints.api.door import person_of

    _, params = _asked("person")
    email = params.get("person") or routes.current_request.headers.get("golive-actor")
    if not email:
        return problem(422, "invalid", "Say whose list: ?person=ada@vendor.example")
    return _answer(api_people.needs_you(person_of(email)))


@routes.route("/api/people")
@explains
def people() -> Response:
    """List the directory."""
    from chalicelib.entrypoints.api import people as api_people

    _asked()
    return _answer(api_people.everybody())


@routes.route("/api/people/{person}")
@explains
def member(person: str) -> Response:
    """Show somebody of the directory, by id or address."""
    from chalicelib.entrypoints.api import people as api_people

    _asked()
    return _answer(api_people.one(unquote(person)))


@routes.route("/api/people/{person}", methods=["PUT"])
@explains
def change_member(person: str) -> Response:
    """Put somebody into the directory, or change them."""
    from chalicelib.entrypoints.api import people as api_people
    from chalicelib.entrypoints.api.door import actor_of

    token, _ = _asked()
    actor = actor_of(routes.current_request, token)
    view, status = api_people.put(unquote(person), routes.current_request.raw_body, actor=actor)
    return _answer(view, status)


@routes.route("/api/people/{person}/work")
@explains
def work(person: str) -> Response:
    """List what somebody owns."""
    from chalicelib.entrypoints.api import people as api_people

    _, params = _asked("cursor", "limit")
    return _answer(api_people.work(unquote(person), params))


@routes.route("/api/people/{person}/handover", methods=["POST"])
@explains
def handover(person: str) -> Response:
    """Show what would go to whom, or send it on its way."""
    from chalicelib.entrypoints.api import people as api_people

    actor, key = _identified()
    raw = routes.current_request.raw_body
    view, status = api_people.handover(unquote(person), raw, actor=actor, key=key)
    return _answer(view, status)
