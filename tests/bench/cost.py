"""What 1,000 onboardings cost, from the calls that were recorded and the dated price list `infra/prices.json`."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.units import Units

ROOT = Path(__file__).parents[2]
VCPU_MEGABYTES = 1769  # a function with this much memory has one whole processor
CLOCKWORK = {"sweep", "verify"}  # run by the clock, whatever the number of onboardings
MONTH_MINUTES = 30 * 24 * 60
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """Dollars by name: `core` and `rest` for 1,000 onboardings, `month` whether anything happens or not."""

    core: dict[str, float]
    rest: dict[str, float]
    month: dict[str, float]


def memory_of() -> dict[str, int]:
    """Return each function's megabytes, as deployed."""
    config = json.loads((ROOT / ".chalice/config.json").read_text())
    functions = config["stages"]["package"]["lambda_functions"]
    return {name.removesuffix("_handler"): each["lambda_memory_size"] for name, each in functions.items()}


def prices() -> dict[str, Any]:
    """Return the price list."""
    return json.loads((ROOT / "infra/prices.json").read_text())  # type: ignore[no-any-return]


def lambda_dollars(records: Iterable[Record], price: Mapping[str, Any], memory: Mapping[str, int]) -> float:
    """Return the price of invocations: processor time at the function's share of one, and waiting for AWS."""
    total = 0.0
    for record in records:
        megabytes = memory[record["function"]]
        if record["kind"] == "invocation":
            seconds = record["cpu_ms"] / 1000 * max(1.0, VCPU_MEGABYTES / megabytes)
            total += price["lambda_request"] + seconds * megabytes / 1024 * price["lambda_gb_second"]
        else:
            seconds = price["assumed"]["aws_call_ms"] / 1000
            total += seconds * megabytes / 1024 * price["lambda_gb_second"]
    return total


def write_units(calls: Iterable[Record]) -> int:
    """Return the units of all writes, in their order."""
    table, total = Units(), 0
    for write in (write for call in calls for write in call["writes"]):
        if "update" in write:
            total += table.update(write["key"], write["update"])
        else:
            size, transacted = write["size"], write["transacted"]
            total += table.put(write["key"], write["image"], size=size, transacted=transacted)
    return total


def bill(
    records: list[Record], *, onboardings: int, price: Mapping[str, Any], memory: Mapping[str, int]
) -> Bill:
    """Return the bill for what was recorded of some onboardings."""
    ours = [record for record in records if record["function"] not in CLOCKWORK]
    calls = [record for record in ours if record["kind"] == "call"]
    runs = Counter(record["function"] for record in ours if record["kind"] == "invocation")
    made = Counter((call["service"], call["operation"]) for call in calls)
    sends = [call for call in calls if call["operation"].startswith("SendMessage")]
    fifo = sum(call["queue"].endswith(".fifo") for call in sends)
    standard_runs = sum(runs[name] for name in ("ingest", "intake", "deliver", "feedback"))
    documents = runs["intake"]
    megabytes = documents * price["assumed"]["document_megabytes"]
    thousand = 1000 / onboardings
    core = {
        "api": runs["api"] * price["api_request"],
        "lambda": lambda_dollars(ours, price, memory),
        "dynamodb": write_units(calls) * price["dynamodb_write_unit"]
        + sum(call["read_units"] for call in calls) * price["dynamodb_read_unit"],
        # each run of a queue's function took its batch and deleted it
        "sqs": (len(sends) - fifo + 2 * standard_runs) * price["sqs_request"]
        + (fifo + 2 * runs["commands"]) * price["sqs_fifo_request"],
        "logs": sum(runs.values())
        * price["assumed"]["log_bytes_per_invocation"]
        / 1e9
        * price["log_gigabyte"],
        "secrets": made[("secretsmanager", "GetSecretValue")] * price["secret_request"],
    }
    rest = {
        "mail": made[("sesv2", "SendEmail")] * price["ses_mail"],
        "scans": documents * price["scan_object"] + megabytes / 1024 * price["scan_gigabyte"],
        "storage": megabytes / 1024 * price["assumed"]["months_kept"] * price["s3_gigabyte_month"]
        + documents * (price["s3_put"] + 3 * price["s3_get"] + 2 * price["kms_request"]),
    }
    scaled = [{name: dollars * thousand for name, dollars in part.items()} for part in (core, rest)]
    return Bill(core=scaled[0], rest=scaled[1], month=standing(records, price, memory))


def standing(records: list[Record], price: Mapping[str, Any], memory: Mapping[str, int]) -> dict[str, float]:
    """Return what a month costs in which nothing happens: the sweep, the pollers, alarms, key and secret."""
    sweeps = [record for record in records if record["function"] == "sweep"]
    times = max(1, sum(record["kind"] == "invocation" for record in sweeps))
    reads = sum(record.get("read_units", 0) for record in sweeps) * price["dynamodb_read_unit"]
    one = (lambda_dollars(sweeps, price, memory) + reads) / times
    polls = 3 * MONTH_MINUTES * price["assumed"]["pollers_per_queue"]  # each asks for 20 seconds
    return {
        "sweep": one * MONTH_MINUTES,
        "polling": polls * (4 * price["sqs_request"] + price["sqs_fifo_request"]),
        **price["fixed_month"],
    }


def table(made: Bill, price: Mapping[str, Any]) -> str:
    """Return the bill as a table."""
    lines = [f"Prices of {price['as_of']}, {price['region']}; dollars for 1,000 onboardings"]
    for title, part in (("core", made.core), ("the rest", made.rest), ("a month, come what may", made.month)):
        lines += [f"  {name:<10} {dollars:>9.4f}" for name, dollars in part.items()]
        lines += [f"{title:<12} {sum(part.values()):>9.4f}"]
    return "\n".join(lines)
