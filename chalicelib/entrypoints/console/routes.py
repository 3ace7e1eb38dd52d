"""The team's routes. Each view loads what it needs when it is first asked for."""

from importlib import import_module
from typing import Any

from chalice.app import Blueprint

routes = Blueprint(__name__)
_ANY = ["*/*"]  # the views read forms themselves, and say on a page what they cannot read


@routes.route("/", methods=["GET"])
def home() -> Any:
    """Lead whoever opens the bare address to the console."""
    return _module("door").home()


@routes.route("/console", methods=["GET"])
def console() -> Any:
    """Lead to what needs the person, or to the sign-in form."""
    return _module("door").start(_request())


@routes.route("/console/sign-in", methods=["GET"])
def sign_in() -> Any:
    """Ask for an address."""
    return _module("door").sign_in()


@routes.route("/console/sign-in", methods=["POST"], content_types=_ANY)
def ask_for_link() -> Any:
    """Mail a link, if the address is one of ours."""
    return _module("door").ask_for_link(_request())


@routes.route("/console/sign-in/{signed}", methods=["GET", "HEAD"])
def sign_in_link(signed: str) -> Any:
    """Show the page behind a sign-in link; nothing changes."""
    return _module("door").sign_in_link(signed)


@routes.route("/console/sign-in/{signed}", methods=["POST"], content_types=_ANY)
def signed_in(signed: str) -> Any:
    """Use a sign-in link up and begin a session."""
    return _module("door").signed_in(_request(), signed)


@routes.route("/console/sign-out", methods=["POST"], content_types=_ANY)
def sign_out() -> Any:
    """End the session on this device."""
    return _module("door").sign_out(_request())


@routes.route("/console/needs-you", methods=["GET"])
def needs_you() -> Any:
    """Show what is in front of the person."""
    return _module("lists").needs_you(_request())


@routes.route("/console/onboardings", methods=["GET"])
def board() -> Any:
    """Show the onboardings."""
    return _module("lists").board(_request())


@routes.route("/console/onboardings/{onboarding}", methods=["GET"])
def record(onboarding: str) -> Any:
    """Show one onboarding, whole."""
    return _module("record").record(_request(), onboarding)


@routes.route("/console/onboardings/{onboarding}", methods=["POST"], content_types=_ANY)
def act(onboarding: str) -> Any:
    """Do what a form of the record asks for."""
    return _module("record").act(_request(), onboarding)


@routes.route("/console/onboardings/{onboarding}/documents/{document}", methods=["GET"])
def download(onboarding: str, document: str) -> Any:
    """Lead to the pinned version of a document."""
    return _module("record").download(_request(), onboarding, document)


@routes.route("/console/onboardings/{onboarding}/tasks/{task}/secrets/{field}", methods=["GET"])
def secret(onboarding: str, task: str, field: str) -> Any:
    """Say what there is of a secret of the customer, and ask why somebody wants to see it."""
    return _module("secrets").show(_request(), onboarding, task, field)


@routes.route(
    "/console/onboardings/{onboarding}/tasks/{task}/secrets/{field}", methods=["POST"], content_types=_ANY
)
def reveal_secret(onboarding: str, task: str, field: str) -> Any:
    """Show a secret of the customer, once, or ask for it again."""
    return _module("secrets").act(_request(), onboarding, task, field)


@routes.route("/console/onboardings/{onboarding}/portal", methods=["GET"])
def look_on(onboarding: str) -> Any:
    """Show what the customer sees."""
    return _module("record").look_on(_request(), onboarding)


@routes.route("/console/onboardings/{onboarding}/portal/tasks/{task}", methods=["GET"])
def look_on_task(onboarding: str, task: str) -> Any:
    """Show what the customer sees of a task."""
    return _module("record").look_on_task(_request(), onboarding, task)


@routes.route("/console/onboardings/{onboarding}/migration", methods=["GET"])
def migration(onboarding: str) -> Any:
    """Show what another version of the playbook would change."""
    return _module("versions").one(_request(), onboarding)


@routes.route("/console/playbooks", methods=["GET"])
def playbooks() -> Any:
    """Show the published playbooks."""
    return _module("versions").playbooks(_request())


@routes.route("/console/playbooks/{name}", methods=["GET"])
def migrations(name: str) -> Any:
    """Show what a version would change of all that run by a playbook."""
    return _module("versions").all_of(_request(), name)


@routes.route("/console/playbooks/{name}", methods=["POST"], content_types=_ANY)
def migrate_all(name: str) -> Any:
    """Send those on their way that were ticked."""
    return _module("versions").migrate_all(_request(), name)


@routes.route("/console/team", methods=["GET"])
def team() -> Any:
    """Show everybody of the team."""
    return _module("team").team(_request())


@routes.route("/console/team/{person}", methods=["GET"])
def member(person: str) -> Any:
    """Show somebody, and what would go to whom if they handed everything over."""
    return _module("team").member(_request(), person)


@routes.route("/console/team/{person}", methods=["POST"], content_types=_ANY)
def change_member(person: str) -> Any:
    """Hand over what somebody owns, or change when they are away."""
    return _module("team").act(_request(), person)


@routes.route("/console/act/{signed}", methods=["GET", "HEAD"])
def case(signed: str) -> Any:
    """Show the one thing that a mail was about; nothing changes."""
    return _module("case").case(signed)


@routes.route("/console/act/{signed}", methods=["POST"], content_types=_ANY)
def settle(signed: str) -> Any:
    """Settle the one thing that a mail was about."""
    return _module("case").settle(_request(), signed)


def _request() -> Any:
    return routes.current_request


def _module(name: str) -> Any:
    return import_module(f"chalicelib.entrypoints.console.{name}")
