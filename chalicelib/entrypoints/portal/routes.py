"""The customer's routes. Each view loads what it needs when it is first asked for."""

from importlib import import_module
from typing import Any

from chalice.app import Blueprint

routes = Blueprint(__name__)
_ANY = ["*/*"]  # the views read forms themselves, and say on a page what they cannot read


@routes.route("/static/{name}", methods=["GET"])
def static(name: str) -> Any:
    """Serve the style sheet, the script, the icon."""
    from chalicelib.entrypoints import assets

    return assets.serve(name)


@routes.route("/p/{token}", methods=["GET", "HEAD"])
def landing(token: str) -> Any:
    """Show the page behind a mailed link; nothing changes."""
    return _module("door").landing(_request(), token)


@routes.route("/p/{token}", methods=["POST"], content_types=_ANY)
def proceed(token: str) -> Any:
    """Begin a session."""
    return _module("door").proceed(_request(), token)


@routes.route("/p/{token}/to/{task}", methods=["GET", "HEAD"])
def landing_for(token: str, task: str) -> Any:
    """Show the page behind a mailed link that is about one task; nothing changes."""
    return _module("door").landing(_request(), token, task)


@routes.route("/p/{token}/to/{task}", methods=["POST"], content_types=_ANY)
def proceed_to(token: str, task: str) -> Any:
    """Begin a session at one task."""
    return _module("door").proceed(_request(), token, task)


@routes.route("/p/{token}/leave", methods=["GET", "HEAD"])
def leave(token: str) -> Any:
    """Ask whether this is not the right person; nothing changes."""
    return _module("door").leave(_request(), token)


@routes.route("/p/{token}/leave", methods=["POST"], content_types=_ANY)
def left(token: str) -> Any:
    """Take the contact off all mail."""
    return _module("door").left(_request(), token)


@routes.route("/lost-link", methods=["GET", "HEAD"])
def lost_link() -> Any:
    """Ask who has lost their link; nothing changes."""
    return _module("lost_link").ask(_request())


@routes.route("/lost-link", methods=["POST"], content_types=_ANY)
def ask_for_link() -> Any:
    """Mail the links of an address to it, and say the same whatever it is."""
    return _module("lost_link").asked(_request())


@routes.route("/feedback/{signed}", methods=["GET", "HEAD"])
def opinion(signed: str) -> Any:
    """Ask how a milestone went; nothing changes."""
    return _module("feedback").show(_request(), signed)


@routes.route("/feedback/{signed}", methods=["POST"], content_types=_ANY)
def give_opinion(signed: str) -> Any:
    """Take how it went."""
    return _module("feedback").give(_request(), signed)


@routes.route("/unsubscribe/{signed}", methods=["GET", "HEAD"])
def reminders(signed: str) -> Any:
    """Show whether a contact gets reminders; nothing changes."""
    return _module("unsubscribe").show(_request(), signed)


@routes.route("/unsubscribe/{signed}", methods=["POST"], content_types=_ANY)
def switch_reminders(signed: str) -> Any:
    """Switch a contact's reminders off or on: one click in a mail program, or the page's button."""
    return _module("unsubscribe").switch(_request(), signed)


@routes.route("/portal", methods=["GET"])
def overview() -> Any:
    """Show progress and what is next."""
    return _module("pages").overview(_request())


@routes.route("/portal/history", methods=["GET"])
def history() -> Any:
    """Show what happened."""
    return _module("pages").history(_request())


@routes.route("/portal/help", methods=["GET"])
def guide() -> Any:
    """Show how it works."""
    return _module("pages").guide(_request())


@routes.route("/portal/visit", methods=["GET"])
def visit() -> Any:
    """Show the end of the visit alone, and move it on as every page does."""
    return _module("pages").visit_alone(_request())


@routes.route("/portal/colleagues", methods=["GET"])
def colleagues() -> Any:
    """Show who has a link."""
    return _module("pages").colleagues(_request())


