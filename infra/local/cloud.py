"""All parts of the emulator's process, in one place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moto.dynamodb.models.table import Table

from infra.local.dispatcher import Dispatcher
from infra.local.fakes import Fakes
from infra.local.post_office import PostOffice
from infra.local.product_clock import ProductClock
from infra.local.pulse import Pulse
from infra.local.scanning import Scanner
from infra.local.settling import Settler


@dataclass(slots=True, kw_only=True)
class Cloud:
    """The parts, once everything is provisioned."""

    clock: ProductClock
    pulse: Pulse
    office: PostOffice
    scanner: Scanner
    fakes: Fakes
    dispatcher: Dispatcher
    settler: Settler
    table: Table
    bucket: str
    secret: str
    region: str
    app_url: str
    run_directory: Path

    def processes(self) -> dict[str, Any]:
        """The process ids of `make run`, for who wants to kill one."""
        file = self.run_directory / "processes.json"
        return dict(json.loads(file.read_text())) if file.exists() else {}
