"""Bugs of the way an onboarding takes: gates, people, holds, deals that change."""

from tests.faults.bugs.bug import Bug

_DOMAIN = "chalicelib/domain"
_TEAM = "tests/unit/domain/test_team.py"
_DEALS = "tests/unit/domain/test_deals.py"
_PROMISES = "tests/promises/test_promises.py"

COURSE = (
    Bug(
        "a gate is ignored",
        _DOMAIN,
        'if stage.status == "waiting" and may:',
        'if stage.status == "waiting" and (may or earlier_done):',
        (f"{_TEAM}::test_a_stage_behind_a_gate_waits_for_its_proof_even_when_every_stage_before_is_done",),
    ),
    Bug(
        "a gate passes on any of its requirements",
        _DOMAIN,
        "if proofs is None:\n            return None",
        "if proofs is None:\n            continue",
        (f"{_PROMISES}::test_3_a_gate_is_overridden_by_two_persons_and_a_reason_only", _TEAM),
    ),
    Bug(
        "one person overrides alone",
        _DOMAIN,
        "if context.person is None or gate.override_by == context.actor:",
        "if context.person is None:",
        (f"{_PROMISES}::test_3_a_gate_is_overridden_by_two_persons_and_a_reason_only",),
    ),
    Bug(
        "somebody who is away gets the stage",
        _DOMAIN,
        "owner = context.directory.stand_in(stage.owner, context.now)",
        "owner = stage.owner",
        (f"{_TEAM}::test_a_stage_begins_with_whoever_is_there_on_that_day",),
    ),
    Bug(
        "a stale deal wins",
        _DOMAIN,
        "(deal.modified_at <= known.modified_at and not better)",
        "(deal.modified_at < known.modified_at - known.modified_at.resolution * 10**12 and not better)",
        (_DEALS,),
    ),
    Bug(
        "a lost deal goes on",
        _DOMAIN,
        'if state.status != "on_hold":',
        'if state.status == "on_hold":',
        (_DEALS,),
    ),
    Bug(
        "an old deal mails the customer",
        _DOMAIN,
        "context.now - deal.signed_at > STALE_AFTER",
        "context.now - deal.signed_at < -STALE_AFTER",
        (f"{_PROMISES}::test_10_an_old_deal_opens_on_hold_with_one_mail_to_its_owner",),
    ),
    Bug(
        "on hold the clocks run",
        _DOMAIN,
        'return not self.ended and self.status != "on_hold"',
        "return not self.ended",
        ("tests/unit/domain/test_time.py::test_on_hold_nothing_is_due_and_nobody_is_mailed",),
    ),
    Bug(
        "evolve forgets the epoch",
        _DOMAIN,
        "link_epoch=event.epoch",
        "link_epoch=s.link_epoch",
        (f"{_PROMISES}::test_8_a_link_is_derived_stored_as_a_hash_and_ended_by_one_write",),
    ),
    Bug(
        "evolve forgets a due instant",
        _DOMAIN,
        'changes |= {"opened_at": event.at, "due_at": event.due_at}',
        'changes |= {"opened_at": event.at}',
        ("tests/journals",),
    ),
)
