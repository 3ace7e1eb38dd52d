"""Debian's Chromium, found or installed."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class NoChromiumError(Exception):
    """There is no Chromium; the message says how to get one."""


def find() -> str:
    """Return the path of a Chromium, installed first where that is possible.

    Raises
    ------
    NoChromiumError
        There is none, and it cannot be installed.
    """
    with Path(tempfile.gettempdir(), "golive-chromium.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes look at once; one of them installs
        return _found() or _installed()


def _found() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _installed() -> str:
    advice = "The browser tests drive Chromium: run `apt-get install chromium`, or name one by CHROMIUM=/path/to/it."
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise NoChromiumError(f"There is no Chromium here. {advice}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ("apt-get", "update", "-q"),
        ("apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"),
    ):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoChromiumError(f"`{' '.join(command)}` failed: {done.stderr.strip()[-500:]} {advice}")
    return _found() or "/usr/bin/chromium"
