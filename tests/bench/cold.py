"""Cold starts: what each function loads until its first event is done, against the lean set and the peers.

Processor time of fresh processes, the best of several, taken in turns so that a busy machine is unfair to all alike.
AWS answers at once and with nothing, so only our own work is counted.
"""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

from tests.packaged import events

ROOT = Path(__file__).parents[2]
PEERS = ROOT / "build/peers"
PEER_PACKAGES = ("fastapi==0.165.0", "mangum==0.22.0")
ROUNDS = 12
ENV = {
    "STAGE": "local",
    "PUBLIC_URL": "http://127.0.0.1:8000",
    "TABLE_NAME": "golive-local",
    "BUCKET_NAME": "golive-local",
    "SECRET_NAME": "golive-local",
    "INGEST_QUEUE_URL": "http://127.0.0.1/1/ingest",
    "COMMANDS_QUEUE_URL": "http://127.0.0.1/1/commands.fifo",
    "DELIVER_QUEUE_URL": "http://127.0.0.1/1/deliver",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
}
SECRET = {"link_key": "bA==", "session_key": "bA==", "provisioning": {"token": ""}}
CLIENT = "import boto3; boto3.client('dynamodb')"
LEAN = f"from chalice.app import Chalice; from aws_lambda_powertools import Logger, Metrics; {CLIENT}"
FUNCTION = """
import botocore.client
ANSWERS = {{"GetSecretValue": {{"SecretString": {secret!r}}}, "Query": {{"Items": []}}}}
botocore.client.BaseClient._make_api_call = lambda self, operation, asked: ANSWERS.get(operation, {{}})
import app
try:
    app.{name}({event!r}, None)
except Exception as error:
    if type(error).__name__ != "InvalidError": raise  # verify: nobody is in the empty directory
"""
TIMED = """
import sys, time, io
started, out, sys.stdout = time.process_time(), sys.stdout, io.StringIO()
{program}
print(time.process_time() - started, len(sys.modules), file=out)
"""


def programs() -> dict[str, str]:
    """Return what each function does first, by its name."""
    queue, tick = {"Records": []}, events.schedule()
    found = {"api": "import app; app.functions.bootstrap.client('dynamodb')"}
    for name in ("ingest", "intake", "relay", "commands", "deliver", "feedback", "sweep", "verify"):
        event = tick if name in ("sweep", "verify") else queue
        found[name] = FUNCTION.format(name=name, event=event, secret=json.dumps(SECRET))
    return found


def once(program: str, *, python: Path) -> tuple[float, int]:
    """Return (seconds of processor time, modules loaded) of one fresh process."""
    done = subprocess.run(
        [python, "-c", TIMED.format(program=program)],
        cwd=ROOT,
        env=os.environ | ENV,
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, modules = done.stdout.split()
    return float(seconds), int(modules)


def peer_python() -> Path:
    """Return the interpreter of the peers' own environment, made at first use."""
    python = PEERS / "bin/python"
    if not (PEERS / ".installed").exists():
        venv.create(PEERS, with_pip=True)
        boto3 = next(
            line for line in (ROOT / "requirements.txt").read_text().splitlines() if line.startswith("boto3")
        )
        subprocess.run([python, "-m", "pip", "install", "-qq", *PEER_PACKAGES, boto3], check=True)
        (PEERS / ".installed").touch()
    return python


def measure() -> dict[str, dict[str, float]]:
    """Return `cold_import_ratio`, `modules_imported` and `cold_peers`, all against the lean set."""
    ours, peers = Path(sys.executable), peer_python()
    fastapi = "from fastapi import FastAPI; from mangum import Mangum; Mangum(FastAPI())"
    runs = {name: (program, ours) for name, program in programs().items()} | {
        "lean set": (LEAN, ours),
        "bare handler": ("import json", ours),
        "bare handler, one client": (f"import json; {CLIENT}", ours),
        "FastAPI + Mangum": (fastapi, peers),
        "FastAPI + Mangum, one client": (f"{fastapi}; {CLIENT}", peers),
    }
    best: dict[str, tuple[float, int]] = {}
    for _ in range(ROUNDS):
        for name, (program, python) in runs.items():
            best[name] = min(best.get(name, (9e9, 0)), once(program, python=python))
    lean = best["lean set"][0]
    functions = programs().keys()
    return {
        "cold_import_ratio": {name: round(best[name][0] / lean, 3) for name in functions},
        "modules_imported": {name: best[name][1] for name in [*functions, "lean set"]},
        "cold_peers": {name: round(best[name][0] / lean, 3) for name in runs if name not in functions},
    }
