"""Bugs of what is stored: conditions, the whole state, the chain, the lists."""

from tests.faults.bugs.bug import Bug

_STORE = "tests/contract/stores/test_onboarding_store.py"
_CANCELLED = "tests/contract/stores/test_cancelled_transactions.py"
_LISTINGS = "tests/contract/stores/test_listings.py"
_COMMITS = "chalicelib/adapters/dynamodb/commits.py"
_ONBOARDINGS = "chalicelib/adapters/dynamodb/onboardings.py"

STORES = (
    Bug(
        "the version condition is dropped",
        _COMMITS,
        '"ConditionExpression": "version = :version",\n        ',
        '"ConditionExpression": "attribute_exists(pk) OR version = :version",\n        ',
        (f"{_STORE}::test_who_decided_on_an_old_state_is_refused_and_changes_nothing",),
    ),
    Bug(
        "a second opening overwrites the first",
        _COMMITS,
        'if commit.before is None:\n        return put | {"ConditionExpression": "attribute_not_exists(pk)"}',
        "if commit.before is None:\n        return put",
        (f"{_STORE}::test_a_second_opening_of_the_same_deal_is_a_conflict",),
    ),
    Bug(
        "the command's id is not a condition",
        _COMMITS,
        'KEEP_COMMANDS).timestamp())})\n    return put | {"ConditionExpression": "attribute_not_exists(pk)"}',
        "KEEP_COMMANDS).timestamp())})\n    return put",
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
        "for n, item in enumerate(getattr(state, name))}",
        "for n, item in enumerate(getattr(state, name)[:20])}",
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
        "chalicelib/application/handle",
        "if done and done.fingerprint != envelope.fingerprint:",
        "if done is None:",
        (
            "tests/unit/api/test_commands.py::test_a_key_cannot_be_used_for_something_else_or_by_somebody_else",
        ),
    ),
    Bug(
        "a conflict is not tried again",
        "chalicelib/application/handle",
        "TRIES = 5",
        "TRIES = 1",
        ("tests/properties/test_races.py",),
    ),
    Bug(
        "one shard of what is due is never looked at",
        "chalicelib/adapters/dynamodb/listings.py",
        "for shard in range(SHARDS):",
        "for shard in range(1, SHARDS):",
        (f"{_LISTINGS}::test_everything_that_is_due_is_listed_in_whichever_shard_it_lies[dynamodb]",),
    ),
    Bug(
        "only the first effect of a commit is written",
        _COMMITS,
        "for outgoing in commit.effects]",
        "for outgoing in commit.effects[:1]]",
        ("tests/integration/test_deliver.py::test_an_opening_mails_owner_and_customer_once",),
    ),
    Bug(
        "an effect is not at rest until it is performed",
        _COMMITS,
        '{"status": "pending", **resting}',
        '{"status": "pending", **dict.fromkeys(resting, "never")}',
        ("tests/integration/test_deliver.py::test_the_sweep_sends_what_was_forgotten_back_to_delivery",),
    ),
    Bug(
        "a lost race for the table is an error",
        "chalicelib/adapters/dynamodb/cancelled.py",
        '_FASTER = frozenset({"ConditionalCheckFailed", "TransactionConflict"})',
        '_FASTER = frozenset({"ConditionalCheckFailed"})',
        (f"{_CANCELLED}::test_who_meets_another_commit_in_the_table_decides_again",),
    ),
    Bug(
        "what went wrong in the table counts as a lost race",
        _ONBOARDINGS,
        "if faster(codes):",
        "if codes:",
        (f"{_CANCELLED}::test_what_the_table_cannot_do_is_no_lost_race",),
    ),
    Bug(
        "the journal is read from its first page on",
        _ONBOARDINGS,
        'return tuple(entry for entry in entries if entry["sequence"] > after)[:limit]',
        'return tuple(entry for entry in entries if entry["sequence"] >= after)[:limit]',
        (f"{_STORE}::test_the_journal_is_read_in_parts[dynamodb]",),
    ),
    Bug(
        "one opening more than may be has its place",
        "chalicelib/adapters/dynamodb/openings.py",
        "size(ids) < :limit",
        "size(ids) <= :limit",
        (
            "tests/contract/stores/test_smaller_stores.py::test_the_first_openings_of_an_hour_have_a_place_and_keep_it",
        ),
    ),
    Bug(
        "who asks for a place again is refused it",
        "chalicelib/adapters/dynamodb/openings.py",
        " OR contains(ids, :id)",
        " OR contains(ids, :limit)",
        (
            "tests/contract/stores/test_smaller_stores.py::test_the_first_openings_of_an_hour_have_a_place_and_keep_it",
        ),
    ),
    Bug(
        "an earlier loss takes the place of a later one",
        "chalicelib/adapters/dynamodb/openings.py",
        "OR lost_at < :at",
        "OR lost_at <> :at",
        ("tests/contract/stores/test_smaller_stores.py::test_the_latest_loss_of_a_deal_is_remembered",),
    ),
    Bug(
        "a published playbook is changed",
        "chalicelib/adapters/dynamodb/playbooks.py",
        "attribute_not_exists(pk)",
        "attribute_exists(pk) OR attribute_not_exists(pk)",
        (
            "tests/contract/stores/test_smaller_stores.py::test_publishing_again_is_nothing_and_another_content_is_refused",
        ),
    ),
    Bug(
        "what can be looked at later is never looked at again",
        "chalicelib/adapters/indexes.py",
        "if (check := next_check_at(state)) is not None:",
        "if (check := next_check_at(state)) is not None and state.sequence < 2:",
        (f"{_LISTINGS}::test_what_is_due_is_listed_with_its_instant", "tests/unit/domain/test_time.py"),
    ),
    Bug(
        "somebody's list shows what is done",
        "chalicelib/adapters/indexes.py",
        "case Escalation() if item.resolved_at is None:",
        "case Escalation():",
        (f"{_LISTINGS}::test_an_acknowledged_escalation_stays_and_a_resolved_one_goes",),
    ),
    Bug(
        "a refused repetition is refused again",
        "chalicelib/application/handle",
        "        except DomainError:\n            if ports.store.done(envelope.onboarding, envelope.id):",
        "        except DomainError:\n            if not ports:",
        ("tests/properties/test_races.py", "tests/unit/api/test_commands.py"),
    ),
    Bug(
        "a state torn by a commit is taken for whole",
        "chalicelib/adapters/dynamodb/onboardings.py",
        "if head and told in (None, digest(written)):",
        "if head:",
        (
            "faults:interleavings:turns:a colleague is invited by customer and team, read in pieces:ba:20,8",
            "tests/contract/stores/test_torn_readings.py",
        ),
    ),
    Bug(
        "the daily check takes a commit for a forgery",
        "chalicelib/application/verify.py",
        "store.journal(onboarding, limit=stored.onboarding.sequence)",
        "store.journal(onboarding, limit=1_000_000)",
        (
            "tests/unit/functions/test_verify.py",
            "faults:interleavings:pair:the daily check while somebody acts",
        ),
    ),
)
