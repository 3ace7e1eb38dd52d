from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.adapters.languages import language
from chalicelib.application.circumstances import Circumstances
from chalicelib.application.console.journal import journal_lines
from chalicelib.application.portal.help import asked_files
from chalicelib.application.portal.history import by_day, history_view
from chalicelib.application.portal.task import task_view
from chalicelib.application.portal.view import portal_view
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.onboarding import Handed, Proof
from tests.builders import (
    NOW,
    a_directory,
    a_document,
    a_playbook,
    an_escalation,
    an_onboarding,
    names,
    personal,
    with_task,
)


def view(onboarding, contact="c1"):
    return portal_view(about(onboarding, contact))


def about(onboarding, contact="c1"):
    return Circumstances(
        onboarding=onboarding,
        playbook=a_playbook(),
        directory=a_directory(),
        names=names(),
        now=NOW,
        contact=onboarding.contact(contact),
    )


def may_promise(onboarding):
    gates = tuple(replace(g, passed_at=NOW) if g.id == "date" else g for g in onboarding.gates)
    return replace(onboarding, gates=gates)


def test_no_date_of_ours_is_shown_before_the_commitment_gate_has_passed():
    shown = view(an_onboarding())
    assert shown.target is None
    assert all(stage.until is None for stage in shown.stages)
    assert all(work.until is None for work in shown.ours)


def test_after_the_commitment_gate_target_and_end_of_the_stage_are_shown():
    shown = view(may_promise(an_onboarding()))
    assert shown.target.day == "Fri 11 Dec"
    assert [stage.until.day for stage in shown.stages if stage.until] == ["Mon 30 Nov"]


def test_a_playbook_without_a_commitment_gate_promises_nothing():
    playbook = a_playbook(gates=tuple(gate for gate in a_playbook().gates if gate.opens != "commitment"))
    assert portal_view(replace(about(an_onboarding()), playbook=playbook)).target is None


def test_a_refused_document_comes_before_everything_else():
    refused = a_document(task="contract", status="rejected", reasons=("pdf.encrypted",))
    shown = view(an_onboarding(documents=(refused,)))
    assert (shown.next.id, shown.next.state) == ("contract", "again")


def test_a_refused_file_says_why_wherever_its_task_stands():
    refused = a_document(
        task="contract", status="rejected", reasons=("pdf.encrypted",), note=personal("Page 2, please")
    )
    line = view(an_onboarding(documents=(refused,))).next
    assert (line.file, line.note) == ("Handelsregister Acme.pdf", "Page 2, please")
    assert "locked with a password" in line.advice[0]
    assert view(an_onboarding()).next.advice == ()


def test_a_step_still_to_come_says_when_the_customers_part_is_done():
    def given(status):
        onboarding = an_onboarding()
        stages = tuple(replace(s, status="waiting") if s.id == "collection" else s for s in onboarding.stages)
        onboarding = replace(onboarding, stages=stages)
        for task in onboarding.tasks:
            if task.stage == "collection" and task.by_customer:
                onboarding = with_task(onboarding, task.id, status=status)
        return [stage.given for stage in view(onboarding).stages]

    assert sum(given("done")) == 1
    assert not any(given("submitted"))


def test_what_is_late_says_so_and_what_is_due_first_comes_first():
    shown = view(with_task(an_onboarding(), "billing", due_at=NOW - timedelta(days=1)))
    assert (shown.next.id, shown.next.late) == ("billing", True)


def test_what_is_due_by_a_day_is_not_late_before_that_day_is_over():
    shown = view(with_task(an_onboarding(), "billing", due_at=NOW - timedelta(hours=1)))
    assert (shown.next.id, shown.next.late, shown.next.due.today) == ("billing", False, True)


def test_each_task_stands_in_exactly_one_list():
    onboarding = with_task(an_onboarding(), "contract", status="in_review")
    onboarding = with_task(onboarding, "billing", status="done", proof=Proof(by="contact:c2", at=NOW))
    shown = view(onboarding)
    assert [line.id for line in shown.yours] == ["registration", "data_region"]
    assert [line.id for line in shown.checking] == ["contract"]
    assert [line.id for line in shown.later] == ["sign_off"]
    assert [(line.id, line.done_by) for line in shown.done] == [("billing", "Piet Maas")]


def test_the_teams_work_is_counted_by_stage_without_its_inside_names():
    shown = view(an_onboarding())
    assert [(work.title, work.owner, work.done_count, work.all_count) for work in shown.ours] == [
        ("What we need from you", "Ada Park", 0, 1)
    ]


