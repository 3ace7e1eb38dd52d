"""Scans are read by a service, if there is one: what stands in them is offered in forms, for the customer to confirm."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from chalicelib.application.found import pack
from chalicelib.application.handle import Envelope
from chalicelib.application.personal import Sealer
from chalicelib.application.ports import OnboardingStore
from chalicelib.domain.commands import RecordReading
from chalicelib.domain.effects import ReadDocument
from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.outbox import CALLS_AT_MOST, Entry
from chalicelib.domain.tables import FoundValue

ACTOR = "system:deliver"


class Reader(Protocol):
    """Reads what stands in a scan."""

    def read(self, key: str, version_id: str) -> tuple[FoundValue, ...]:
        """Return the fields of a pinned version with their values; none where it cannot be read.

        Raises
        ------
        UnavailableError
            The service does not answer now; asking again later is safe.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The service that reads scans, and where what it finds goes."""

    reader: Reader
    submit: Callable[[Envelope], None]


def read(
    entry: Entry, effect: ReadDocument, *, store: OnboardingStore, reading: Reading | None
) -> str | None:
    """Have the scan of an effect read that we have claimed, and say what came of it; None when it must be tried again."""
    stored = store.load(entry.onboarding or "")
    document = stored.onboarding.document(effect.document) if stored else None
    if stored is None or document is None or document.status != "accepted" or stored.onboarding.ended:
        return "not needed: the file does not count any more"
    if reading is None:
        return "not needed: reading is switched off"
    try:
        found = reading.reader.read(document.key, document.version_id)
    except UnavailableError:
        return None if entry.tries < CALLS_AT_MOST else "not read: the service did not answer"
    if not found:
        return "nothing to read in it"
    sealer = Sealer(entry.key)
    command = RecordReading(document=document.id, values=sealer.seal_optional(pack(found)))
    reading.submit(
        Envelope(
            onboarding=stored.onboarding.id,
            id=f"{entry.key}:read",
            actor=ACTOR,
            command=command,
            vault=sealer.vault,
        )
    )
    return "read"
