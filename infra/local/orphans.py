"""Ends a process whose parent is gone, so that a killed `make run` leaves nothing behind."""

from __future__ import annotations

import os
import signal
import threading
import time


def end_with_parent() -> None:
    """Look every second whether the parent is still there; ask ourselves to end when it is not."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
