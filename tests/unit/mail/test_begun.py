"""A reminder says how far something is: a file that was refused, and answers that are saved and not sent."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from chalicelib.adapters.in_memory.desks import InMemoryDesks
from chalicelib.adapters.in_memory.drafts import InMemoryDrafts
from chalicelib.adapters.in_memory.onboardings import InMemoryOnboardingStore
from chalicelib.adapters.in_memory.outbox import InMemoryOutbox
from chalicelib.adapters.in_memory.world import InMemoryPeople, InMemoryPlaybooks, ManualClock
from chalicelib.adapters.mail.writer import MailWriter
from chalicelib.application.outbox import Letter
from chalicelib.domain.effects import SendMail
from chalicelib.domain.onboarding import Answer
from chalicelib.domain.outbox import Entry
from tests import builders as b
from tests.unit.mail import samples as s
from tests.unit.mail.mornings import summaries

REMINDER = s.to_grace("reminder", tasks=("contract", "billing"), number=2)
SAVED = "3 of 8 answers are saved and not sent yet"


def refused(**changes: object) -> str:
    """Return the text of a reminder of a file that was refused."""
    values = {"status": "rejected", "reasons": ("pdf.encrypted",), "type": "pdf"} | changes
    file = b.a_document("e" * 32, "contract", name=b.personal("DPA signed.pdf"), **values)
    return " ".join(s.letter(REMINDER, replace(b.an_onboarding(), documents=(file,))).text.split())


def test_a_reminder_names_the_file_that_was_refused_and_why() -> None:
    text = refused()
    assert "Your file “DPA signed.pdf” could not be taken; please send another." in text
    assert "password" in text


def test_the_words_of_the_person_who_refused_it_are_the_reason() -> None:
    text = refused(reasons=("review.rejected",), note=b.personal("Page 3 lacks the date."))
    assert "Please change this: “Page 3 lacks the date.”" in text


def test_a_file_that_was_taken_back_or_is_being_checked_is_not_called_refused() -> None:
    for status in ("withdrawn", "checking"):
        assert "could not be taken" not in refused(status=status)


def test_what_is_saved_is_counted_of_what_is_asked() -> None:
    assert SAVED in " ".join(s.letter(REMINDER, drafts={"billing": s.begun(b.an_onboarding())}).text.split())


@pytest.mark.parametrize("why", ["answered since", "nothing in it"])
def test_a_draft_that_is_nothing_any_more_is_not_told_of(why: str) -> None:
    state, draft = b.an_onboarding(), s.begun(b.an_onboarding())
    if why == "answered since":
        answer = Answer(field="legal_name", value=b.personal("Acme"))
        state = b.with_task(state, "billing", answers=(answer,))
    else:
        draft = replace(draft, values={"vat": " "})
    assert "saved and not sent" not in s.letter(REMINDER, state, drafts={"billing": draft}).text


def written(mail: SendMail) -> str:
    """Return what delivery makes of a mail while three answers are saved."""
    state, drafts = b.an_onboarding(), InMemoryDrafts()
    drafts.keep(state.id, s.begun(state), over="", seen=state.sequence)
    store = SimpleNamespace(load=lambda _: SimpleNamespace(onboarding=state), personal=lambda _: b.secrets())
    writer = MailWriter(
        store=store,
        desks=InMemoryDesks(InMemoryOutbox()),
        playbooks=InMemoryPlaybooks(b.a_playbook()),
        people=InMemoryPeople(b.a_directory()),
        clock=ManualClock(b.NOW),
        links=s.LINKS,
        drafts=drafts,
        doors=InMemoryOnboardingStore(),
        minter=s.LINKS.minter,
        summaries=summaries(InMemoryOnboardingStore(), InMemoryPlaybooks(b.a_playbook())),
        brand=s.BRAND,
    )
    letter = writer.write(Entry(owner=f"ONB#{state.id}", key=f"{state.id}:7:{mail.name}", effect=mail), mail)
    assert isinstance(letter, Letter)
    return " ".join(letter.text.split())


def test_delivery_looks_at_what_is_saved_when_it_writes_a_reminder() -> None:
    assert SAVED in written(REMINDER)
    assert "saved and not sent" not in written(replace(REMINDER, tasks=("contract",)))
