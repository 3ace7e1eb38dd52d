"""MiniStack, a second emulator that deploys the very template: in an environment of its own, because it pins botocore."""

import contextlib
import fcntl
import os
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import urllib3
from botocore.config import Config

from infra.local.harness import free_port

ROOT = Path(__file__).parents[2]
HOME = ROOT / f"build/ministack-{sys.version_info.major}.{sys.version_info.minor}"
PACKAGES = ("ministack==1.5.33", "aws-sam-translator==1.115.0", "cryptography")


def installed() -> Path:
    """Return the emulator's program, installed at first use."""
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (HOME / ".installed").exists():
            venv.create(HOME, with_pip=True)
            subprocess.run([HOME / "bin/python", "-m", "pip", "install", "-qq", *PACKAGES], check=True)
            (HOME / ".installed").touch()
    return HOME / "bin/ministack"


class SecondEmulator:
    """The running emulator: its address and clients for it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.client = cache(self._client)

    def _client(self, service: str) -> Any:
        return boto3.client(
            service,  # type: ignore[call-overload]
            endpoint_url=self.address,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(signature_version="s3v4") if service == "s3" else None,
        )


@contextlib.contextmanager
def running(log: Path) -> Iterator[SecondEmulator]:
    """Run the emulator on a free port."""
    port = free_port()
    ours = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    asked = {"GATEWAY_PORT": str(port), "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    program, http = installed(), urllib3.PoolManager(retries=False)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [program],
            env=ours | asked,
            cwd=log.parent,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                http.request("GET", f"http://127.0.0.1:{port}/_ministack/health")
                break
            except urllib3.exceptions.HTTPError:
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.1)
        yield SecondEmulator(f"http://127.0.0.1:{port}")
    finally:
        os.killpg(process.pid, 9)  # its function workers too
        process.wait()