def test_the_customers_own_steps_are_counted_apart_from_the_whole_way():
    onboarding = with_task(an_onboarding(), "billing", status="done", proof=Proof(by="contact:c2", at=NOW))
    onboarding = with_task(onboarding, "accept", status="done")
    shown = view(onboarding)
    asked = [task for task in onboarding.tasks if task.by_customer]
    assert (shown.own_done, shown.own_all) == (1, len(asked))
    assert (shown.done_count, shown.all_count) == (2, len(onboarding.tasks))


def test_live_says_how_many_days_it_took_where_both_ends_are_known():
    onboarding = an_onboarding()

    def days(**milestones):
        return view(replace(onboarding, milestones=replace(onboarding.milestones, **milestones))).days

    assert days(signed=NOW - timedelta(days=12, hours=3), live=NOW) == 12
    assert days(signed=None, live=NOW) is None
    assert days(signed=NOW, live=None) is None


def test_help_names_what_each_task_takes():
    found = {
        str(file.task.title): (str(file.types), str(file.limit))
        for file in asked_files(about(an_onboarding()))
    }
    assert found["Upload your company registration"] == (
        "a PDF, a PNG picture or a JPEG picture",
        "10 MB",
    )
    assert "Billing details" not in found


def test_times_are_those_of_the_reader():
    onboarding = an_onboarding()
    far = replace(onboarding.contacts[1], time_zone="Pacific/Auckland")
    onboarding = replace(onboarding, contacts=(onboarding.contacts[0], far))
    onboarding = with_task(onboarding, "registration", due_at=NOW.replace(hour=16))
    assert view(onboarding, "c1").next.due.minute == "Mon 23 Nov, 17:00 (Berlin)"
    assert view(onboarding, "c2").next.due.minute == "Tue 24 Nov, 05:00 (Auckland)"


def test_an_erased_name_does_not_break_the_page():
    contact = replace(an_onboarding().contacts[0], name=type(personal("x"))("P#gone.0", "0" * 64))
    shown = view(an_onboarding(contacts=(contact,)))
    assert shown.contacts[0].name == "(erased)"


@pytest.mark.parametrize("key", ["accept", "security_review", "accounts", "nothing"])
def test_tasks_of_the_team_have_no_page(key):
    with pytest.raises(NotFoundError):
        task_view(about(an_onboarding()), key)


@pytest.mark.parametrize(
    ("key", "can"),
    [
        ("registration", {"upload"}),
        ("billing", {"answer"}),
        ("data_region", {"confirm"}),
        ("sign_off", set()),
    ],
)
def test_a_task_offers_what_its_rule_asks_for(key, can):
    assert task_view(about(an_onboarding()), key).can == can


def test_of_what_was_ended_nothing_is_to_be_done_any_more():
    ended = an_onboarding(status="cancelled", ended_at=NOW)
    shown, task = view(ended), task_view(about(ended), "registration")
    assert (task.line.state, task.line.due, task.status) == ("not_needed", None, "cancelled")
    assert not any(stage.begun for stage in shown.stages)
    assert shown.done == ()


def test_nothing_can_be_done_after_the_end():
    ended = an_onboarding(status="cancelled", ended_at=NOW)
    assert task_view(about(ended), "registration").can == set()
    shown = view(ended)
    assert (shown.next, shown.yours, shown.ours, shown.later) == (None, (), (), ())


def test_a_task_that_takes_several_files_says_how_many_are_missing():
    onboarding = an_onboarding(documents=(a_document(status="accepted"),))
    rules = tuple(
        replace(rule, documents=replace(rule.documents, count=3)) if rule.id == "registration" else rule
        for rule in a_playbook().tasks
    )
    circumstances = replace(about(onboarding), playbook=a_playbook(tasks=rules))
    assert task_view(circumstances, "registration").upload.missing == 2


def entry(kind, **data):
    return {"type": kind, "at": "2026-11-20T16:30:00.000Z", "actor": "contact:c1", "data": data}


def test_history_is_newest_first_and_leaves_out_what_is_not_the_customers():
    lines = history_view(
        about(an_onboarding()),
        [
            entry("OnboardingOpened"),
            entry("TaskOpened", task="registration"),
            entry("TaskOpened", task="security_review"),
            entry("EscalationRaised", escalation={}),
            entry("TaskCompleted", task="security_review"),
            entry("DocumentReceived", document={"id": "d" * 32, "task": "registration"}),
        ],
    )
    assert [line.text % line.params for line in lines] == [
        "Handelsregister Acme.pdf arrived, for “Upload your company registration”.",
        "We finished a step of “What we need from you”.",
        "Ready for you: Upload your company registration.",
        "Your onboarding began.",
    ]


