"""The language that a contact is spoken to in: chosen on any page, kept for the pages and for their mail."""

import re
from typing import Any, cast

from chalice.app import Response

from chalicelib.domain.commands import SwitchLanguage
from chalicelib.domain.languages import OFFERED, Language
from chalicelib.entrypoints.pages import PageRefusalError, guarded, redirect
from chalicelib.entrypoints.portal.visits import carry_out_for, enter_with_form

_BACK = re.compile(r"/portal(/[A-Za-z0-9_-]+)*")


@guarded
def switch(request: Any) -> Response:
    """Speak to the contact in the language that they chose, and show the page again that they chose it on."""
    visit, form = enter_with_form(request)
    wanted, back = form.get("language"), form.get("back")
    if wanted not in OFFERED:
        raise PageRefusalError("unreadable", 400)
    carry_out_for(
        visit,
        form,
        lambda _: SwitchLanguage(contact=visit.contact.id, language=cast(Language, wanted)),
    )
    return redirect(back if _BACK.fullmatch(back) else "/portal", cookie=visit.cookie)
