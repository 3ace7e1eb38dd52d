"""Instants as mails say them, by the reader's clock."""

from datetime import datetime

from chalicelib.application.words.dates import LocalTime


def minute(moment: datetime | None, local: LocalTime) -> str:
    """Return an instant as the reader's clock shows it; empty for none."""
    shown = local.when(moment)
    return shown.minute if shown else ""


def day(moment: datetime | None, local: LocalTime) -> str:
    """Return the day of an instant where the reader is; empty for none."""
    shown = local.when(moment)
    return shown.day if shown else ""
