"""What the product writes to its logs, and what must never stand there: whose customer it is, and what opens doors."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

from tests.faults.outside import SECRET
from tests.faults.simulation.deals import MARK

LOGGER = "golive"
_SECRETS = tuple(
    text
    for text in (
        SECRET["link_key"],
        SECRET["session_key"],
        *SECRET["api_tokens"],
        *SECRET["deals"]["secrets"],
    )
)


@contextmanager
def heard() -> Iterator[StringIO]:
    """Collect everything that is logged, each record as Lambda would write it."""
    logger, text = logging.getLogger(LOGGER), StringIO()
    handler, before = logging.StreamHandler(text), list(logger.handlers)
    if before:
        handler.setFormatter(before[0].formatter)
    logger.handlers, silence = [handler], logging.root.manager.disable
    logging.disable(logging.NOTSET)
    try:
        yield text
    finally:
        logging.disable(silence)
        logger.handlers = before


def told(text: str, tokens: frozenset[str]) -> Iterator[str]:
    """Yield what stands in the logs and must not: marks of customers, addresses, tokens of links, secrets."""
    for line in text.splitlines():
        opened = next((token for token in tokens if token in line), None)
        secret = next((secret for secret in _SECRETS if secret in line), None)
        if MARK.search(line) or "@" in line:
            yield f"the log holds whose customer it is: {_short(line)}"
        elif opened or secret:
            yield f"the log holds what opens a door: {_short(line)}"


def _short(line: str) -> str:
    try:
        record = json.loads(line)
    except ValueError:
        return line[:300]
    wanted = ("message", "location", "exception_name", "exception")
    return " | ".join(str(record[name])[-400:] for name in wanted if name in record)
