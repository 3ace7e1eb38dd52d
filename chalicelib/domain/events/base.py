"""What every event has."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from chalicelib.domain.why import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What every event has: when, and the reason where nobody asked for it by hand."""

    v: ClassVar[int] = 1
    customer_sees: ClassVar[bool] = False
    at: datetime
    why: Why | None = None
