"""Checks a journal with the very file that customers get: docs/verify_journal.py."""

from __future__ import annotations

import copy
import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

from infra.local.demo.web import DemoError

_FILE = Path(__file__).parents[3] / "docs" / "verify_journal.py"


def _verify() -> Callable[[list[Any]], str]:
    spec = importlib.util.spec_from_file_location("verify_journal", _FILE)
    if spec is None or spec.loader is None:
        raise DemoError(f"{_FILE} cannot be loaded.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    verify: Callable[[list[Any]], str] = module.verify
    return verify


def check_journal(entries: list[Any]) -> str:
    """Check the chain, and that the check would notice a change; return what to print."""
    verify = _verify()
    try:
        end = verify(entries)
    except ValueError as error:
        raise DemoError(f"The journal is broken: {error}.") from error
    forged = copy.deepcopy(entries)
    forged[len(forged) // 2]["actor"] = "person:somebody-else"
    try:
        verify(forged)
    except ValueError:
        return f"{len(entries)} entries, an unbroken chain that ends in {end[:12]}…; a forged one is noticed"
    raise DemoError("The verifier does not notice a changed entry.")
