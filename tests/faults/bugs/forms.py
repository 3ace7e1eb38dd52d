"""Bugs of the customer's forms."""

from tests.faults.bugs.bug import Bug

_ANSWERS = "chalicelib/application/answers.py"
_KINDS = "chalicelib/application/answer_kinds.py"
_DECIDES = "chalicelib/domain/decide/answers.py"
_BY_KINDS = "tests/unit/pages/test_answer_kinds.py"
_BY_PAGE = "tests/integration/test_portal_answers.py"
_BY_RULES = "tests/unit/domain/test_answers.py"

FORMS = (
    Bug(
        "a required question is asked of those whom its condition leaves out",
        _ANSWERS,
        "if not holds(rule.when, found.answers):",
        "if not holds(rule.when, found.answers) and not rule.required:",
        (f"{_BY_KINDS}::test_what_was_typed_into_a_hidden_question_is_dropped_whatever_it_is",),
    ),
    Bug(
        "a German thousand is read as one and a bit",
        _KINDS,
        'decimal, group = (",", ".") if comma else (".", ",")',
        'decimal, group = ".", ","',
        (_BY_KINDS,),
    ),
    Bug(
        "answers are changed after somebody has checked them",
        "chalicelib/domain/given.py",
        "not any(other.settled for other in checked)",
        "True",
        (
            "tests/integration/test_portal_answers.py::test_answers_can_be_changed_until_somebody_has_checked_them",
        ),
    ),
    Bug(
        "who answers second writes over the first without having seen it",
        _DECIDES,
        "if command.seen not in (None, stamp(task)):",
        "if command.seen == stamp(task) == '':",
        (f"{_BY_RULES}::test_who_has_not_seen_the_newest_answers_is_told_instead_of_writing_over_them",),
    ),
    Bug(
        "what is saved for later counts as an answer",
        "chalicelib/entrypoints/portal_answers.py",
        'if form.get("save"):\n        return',
        'if form.get("save") and errors:\n        return',
        (f"{_BY_PAGE}::test_what_is_saved_for_later_is_no_answer_and_a_colleague_goes_on_from_it",),
    ),
    Bug(
        "a draft that outlives its answers fills the form in",
        "chalicelib/entrypoints/portal_pages.py",
        "draft if draft and draft.base == base else None",
        "draft",
        (f"{_BY_PAGE}::test_a_draft_that_outlives_its_answers_is_nothing_any_more",),
    ),
)
