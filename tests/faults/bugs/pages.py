"""Bugs of the pages themselves: what they count, when a visit ends, what travels."""

from tests.faults.bugs.bug import Bug

_VIEW = "chalicelib/application/portal/view.py"
_HISTORY = "chalicelib/application/portal/history.py"
_BY_VIEW = "tests/unit/pages/test_portal_view.py"
_BY_ANSWERS = "tests/integration/test_portal_answers.py"
_BY_PAGES = "tests/integration/test_pages.py"

_ON = "chalicelib/application/portal/way_on.py"
_BY_WAY = "tests/integration/test_portal_way.py"

PAGES = (
    Bug(
        "an item that wants more is left behind",
        _ON,
        "if any(line.id == task_id for line in mine):",
        "if False:",
        (f"{_BY_WAY}::test_a_task_that_wants_a_file_too_is_gone_on_with",),
    ),
    Bug(
        "the script leaves a page that wants another file",
        "chalicelib/entrypoints/portal/way.py",
        '"" if ahead == task_id else way_on(',
        "way_on(",
        (f"{_BY_WAY}::test_the_script_goes_on_from_a_file_only_once_nothing_more_is_wanted",),
    ),
    Bug(
        "the team's steps count as the customer's",
        _VIEW,
        "own_all=len(theirs)",
        "own_all=len(counted)",
        (f"{_BY_VIEW}::test_the_customers_own_steps_are_counted_apart_from_the_whole_way",),
    ),
    Bug(
        "everybody reads who speaks which language",
        _HISTORY,
        'return entry["type"] in _OWN and entry.get("actor") != me',
        "return False and me",
        (f"{_BY_VIEW}::test_who_chose_another_language_reads_that_and_nobody_else",),
    ),
    Bug(
        "a form of an earlier visit is carried out",
        "chalicelib/entrypoints/portal/visits.py",
        "            raise OldFormError(visit, form) from refusal\n",
        "            return visit, form\n",
        (f"{_BY_ANSWERS}::test_a_form_of_an_earlier_visit_is_shown_again_with_what_was_typed",),
    ),
    Bug(
        "a form that somebody else was shown is taken as the reader's own",
        "chalicelib/entrypoints/portal/visits.py",
        "    if theirs and theirs != visit.whose:",
        "    if not visit:",
        (f"{_BY_ANSWERS}::test_a_form_that_somebody_else_was_shown_is_neither_carried_out_nor_shown",),
    ),
    Bug(
        "what another site's page sends is shown as the customer's own words",
        "chalicelib/entrypoints/portal/visits.py",
        "        if theirs and surely_ours(request):\n",
        "        if theirs and surely_ours:\n",
        (f"{_BY_ANSWERS}::test_a_form_that_may_be_another_page_s_is_refused_and_leads_back_to_the_task",),
    ),
    Bug(
        "history is told under the day of Greenwich",
        _HISTORY,
        "when=local_time(about.zone, about.now",
        'when=local_time("UTC", about.now',
        (f"{_BY_VIEW}::test_history_stands_under_its_days_by_the_readers_clock",),
    ),
    Bug(
        "the last half hour promises another",
        "chalicelib/entrypoints/portal/visit_end.py",
        "last=left < IDLE.total_seconds() - 1",
        "last=left <= 0",
        ("tests/unit/pages/test_visit_end.py",),
    ),
    Bug(
        "asking to stay does not keep the visit",
        "chalicelib/entrypoints/portal/pages.py",
        '"portal/visit.html", cookie=visit.cookie,',
        '"portal/visit.html",',
        ("tests/integration/test_portal.py::test_every_page_says_when_the_visit_ends_and_moves_that_on",),
    ),
    Bug(
        "a logo may come from anybody",
        "chalicelib/settings.py",
        'r"[\\w-]+\\.svg"',
        'r".+\\.svg"',
        (f"{_BY_PAGES}::test_a_logo_is_a_file_of_ours_and_nothing_else",),
    ),
    Bug(
        "a style sheet loses the spaces it needs",
        "chalicelib/entrypoints/assets.py",
        '" ".join(re.sub(',
        '"".join(re.sub(',
        ("tests/unit/pages/test_assets.py",),
    ),
    Bug(
        "what sends files is loaded with the page",
        "chalicelib/templates/portal/task.html",
        """src="{{ asset('files.js') }}" defer>""",
        """src="{{ asset('uploads.js') }}" defer></script><script src="{{ asset('files.js') }}" defer>""",
        (f"{_BY_PAGES}::test_the_first_load_of_every_page_stays_under_30_kilobytes[de]",),
    ),
    Bug(
        "of what was ended the tasks are still to do",
        "chalicelib/application/portal/tasks.py",
        'if about.onboarding.ended:\n        return "not_needed"',
        'if False:\n        return "not_needed"',
        (f"{_BY_VIEW}::test_of_what_was_ended_nothing_is_to_be_done_any_more",),
    ),
    Bug(
        "somebody is asked to a meeting of what was ended",
        "chalicelib/application/portal/meetings.py",
        "task.settled or about.onboarding.ended",
        "task.settled",
        ("tests/integration/test_meeting_page.py::test_nobody_is_asked_to_a_meeting_of_what_was_ended",),
    ),
    Bug(
        "a colleague does not see first what they were asked for",
        "chalicelib/application/portal/way_on.py",
        "line.elsewhere, not line.yours, line.state",
        "line.elsewhere, False, line.state",
        (f"{_BY_VIEW}::test_who_was_asked_by_name_sees_that_first",),
    ),
    Bug(
        "a refusal inside a visit is a dead end",
        "chalicelib/entrypoints/asked.py",
        '("/portal/", "/portal")',
        '("/portal/", "")',
        ("tests/integration/test_portal.py::test_a_refusal_inside_a_visit_leads_back_to_the_overview",),
    ),
)
