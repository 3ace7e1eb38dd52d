"""Bugs of what is stored: conditions, the whole state, the chain, the lists."""

from tests.faults.bugs.bug import Bug

_STORE = "tests/contract/stores/test_onboarding_store.py"
_LISTINGS = "tests/contract/stores/test_listings.py"
_ONBOARDINGS = "chalicelib/adapters/dynamodb/onboardings.py"

STORES = (
    Bug(
        "the version condition is dropped",
        _ONBOARDINGS,
        '"ConditionExpression": "version = :version",\n            ',
        '"ConditionExpression": "attribute_exists(pk) OR version = :version",\n            ',
        (f"{_STORE}::test_who_decided_on_an_old_state_is_refused_and_changes_nothing",),
    ),
    Bug(
        "a second opening overwrites the first",
        _ONBOARDINGS,
        'if commit.before is None:\n            return put | {"ConditionExpression": "attribute_not_exists(pk)"}',
        "if commit.before is None:\n            return put",
        (f"{_STORE}::test_a_second_opening_of_the_same_deal_is_a_conflict",),
    ),
    Bug(
        "the command's id is not a condition",
        _ONBOARDINGS,
        'put = self._put(commit, f"D#{commit.command_id}", data, {"ttl": ttl})\n'
        '        return put | {"ConditionExpression": "attribute_not_exists(pk)"}',
        'return self._put(commit, f"D#{commit.command_id}", data, {"ttl": ttl})',
        (f"{_STORE}::test_a_repeated_command_is_told_as_such_even_where_the_version_is_old_too",),
    ),
    Bug(
        "in memory, a stale save is taken",
        "chalicelib/adapters/in_memory/onboardings.py",
        "if current != (commit.before.version if commit.before else 0):",
        "if commit.before is None and current:",
        ("tests/properties/test_races.py",),
    ),
    Bug(
        "a part of the state is not written",
        "chalicelib/adapters/items.py",
        "for n, item in enumerate(getattr(state, name)):",
        "for n, item in enumerate(getattr(state, name)[:20]):",
        ("tests/journals", "tests/unit/domain/test_opening.py"),
    ),
    Bug(
        "the board forgets the end of a page",
        "chalicelib/adapters/dynamodb/listings.py",
        "if last and len(items) >= limit:",
        "if len(items) >= limit:",
        (f"{_LISTINGS}::test_the_board_shows_the_newest_first_by_status_over_many_pages[dynamodb]",),
    ),
    Bug(
        "a hash leaves the actor out",
        "chalicelib/adapters/journal.py",
        '"at", "actor", "data"',
        '"at", "data"',
        ("tests/journals",),
    ),
    Bug(
        "the chain does not follow on",
        "chalicelib/adapters/journal.py",
        'entry["hash"] = previous = entry_hash(entry)',
        'entry["hash"] = entry_hash(entry)',
        ("tests/unit/api/test_reading.py::test_the_journal_is_a_chain_that_anybody_can_check",),
    ),
    Bug(
        "a key is used for another command",
        "chalicelib/application/handle.py",
        "if done and done.fingerprint != envelope.fingerprint:",
        "if done is None:",
        (
            "tests/unit/api/test_commands.py::test_a_key_cannot_be_used_for_something_else_or_by_somebody_else",
        ),
    ),
    Bug(
        "a conflict is not tried again",
        "chalicelib/application/handle.py",
        "TRIES = 5",
        "TRIES = 1",
        ("tests/properties/test_races.py",),
    ),
)
