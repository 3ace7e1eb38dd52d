"""Bugs of the functions behind stream, queues and schedule: what is reported back, what is held back, what is forgotten."""

from tests.faults.bugs.bug import Bug

_FUNCTIONS = "chalicelib/entrypoints/functions.py"
_BY = "tests/unit/functions/test_functions.py"

FUNCTIONS = (
    Bug(
        "the relay swallows a failure",
        _FUNCTIONS,
        'return {"batchItemFailures": [{"itemIdentifier": sequence}]}',
        'return {"batchItemFailures": [{"itemIdentifier": sequence}][:0]}',
        (f"{_BY}::test_where_the_relay_stops_the_stream_goes_on_later",),
    ),
    Bug(
        "the stream goes on behind what one queue did not take",
        _FUNCTIONS,
        "first = min(refused)",
        "first = max(refused)",
        (f"{_BY}::test_the_stream_comes_again_from_the_first_that_either_queue_did_not_take",),
    ),
    Bug(
        "the relay passes a person's own effects over",
        _FUNCTIONS,
        'if key["sk"].startswith("X#"):',
        'if key["sk"].startswith("X#onb-"):',
        (f"{_BY}::test_the_relay_hands_effects_to_delivery_and_webhooks_to_ingestion",),
    ),
    Bug(
        "what follows a failure in the same group is not held back",
        _FUNCTIONS,
        '            logger.exception("command failed", extra={"onboarding": group})\n            blocked.add(group)\n',
        '            logger.exception("command failed", extra={"onboarding": group})\n',
        (f"{_BY}::test_what_follows_a_failure_in_the_same_group_is_held_back",),
    ),
    Bug(
        "what follows a lost race in the same group is not held back",
        _FUNCTIONS,
        "        except VersionConflictError:\n            blocked.add(group)\n",
        "        except VersionConflictError:\n",
        (f"{_BY}::test_what_follows_a_failure_in_the_same_group_is_held_back",),
    ),
    Bug(
        "a lost race counts as a refusal",
        _FUNCTIONS,
        '        except VersionConflictError:\n            blocked.add(group)\n            failed.append(record["messageId"])\n',
        "        except VersionConflictError:\n            continue\n",
        (f"{_BY}::test_what_follows_a_failure_in_the_same_group_is_held_back",),
    ),
    Bug(
        "what is held back is not handed out again",
        _FUNCTIONS,
        '        if group in blocked:\n            failed.append(record["messageId"])\n            continue\n',
        "        if group in blocked:\n            continue\n",
        (f"{_BY}::test_what_follows_a_failure_in_the_same_group_is_held_back",),
    ),
    Bug(
        "a refused command comes again for ever",
        _FUNCTIONS,
        'logger.info("command refused", extra={"code": refusal.code, "onboarding": group})',
        'failed.append(record["messageId"] + refusal.code[:0])',
        (f"{_BY}::test_a_refused_command_does_not_come_again_and_holds_nothing_back",),
    ),
    Bug(
        "a delivery that fails does not come again",
        _FUNCTIONS,
        'logger.exception("effect failed", extra={"body": record["body"]})\n            failed.append(record["messageId"])',
        'logger.exception("effect failed", extra={"body": record["body"]})',
        (f"{_BY}::test_a_message_that_fails_comes_again_alone",),
    ),
    Bug(
        "a webhook that could not be worked off does not come again",
        _FUNCTIONS,
        'logger.exception("ingest failed")\n            failed.append(record["messageId"])',
        'logger.exception("ingest failed")',
        (f"{_BY}::test_a_message_that_fails_comes_again_alone",),
    ),
    Bug(
        "a file that could not be judged does not come again",
        _FUNCTIONS,
        'logger.exception("intake failed")\n            failed.append(record["messageId"])',
        'logger.exception("intake failed")',
        (f"{_BY}::test_a_message_that_fails_comes_again_alone",),
    ),
    Bug(
        "a scan result that could not be handed on does not come again",
        _FUNCTIONS,
        'logger.exception("feedback failed")\n            failed.append(record["messageId"])',
        'logger.exception("feedback failed")',
        (f"{_BY}::test_a_message_that_fails_comes_again_alone",),
    ),
    Bug(
        "the sweep forgets effects at rest",
        _FUNCTIONS,
        'resting = requeue_resting(now, outbox=bootstrap.outbox(), queue=bootstrap.queue("deliver"))',
        "resting = 0 if requeue_resting else 0",
        (f"{_BY}::test_the_sweep_finds_what_is_due_and_what_rests_in_outbox_and_inbox",),
    ),
    Bug(
        "the sweep forgets webhooks at rest",
        _FUNCTIONS,
        'resting += requeue_webhooks(now, inbox=bootstrap.inbox(), queue=bootstrap.queue("ingest"))',
        "resting += 0 if requeue_webhooks else 0",
        (f"{_BY}::test_the_sweep_finds_what_is_due_and_what_rests_in_outbox_and_inbox",),
    ),
    Bug(
        "a part of a batch that the queue did not take is forgotten",
        "chalicelib/adapters/sqs.py",
        'for failed in answer.get("Failed", ()):',
        'for failed in () if answer.get("Successful") else answer.get("Failed", ()):',
        ("tests/unit/functions/test_queues.py",),
    ),
    Bug(
        "what was not sent because the queue was down is forgotten",
        "chalicelib/adapters/sqs.py",
        "return refused | dict.fromkeys(range(start, len(messages)), str(error))",
        "return refused | {start: str(error)}",
        ("tests/unit/functions/test_batches.py",),
    ),
    Bug(
        "a webhook at rest that the queue did not take is put off for an hour",
        "chalicelib/application/ingest.py",
        "if place not in refused]",
        "if place not in refused or refused]",
        ("tests/unit/webhooks/test_ingest.py::test_what_the_queue_does_not_take_is_not_put_off",),
    ),
    Bug(
        "two commands of one onboarding have the same id in the queue",
        "chalicelib/adapters/sqs.py",
        'more |= {"MessageGroupId": group, "MessageDeduplicationId": _dedup(key or "")}',
        'more |= {"MessageGroupId": group, "MessageDeduplicationId": _dedup(group + (key or "")[:0])}',
        ("tests/unit/functions/test_queues.py",),
    ),
    Bug(
        "the verification looks at the first page of the board only",
        "chalicelib/application/verify.py",
        "if cursor is None:",
        "if cursor is None or page:",
        ("tests/unit/functions/test_verify.py",),
    ),
    Bug(
        "the verification believes every chain",
        "chalicelib/application/verify.py",
        "if (broken := journals.broken_at(chain)) is not None:",
        "if (broken := journals.broken_at(chain)) is not None and not chain:",
        ("tests/unit/functions/test_verify.py",),
    ),
)
