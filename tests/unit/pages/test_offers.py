from chalicelib.application import offers
from chalicelib.domain.onboarding import Gate
from tests.builders import (
    NOW,
    a_document,
    a_playbook,
    a_task,
    an_escalation,
    an_onboarding,
    personal,
    with_task,
)


def acts(found):
    return [offer.act for offer in found]


def of_task(key, **changes):
    return acts(offers.for_task(a_task(key, **changes), an_onboarding(), a_playbook()))


def test_an_open_task_of_ours_can_be_completed():
    assert of_task("tell_customer", status="open") == ["complete", "waive", "reassign"]


def test_an_approval_of_ours_is_approved_or_declined_never_just_completed():
    assert of_task("security_review", status="open") == ["approve", "decline", "waive", "reassign"]


def test_the_customers_own_tasks_can_only_be_done_without():
    assert of_task("billing", status="open") == ["waive", "reassign"]
    assert of_task("sign_off", status="open") == ["waive", "reassign"]


def test_a_call_to_another_system_can_be_made_again():
    assert "retry" in of_task("accounts", status="open")


def test_what_is_settled_or_ended_offers_nothing():
    assert of_task("accept", status="done") == []
    ended = an_onboarding(status="cancelled", ended_at=NOW)
    assert acts(offers.for_onboarding(ended)) == []
    assert acts(offers.for_gate(Gate(id="date"), ended, actor="person:ada")) == []


def test_who_asked_for_an_override_is_not_offered_to_approve_it():
    gate = Gate(id="date", override_by="person:ada", override_reason=personal("why"))
    assert acts(offers.for_gate(gate, an_onboarding(), actor="person:ada")) == []
    assert acts(offers.for_gate(gate, an_onboarding(), actor="person:lee")) == ["approve_override"]


def test_only_a_document_that_needs_a_person_is_put_to_one():
    assert acts(offers.for_document(a_document(status="needs_person"))) == ["accept", "reject"]
    assert acts(offers.for_document(a_document(status="checking"))) == []


def test_an_escalation_offers_the_work_that_settles_it_before_the_acknowledgement():
    onboarding = an_onboarding(documents=(a_document(status="needs_person"),))
    raised = an_escalation(subject=f"document:{'d' * 32}")
    found = offers.for_escalation(raised, onboarding, a_playbook(), actor="person:ada")
    assert acts(found) == ["accept", "reject", "acknowledge"]


def test_only_what_no_work_settles_can_be_settled_by_hand():
    raised = an_escalation(subject="contact:c1", acknowledged_at=NOW)
    assert acts(offers.for_escalation(raised, an_onboarding(), a_playbook(), actor="person:ada")) == [
        "resolve"
    ]


def test_a_stalled_stage_offers_the_open_work_of_the_team_by_name():
    onboarding = with_task(an_onboarding(), "accept", status="open", proof=None)
    raised = an_escalation(subject="stage:handoff")
    found = list(offers.for_escalation(raised, onboarding, a_playbook(), actor="person:ada"))
    assert [(offer.act, offer.about) for offer in found] == [
        ("complete", "Accept the handoff"),
        ("acknowledge", ""),
    ]
