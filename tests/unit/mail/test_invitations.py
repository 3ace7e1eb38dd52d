"""What goes into calendars: read by a library that knows the standard."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from icalendar import Calendar

from chalicelib.adapters.mail.invitation import written
from chalicelib.adapters.mail.message import wire
from chalicelib.application.outbox import Invitation
from tests import builders as b
from tests.unit.mail import samples as s

START = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
INVITATION = Invitation(
    uid="onb-acme.kickoff_call@golive.example",
    number=1,
    start=START,
    minutes=45,
    stamp=b.NOW,
    summary="Müller; Söhne, \\ Co: " + "Kickoff-Gespräch " * 8,
    organizer=('Ada "the" Park', "ada@vendor.example"),
    attendee=("Grace Lind", "grace@acme.example"),
)


def event(invitation: Invitation) -> object:
    calendar = Calendar.from_ical(written(invitation))
    (found,) = calendar.walk("VEVENT")
    return found


def test_a_library_reads_back_what_was_meant() -> None:
    read = event(INVITATION)
    assert (read["UID"], read["SEQUENCE"]) == (INVITATION.uid, 1)  # type: ignore[index]
    assert (read["DTSTART"].dt, read["DTEND"].dt) == (START, START + timedelta(minutes=45))  # type: ignore[index]
    assert str(read["SUMMARY"]) == INVITATION.summary.strip()  # type: ignore[index]
    assert read["ORGANIZER"] == "mailto:ada@vendor.example"  # type: ignore[index]
    assert read["ORGANIZER"].params["CN"] == "Ada the Park"  # type: ignore[index]
    assert read["ATTENDEE"] == "mailto:grace@acme.example"  # type: ignore[index]


@pytest.mark.parametrize(
    ("off", "method", "status"), [(False, "REQUEST", "CONFIRMED"), (True, "CANCEL", "CANCELLED")]
)
def test_a_cancellation_says_so_twice(off: bool, method: str, status: str) -> None:
    text = written(replace(INVITATION, off=off))
    assert Calendar.from_ical(text)["METHOD"] == method
    assert event(replace(INVITATION, off=off))["STATUS"] == status  # type: ignore[index]


def test_the_entry_says_where_in_one_line_and_is_silent_where_nobody_has_said() -> None:
    where = "Hafenstr. 1; Room 4,\r\n2nd floor"
    assert event(replace(INVITATION, where=where))["LOCATION"] == "Hafenstr. 1; Room 4, 2nd floor"  # type: ignore[index]
    assert "LOCATION" not in written(INVITATION)


def test_no_line_is_too_long_and_no_name_breaks_out_of_its_line() -> None:
    sly = replace(INVITATION, organizer=("Ada\r\nATTENDEE:mailto:x@y.example", "ada@vendor.example"))
    text = written(sly)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    (found,) = Calendar.from_ical(text).walk("VEVENT")
    assert found["ATTENDEE"] == "mailto:grace@acme.example"


def test_the_mail_carries_it_as_a_part_and_as_a_file() -> None:
    letter = s.samples()["meeting"]
    message = message_from_bytes(wire(letter, sender="a@b.example", brand="Golive"), policy=default)
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        *(
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "text/html",
            "text/calendar",
            "application/ics",
        )
    ]
    calendar = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    body = calendar.get_payload(decode=True)
    assert Calendar.from_ical(body)["METHOD"] == "REQUEST"
    (file,) = message.iter_attachments()
    assert (file.get_filename(), Calendar.from_ical(file.get_content())["METHOD"]) == (
        "meeting.ics",
        "REQUEST",
    )


def test_the_customer_reads_what_the_meeting_is_about_and_never_the_title_of_our_task() -> None:
    found = s.samples()
    for name in ("times", "meeting", "meeting-moved", "meeting-off"):
        assert "Create your accounts" not in found[name].subject + found[name].text + found[name].html
    assert "Create your accounts" not in found["meeting"].invitation.summary  # type: ignore[union-attr]
    assert "Create your accounts" in found["meeting-owner"].text
    assert "Wed 25 Nov, 11:00 (Berlin)" in " ".join(found["meeting"].text.split())


def test_the_times_stand_apart_from_the_link_that_chooses_one() -> None:
    text = s.samples()["times"].text
    assert "(Berlin)\n\nChoose a time:\n" in text


def test_a_step_that_begins_with_a_meeting_is_told_of_in_the_mail_that_asks_when() -> None:
    found = s.samples()
    begun = "The next step of your onboarding has begun: “We set you up”."
    assert begun in " ".join(found["times-begun"].text.split())
    assert "has begun" not in found["times"].text


def test_every_mail_about_one_meeting_is_about_the_same_entry() -> None:
    found = s.samples()
    uids = {
        found[name].invitation.uid for name in ("meeting", "meeting-owner", "meeting-moved", "meeting-off")
    }  # type: ignore[union-attr]
    assert len(uids) == 1
    assert found["meeting-off"].invitation.off  # type: ignore[union-attr]
    assert found["meeting-moved"].invitation.number == 2  # type: ignore[union-attr]
