"""What the mail service and the malware scanner tell us afterwards: events are read into facts, then acted on.

An event is about one mail or one file version. What is not ours, not known or not whole is counted and left alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chalicelib.application.desks import Desks
from chalicelib.application.mail_trouble import tell
from chalicelib.application.outbox import Outbox, Submit
from chalicelib.domain.commands import RecordScan
from chalicelib.domain.effects import SendMail

_TROUBLES = {"BOUNCE": "bounced", "COMPLAINT": "complained", "REJECT": "failed", "RENDERINGFAILURE": "failed"}
_TEMPORARY = frozenset({"Transient", "Undetermined"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """The world as feedback needs it. `key_of` reads the effect's key from a mail's tag (ValueError: it is not one)."""

    outbox: Outbox
    desks: Desks
    submit: Submit
    key_of: Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTold:
    """What became of a mail. `kind` is SEND, DELIVERY, BOUNCE, …; `message` the mail service's id; `at` in UTC."""

    key: str
    kind: str
    at: datetime
    message: str
    temporary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionScanned:
    """What the malware scan found in a file version."""

    onboarding: str
    command: RecordScan


def take(event: Any, world: Feedback) -> str:
    """Take one event in and return what it was, in a word for the log."""
    fact = read(event, world.key_of)
    match fact:
        case MailTold(kind="SEND"):
            world.outbox.sent(fact.key, at=fact.at, message=fact.message)
            return "sent"
        case MailTold(kind="DELIVERY"):
            world.outbox.delivered(fact.key, at=fact.at)
            return "delivered"
        case MailTold(kind=kind, temporary=False) if kind in _TROUBLES:
            return _troubled(fact, _TROUBLES[kind], world)
        case MailTold():
            return fact.kind.lower()
        case VersionScanned(command=scan):
            command_id = f"scan:{scan.key}:{scan.version_id}:{scan.result}"
            world.submit(fact.onboarding, command_id, scan)
            return "scanned"
    return fact


def read(event: Any, key_of: Callable[[str], str]) -> MailTold | VersionScanned | str:
    """Read an event; what cannot be read becomes a word that says so."""
    try:
        match event["source"]:
            case "aws.ses":
                return _read_mail(event["detail"], key_of)
            case "aws.guardduty":
                return _read_scan(event["detail"])
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        return "not readable"
    return "not ours"


def _read_mail(detail: dict[str, Any], key_of: Callable[[str], str]) -> MailTold:
    kind, mail = detail["eventType"].upper().replace(" ", "").replace("_", ""), detail["mail"]
    about = detail.get(kind.lower()) or {}
    return MailTold(
        key=key_of(mail["tags"]["effect"][0]),
        kind=kind,
        at=_instant(about.get("timestamp") or mail["timestamp"]),
        message=str(mail["messageId"]),
        temporary=about.get("bounceType") in _TEMPORARY,
    )


def _read_scan(detail: dict[str, Any]) -> VersionScanned | str:
    version, found = detail["s3ObjectDetails"], detail.get("scanResultDetails") or {}
    prefix, onboarding, task, document = version["objectKey"].split("/")
    if prefix != "q":
        return "not ours"
    scan = RecordScan(
        task=task,
        document=document,
        key=version["objectKey"],
        version_id=str(version["versionId"]),
        result=str(found.get("scanResultStatus") or detail["scanStatus"]),
    )
    return VersionScanned(onboarding=onboarding, command=scan)


def _troubled(fact: MailTold, trouble: str, world: Feedback) -> str:
    entry = world.outbox.get(fact.key)
    if entry is None or not isinstance(entry.effect, SendMail):
        return "not ours"
    mail = entry.effect
    tell(entry, mail, trouble, desks=world.desks, submit=world.submit)
    world.outbox.troubled(fact.key, at=fact.at, trouble=trouble)
    return trouble


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
