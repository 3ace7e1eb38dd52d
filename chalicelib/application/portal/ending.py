"""Whose access the reader may end, and what becomes of what that colleague has."""

from dataclasses import dataclass

from chalicelib.application.circumstances import Circumstances
from chalicelib.application.portal.colleagues import NO_NAME
from chalicelib.domain import ending
from chalicelib.domain.onboarding import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class EndView:
    """A colleague whose access is about to end; `back` is what they have, each with whose it is then (empty: the reader's)."""

    id: str
    name: str
    back: tuple[tuple[str, str], ...]


def endable(about: Circumstances) -> frozenset[str]:
    """Return the colleagues whose access the reader may end."""
    o, me = about.onboarding, about.contact
    others = (each for each in o.contacts if me and each.id != me.id and each.status != "left")
    return frozenset(each.id for each in others if me and not ending.why_not(o, each, me.id))


def end_view(about: Circumstances, contact: Contact) -> EndView:
    """Return what ending somebody's access would do."""
    o = about.onboarding
    first = next((each for each in o.reachable() if each.id != contact.id), None)
    back = (
        (task.title, to or first)
        for task, to in ending.left_behind(o, contact, about.playbook)
        if task.status == "open" and o.running
    )
    return EndView(
        id=contact.id,
        name=_named(about, contact),
        back=tuple(
            (title, "" if to == about.contact or to is None else _named(about, to)) for title, to in back
        ),
    )


def _named(about: Circumstances, contact: Contact) -> str:
    return about.names.reveal(contact.name) or about.names.reveal(contact.email) or NO_NAME
