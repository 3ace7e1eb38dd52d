"""Bugs of what is too much, too long or no value at all: found by fuzzing, ended, and planted again."""

from tests.faults.bugs.bug import Bug

_LINT = "tests/unit/playbooks/test_lint.py"
_FILES = "tests/unit/playbooks/test_playbook_files.py"

SIZES = (
    Bug(
        "a deal may bring more text than an item of the table holds",
        "chalicelib/adapters/crm/deal_parts.py",
        "if size > self._left:",
        "if size > 10**9:",
        ("tests/contract/crm/test_standard.py",),
    ),
    Bug(
        "a playbook may wait for longer than its calendar reaches",
        "chalicelib/domain/lint/sizes.py",
        "if wait > hours:",
        "if wait > 10**40:",
        (_LINT,),
    ),
    Bug(
        "a playbook's value that its tag does not fit ends in a Python error",
        "chalicelib/adapters/yaml_lines.py",
        "except Exception as error:  # a value",
        "except ZeroDivisionError as error:  # a value",
        (_FILES,),
    ),
    Bug(
        "the upload frame counts looks of any length",
        "chalicelib/entrypoints/portal/uploads.py",
        're.fullmatch("[0-9]{1,3}", query.get("looks", ""))',
        'query.get("looks", "").isdecimal()',
        ("tests/integration/test_portal_tasks.py",),
    ),
    Bug(
        "the local store takes an upload form without a field of its policy",
        "infra/local/post_policy.py",
        "actual = values.get(name)  # a field",
        'actual = values.get(name, "")  # a field',
        ("tests/faults/fuzz/test_fuzz.py::test_whatever_is_sent_what_must_hold_holds[upload-forms]",),
    ),
)