def test_what_follows_by_itself_is_told_without_the_name_of_whoever_set_it_off():
    begun = entry("StageEntered", stage="inputs", owner="ada") | {"actor": "person:tom"}
    given = entry("DocumentReceived", document={"id": "d" * 32, "task": "registration"})
    lines = history_view(about(an_onboarding()), [begun, given])
    assert [line.by for line in lines] == ["Grace Lind", ""]


def test_history_stands_under_its_days_by_the_readers_clock():
    def opened(at):
        return entry("OnboardingOpened") | {"at": at}

    lines = history_view(
        about(an_onboarding()),
        [
            opened("2026-11-19T22:30:00.000Z"),
            opened("2026-11-19T23:30:00.000Z"),
            opened("2026-11-20T10:00:00.000Z"),
        ],
    )
    days = by_day(lines)
    assert [(str(day.day), len(found)) for day, found in days] == [("Fri 20 Nov", 2), ("Thu 19 Nov", 1)]


def test_a_refused_file_is_told_once_in_the_history():
    lines = history_view(
        about(an_onboarding()),
        [
            entry("DocumentRejected", document="d" * 32, task="registration"),
            entry("TaskReviewed", task="registration", status="open"),
        ],
    )
    assert [line.text % line.params for line in lines] == [
        "Handelsregister Acme.pdf was not accepted; we said why."
    ]


def test_the_history_names_what_was_asked_and_when_we_meet():
    lines = history_view(
        about(an_onboarding()),
        [
            entry("CustomerAsked", tasks=["registration", "billing"], welcome=True),
            entry("CustomerAsked", tasks=["billing"], welcome=False),
            entry("TimeChosen", task="accounts", contact="c1", time="2026-11-25T10:00:00Z"),
            entry("MeetingCancelled", task="accounts", time="2026-11-25T10:00:00Z"),
        ],
    )
    off, chosen, more, first = (line.text % line.params for line in lines)
    assert "everything we need" in first
    assert "Upload your company registration and " in first
    assert more.startswith("We asked you for: ")
    assert "registration" not in more
    assert chosen == "Grace Lind chose when we meet: Wed 25 Nov, 11:00 (Berlin)."
    assert off == "The meeting on Wed 25 Nov, 11:00 (Berlin) was cancelled."


def test_a_milestone_is_told_without_our_own_words_for_it_and_in_the_readers_language():
    (line,) = history_view(about(an_onboarding()), [entry("MilestoneReached", milestone="handed_off")])
    assert line.text % line.params == "Reached: we have begun."
    assert line.params["milestone"].told(language("de")) == "wir haben begonnen"


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("main contact", ""),
        ("INFLUENCER", ""),
        ("ECONOMIC_BUYER", "Decision maker"),
        ("Technical Buyer", "Technical contact"),
        ("Approver", "Signs for you"),
    ],
)
def test_what_a_crm_calls_somebody_is_told_in_words_of_ours_or_not_at_all(role, shown):
    contact = replace(an_onboarding().contacts[0], role=role)
    assert view(an_onboarding(contacts=(contact,))).contacts[0].title == shown


def test_who_chose_another_language_reads_that_and_nobody_else():
    mine, ours = (
        entry("LanguageSwitched", contact="c1", language="de") | {"actor": actor}
        for actor in ("contact:c1", "person:ada")
    )
    assert [line.text % line.params for line in history_view(about(an_onboarding()), [mine, ours])] == [
        "Grace Lind chose another language."
    ]
    assert not history_view(about(an_onboarding(), contact="c2"), [mine])


def test_somebody_of_the_team_whom_the_customer_does_not_know_is_told_as_such():
    onboarding = an_onboarding()
    other = next(p.id for p in a_directory().people if p.id != onboarding.owner)
    done = [
        entry("TaskCompleted", task="registration") | {"actor": f"person:{who}"}
        for who in (onboarding.owner, other)
    ]
    unknown, known = (line.by for line in history_view(about(onboarding), done))
    assert known == a_directory().get(onboarding.owner).name
    assert unknown == f"{a_directory().get(other).name} from our team"


