"""What a mail's trouble comes to in the onboarding."""

import pytest

from chalicelib.adapters.holiday_calendars import HolidayCalendars
from chalicelib.domain.commands import RecordMailTrouble
from chalicelib.domain.context import Context
from chalicelib.domain.decide import decide
from chalicelib.domain.events import EscalationRaised, Event, MailTroubled
from tests import builders as b


def happened(mail: str, to: str, trouble: str) -> tuple[Event, ...]:
    context = Context(
        now=b.NOW,
        actor="system:feedback",
        playbook=b.a_playbook(),
        calendar=HolidayCalendars().of(b.a_playbook().calendar),
        directory=b.a_directory(),
    )
    command = RecordMailTrouble(effect="onb-acme:7:x", mail=mail, to=to, trouble=trouble)
    return decide(b.an_onboarding(), command, context)


@pytest.mark.parametrize("trouble", ["bounced", "complained", "failed", "doubtful"])
def test_the_mail_of_an_escalation_raises_no_other_or_each_would_raise_the_next_for_ever(
    trouble: str,
) -> None:
    events = happened("escalation", "person:ada", trouble)
    assert any(isinstance(event, MailTroubled) for event in events)
    assert not any(isinstance(event, EscalationRaised) for event in events)


@pytest.mark.parametrize("trouble", ["bounced", "failed", "doubtful"])
def test_any_other_mail_that_does_not_get_through_is_in_front_of_a_person(trouble: str) -> None:
    raised = [
        event for event in happened("welcome", "contact:c1", trouble) if isinstance(event, EscalationRaised)
    ]
    assert [event.escalation.owner for event in raised] == ["ada"]