@routes.route("/portal/colleagues", methods=["POST"], content_types=_ANY)
def invite() -> Any:
    """Give a colleague a link."""
    return _module("acts").invite(_request())


@routes.route("/portal/access", methods=["GET"])
def access() -> Any:
    """Show where the link was used."""
    return _module("access").uses(_request())


@routes.route("/portal/access", methods=["POST"], content_types=_ANY)
def renew_link() -> Any:
    """Replace one's own link, and sign out everywhere."""
    return _module("access").renew(_request())


@routes.route("/portal/questions", methods=["POST"], content_types=_ANY)
def question() -> Any:
    """Ask the owner something."""
    return _module("people").question(_request())


@routes.route("/portal/confirm", methods=["GET"])
def proof() -> Any:
    """Ask for the code of a fresh mail."""
    return _module("proof").ask(_request())


@routes.route("/portal/confirm", methods=["POST"], content_types=_ANY)
def prove() -> Any:
    """Mail a code, or take one: the form says which."""
    return _module("proof").prove(_request())


@routes.route("/portal/meetings/{task}", methods=["GET"])
def meeting(task: str) -> Any:
    """Show when we may meet."""
    return _module("meetings").show(_request(), task)


@routes.route("/portal/meetings/{task}", methods=["POST"], content_types=_ANY)
def choose_time(task: str) -> Any:
    """Choose when we meet, or say what would suit."""
    return _module("meetings").act(_request(), task)


@routes.route("/portal/reminders", methods=["POST"], content_types=_ANY)
def own_reminders() -> Any:
    """Switch one's own reminders off or on."""
    return _module("acts").switch_reminders(_request())


@routes.route("/portal/language", methods=["POST"], content_types=_ANY)
def switch_language() -> Any:
    """Speak to a contact in another language."""
    return _module("language").switch(_request())


@routes.route("/portal/tasks/{task}", methods=["GET"])
def task_page(task: str) -> Any:
    """Show one task."""
    return _module("pages").task(_request(), task)


@routes.route("/portal/tasks/{task}", methods=["POST"], content_types=_ANY)
def act(task: str) -> Any:
    """Answer, confirm, approve or decline: the form says which."""
    return _module("acts").act(_request(), task)


@routes.route("/portal/tasks/{task}/uploads", methods=["POST"], content_types=_ANY)
def upload(task: str) -> Any:
    """Hand out a form for one file, for the page's script."""
    return _module("uploads").upload_form(_request(), task)


@routes.route("/portal/tasks/{task}/uploaded", methods=["GET"])
def uploaded(task: str) -> Any:
    """Take note of a file that the store has, and show its verdict: the frame of the task's page."""
    return _module("uploads").uploaded(_request(), task)


@routes.route("/portal/tasks/{task}/columns.csv", methods=["GET"])
def empty_table(task: str) -> Any:
    """Hand out an empty table with the columns that a task asks for."""
    return _module("documents").empty_table(_request(), task)


@routes.route("/portal/tasks/{task}/documents", methods=["GET"])
def documents(task: str) -> Any:
    """Show the files of a task alone, for the page's script."""
    return _module("pages").documents(_request(), task)


@routes.route("/portal/tasks/{task}/documents/{document}", methods=["GET"])
def download(task: str, document: str) -> Any:
    """Lead to one of the customer's own files."""
    return _module("documents").download(_request(), task, document)


@routes.route("/portal/tasks/{task}/documents/{document}/errors.csv", methods=["GET"])
def wrong_rows(task: str, document: str) -> Any:
    """Hand out the list of a table's wrong rows."""
    return _module("documents").wrong_rows(_request(), task, document)


@routes.route("/portal/sign-out", methods=["POST"], content_types=_ANY)
def sign_out() -> Any:
    """End the session on this device."""
    return _module("door").sign_out(_request())


def _request() -> Any:
    return routes.current_request


def _module(name: str) -> Any:
    return import_module(f"chalicelib.entrypoints.portal.{name}")
