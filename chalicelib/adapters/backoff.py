"""Waiting between tries."""

import random
import time


def jittered_pause(attempt: int) -> None:
    """Wait before the next try: up to 50 ms after the first, doubling, with full jitter."""
    time.sleep(random.uniform(0, 0.05 * 2 ** (attempt - 1)))  # noqa: S311  (spreading, not secrecy)
