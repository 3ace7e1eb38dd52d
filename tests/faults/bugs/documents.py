"""Bugs of uploaded versions: verdicts, scans, those whom nobody looks at."""

from tests.faults.bugs.bug import Bug

_DOMAIN = "chalicelib/domain"
_EVERY_VERSION = (
    "tests/promises/test_promises.py::test_7_every_version_ends_accepted_rejected_or_in_front_of_a_person"
)

DOCUMENTS = (
    Bug(
        "evolve forgets the reason of a rejection",
        _DOMAIN,
        'status="rejected", reasons=event.reasons, note=event.note)',
        'status="rejected", note=event.note)',
        (_EVERY_VERSION,),
    ),
    Bug(
        "the scan is ignored",
        _DOMAIN,
        'if verdict == "accepted" and scan in CLEAN:',
        'if verdict == "accepted":',
        (_EVERY_VERSION,),
    ),
    Bug(
        "an unscannable file counts as clean",
        _DOMAIN,
        'CLEAN = frozenset({"NO_THREATS_FOUND", "not_required"})',
        'CLEAN = frozenset({"NO_THREATS_FOUND", "not_required", "UNSUPPORTED"})',
        (_EVERY_VERSION,),
    ),
    Bug(
        "nobody looks at an unjudged file",
        _DOMAIN,
        'if document.status in {"received", "checking"}:\n            yield document.check_by',
        'if document.status == "received":\n            yield document.check_by',
        (_EVERY_VERSION,),
    ),
    Bug(
        "a clean scan counts for every version of a key",
        _DOMAIN,
        "if d.key == key and d.version_id == version_id",
        "if d.key == key",
        ("tests/promises/test_promises.py::test_7_a_clean_scan_of_one_version_says_nothing_of_another",),
    ),
)
