"""Which picture shows which page: every page's address and every template has one here, or a reason why not.

The camera refuses a picture that stands at another address; `make screenshots` is red when one is missing.
"""

import re
from urllib.parse import urlsplit

from tests.unit.mail.samples import samples

# Picture: the address of its page, and the template that shows it.
PAGES = {
    "script-1-link": ("/p/{token}", "portal/landing.html"),
    "state-colleague-1-link": ("/p/{token}/to/{task}", "portal/landing.html"),
    "beside-6-leave": ("/p/{token}/leave", "portal/leave.html"),
    "state-lost-link": ("/lost-link", "portal/lost_link.html"),
    "script-how-did-it-go": ("/feedback/{signed}", "portal/feedback.html"),
    "team-plain-10-reminders": ("/unsubscribe/{signed}", "portal/unsubscribe.html"),
    "script-2-overview": ("/portal", "portal/overview.html"),
    "state-history": ("/portal/history", "portal/history.html"),
    "state-help": ("/portal/help", "portal/help.html"),
    "state-colleagues": ("/portal/colleagues", "portal/colleagues.html"),
    "state-colleague-end": ("/portal/colleagues", "portal/end_access.html"),
    "state-link-uses": ("/portal/access", "portal/access.html"),
    "state-code-mailed": ("/portal/confirm", "portal/confirm.html"),
    "state-meeting-offered": ("/portal/meetings/{task}", "portal/meeting.html"),
    "script-4-accepted": ("/portal/tasks/{task}", "portal/task.html"),
    "state-refused-no-such-page": ("/portal/tasks/{task}", "refused.html"),
    "console-sign-in": ("/console/sign-in", "console/sign_in.html"),
    "console-sign-in-link": ("/console/sign-in/{signed}", "console/continue.html"),
    "console-needs-you-full": ("/console/needs-you", "console/needs_you.html"),
    "console-board-full": ("/console/onboardings", "console/board.html"),
    "team-plain-5-record": ("/console/onboardings/{onboarding}", "console/record.html"),
    "console-secret-kept": (
        "/console/onboardings/{onboarding}/tasks/{task}/secrets/{field}",
        "console/secret.html",
    ),
    "team-plain-6-as-the-customer": ("/console/onboardings/{onboarding}/portal", "portal/overview.html"),
    "console-task-as-the-customer": (
        "/console/onboardings/{onboarding}/portal/tasks/{task}",
        "portal/task.html",
    ),
    "console-migration": ("/console/onboardings/{onboarding}/migration", "console/migration.html"),
    "console-migration-back": ("/console/onboardings/{onboarding}/migration", "console/migration_back.html"),
    "console-playbooks": ("/console/playbooks", "console/playbooks.html"),
    "console-playbook": ("/console/playbooks/{name}", "console/migrations.html"),
    "team-plain-9-team": ("/console/team", "console/team.html"),
    "team-plain-9-a-member": ("/console/team/{person}", "console/member.html"),
    "team-plain-1-case": ("/console/act/{signed}", "console/case.html"),
}
# Addresses that show no page of their own, and templates that are a part of another page, with the picture that has them.
NO_PAGES = {
    "/": "leads on",
    "/console": "leads on",
    "/static/{name}": "style, script, icon",
    "/console/onboardings/{onboarding}/documents/{document}": "a file",
    "/portal/visit": "the foot of every page, fetched by a script",
    "/portal/tasks/{task}/columns.csv": "a file",
    "/portal/tasks/{task}/documents": "the files of a task, fetched by a script",
    "/portal/tasks/{task}/documents/{document}": "a file",
    "/portal/tasks/{task}/documents/{document}/errors.csv": "a file",
    "/portal/tasks/{task}/uploaded": "a frame in the page of its task",
}
PARTS = {
    "portal/uploaded.html": "plain-4-accepted",
    "portal/documents.html": "state-file-wrong-rows",
    "portal/visit.html": "visit-1-about-to-end",
}

# The pictures of README and docs, by the file in docs/images/: what `make pictures` takes them from.
IN_THE_DOCS = {"portal.png": "script-4b-overview-1280-light.png"}
BESIDE_THE_PAGES = {"simulation.png": "`make simulate` draws it, with the numbers that stand beside it"}


def check(name: str, url: str, *, under: str = "") -> None:
    """Raise an AssertionError where a page of the album is pictured at another address."""
    if name not in PAGES:
        return
    route, path = PAGES[name][0], urlsplit(url).path
    pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(route))
    assert re.fullmatch(under + pattern, path), f"{name} is to show {route}, and was taken at {path}."


def names() -> frozenset[str]:
    """Return every picture that there must be, of pages and mails."""
    return frozenset({*PAGES, *PARTS.values(), *(f"mail-{name}" for name in samples())})
