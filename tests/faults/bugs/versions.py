"""Bugs of versions: what was replaced or taken back counts, a late verdict wakes it, there is no end of files."""

from tests.faults.bugs.bug import Bug

_STATE = "chalicelib/domain/onboarding/documents.py"
_DECIDE = "chalicelib/domain/decide/uploads.py"
_EXPIRY = "tests/unit/domain/test_expiry.py"
_TESTS = "tests/unit/domain/test_document_versions.py"

VERSIONS = (
    Bug(
        "a late verdict wakes a file that was taken back",
        _STATE,
        'return self.status in {"accepted", "rejected", "replaced", "withdrawn"}',
        'return self.status in {"accepted", "rejected", "replaced"}',
        (f"{_TESTS}::test_a_file_that_nobody_has_judged_is_taken_back_and_never_counts",),
    ),
    Bug(
        "a late verdict wakes a file that was replaced",
        _STATE,
        'return self.status in {"accepted", "rejected", "replaced", "withdrawn"}',
        'return self.status in {"accepted", "rejected", "withdrawn"}',
        (
            f"{_TESTS}::test_a_newer_version_takes_the_place_of_an_unjudged_one_and_the_late_verdict_changes_nothing",
        ),
    ),
    Bug(
        "what was replaced goes on as it was",
        "chalicelib/domain/evolve/documents.py",
        'return _judged(s, event.document, status="replaced")',
        "return s",
        (f"{_TESTS}::test_what_was_replaced_does_not_count_whatever_becomes_of_the_newer_version",),
    ),
    Bug(
        "after the task is done a newer version takes the place silently",
        "chalicelib/domain/consequences/documents.py",
        'if verdict == "accepted" and scan in CLEAN and _unasked(document, state):',
        'if verdict == "accepted" and scan in CLEAN and _unasked(document, state) and scan == "":',
        (f"{_TESTS}::test_after_the_task_is_done_a_person_decides_about_a_newer_version",),
    ),
    Bug(
        "an old form goes on adding files to what is done",
        _DECIDE,
        "newer=_waits(state, command, command.task),",
        "newer=old is not None and _waits(state, command, command.task),",
        (f"{_TESTS}::test_a_file_that_comes_for_a_task_that_is_done_is_for_a_person_and_in_no_sign_off",),
    ),
    Bug(
        "the form of somebody who has left goes on bringing files that are accepted",
        "chalicelib/domain/onboarding",
        'return contact.status == "left" or (epoch',
        "return (epoch",
        (f"{_TESTS}::test_a_file_by_the_form_of_somebody_who_has_left_is_kept_for_a_person",),
    ),
    Bug(
        "files by a closed page fill the room of its customer",
        "chalicelib/domain/room.py",
        "files = [d for d in state.documents if not d.by_closed_page]",
        "files = list(state.documents)",
        (f"{_TESTS}::test_many_forms_of_closed_pages_bring_ten_files_in_all",),
    ),
    Bug(
        "a form of a closed page brings files without end",
        "chalicelib/domain/room.py",
        "if any(d.key == key for d in before):",
        "if any(d.key == key and not outside for d in before):",
        (f"{_TESTS}::test_a_form_of_a_closed_page_brings_one_file_and_takes_nothing_from_its_customer",),
    ),
    Bug(
        "there is no end of files that nobody has checked",
        "chalicelib/domain/room.py",
        "if unjudged >= MOST_UNJUDGED:",
        "if unjudged > MOST_IN_ALL:",
        (f"{_TESTS}::test_a_file_more_than_fits_is_refused_in_words_and_nothing_changes",),
    ),
    Bug(
        "a file of another task is shown under one's own",
        "chalicelib/entrypoints/portal/documents.py",
        "or document is None or document.task != task_id:",
        "or document is None:",
        ("tests/integration/test_portal_documents.py::test_a_file_is_found_only_under_its_own_task",),
    ),
    Bug(
        "a file that was refused fills the form in",
        "chalicelib/application/forms/prefill.py",
        'return not document.gone and document.status != "rejected" and not document.harmful',
        "return not document.gone and not document.harmful",
        ("tests/unit/pages/test_prefill.py::test_a_file_that_does_not_stand_says_nothing",),
    ),
    Bug(
        "a newer document is never asked for",
        "chalicelib/domain/deadlines/expiry.py",
        'if document.renew_at and document.status == "accepted":',
        'if document.renew_at and document.status == "rejected":',
        (f"{_EXPIRY}::test_before_it_ends_the_customer_is_asked_for_a_newer_one_and_that_one_is_done",),
    ),
    Bug(
        "what ends goes on to count",
        "chalicelib/domain/consequences/documents.py",
        "and not document.expiring and not",
        "and not",
        (f"{_EXPIRY}::test_before_it_ends_the_customer_is_asked_for_a_newer_one_and_that_one_is_done",),
    ),
)
