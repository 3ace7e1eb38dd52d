"""The bugs that are planted: small changes that must not go unnoticed, and the tests that should notice."""

from dataclasses import dataclass

CORE = (
    "tests/unit/domain",
    "tests/promises",
    "tests/properties/test_races.py",
    "tests/properties/test_lifecycle.py",
)
STORES = ("tests/contract/stores",)
OUTBOX = ("tests/unit/mail", "tests/contract/outbox", "tests/promises")
JOURNALS = ("tests/journals", *CORE)


@dataclass(frozen=True)
class Bug:
    """A small change that must not go unnoticed: `old` stands exactly once below `folder` (or in that file)."""

    name: str
    folder: str
    old: str
    new: str
    tests: tuple[str, ...] = CORE


def _domain(name: str, old: str, new: str, tests: tuple[str, ...] = CORE) -> Bug:
    return Bug(name, "chalicelib/domain", old, new, tests)


def _adapter(name: str, file: str, old: str, new: str, tests: tuple[str, ...] = STORES) -> Bug:
    return Bug(name, f"chalicelib/adapters/{file}", old, new, tests)


BUGS = (
    _adapter(
        "the version condition is dropped",
        "dynamodb/onboardings.py",
        '"ConditionExpression": "version = :version",\n            ',
        '"ConditionExpression": "attribute_exists(pk) OR version = :version",\n            ',
    ),
    _adapter(
        "a second opening overwrites the first",
        "dynamodb/onboardings.py",
        'if commit.before is None:\n            return put | {"ConditionExpression": "attribute_not_exists(pk)"}',
        "if commit.before is None:\n            return put",
    ),
    _adapter(
        "the command's id is not a condition",
        "dynamodb/onboardings.py",
        'put = self._put(commit, f"D#{commit.command_id}", data, {"ttl": ttl})\n'
        '        return put | {"ConditionExpression": "attribute_not_exists(pk)"}',
        'return self._put(commit, f"D#{commit.command_id}", data, {"ttl": ttl})',
    ),
    _adapter(
        "in memory, a stale save is taken",
        "in_memory/onboardings.py",
        "if current != (commit.before.version if commit.before else 0):",
        "if commit.before is None and current:",
        (*STORES, *CORE),
    ),
    _adapter(
        "a part of the state is not written",
        "items.py",
        "for n, item in enumerate(getattr(state, name)):",
        "for n, item in enumerate(getattr(state, name)[:20]):",
        (*STORES, *CORE),
    ),
    _adapter(
        "the board forgets the end of a page",
        "dynamodb/listings.py",
        "if last and len(items) >= limit:",
        "if len(items) >= limit:",
    ),
    _adapter("a hash leaves the actor out", "journal.py", '"at", "actor", "data"', '"at", "data"', JOURNALS),
    _adapter(
        "the chain does not follow on",
        "journal.py",
        'entry["hash"] = previous = entry_hash(entry)',
        'entry["hash"] = entry_hash(entry)',
        JOURNALS,
    ),
    _domain(
        "a gate is ignored",
        'if stage.status == "waiting" and may:',
        'if stage.status == "waiting" and (may or earlier_done):',
    ),
    _domain(
        "a gate passes on any of its requirements",
        "if proofs is None:\n            return None",
        "if proofs is None:\n            continue",
    ),
    _domain(
        "one person overrides alone",
        "if context.person is None or gate.override_by == context.actor:",
        "if context.person is None:",
    ),
    _domain(
        "evolve forgets the reason of a rejection",
        'status="rejected", reasons=event.reasons, note=event.note)',
        'status="rejected", note=event.note)',
    ),
    _domain(
        "evolve forgets a due instant",
        'changes |= {"opened_at": event.at, "due_at": event.due_at}',
        'changes |= {"opened_at": event.at}',
    ),
    _domain("evolve forgets the epoch", "link_epoch=event.epoch", "link_epoch=s.link_epoch"),
    _domain(
        "the ladder never climbs",
        "if rung > len(hours) or rung >= len(context.directory.ladder(owner)):",
        "if rung:",
    ),
    _domain(
        "the ladder climbs after somebody has it",
        '"acknowledged_by": event.by, "next_rung_at": None}',
        '"acknowledged_by": event.by}',
    ),
    _domain(
        "the scan is ignored", 'if verdict == "accepted" and scan in CLEAN:', 'if verdict == "accepted":'
    ),
    _domain(
        "an unscannable file counts as clean",
        'CLEAN = frozenset({"NO_THREATS_FOUND", "not_required"})',
        'CLEAN = frozenset({"NO_THREATS_FOUND", "not_required", "UNSUPPORTED"})',
    ),
    _domain(
        "nobody looks at an unjudged file",
        'if document.status in {"received", "checking"}:\n            yield document.check_by',
        'if document.status == "received":\n            yield document.check_by',
    ),
    _domain(
        "a clean scan counts for every version of a key",
        "if d.key == key and d.version_id == version_id",
        "if d.key == key",
    ),
    _domain(
        "a stale deal wins",
        "(deal.modified_at <= known.modified_at and not better)",
        "(deal.modified_at < known.modified_at - known.modified_at.resolution * 10**12 and not better)",
    ),
    _domain("a lost deal goes on", 'if state.status != "on_hold":', 'if state.status == "on_hold":'),
    _domain(
        "receipts never fold",
        "if current is None or current.due_at <= at:",
        "if current is None or current.due_at:",
    ),
    _domain(
        "receipts are kept for ever",
        "if state.receipts and state.receipts.waiting:",
        "if state.receipts and not state.receipts.waiting:",
    ),
    _domain(
        "reminders never stop",
        "if number < len(every) else None",
        "if every else None",
    ),
    _domain(
        "who has given everything is reminded",
        "if state.reminders.next_at and state.outstanding() and state.reachable():",
        "if state.reminders.next_at and state.reachable():",
    ),
    _domain(
        "on hold the clocks run",
        'return not self.ended and self.status != "on_hold"',
        "return not self.ended",
    ),
    _domain(
        "somebody who is away gets the stage",
        "owner = context.directory.stand_in(stage.owner, context.now)",
        "owner = stage.owner",
    ),
    _domain(
        "an old deal mails the customer",
        "context.now - deal.signed_at > STALE_AFTER",
        "context.now - deal.signed_at < -STALE_AFTER",
    ),
    _domain(
        "a personal value stands in the journal",
        'Fact(name="document", value=document.id)',
        'Fact(name="document", value=str(document.name))',
        ("tests/unit", "tests/properties", "tests/promises"),
    ),
    _domain("a tick does everything at once", "MOST_AT_ONCE = 20", "MOST_AT_ONCE = 2000"),
    Bug(
        "a tick is known by its due instant only",
        "chalicelib/application/sweep.py",
        'id=f"tick:{instant(due)}:{swept}"',
        'id=f"tick:{instant(due)}"',
    ),
    Bug("a conflict is not tried again", "chalicelib/application/handle.py", "TRIES = 5", "TRIES = 1"),
    Bug(
        "a key is used for another command",
        "chalicelib/application/handle.py",
        "if done and done.fingerprint != envelope.fingerprint:",
        "if done is None:",
    ),
    Bug(
        "a claimed mail is sent again at once",
        "chalicelib/domain/outbox.py",
        "if now < entry.claimed_at + DOUBT_ENDS:",
        "if now < entry.claimed_at:",
        OUTBOX,
    ),
    Bug(
        "a mail in doubt is never sent again",
        "chalicelib/domain/outbox.py",
        "SENDS_AT_MOST = 2",
        "SENDS_AT_MOST = 1",
        OUTBOX,
    ),
    Bug(
        "two deliveries claim the same mail",
        "chalicelib/adapters/in_memory/outbox.py",
        "if not self._as_read(entry):\n            return None\n        at =",
        "at =",
        OUTBOX,
    ),
    Bug(
        "a tie between two calendars",
        "chalicelib/domain/calendar.py",
        "max(min(close, end) - max(begin, start), timedelta())",
        "max(min(close, end) - begin, timedelta())",
        ("tests/properties/test_calendar.py",),
    ),
    Bug(
        "a token is good for every purpose",
        "chalicelib/adapters/tokens.py",
        'f"{purpose}|{onboarding}|{contact}|{epoch}"',
        'f"{onboarding}|{contact}|{epoch}"',
    ),
)
