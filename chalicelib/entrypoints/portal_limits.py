"""How often one contact may do what costs others or us something: so often that nobody meets the end by working."""

from datetime import timedelta

from chalicelib import bootstrap
from chalicelib.adapters import sessions
from chalicelib.domain.phrases import phrase
from chalicelib.entrypoints.forms import Form
from chalicelib.entrypoints.visits import Visit, carried_out

TOO_MANY_MAILS = phrase(
    "You have had 20 mails sent to your colleagues within an hour, so this one waits. Nothing has changed."
    " Please try again in an hour, or ask us if it cannot wait."
)
TOO_MANY_ENDS = phrase(
    "You have signed out 20 times within an hour. To end every visit at once, replace your link on the page “Your link”;"
    " or close this one, and it ends by itself after half an hour."
)
_MOST_MAILS = _MOST_ENDS = 20
_PER = timedelta(hours=1)


def too_many_mails(visit: Visit, form: Form) -> str:
    """Count one more mail to a colleague; return why it has to wait, and nothing where it need not.

    A form that was carried out before sends nothing anew, so its sender hears what they heard then.
    """
    if _allowed(visit, "colleagues", most=_MOST_MAILS):
        return ""
    known = carried_out(form, onboarding=visit.session.onboarding, actor=f"contact:{visit.contact.id}")
    return "" if known else TOO_MANY_MAILS


def too_many_ends(visit: Visit) -> bool:
    """Count one more visit that is signed out from; each is remembered beside the onboarding for as long as it would last."""
    return not _allowed(visit, "ends", most=_MOST_ENDS)


def _allowed(visit: Visit, what: str, *, most: int) -> bool:
    who = f"{what}|{visit.session.onboarding}|{visit.contact.id}"
    name = f"{what}#{sessions.content_digest(bootstrap.session_key(), who)}"
    return bootstrap.limits().allow(name, now=visit.about.now, most=most, per=_PER)
