"""What downstream systems and the mail service answer."""

from dataclasses import dataclass

from chalicelib.domain.values import Personal


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordProvisioning:
    """A downstream system has answered the call of a task; `reference` is its id for what it made."""

    task: str
    succeeded: bool
    reference: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReading:
    """A service has read a scan; `values` seals what stands in it, None where nothing could be read."""

    document: str
    values: Personal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMailTrouble:
    """A mail did not get through; `to` is ``contact:…`` or ``person:…``.

    `trouble`: bounced, complained, failed, doubtful, sent_again.
    """

    effect: str
    mail: str
    to: str
    trouble: str
