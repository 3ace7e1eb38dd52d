"""When an effect is performed, waited for, performed again or put in front of a person."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.effects import CallProvisioning, SendMail
from chalicelib.domain.outbox import AskPerson, Entry, Perform, Rest, Wait, next_step, owner_of, pause

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MAIL = Entry(
    owner="ONB#onb-a", key="onb-a:1:welcome", effect=SendMail(name="welcome", mail="welcome", to="contact:c1")
)
CLAIMED = replace(MAIL, status="claimed", claimed_at=NOW, attempts=1)
CALL = replace(CLAIMED, effect=CallProvisioning(name="provision.a", resource="accounts", task="a"))


def after(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def test_what_is_pending_is_performed() -> None:
    assert next_step(MAIL, NOW) == Perform()


def test_a_fresh_claim_is_somebody_at_work() -> None:
    assert next_step(CLAIMED, after(1.9)) == Wait(after(2))


def test_a_claim_of_two_minutes_is_doubtful() -> None:
    assert next_step(CLAIMED, after(2)) == Wait(after(15), doubtful=True)


def test_after_fifteen_minutes_of_doubt_a_mail_is_sent_once_more() -> None:
    assert next_step(replace(CLAIMED, status="doubtful"), after(15)) == Perform(again=True)


def test_a_second_doubt_goes_in_front_of_a_person() -> None:
    assert next_step(replace(CLAIMED, status="doubtful", attempts=2), after(15)) == AskPerson()


def test_a_person_is_asked_once() -> None:
    assert next_step(replace(CLAIMED, status="doubtful", attempts=2, asked=True), after(999)) == Rest()


def test_a_call_in_doubt_is_made_again_because_its_receiver_knows_it_by_key() -> None:
    assert next_step(CALL, after(1)) == Wait(after(2))
    assert next_step(CALL, after(2)) == Perform()


@pytest.mark.parametrize("status", ["done", "failed"])
def test_what_has_ended_rests(status: str) -> None:
    assert next_step(replace(CLAIMED, status=status), after(999)) == Rest()  # type: ignore[arg-type]


def test_pauses_double_up_to_a_quarter_of_an_hour() -> None:
    assert [pause(n).total_seconds() for n in (1, 2, 3, 7, 40)] == [15, 30, 60, 900, 900]


def test_a_key_tells_the_partition_it_lies_in() -> None:
    assert owner_of("onb-abc:1:welcome") == "ONB#onb-abc"
    assert owner_of("ada:n1:sign_in") == "PERSON#ada"
