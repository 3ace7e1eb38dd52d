"""What the demo prints: one line a step, with the time it took."""

from __future__ import annotations

import sys
import time

_COLORED = sys.stdout.isatty()
_BEGAN = time.monotonic()


def _paint(code: str, text: str) -> str:
    return f"\033[{code}m{text}\033[0m" if _COLORED else text


def title(text: str) -> None:
    """Begin a chapter."""
    print(f"\n{_paint('1', text)}\n{_paint('2', '─' * min(len(text), 100))}", flush=True)


def step(what: str, detail: str = "") -> None:
    """Say that a step has gone as it should."""
    since = _paint("2", f"{time.monotonic() - _BEGAN:6.1f} s")
    print(f"{since}  {_paint('32', '✓')} {what:<11} {detail}", flush=True)


def stages(states: list[tuple[str, str]]) -> None:
    """Show where an onboarding stands: done, active and waiting stages."""
    signs = {"done": _paint("32", "●"), "active": _paint("33", "◐"), "waiting": _paint("2", "○")}
    line = "  ".join(f"{signs[status]} {name}" for name, status in states)
    print(f"{'':10}{line}", flush=True)


def failed(sentence: str) -> None:
    """Say what was not as it should be."""
    print(f"\n{_paint('31', '✗')} The demo stopped: {sentence}", file=sys.stderr, flush=True)
