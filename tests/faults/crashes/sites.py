"""Every place of the product that calls a client of botocore or urllib3, read from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import boto3

from tests.faults.crashes.seen import Line

ROOT = Path(__file__).parents[3]
PURE = (
    "chalicelib.domain.",
    "chalicelib.application.",
    "chalicelib.adapters.inspection.",
)  # there are no clients in these
SERVICES = ("dynamodb", "sqs", "sesv2", "s3", "secretsmanager", "textract", "kms")
HIDDEN = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place that makes a call: the lines within which it stands, and the call's operation, such as ``s3:GetObject``."""

    module: str
    first: int
    last: int
    operation: str

    def covers(self, line: Line) -> bool:
        """Say whether a line on the way to a call is this place."""
        module, number, operation = line
        return module == self.module and operation == self.operation and self.first <= number <= self.last


def sites() -> list[Site]:
    """Return every place; one whose operation the source does not spell out has the operation ``?``."""
    found = []
    for path in sorted((ROOT / "chalicelib").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if not module.startswith(PURE):
            found += list(read(path.read_text("utf-8"), module))
    return found


def read(source: str, module: str) -> Iterator[Site]:
    """Yield the places of one module."""
    tree = ast.parse(source)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for statement in ast.walk(function):
                if isinstance(statement, ast.stmt) and not isinstance(statement, ast.FunctionDef):
                    yield from _of(statement, function, module)


def _of(statement: ast.stmt, function: ast.FunctionDef, module: str) -> Iterator[Site]:
    for node in _own(statement):
        operation = _operation(node)
        if operation is None:
            continue
        # what a paginator asks for is asked for while its function goes through the pages
        place: ast.stmt = function if _is_paginator(node) else statement
        yield Site(
            module=module, first=place.lineno, last=place.end_lineno or place.lineno, operation=operation
        )


def _own(statement: ast.stmt) -> Iterator[ast.AST]:
    """Yield what stands in a statement, without the statements in it."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.stmt)]


def _operation(node: ast.AST) -> str | None:
    if isinstance(node, ast.Attribute) and node.attr in _methods():
        return _methods()[node.attr]
    if not isinstance(node, ast.Call):
        return None
    asked = ast.unparse(node.func)
    first = ast.unparse(node.args[0]) if node.args else ""
    constant = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
    if asked.endswith(".get_paginator"):
        return _methods().get(str(constant), HIDDEN)
    if asked.endswith((".request", ".urlopen")):
        return f"http:{constant}" if isinstance(constant, str) else HIDDEN
    if asked.endswith("['Body'].read"):
        return "s3:GetObject.Body"
    if asked == "getattr" and any(word in first for word in ("client", "s3", "pool")):
        return HIDDEN
    return None


def _is_paginator(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".get_paginator")


@cache
def _methods() -> dict[str, str]:
    """Return the operations of the services by the names of their clients' methods."""
    found: dict[str, str] = {}
    for service in SERVICES:
        client: Any = boto3.client(service, region_name="eu-central-1")  # type: ignore[call-overload]
        names = client.meta.method_to_api_mapping
        found |= {method: f"{service}:{operation}" for method, operation in names.items()}
    return found
