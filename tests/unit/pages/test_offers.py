from dataclasses import replace

from chalicelib.application.console import offers
from chalicelib.domain.onboarding import Gate, Waiver
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
    assert of_task("tell_customer", status="open") == ["complete", "block", "waive", "reassign"]


def test_an_approval_of_ours_is_approved_or_declined_never_just_completed():
    assert of_task("security_review", status="open") == [
        "approve",
        "decline",
        "block",
        "waive",
        "drop_task",
        "reassign",
    ]


def test_the_customers_own_tasks_can_only_be_handed_to_their_people_or_done_without():
    assert of_task("billing", status="open") == ["hand", "block", "waive", "reassign"]
    assert of_task("sign_off", status="open") == ["hand", "block", "waive", "reassign"]


def test_a_call_to_another_system_can_be_made_again():
    assert "retry" in of_task("accounts", status="open")


def test_what_is_settled_or_ended_can_only_be_opened_again():
    assert of_task("accept", status="done") == ["reopen_task"]
    ended = an_onboarding(status="cancelled", ended_at=NOW)
    assert acts(offers.for_onboarding(ended, a_playbook())) == ["reopen"]
    assert acts(offers.for_task(a_task("accept", status="done"), ended, a_playbook())) == []
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
    assert acts(found) == ["accept", "reject", "acknowledge", "explain", "reassign"]


def test_only_what_no_work_settles_can_be_settled_by_hand():
    raised = an_escalation(subject="contact:c1", acknowledged_at=NOW)
    assert acts(offers.for_escalation(raised, an_onboarding(), a_playbook(), actor="person:ada")) == [
        "resolve",
        "reassign",
    ]


def test_a_stalled_stage_offers_the_open_work_of_the_team_by_name():
    onboarding = with_task(an_onboarding(), "accept", status="open", proof=None)
    raised = an_escalation(rule="stage.stalled", subject="stage:handoff")
    found = list(offers.for_escalation(raised, onboarding, a_playbook(), actor="person:ada"))
    assert [(offer.act, offer.about) for offer in found] == [
        ("complete", "Accept the handoff"),
        ("acknowledge", ""),
        ("explain", ""),
        ("reassign", ""),
    ]


def test_a_waiver_is_asked_for_by_one_and_agreed_to_by_another():
    tasks = tuple(replace(rule, waive="second_person") for rule in a_playbook().tasks)
    playbook, waiver = a_playbook(tasks=tasks), Waiver(by="person:ada", at=NOW, reason=personal("why"))
    task = a_task("billing", status="open")
    assert "request_waiver" in acts(offers.for_task(task, an_onboarding(), playbook, actor="person:ada"))
    asked = replace(task, waiver=waiver)
    for_ada = acts(offers.for_task(asked, an_onboarding(), playbook, actor="person:ada"))
    for_lee = acts(offers.for_task(asked, an_onboarding(), playbook, actor="person:lee"))
    assert [act for act in (*for_ada, *for_lee) if "waive" in act] == ["approve_waiver"]


def test_what_is_complete_can_be_reopened_with_each_of_its_tasks_only():
    tasks = tuple(replace(task, status="done") for task in an_onboarding().tasks)
    stages = tuple(replace(stage, status="done") for stage in an_onboarding().stages)
    closed = an_onboarding(status="closed", ended_at=NOW, tasks=tasks, stages=stages)
    found = list(offers.for_onboarding(closed, a_playbook()))
    assert {offer.subject for offer in found} == {task.id for task in tasks}


def test_a_date_that_cannot_hold_is_moved_where_it_is_raised():
    for rule in ("date.at_risk", "date.forecast", "date.impossible"):
        raised = an_escalation(rule=rule, subject="date:live")
        found = list(offers.for_escalation(raised, an_onboarding(), a_playbook(), actor="person:ada"))
        assert [offer.act for offer in found if not offer.rare][:2] == ["acknowledge", "set_target"]
