"""Runs a parser where it can do no harm: in a process of its own that is stopped when it takes too much."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass

from chalicelib.adapters.inspection.child import MAX_OUTPUT
from chalicelib.adapters.inspection.report import Report, from_data
from chalicelib.domain.playbook import TableRule
from chalicelib.domain.tables import written

KEPT_ENVIRONMENT = ("LD_LIBRARY_PATH", "PATH", "LANG")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one parse may take: seconds of wall (and of processor) time, megabytes of address space."""

    seconds: int = 20
    megabytes: int = 800


class StoppedError(Exception):
    """The parse took too much time or memory and was stopped."""


class BrokenError(Exception):
    """The parser ended without an answer that can be believed."""


def parsed(data: bytes, *, kind: str, bounds: Bounds, table: TableRule | None = None) -> Report:
    """Return what the parser of `kind` finds.

    Raises
    ------
    StoppedError
        The parse was stopped at its bounds.
    BrokenError
        The parser crashed or answered something else than a report.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
        given.write(data)
        given.seek(0)
        arguments = [kind, str(bounds.megabytes), str(bounds.seconds), *([written(table)] if table else [])]
        try:
            ended = subprocess.run(  # noqa: S603  a fixed program, no shell
                [sys.executable, "-B", "-m", "chalicelib.adapters.inspection.child", *arguments],
                stdin=given,
                stdout=said,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                timeout=bounds.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise StoppedError from error
        said.seek(0)
        return _answer(ended.returncode, said.read(MAX_OUTPUT))


def _answer(code: int, output: bytes) -> Report:
    """Believe only a tidy end and a whole report: what parses a hostile file may be in its hands."""
    if code > 0 and code != 3:
        raise BrokenError(f"The parser ended with {code}.")
    if code:
        raise StoppedError(f"The parser was stopped ({code}).")
    try:
        return from_data(json.loads(output))
    except ValueError as error:
        raise BrokenError("The parser's answer cannot be read.") from error


def _environment() -> dict[str, str]:
    """Return the child's environment: where to find the code, and no credentials."""
    kept = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)}
