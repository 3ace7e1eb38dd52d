"""What the functions behind queues, stream and schedules do: read the event, call one use case, report partial failures.

Imports stand inside: each function loads only what it needs.
"""

from typing import Any

from aws_lambda_powertools import Logger

from chalicelib import bootstrap

logger = Logger(service="golive")
Lambda = dict[str, Any]


def relay(event: Lambda) -> Lambda:
    """Hand new inbox items and effects to their queues; in order, so the first failure ends the batch."""
    for record in event["Records"]:
        key = {name: value["S"] for name, value in record["dynamodb"]["Keys"].items()}
        try:
            if key["pk"].startswith("INBOX#"):
                bootstrap.queue("ingest").send({"inbox": key["pk"]})
            elif key["sk"].startswith("X#"):
                bootstrap.queue("deliver").send(key)
        except Exception:
            logger.exception("relay stopped", extra={"sequence": record["dynamodb"]["SequenceNumber"]})
            return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
    return {"batchItemFailures": []}


def commands(event: Lambda) -> Lambda:
    """Carry queued commands out. Within a batch, what follows a failure in the same group waits for it."""
    from chalicelib.adapters.codec import envelope_from_json
    from chalicelib.domain.errors import DomainError, VersionConflictError

    failed: list[str] = []
    blocked: set[str] = set()
    for record in event["Records"]:
        group = record["attributes"]["MessageGroupId"]
        if group in blocked:
            failed.append(record["messageId"])
            continue
        try:
            bootstrap.handle(envelope_from_json(record["body"]))
        except VersionConflictError:
            blocked.add(group)
            failed.append(record["messageId"])
        except DomainError as refusal:
            logger.info("command refused", extra={"code": refusal.code, "onboarding": group})
        except Exception:
            logger.exception("command failed", extra={"onboarding": group})
            blocked.add(group)
            failed.append(record["messageId"])
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def sweep(event: Lambda) -> Lambda:
    """Send a tick to everything that is due, and effects that rest too long back to their queue."""
    from chalicelib.adapters.codec import envelope_to_json
    from chalicelib.application.sweep import ticks

    now = bootstrap.clock().now()
    due = ticks(bootstrap.listings(), now)
    messages = [(envelope_to_json(tick), tick.onboarding, f"{tick.onboarding}:{tick.id}") for tick in due]
    bootstrap.queue("commands").send_all(messages)
    return {"ticks": len(due)}


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
