"""A mail whose occasion has passed is not sent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.effects import SendMail
from chalicelib.domain.occasions import not_needed
from chalicelib.domain.onboarding import Handed, Meeting, Notice, Onboarding
from tests import builders as b
from tests.unit.mail.samples import CUSTOMER, letter, to_ada, to_grace

HELD = b.an_onboarding(status="on_hold", held="by_hand")
CANCELLED = b.an_onboarding(status="cancelled", ended_at=b.NOW)


def with_contact(**changes: object) -> Onboarding:
    return b.an_onboarding(contacts=(b.a_contact(**changes),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "onboarding",
    [
        with_contact(status="left"),
        with_contact(status="unreachable"),
        with_contact(email=None),
        b.an_onboarding(contacts=()),
    ],
)
def test_who_is_gone_gets_nothing(onboarding: Onboarding) -> None:
    assert not_needed(onboarding, to_grace("receipt"))


@pytest.mark.parametrize("kind", ["welcome", "request", "reminder", "progress"])
@pytest.mark.parametrize("onboarding", [HELD, CANCELLED], ids=["held", "cancelled"])
def test_nothing_is_asked_of_the_customer_while_it_does_not_run(kind: str, onboarding: Onboarding) -> None:
    assert not_needed(onboarding, to_grace(kind, tasks=CUSTOMER))  # type: ignore[arg-type]


def test_what_the_customer_did_is_confirmed_even_on_hold() -> None:
    assert not_needed(HELD, to_grace("receipt")) is None


def test_a_reminder_of_nothing_is_not_sent() -> None:
    onboarding = b.an_onboarding()
    for task in CUSTOMER:
        onboarding = b.with_task(onboarding, task, status="done")
    assert not_needed(onboarding, to_grace("reminder", tasks=CUSTOMER))
    assert not_needed(onboarding, to_grace("request", tasks=CUSTOMER))


def test_a_reminder_of_something_else_than_what_is_open_is_not_sent() -> None:
    onboarding = b.with_task(b.an_onboarding(), "billing", status="done")
    assert not_needed(onboarding, to_grace("reminder", tasks=("billing",)))
    assert not_needed(onboarding, to_grace("reminder", tasks=("billing", "contract"))) is None


def test_who_has_switched_reminders_off_meanwhile_gets_none_but_everything_else() -> None:
    onboarding = with_contact(reminders=False)
    assert (
        not_needed(onboarding, to_grace("reminder", tasks=CUSTOMER))
        == "the contact has switched reminders off"
    )
    for kind in ("receipt", "request", "welcome"):
        assert not_needed(onboarding, to_grace(kind, tasks=CUSTOMER)) is None  # type: ignore[arg-type]


def test_an_invited_colleague_and_a_new_link_need_no_open_task() -> None:
    assert not_needed(b.an_onboarding(), to_grace("request")) is None


@pytest.mark.parametrize("name", ["invited", "invited.billing", "link", "link.c1"])
@pytest.mark.parametrize("onboarding", [HELD, b.an_onboarding(tasks=())], ids=["held", "moved on"])
def test_the_only_mail_with_a_link_goes_out_whatever_became_of_its_task(
    name: str, onboarding: Onboarding
) -> None:
    mail = replace(to_grace("handed" if "." in name else "request", tasks=("billing",)), name=name)
    assert not_needed(onboarding, mail) is None
    assert not_needed(CANCELLED, mail)
    assert not_needed(with_contact(status="left"), mail)


def test_a_settled_escalation_is_not_mailed() -> None:
    resolved = b.an_onboarding(escalations=(b.an_escalation(resolved_at=b.NOW),))
    mail = to_ada("escalation", escalation="e1")
    assert not_needed(b.an_onboarding(), mail) is None
    assert not_needed(resolved, mail)


def test_a_hold_that_was_lifted_is_not_mailed() -> None:
    assert not_needed(HELD, to_ada("held")) is None
    assert not_needed(b.an_onboarding(), to_ada("held"))


def test_a_stage_is_handed_to_its_owner_of_now() -> None:
    mail = SendMail(name="handoff", mail="handoff", to="person:ada", stage="collection")
    assert not_needed(b.an_onboarding(), mail) is None
    assert not_needed(b.an_onboarding(), replace(mail, to="person:tom"))
    assert not_needed(b.an_onboarding(), replace(mail, stage="handoff"))
    assert not_needed(CANCELLED, mail)


def test_a_new_owner_of_something_that_ended_is_left_alone() -> None:
    assert not_needed(b.an_onboarding(), to_ada("assigned")) is None
    assert not_needed(CANCELLED, to_ada("assigned"))


def test_progress_of_a_stage_that_is_over_is_old_news() -> None:
    assert not_needed(b.an_onboarding(), to_grace("progress", stage="collection")) is None
    assert not_needed(b.an_onboarding(), to_grace("progress", stage="handoff"))


def test_a_step_that_begins_with_a_meeting_is_told_of_once() -> None:
    base = b.an_onboarding()
    progress = to_grace("progress", stage="setup")
    meeting = Meeting(task="accounts", minutes=45, times=(b.NOW,))
    assert not_needed(base, progress) is None
    assert not_needed(replace(base, meetings=(meeting,)), progress)
    assert not_needed(replace(base, meetings=(replace(meeting, times=()),)), progress) is None
    assert not_needed(replace(base, meetings=(replace(meeting, task="billing"),)), progress) is None


def test_who_has_given_an_onboarding_on_is_not_told_that_they_own_it() -> None:
    assert not_needed(b.an_onboarding(), to_ada("assigned")) is None
    assert not_needed(b.an_onboarding(owner="tom"), to_ada("assigned"))


def together(**tasks: object) -> Onboarding:
    """Return an onboarding in which setup and the step after it began at one moment, the tasks named opened with it."""
    base = b.an_onboarding()
    stages = tuple(
        replace(s, status="active", entered_at=b.NOW) if s.id in {"setup", "go_live"} else s
        for s in base.stages
    )
    state = replace(base, stages=stages)
    for key, changes in tasks.items():
        state = b.with_task(state, key, status="open", opened_at=b.NOW, **changes)  # type: ignore[arg-type]
    return state


def words_of(mail: SendMail, state: Onboarding) -> str:
    return " ".join(letter(mail, state).text.split())


def progress_of(state: Onboarding) -> list[str]:
    """Return the steps that have a mail of their own."""
    stages = ("setup", "go_live")
    return [stage for stage in stages if not_needed(state, to_grace("progress", stage=stage)) is None]


def test_steps_that_begin_at_one_moment_are_one_mail_that_names_both() -> None:
    assert progress_of(together()) == ["setup"]
    text = words_of(to_grace("progress", stage="setup"), together())
    assert "The next steps of your onboarding have begun: “We set you up” and “Going live”." in text


def test_a_step_that_begins_with_something_to_do_is_told_of_with_it() -> None:
    state = together(sign_off={"asked": True})
    assert progress_of(state) == []
    assert "have begun: “We set you up” and “Going live”." in words_of(
        to_grace("request", tasks=("sign_off",)), state
    )
    assert progress_of(b.with_task(state, "sign_off", status="done")) == ["setup"]
    assert progress_of(b.with_task(state, "sign_off", opened_at=b.NOW + timedelta(hours=2))) == ["setup"]


def test_what_a_colleague_was_asked_for_keeps_no_news_from_the_first_contact() -> None:
    handed = Handed(contact="c2", by="system:playbook", at=b.NOW)
    state = together(sign_off={"asked": True, "handed": handed})
    assert progress_of(state) == ["setup"]
    mail = SendMail(name="handed.sign_off", mail="handed", to="contact:c2", tasks=("sign_off",))
    assert "have begun" in words_of(mail, state)


def test_times_to_meet_name_every_step_that_began_with_them_and_a_request_beside_them_none() -> None:
    meeting = Meeting(task="accounts", minutes=45, times=(b.NOW + timedelta(days=1),))
    state = replace(together(accounts={}, sign_off={"asked": True}), meetings=(meeting,))
    assert progress_of(state) == []
    assert "have begun: “We set you up” and “Going live”." in words_of(
        to_grace("times", tasks=("accounts",)), state
    )
    assert "begun" not in words_of(to_grace("request", tasks=("sign_off",)), state)


def test_who_goes_live_is_told_so_in_one_mail() -> None:
    base = b.an_onboarding()
    for entered, told in ((b.NOW, False), (b.NOW + timedelta(days=1), True)):
        after = replace(base.stages[4], status="active", entered_at=entered)
        milestones = replace(base.milestones, live=b.NOW)
        live = replace(base, status="live", stages=(*base.stages[:4], after), milestones=milestones)
        assert (not_needed(live, to_grace("progress", stage="transition")) is None) == told


def test_a_receipt_only_of_files_that_were_replaced_since_is_not_sent() -> None:
    rejected = Notice(kind="rejected", task="contract", document="e" * 32)
    done = b.with_task(b.an_onboarding(), "contract", status="done")
    assert not_needed(done, to_grace("receipt", notices=(rejected,)))
    assert not_needed(b.an_onboarding(), to_grace("receipt", notices=(rejected,))) is None
    accepted = replace(rejected, kind="accepted")
    assert not_needed(done, to_grace("receipt", notices=(rejected, accepted))) is None


def test_a_task_that_went_on_to_somebody_else_is_not_mailed() -> None:
    onboarding = b.with_task(b.an_onboarding(), "accounts", status="open", owner="ada")
    assert not_needed(onboarding, to_ada("task", tasks=("accounts",))) is None
    given_on = b.with_task(onboarding, "accounts", owner="ines")
    assert not_needed(given_on, to_ada("task", tasks=("accounts",)))
