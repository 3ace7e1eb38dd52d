"""A request of somebody who has a session: who it is, what they look at, and how their acts are carried out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from chalicelib import bootstrap
from chalicelib.adapters import sessions
from chalicelib.adapters.sessions import Session
from chalicelib.entrypoints import cookies
from chalicelib.entrypoints.asked import read_by
from chalicelib.entrypoints.carrying_out import carry_out
from chalicelib.entrypoints.forms import (
    Form,
    check_origin,
    check_token,
    hidden_fields,
    read_form,
    surely_ours,
)
from chalicelib.entrypoints.pages import PageRefusalError

if TYPE_CHECKING:
    from chalicelib.application.circumstances import Circumstances
    from chalicelib.application.handle import Outcome
    from chalicelib.application.personal import Sealer
    from chalicelib.application.ports import Secret
    from chalicelib.domain.commands import Command
    from chalicelib.domain.onboarding import Contact, Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request of a contact with a session."""

    session: Session
    contact: "Contact"
    about: "Circumstances"
    personal: Mapping[str, "Secret"]

    @property
    def cookie(self) -> str:
        """Return the Set-Cookie header that moves the idle end."""
        return cookies.extend("portal", self.session, now=self.about.now)

    def may_see(self, document: "Document") -> bool:
        """Say whether this visit may look into a file of its own onboarding: none that is known to do harm."""
        return not document.harmful

    @property
    def hidden(self) -> dict[str, str]:
        """Return the hidden fields of a form on a page of this session."""
        return {**hidden_fields(self.session), "whose": self.whose}

    @property
    def whose(self) -> str:
        """Return what tells a form that this contact was shown from everybody else's, without saying who it is."""
        key, who = bootstrap.session_key(), f"whose|{self.session.onboarding}|{self.contact.id}"
        return sessions.content_digest(key, who)[:12]


class OldFormError(PageRefusalError):
    """A form of ours that an earlier visit was shown: it is not carried out, and what was typed in it can be shown again."""

    def __init__(self, visit: Visit, form: Form) -> None:
        super().__init__("stale-form", 403)
        self.visit, self.form = visit, form


def enter(request: Any) -> Visit:
    """Return the visit of a contact.

    Raises
    ------
    PageRefusalError
        There is no session, or it has ended: the link in the mail begins a new one.
    """
    from chalicelib.application.access import open_to

    now = bootstrap.clock().now()
    session = cookies.current(request, "portal", now=now)
    stored = bootstrap.store().load(session.onboarding) if session else None
    if session is None or stored is None or sessions.visit_of(session.id) in stored.signed_out:
        raise PageRefusalError("session-over", 401)
    contact = stored.onboarding.contact(session.who)
    if contact is None or not open_to(stored.onboarding, contact=session.who, epoch=session.epoch, now=now):
        raise PageRefusalError("session-over", 401)
    personal = bootstrap.store().personal(session.onboarding)
    about = circumstances(stored.onboarding, personal, contact=contact)
    about = replace(about, proven=session.proven(about.now))
    read_by(about.tag)
    return Visit(session=session, contact=contact, about=about, personal=personal)


def enter_again(visit: Visit) -> Visit:
    """Return the same visit with everything as it is now."""
    stored = bootstrap.store().load(visit.session.onboarding)
    if stored is None:
        return visit
    personal = bootstrap.store().personal(visit.session.onboarding)
    about = circumstances(stored.onboarding, personal, contact=visit.contact)
    about = replace(about, proven=visit.session.proven(about.now))
    return replace(visit, about=about, personal=personal)


def after(visit: Visit, outcome: "Outcome") -> Visit:
    """Return the same visit with the onboarding as an act of it has left it; its words are those from before."""
    onboarding = outcome.onboarding or visit.about.onboarding
    return replace(visit, about=replace(visit.about, onboarding=onboarding))


def circumstances(
    onboarding: Any, personal: Mapping[str, "Secret"], *, contact: "Contact | None" = None
) -> "Circumstances":
    """Return what the customer's pages of an onboarding are made from, its plan in the reader's language."""
    from chalicelib.application.circumstances import Circumstances, tag_for
    from chalicelib.application.personal import Names
    from chalicelib.application.plans import plan_of
    from chalicelib.application.words.translated import in_language

    plan = plan_of(onboarding, bootstrap.playbooks())
    onboarding, plan = in_language(onboarding, plan, tag_for(onboarding, contact))
    return Circumstances(
        onboarding=onboarding,
        playbook=plan,
        directory=bootstrap.people().directory(),
        names=Names(personal),
        now=bootstrap.clock().now(),
        contact=contact,
    )


def enter_with_form(request: Any) -> tuple[Visit, Form]:
    """Return the visit and the form of a POST, checked against foreign pages.

    Raises
    ------
    PageRefusalError
        The request comes from elsewhere, without a session, with a form that somebody else was shown, or without the
        session's form token; an `OldFormError` where that form is the same contact's all the same.
    """
    check_origin(request)
    form, visit = read_form(request), enter(request)
    theirs = form.fields.get("whose", "")
    if theirs and theirs != visit.whose:  # a tab of before somebody else came in: its words are not for them
        raise PageRefusalError("stale-form", 403)
    try:
        check_token(form, visit.session)
    except PageRefusalError as refusal:
        if theirs and surely_ours(request):
            raise OldFormError(visit, form) from refusal
        raise
    return visit, form


def carry_out_for(
    visit: Visit,
    form: Form,
    make: "Callable[[Sealer], Command]",
    *,
    locked: Mapping[str, bytes] | None = None,
    about: str = "",
) -> "Outcome":
    """Carry out what a form of a visit asks for, as its contact; `carry_out` says the rest."""
    return carry_out(
        form,
        make,
        onboarding=visit.session.onboarding,
        actor=f"contact:{visit.contact.id}",
        personal=visit.personal,
        locked=locked,
        about=about,
    )