def test_a_role_that_says_nothing_is_not_shown():
    plain = replace(an_onboarding().contacts[0], role="contact")
    assert view(an_onboarding(contacts=(plain,))).contacts[0].title == ""
    assert view(an_onboarding()).contacts[0].role == "champion"


def test_every_phrase_of_the_history_can_be_filled_in():
    from chalicelib.application.words import wording
    from chalicelib.domain import events

    kinds = {key.partition(":")[0] for key in wording.HISTORY}
    visible = {n for n, c in vars(events).items() if getattr(c, "customer_sees", False)}
    assert kinds <= visible | {"Happened"}
    for key in wording.HISTORY:
        kind, _, detail = key.partition(":")
        data = {"status": detail} if kind in {"TaskReviewed", "ContactChanged"} else {}
        lines = history_view(about(an_onboarding()), [entry(kind, **data, task="registration")])
        assert detail == "ours" or "%(" not in lines[0].text % lines[0].params


def numbered(kind, **data):
    return entry(kind, **data) | {"sequence": 1, "hash": "0" * 64}


def test_a_task_that_an_undoing_took_away_keeps_its_title_in_the_history():
    logo = {"id": "logo", "title": "Your logo", "stage": "collect", "by_customer": True}
    ours = {"id": "review", "title": "Review the logo", "stage": "collect", "by_customer": False}
    entries = [
        numbered("OnboardingMigrated", tasks=[logo, ours]),
        numbered("TaskOpened", task="logo"),
        numbered("TaskOpened", task="review"),
    ]
    lines = history_view(about(an_onboarding()), entries)
    assert [line.text % line.params for line in lines] == ["Ready for you: Your logo."]
    person = a_directory().get("ada")
    assert person is not None
    told = [line.about for line in journal_lines(about(an_onboarding()), entries, person)]
    assert told[:2] == ["Review the logo", "Your logo"]


def test_the_journal_says_what_was_given_to_whom_and_which_escalation():
    person = a_directory().get("ada")
    assert person is not None
    state = an_onboarding(escalations=(an_escalation("esc-1"),))
    entries = [
        numbered("EscalationAcknowledged", escalation="esc-1", by="person:ada"),
        numbered(
            "Reassigned", subject="escalation:esc-1", person="lee", quietly=False, escalation={"id": "esc-1"}
        ),
    ]
    title = state.task("registration").title
    told = [line.about for line in journal_lines(about(state), entries, person)]
    assert told == [f"{title}, to Lee Osei", title]


def test_a_step_still_to_come_says_when_the_customer_can_do_their_part_already():
    onboarding = an_onboarding()
    stages = tuple(replace(s, status="waiting") if s.id == "collection" else s for s in onboarding.stages)
    shown = view(replace(onboarding, stages=stages))
    assert [stage.begun for stage in shown.stages if stage.status == "waiting"].count(True) == 1


def test_who_was_asked_by_name_sees_that_first():
    handed = with_task(an_onboarding(), "contract", handed=Handed(contact="c2", at=NOW, by="contact:c1"))
    assert view(handed, "c2").next.id == "contract"
    mine = with_task(an_onboarding(), "contract", handed=Handed(contact="c1", at=NOW, by="contact:c1"))
    assert view(mine).next.id == "contract"  # the first contact, who is led to everything, begins with it too
    assert view(handed).next.id != "contract"


def test_what_a_colleague_has_says_so_instead_of_to_do():
    onboarding = an_onboarding()
    handed = with_task(onboarding, "contract", handed=Handed(contact="c2", at=NOW, by="contact:c1"))
    standing = {line.id: (line.standing, line.elsewhere) for line in view(handed).yours}
    assert standing["contract"] == ("With a colleague", True)
    assert standing["billing"] == ("To do", False)
    assert {line.id: line.standing for line in view(handed, "c2").yours}["contract"] == "To do"


def test_what_was_not_asked_of_a_colleague_stands_apart_with_whom_it_is_with():
    handed = with_task(an_onboarding(), "contract", handed=Handed(contact="c2", at=NOW, by="contact:c1"))
    handed = with_task(handed, "billing", due_at=NOW - timedelta(days=3))
    shown = view(handed, "c2")
    assert [line.id for line in shown.mine] == ["contract"]
    assert {line.with_whom for line in shown.others} == {"Grace Lind"}
    assert {line.standing for line in shown.others} == {"With a colleague"}
    assert not any(line.due or line.late for line in shown.others)
    first = view(handed)
    assert [line.id for line in first.others] == ["contract"]
    assert "billing" in [line.id for line in first.mine if line.late]
