"""What the functions behind queues, stream and schedules do: read the event, call one use case, report partial failures.

Imports stand inside: each function loads only what it needs.
"""

import json
from typing import Any

from aws_lambda_powertools import Logger

from chalicelib import bootstrap

logger = Logger(service="golive")
Lambda = dict[str, Any]


def intake(event: Lambda) -> Lambda:
    """Judge uploaded file versions; one that cannot be judged now comes again."""
    from chalicelib.application.intake import judge_all

    failed: list[str] = []
    for record in event["Records"]:
        try:
            logger.info("uploads judged", extra={"count": judge_all(record["body"], bootstrap.desk())})
        except Exception:
            logger.exception("intake failed")
            failed.append(record["messageId"])
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def ingest(event: Lambda) -> Lambda:
    """Turn kept webhooks and findings into commands; what cannot be worked off now comes again."""
    from chalicelib.application.ingest import ingest as work_off

    world, failed = bootstrap.ingestion(), list[str]()
    for record in event["Records"]:
        try:
            message = json.loads(record["body"])
            logger.info(
                "ingested", extra={"inbox": message.get("inbox"), "outcome": work_off(message, world)}
            )
        except Exception:
            logger.exception("ingest failed")
            failed.append(record["messageId"])
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def relay(event: Lambda) -> Lambda:
    """Hand new inbox items and effects to their queues; what stands from the first failure on comes again."""
    waiting: dict[str, list[tuple[int, Lambda]]] = {"deliver": [], "ingest": []}
    for place, record in enumerate(event["Records"]):
        key = {name: value["S"] for name, value in record["dynamodb"]["Keys"].items()}
        if key["sk"].startswith("X#"):
            waiting["deliver"].append((place, key))
        elif key["pk"].startswith("INBOX#"):
            waiting["ingest"].append((place, {"inbox": key["pk"]}))
    refused: dict[int, str] = {}
    for name, messages in waiting.items():
        for n, why in bootstrap.queue(name).offer([body for _, body in messages]).items():
            refused[messages[n][0]] = why
    if not refused:
        return {"batchItemFailures": []}
    first = min(refused)
    sequence = event["Records"][first]["dynamodb"]["SequenceNumber"]
    logger.error(
        "relay stopped", extra={"sequence": sequence, "refused": len(refused), "why": refused[first]}
    )
    return {"batchItemFailures": [{"itemIdentifier": sequence}]}


def commands(event: Lambda) -> Lambda:
    """Carry queued commands out. Within a batch, what follows a failure in the same group waits for it."""
    from chalicelib.adapters.codec import envelope_from_json
    from chalicelib.domain.commands import RecordDeal
    from chalicelib.domain.errors import DomainError, VersionConflictError

    failed: list[str] = []
    blocked: set[str] = set()
    for record in event["Records"]:
        group = record["attributes"]["MessageGroupId"]
        if group in blocked:
            failed.append(record["messageId"])
            continue
        envelope = None
        try:
            if person := json.loads(record["body"]).get("person"):
                logger.info("desk", extra={"person": person, "outcome": bootstrap.tick_desk(person)})
                continue
            if woken := json.loads(record["body"]).get("mornings"):
                logger.info("morning", extra={"mails": bootstrap.wake(woken)})
                continue
            envelope = envelope_from_json(record["body"])
            bootstrap.handle(envelope)
        except VersionConflictError:
            blocked.add(group)
            failed.append(record["messageId"])
        except DomainError as refusal:
            logger.info("command refused", extra={"code": refusal.code, "onboarding": group})
            if envelope and isinstance(envelope.command, RecordDeal):
                # nobody hears this answer: among the dead letters a deal is not lost, and their alarm calls a person
                failed.append(record["messageId"])
        except Exception:
            logger.exception("command failed", extra={"onboarding": group})
            blocked.add(group)
            failed.append(record["messageId"])
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def deliver(event: Lambda) -> Lambda:
    """Perform queued effects, one after the other; what fails unexpectedly comes again."""
    from chalicelib.application.deliver import deliver as perform

    world, failed = bootstrap.delivery(), list[str]()
    for record in event["Records"]:
        try:
            key = json.loads(record["body"])["sk"].removeprefix("X#")
            logger.info("effect", extra={"effect": key, "outcome": perform(key, world)})
        except Exception:
            logger.exception("effect failed", extra={"delivery": record["messageId"]})
            failed.append(record["messageId"])
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def feedback(event: Lambda) -> Lambda:
    """Take in what mail service and malware scanner tell; only what we could not store comes again."""
    from chalicelib.application.feedback import take

    failed: list[str] = []
    for record in event["Records"]:
        try:
            told = json.loads(record["body"])
        except ValueError:
            told = None
        try:
            logger.info("feedback", extra={"outcome": take(told, bootstrap.feedback())})
        except Exception:
            logger.exception("feedback failed")
            failed.append(record["messageId"])
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def sweep(event: Lambda) -> Lambda:
    """Send a tick to everything that is due, and what rests too long back to its queue."""
    from chalicelib.adapters.codec import envelope_to_json
    from chalicelib.application.deliver import requeue_resting
    from chalicelib.application.ingest import requeue_resting as requeue_webhooks
    from chalicelib.application.sweep import desk_ticks, morning_ticks, ticks

    now = bootstrap.clock().now()
    due = bootstrap.listings().due(now)
    messages = [
        (envelope_to_json(tick), tick.onboarding, f"{tick.onboarding}:{tick.id}") for tick in ticks(due, now)
    ]
    bootstrap.queue("commands").send_all([*messages, *desk_ticks(due, now), *morning_ticks(due, now)])
    resting = requeue_resting(now, outbox=bootstrap.outbox(), queue=bootstrap.queue("deliver"))
    resting += requeue_webhooks(now, inbox=bootstrap.inbox(), queue=bootstrap.queue("ingest"))
    return {"ticks": len(due), "resting": resting}


def verify(event: Lambda) -> Lambda:
    """Check every journal against its state; what is found is logged as an error, which an alarm watches."""
    from chalicelib.adapters import journal
    from chalicelib.application.verify import Journals
    from chalicelib.application.verify import verify as findings

    journals = Journals(event_of=journal.event_of, broken_at=journal.broken_at)
    found = list(findings(bootstrap.store(), bootstrap.listings(), bootstrap.people().directory(), journals))
    for finding in found:
        logger.error(
            "verification failed",
            extra={"onboarding": finding.onboarding, "check": finding.check, "detail": finding.detail},
        )
    return {"findings": len(found)}
