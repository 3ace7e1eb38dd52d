"""Bugs of the outbox: who claims, who waits, what is in doubt."""

from tests.faults.bugs.bug import Bug

_STEPS = "tests/unit/mail/test_outbox_steps.py"

MAIL = (
    Bug(
        "a claimed mail is sent again at once",
        "chalicelib/domain/outbox.py",
        "if now < entry.claimed_at + DOUBT_ENDS:",
        "if now < entry.claimed_at:",
        (f"{_STEPS}::test_a_claim_of_two_minutes_is_doubtful",),
    ),
    Bug(
        "a mail in doubt is never sent again",
        "chalicelib/domain/outbox.py",
        "SENDS_AT_MOST = 2",
        "SENDS_AT_MOST = 1",
        (f"{_STEPS}::test_after_fifteen_minutes_of_doubt_a_mail_is_sent_once_more",),
    ),
    Bug(
        "two deliveries claim the same mail",
        "chalicelib/adapters/in_memory/outbox.py",
        "if not self._as_read(entry):\n            return None\n        at =",
        "at =",
        ("tests/contract/outbox/test_outbox.py::test_a_claim_is_given_once",),
    ),
)
