"""`make bench` measures and writes build/bench.json; `make cost` shows what its last two figures are made of."""

import json
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from infra import package
from tests.bench import cold, cost, journey, simulated, warm

OUT = Path(__file__).parents[2] / "build"


def costs() -> cost.Bill:
    """Play the demo, recorded, and return its bill."""
    with tempfile.TemporaryDirectory() as scratch:
        record = Path(scratch) / "record.jsonl"
        with journey.recorded_cloud(record) as cloud:
            journey.play(cloud)
        return cost.bill(
            journey.read(record),
            onboardings=journey.ONBOARDINGS,
            price=cost.prices(),
            memory=cost.memory_of(),
        )


def sizes() -> dict[str, int]:
    """Return the bytes of the zip that all functions but intake run from, packed and unpacked."""
    with tempfile.TemporaryDirectory() as scratch:
        package.build(Path(scratch), for_lambda=False)
        path = Path(scratch) / "deployment.zip"
        with zipfile.ZipFile(path) as archive:
            unzipped = sum(entry.file_size for entry in archive.infolist())
        return {"zip_bytes": path.stat().st_size, "package_unzipped_bytes": unzipped}


def requests() -> dict[str, Any]:
    """Return what warm requests take."""
    with tempfile.TemporaryDirectory() as scratch, journey.recorded_cloud(Path(scratch) / "unused") as cloud:
        found = warm.measure(cloud)
        reads = {
            f"moto_{number}": warm.sweep_reads(cloud, onboardings=number, due=10) for number in (100, 1000)
        }
        return found | {"sweep_items_read": reads}


def main() -> None:
    """Measure, write, and print."""
    bill = costs()
    if sys.argv[1:] == ["cost"]:
        print(cost.table(bill, cost.prices()))
        return
    core = sum(bill.core.values())
    totals = {"cost_per_1000_core_usd": core, "cost_per_1000_all_usd": core + sum(bill.rest.values())}
    totals["cost_standing_month_usd"] = sum(bill.month.values())
    result = cold.measure() | requests() | simulated.measure() | sizes()
    result |= {name: round(usd, 4) for name, usd in totals.items()}
    OUT.mkdir(exist_ok=True)
    (OUT / "bench.json").write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
