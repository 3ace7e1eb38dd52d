"""Bugs of the doors: webhooks, links, sessions, forms, personal values."""

from tests.faults.bugs.bug import Bug

DOORS = (
    Bug(
        "a token is good for every purpose",
        "chalicelib/adapters/tokens.py",
        'f"{purpose}|{onboarding}|{contact}|{epoch}"',
        'f"{onboarding}|{contact}|{epoch}"',
        (
            "tests/promises/test_promises.py::test_8_a_link_is_derived_stored_as_a_hash_and_ended_by_one_write",
        ),
    ),
)
