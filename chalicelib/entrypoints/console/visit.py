"""A request of somebody of the team who has signed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib import bootstrap
from chalicelib.adapters.sessions import Session
from chalicelib.application.circumstances import Circumstances
from chalicelib.application.personal import Names
from chalicelib.application.plans import plan_to_show
from chalicelib.application.ports import Secret
from chalicelib.domain.people import Person
from chalicelib.entrypoints import cookies
from chalicelib.entrypoints.forms import Form, check_origin, check_token, hidden_fields, read_form
from chalicelib.entrypoints.named import known
from chalicelib.entrypoints.pages import ElsewhereError, PageRefusalError

SIGN_IN = "/console/sign-in"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamVisit:
    """A request of a person of the directory."""

    session: Session
    person: Person
    now: datetime

    def shared(self) -> dict[str, Any]:
        """Return what every page of the team needs."""
        return {
            "cookie": cookies.extend("console", self.session, now=self.now),
            "me": self.person,
            "hidden": hidden_fields(self.session),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An onboarding as loaded for the team: what views need, and what commands need to seal values."""

    about: Circumstances
    personal: dict[str, Secret]


def enter(request: Any) -> TeamVisit:
    """Return the visit of a person.

    Raises
    ------
    ElsewhereError
        A page is asked for on a device that nobody is signed in on: the sign-in form answers.
    PageRefusalError
        The session has ended, or the person no longer works here.
    """
    now = bootstrap.clock().now()
    session = cookies.current(request, "console", now=now)
    person = bootstrap.people().directory().get(session.who) if session else None
    if request.method == "GET" and not cookies.brought(request, "console"):
        raise ElsewhereError(SIGN_IN)
    if session is None or person is None or not person.active:
        raise PageRefusalError("team-session-over", 401)
    return TeamVisit(session=session, person=person, now=now)


def enter_with_form(request: Any) -> tuple[TeamVisit, Form]:
    """Return the visit and the form of a POST, checked against foreign pages.

    Raises
    ------
    PageRefusalError
        The request comes from elsewhere, without a session, or without the session's form token.
    """
    check_origin(request)
    form, visit = read_form(request), enter(request)
    check_token(form, visit.session)
    return visit, form


def load(onboarding_id: str) -> Record:
    """Load an onboarding for the team.

    Raises
    ------
    NotFoundError
        There is no such onboarding.
    """
    onboarding = known(onboarding_id)
    personal = dict(bootstrap.store().personal(onboarding_id))
    about = Circumstances(
        onboarding=onboarding,
        playbook=plan_to_show(onboarding, bootstrap.playbooks()),
        directory=bootstrap.people().directory(),
        names=Names(personal),
        now=bootstrap.clock().now(),
    )
    return Record(about=about, personal=personal)
