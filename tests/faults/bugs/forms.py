"""Bugs of the customer's forms."""

from tests.faults.bugs.bug import Bug

_ANSWERS = "chalicelib/application/forms/answers.py"
_NUMBERS = "chalicelib/application/forms/kinds/numbers.py"
_DECIDES = "chalicelib/domain/decide/answers.py"
_BY_KINDS = "tests/unit/pages/test_answer_kinds.py"
_ADDRESSES = "chalicelib/application/forms/kinds/addresses.py"
_BY_KEPT = f"{_BY_KINDS}::test_each_type_is_kept_in_one_form"
_BY_PAGE = "tests/integration/test_portal_answers.py"
_BY_SECRETS = "tests/integration/test_secrets.py"
_BY_RULES = "tests/unit/domain/test_answers.py"

FORMS = (
    Bug(
        "a web address whose host has an umlaut is refused",
        _ADDRESSES,
        "    host = _as_the_network_writes(named)\n",
        "    host = named\n",
        (_BY_KEPT,),
    ),
    Bug(
        "an ß in a host leads to somebody else",
        _ADDRESSES,
        "if _OF_THEIR_OWN.search(text):",
        "if False:",
        (_BY_KEPT,),
    ),
    Bug(
        "a number is told as it is kept",
        "chalicelib/application/forms/reader.py",
        "return number(many)",
        'return f"{many}"',
        (f"{_BY_PAGE}::test_a_number_that_was_answered_is_told_with_its_marks_and_four_figures_as_a_year",),
    ),
    Bug(
        "an answer of the same name stands in another form of the page",
        "chalicelib/entrypoints/portal/task.py",
        "return {} if typed.keys() == {question.id for question in view.questions} else typed",
        "return typed",
        ("tests/integration/test_portal_answers.py::test_an_answer_stands_in_its_own_form_alone",),
    ),
    Bug(
        "what is typed to us goes with a reload",
        "chalicelib/templates/portal/layout.html",
        """ data-typed="{{ asset('typed.js') }}\"""",
        "",
        (
            "tests/integration/test_pages.py::test_what_is_loaded_later_is_there_under_the_names_that_the_page_gives",
        ),
    ),
    Bug(
        "an answer leads to the overview instead of what was asked about",
        "chalicelib/application/mail/view.py",
        "named = {question.task} if question and question.task else set()",
        "named = set()",
        (
            "tests/unit/mail/test_mails.py"
            "::test_the_button_of_a_mail_about_one_thing_leads_to_it_and_a_welcome_to_what_is_next",
        ),
    ),
    Bug(
        "what was typed for a task outlives it",
        "chalicelib/application/drafts.py",
        "not task.settled and (key not in now or now[key].settled)",
        "not task.settled and key not in now",
        (
            "tests/contract/stores/test_drafts.py::test_drafts_are_over_with_their_task_and_all_with_the_onboarding",
        ),
    ),
    Bug(
        "what was typed for an onboarding outlives it",
        "chalicelib/adapters/dynamodb/commits.py",
        "for task in commit.drafts]",
        "for task in commit.drafts[:0]]",
        ("tests/contract/stores/test_drafts.py::test_the_commit_that_settles_a_task_empties_its_draft",),
    ),
    Bug(
        "what is saved while the onboarding ends stays in the table",
        "chalicelib/adapters/dynamodb/drafts.py",
        "(attribute_not_exists(emptied_by) OR emptied_by <= :seen)",
        "(attribute_not_exists(emptied_by) OR emptied_by <> :seen)",
        (
            "tests/contract/stores/test_drafts.py"
            "::test_who_has_not_seen_the_commit_that_emptied_a_draft_keeps_nothing",
        ),
    ),
    Bug(
        "a private key loses the end of its last line",
        "chalicelib/application/forms/kinds/texts.py",
        'return text + "\\n", ""',
        'return text, ""',
        (
            "tests/integration/test_secrets.py::test_a_private_key_keeps_its_lines_and_the_end_of_its_last_one",
        ),
    ),
    Bug(
        "a required question is asked of those whom its condition leaves out",
        _ANSWERS,
        "if not holds(rule.when, found.answers):",
        "if not holds(rule.when, found.answers) and not rule.required:",
        (f"{_BY_KINDS}::test_what_was_typed_into_a_hidden_question_is_dropped_whatever_it_is",),
    ),
    Bug(
        "a German thousand is read as one and a bit",
        _NUMBERS,
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
        "chalicelib/entrypoints/portal/answers.py",
        'if form.get("save"):\n        return',
        'if form.get("save") and errors:\n        return',
        (f"{_BY_PAGE}::test_what_is_saved_for_later_is_no_answer_and_a_colleague_goes_on_from_it",),
    ),
    Bug(
        "a draft that outlives its answers fills the form in",
        "chalicelib/entrypoints/portal/drafts.py",
        "return draft if draft and draft.base == answers_stamp(visit, task_id) else None",
        "return draft",
        (f"{_BY_PAGE}::test_a_draft_that_outlives_its_answers_is_nothing_any_more",),
    ),
    Bug(
        "a secret is shown twice",
        "chalicelib/domain/decide/secrets.py",
        "    if not secret.kept:",
        "    if secret.gone:",
        ("tests/unit/domain/test_secrets.py::test_a_secret_is_shown_once",),
    ),
    Bug(
        "anybody of the team sees a secret",
        "chalicelib/domain/decide/secrets.py",
        "if context.person not in (task.owner, context.directory.stand_in(task.owner, context.now)):",
        "if context.person is None:",
        (f"{_BY_SECRETS}::test_nobody_else_sees_it",),
    ),
    Bug(
        "a secret that was shown stays where it lay",
        "chalicelib/application/lockers.py",
        "return (*given, *over)",
        "return given[:1] if (given := tuple(given)) else ()",
        (f"{_BY_SECRETS}::test_who_does_the_task_sees_it_once_with_a_reason_and_it_is_gone_then",),
    ),
    Bug(
        "a secret is saved with a draft",
        "chalicelib/entrypoints/portal/answers.py",
        'secret = {field.id for field in rule.fields if field.type == "secret"}',
        "secret: set[str] = set()",
        (f"{_BY_SECRETS}::test_a_secret_is_no_part_of_a_draft",),
    ),
    Bug(
        "twelve thousand, as others write it, is taken for twelve",
        _NUMBERS,
        "or _thousands_elsewhere(text, comma=reader.comma)",
        "",
        (f"{_BY_KINDS}::test_a_whole_number_that_may_be_thousands_is_asked_for_again",),
    ),
)
