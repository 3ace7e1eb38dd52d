"""Bugs of the customer's own people: who may sign what, who is reminded, what is asked, and what is asked twice."""

from tests.faults.bugs.bug import Bug

_SIGNING = "tests/unit/domain/test_signing.py"
_HANDED = "tests/unit/domain/test_colleagues.py"
_LEAVING = "tests/unit/domain/test_leaving.py"
_ASKED = "tests/unit/domain/test_questions.py"

COLLEAGUES = (
    Bug(
        "the customer is reminded of a sign-off that they declined while our answer is awaited",
        "chalicelib/domain/onboarding/whole.py",
        "return self.stuck(task_id) is not None or self.declined(task_id) is not None",
        "return self.stuck(task_id) is not None",
        (f"{_SIGNING}::test_a_sign_off_that_was_declined_is_not_reminded_of_until_we_have_answered",),
    ),
    Bug(
        "who declined to sign is never asked again",
        "chalicelib/domain/decide/team.py",
        "return (resolved, *_asked_again(escalation, state, context, note))",
        "return (resolved,)",
        (f"{_SIGNING}::test_a_sign_off_that_was_declined_is_not_reminded_of_until_we_have_answered",),
    ),
    Bug(
        "who declined to sign is asked again without a word of what was done",
        "chalicelib/domain/evolve/customer.py",
        "settled_at=event.at, note=event.note",
        "settled_at=event.at",
        (f"{_SIGNING}::test_what_was_done_about_a_decline_is_kept_for_who_is_asked_again",),
    ),
    Bug(
        "who declined to sign does not hear that it is settled where a colleague signs then",
        "chalicelib/domain/decide/receipts.py",
        "if task and who and who != event.contact:",
        "if task and who and who == event.contact:",
        (f"{_SIGNING}::test_who_declined_hears_that_it_is_settled_where_a_colleague_signs_then",),
    ),
    Bug(
        "anybody of the customer signs what an approver should",
        "chalicelib/domain/signing.py",
        "return not by_approver(rule) or is_approver(contact)",
        "return True",
        (f"{_SIGNING}::test_without_an_approver_nobody_signs_until_one_is_named_and_asked",),
    ),
    Bug(
        "what has changed since the page was opened is signed",
        "chalicelib/domain/decide/answers.py",
        "if command.seen != digest:",
        "if not command.seen:",
        (f"{_SIGNING}::test_a_document_that_came_after_the_page_was_opened_is_not_signed",),
    ),
    Bug(
        "a signature holds for another text than was shown",
        "chalicelib/domain/signing.py",
        'signed = {"documents": documents, "language": language, "shown": shown}',
        'signed = {"documents": documents, "language": language}',
        (f"{_SIGNING}::test_another_text_than_the_page_showed_is_not_signed",),
    ),
    Bug(
        "whoever likes makes themselves the approver",
        "chalicelib/domain/decide/colleagues.py",
        "if by and there and by not in there:",
        "if by and there and by == there:",
        (f"{_SIGNING}::test_nobody_makes_themselves_the_approver_beside_the_one_there_is",),
    ),
    Bug(
        "whoever likes takes the place of an approver whose mail comes back",
        "chalicelib/domain/signing.py",
        'if contact.status != "left" and is_approver(contact))',
        'if contact.status == "active" and is_approver(contact))',
        (f"{_SIGNING}::test_an_approver_whose_mail_comes_back_stays_the_approver",),
    ),
    Bug(
        "whoever was just invited names themselves the first approver",
        "chalicelib/domain/decide/colleagues.py",
        "if by and not there and by not in _first(state):",
        "if by and not there and not by:",
        (f"{_SIGNING}::test_somebody_just_invited_does_not_make_themselves_the_approver",),
    ),
    Bug(
        "who has asked much cannot say that they are stuck",
        "chalicelib/domain/decide/questions.py",
        "questions.stuck_too_often(state) if code else questions.full(state)",
        "questions.full(state)",
        (f"{_ASKED}::test_who_is_stuck_gets_through_however_much_was_asked",),
    ),
    Bug(
        "who was invited for a task never hears of it once the task has moved on",
        "chalicelib/domain/occasions.py",
        'return mail.name.partition(".")[0] in {"invited", "link"}',
        'return mail.name in {"invited", "link"}',
        (
            "tests/unit/mail/test_occasions.py"
            "::test_the_only_mail_with_a_link_goes_out_whatever_became_of_its_task[held-invited.billing]",
        ),
    ),
    Bug(
        "somebody new is told of their task as if they had a link already",
        "chalicelib/domain/decide/colleagues.py",
        "invited=state.contact(contact.id) is None,",
        "invited=False,",
        (f"{_HANDED}::test_only_the_mail_to_somebody_new_brings_their_link",),
    ),
    Bug(
        "customers read what the CRM calls them",
        "chalicelib/application/circumstances.py",
        'return wording.ROLES.get(role) or wording.ROLES_OF_CRMS.get(role, "")',
        "return wording.ROLES.get(role, role)",
        (
            "tests/unit/pages/test_portal_view.py"
            "::test_what_a_crm_calls_somebody_is_told_in_words_of_ours_or_not_at_all[main contact-]",
        ),
    ),
    Bug(
        "who is stuck is reminded all the same",
        "chalicelib/domain/onboarding/whole.py",
        "return self.stuck(task_id) is not None or self.declined(task_id) is not None",
        "return self.declined(task_id) is not None",
        (f"{_ASKED}::test_a_task_that_cannot_go_on_is_not_reminded_of_until_somebody_has_answered",),
    ),
    Bug(
        "who has a task is not reminded of it, but the first contact is",
        "chalicelib/domain/reminders.py",
        "        if one in wanted:\n                return wanted[one]",
        "        if one not in wanted:\n                return None",
        (f"{_HANDED}::test_reminders_go_to_who_has_the_task_and_after_two_to_who_gave_it_as_well",),
    ),
    Bug(
        "the same document is asked for twice without a word",
        "chalicelib/domain/decide/plan.py",
        "if command.again is None:",
        "if command.again is None and not context.playbook:",
        ("tests/unit/domain/test_asked.py::test_a_document_that_was_asked_for_is_not_asked_for_again",),
    ),
    Bug(
        "somebody else takes a task away from who has it",
        "chalicelib/domain/decide/colleagues.py",
        "if command.by and by not in may:",
        "if command.by and not may:",
        (f"{_HANDED}::test_somebody_else_cannot_take_it_back",),
    ),
    Bug(
        "who is asked first is asked for everything again because a colleague leaves",
        "chalicelib/domain/decide/leaving.py",
        "asks_again = first in {(), (contact,)}",
        "asks_again = True",
        (f"{_LEAVING}::test_what_a_colleague_had_goes_back_to_who_gave_it_and_nothing_is_asked_again",),
    ),
    Bug(
        "what a colleague had given away comes back to somebody else",
        "chalicelib/domain/ending.py",
        'if handed.by == f"contact:{each.id}"), None)',
        'if handed.by == f"person:{each.id}"), None)',
        (f"{_LEAVING}::test_what_a_colleague_had_goes_back_to_who_gave_it_and_nothing_is_asked_again",),
    ),
    Bug(
        "nobody hears of what is theirs again",
        "chalicelib/domain/react/colleagues.py",
        "for to, tasks in theirs.items():",
        "for to, tasks in ():",
        (f"{_LEAVING}::test_what_a_colleague_had_goes_back_to_who_gave_it_and_nothing_is_asked_again",),
    ),
    Bug(
        "whoever likes ends a colleague's access",
        "chalicelib/domain/ending.py",
        "if by not in {*first, contact.invited_by}:",
        "if not by:",
        (f"{_LEAVING}::test_who_invited_somebody_ends_their_access_and_nobody_else_does",),
    ),
    Bug(
        "the first contact becomes the approver by ending the access of who is",
        "chalicelib/domain/ending.py",
        "if signing.is_approver(contact) and by",
        "if signing.is_approver(contact) and not by",
        (f"{_LEAVING}::test_nobody_becomes_the_approver_by_ending_the_access_of_who_is",),
    ),
    Bug(
        "who gave a task to a colleague never hears that it is done",
        "chalicelib/domain/decide/receipts.py",
        "if giver := _gave(state, event):",
        "if (giver := _gave(state, event)) and giver == event.proof.by:",
        (f"{_LEAVING}::test_who_gave_a_task_away_is_told_once_it_is_done_and_who_did_it_is_not_told_twice",),
    ),
    Bug(
        "an approver whom the CRM names is not asked to sign what anybody may",
        "chalicelib/domain/consequences/asking.py",
        'return task.kind == "approval" and not task.asked',
        'return task.kind == "internal" and not task.asked',
        (
            f"{_SIGNING}::test_an_approver_whom_the_crm_names_is_asked_to_sign_with_a_link_of_their_own[anyone]",
        ),
    ),
    Bug(
        "a colleague is asked for something without a word of who wants it",
        "chalicelib/application/mail/kinds.py",
        '"asker": person_name(who, scene) if kind == "person" else asker,',
        '"asker": person_name(who, scene) if kind == "person" else "",',
        (
            "tests/unit/mail/test_mails.py::test_who_was_given_a_task_reads_first_who_asks_and_for_what_by_when",
        ),
    ),
    Bug(
        "the page behind a colleague's link does not say who asks them for what",
        "chalicelib/application/portal/asking.py",
        "if task.handed and task.handed.contact == contact_id",
        "if task.handed and task.handed.by == contact_id",
        (
            "tests/integration/test_portal_people.py"
            "::test_the_page_behind_a_colleagues_link_says_who_asks_for_what_in_the_language_chosen",
        ),
    ),
    Bug(
        "the end of an access is told as if who lost it had said so",
        "chalicelib/application/portal/history.py",
        """said = entry.get("actor") != f"contact:{data.get('contact')}\"""",
        """said = entry.get("actor") == f"contact:{data.get('contact')}\"""",
        (
            "tests/integration/test_portal_people.py"
            "::test_the_first_contact_ends_an_access_after_being_asked_and_reads_what_comes_back",
        ),
    ),
    Bug(
        "who is given back what was theirs hears that a colleague did it",
        "chalicelib/domain/decide/receipts.py",
        'task.handed and task.handed.by != f"contact:{task.handed.contact}" else ""',
        'task.handed else ""',
        (f"{_LEAVING}::test_what_came_back_was_given_by_nobody_so_nobody_is_told_that_a_colleague_did_it",),
    ),
    Bug(
        "the next contact is asked to sign what the one before declined, while it waits for us",
        "chalicelib/domain/consequences/asking.py",
        "for task in state.with_customer() if not task.asked",
        "for task in state.outstanding() if not task.asked",
        (f"{_SIGNING}::test_when_who_declined_leaves_the_next_is_not_asked_to_sign_before_we_have_answered",),
    ),
    Bug(
        "a sign-off can be declined without end",
        "chalicelib/entrypoints/portal/acts.py",
        "if words := wait(visit, form, DECLINES):",
        "if False and (words := wait(visit, form, DECLINES)):",
        ("tests/integration/test_portal_tasks.py::test_one_contact_declines_only_so_often_an_hour",),
    ),
    Bug(
        "who comes next ends the first contact's access once a mail to them bounces",
        "chalicelib/domain/ending.py",
        "for each in (*here[:1], *state.reachable()[:1])}",
        "for each in state.reachable()[:1]}",
        (f"{_LEAVING}::test_the_first_contact_stays_also_where_mail_does_not_reach_them",),
    ),
)
