"""What a migration changes, as values that a person can read and a program can compare."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from chalicelib.domain.values import PlaybookRef, instant

BY_VERSION = "not in the new version"  # the reference of a task's proof that a migration does without
Kind = Literal["stage", "task", "gate", "target", "policy"]
Change = Literal["added", "dropped", "changed", "kept", "moved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that differs.

    Attributes
    ----------
    change
        ``added``, ``dropped`` or ``changed`` by the new version; ``moved``: only its date; ``kept`` although the new
        version has it no longer, or otherwise, because something was given or done (`note` says so). Of the kind
        ``policy`` are the playbook's clocks: calendar, reminders, rungs, reasons.
    what
        The fields that differ: ``hours: 20 → 24``.
    due_before, due_after
        Its date, where that moves; UTC.
    """

    kind: Kind
    id: str
    title: str
    change: Change
    what: tuple[str, ...] = ()
    due_before: datetime | None = None
    due_after: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """Everything that differs between an onboarding's plan and a version, and the digest by which it is applied."""

    before: PlaybookRef
    after: PlaybookRef
    items: tuple[Difference, ...]

    @property
    def digest(self) -> str:
        """Return what tells these differences from any others."""
        text = json.dumps(asdict(self), sort_keys=True, default=_written)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def _written(value: object) -> str:
    return instant(value) if isinstance(value, datetime) else str(value)
