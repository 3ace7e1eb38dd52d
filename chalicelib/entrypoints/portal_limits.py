"""How often one contact may have mails sent to their colleagues: so often that nobody meets the end by working."""

from datetime import timedelta

from chalicelib import bootstrap
from chalicelib.adapters import sessions
from chalicelib.application import wording
from chalicelib.entrypoints.forms import Form
from chalicelib.entrypoints.visits import Visit, carried_out

_MOST_MAILS, _PER = 20, timedelta(hours=1)


def too_many_mails(visit: Visit, form: Form) -> str:
    """Count one more mail to a colleague; return why it has to wait, and nothing where it need not.

    A form that was carried out before sends nothing anew, so its sender hears what they heard then.
    """
    onboarding, contact = visit.session.onboarding, visit.contact.id
    who = sessions.content_digest(bootstrap.session_key(), f"colleagues|{onboarding}|{contact}")
    if bootstrap.limits().allow(f"colleagues#{who}", now=visit.about.now, most=_MOST_MAILS, per=_PER):
        return ""
    known = carried_out(form, onboarding=onboarding, actor=f"contact:{contact}")
    return "" if known else wording.TOO_MANY_MAILS
