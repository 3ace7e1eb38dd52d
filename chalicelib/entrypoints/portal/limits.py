"""How often one contact may do what costs others or us something: so often that nobody meets the end by working."""

from dataclasses import dataclass
from datetime import timedelta

from chalicelib import bootstrap
from chalicelib.adapters import sessions
from chalicelib.domain.phrases import Phrase, phrase
from chalicelib.entrypoints.carrying_out import carried_out
from chalicelib.entrypoints.forms import Form
from chalicelib.entrypoints.portal.visits import Visit

_PER = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `most` an hour and contact; `words` say so, and what to do."""

    name: str
    most: int
    words: Phrase


COLLEAGUES = Limit(
    name="colleagues",
    most=20,
    words=phrase(
        "Many mails to your colleagues were asked for within an hour, so this one waits. Nothing has changed."
        " Please try again in an hour, or ask us if it cannot wait."
    ),
)
TIMES = Limit(
    name="times",
    most=10,
    words=phrase(
        "Many times were chosen within an hour, and each goes to all calendars, so this one waits. Nothing has changed."
        " Please try again in an hour, or ask us if it cannot wait."
    ),
)
DECLINES = Limit(
    name="declines",
    most=10,
    words=phrase(
        "This was said many times within an hour, so this one waits. Nothing has changed."
        " Please try again in an hour, or reply to any of our mails."
    ),
)
ENDS = Limit(
    name="ends",
    most=20,
    words=phrase(
        "Because you have signed out 20 times within an hour, a copy of this visit on another device stays"
        " open for up to half an hour. To end every visit at once, open your link again and replace it on the page “Your link”."
    ),
)


def wait(visit: Visit, form: Form, limit: Limit) -> Phrase | None:
    """Count one more; return why it has to wait, and None where it need not.

    A form that was carried out before does nothing anew, so its sender hears what they heard then. A new link begins
    with none: whoever had a copy of the old one uses nothing of it up.
    """
    onboarding, contact = visit.session.onboarding, visit.contact.id
    who = f"{limit.name}|{onboarding}|{contact}|{visit.session.epoch}"
    name = f"{limit.name}#{sessions.content_digest(bootstrap.session_key(), who)}"
    if bootstrap.limits().allow(name, now=visit.about.now, most=limit.most, per=_PER):
        return None
    return None if carried_out(form, onboarding=onboarding, actor=f"contact:{contact}") else limit.words
