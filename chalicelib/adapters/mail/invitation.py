"""A meeting as an iCalendar text (RFC 5545, RFC 5546). Instants are written in UTC: one event needs no rules of a time zone."""

import re
from datetime import datetime, timedelta

from chalicelib.application.outbox import Invitation
from chalicelib.application.words.plain import plain

_LONGEST = 75  # octets of a line, by RFC 5545


def method(invitation: Invitation) -> str:
    """Return what a mail program is asked to do."""
    return "CANCEL" if invitation.off else "REQUEST"


def written(invitation: Invitation) -> str:
    """Return the text of an invitation, its lines folded and ended as the standard wants it."""
    end = invitation.start + timedelta(minutes=invitation.minutes)
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Golive//Meetings//EN",
        f"METHOD:{method(invitation)}",
        "BEGIN:VEVENT",
        f"UID:{invitation.uid}",
        f"SEQUENCE:{invitation.number}",
        f"DTSTAMP:{_instant(invitation.stamp)}",
        f"DTSTART:{_instant(invitation.start)}",
        f"DTEND:{_instant(end)}",
        f"SUMMARY:{_text(invitation.summary)}",
        *((f"LOCATION:{_text(invitation.where)}",) if invitation.where else ()),
        f"STATUS:{'CANCELLED' if invitation.off else 'CONFIRMED'}",
        f"ORGANIZER;CN={_named(invitation.organizer)}",
        f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN={_named(invitation.attendee)}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _instant(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", plain(value))


def _named(who: tuple[str, str]) -> str:
    name, address = who
    clean = re.sub(r'["\x00-\x1f\x7f]', "", plain(name))
    return f'"{clean}":mailto:{address}'


def _folded(line: str) -> str:
    """Fold a line at 75 octets, never within a character."""
    parts: list[str] = []
    current = ""
    for character in line:
        if len((current + character).encode()) > _LONGEST - bool(parts):
            parts.append(current)
            current = ""
        current += character
    return "\r\n ".join([*parts, current])
