"""How many files and names the parsers are tried with. Each is built here; `docs/documents.md` tells the numbers."""

import re
from pathlib import Path

from tests.unit.inspection import (
    honest_office,
    hostile_office,
    table_files,
    test_honest_files,
    test_hostile_files,
)

HONEST = test_honest_files.HONEST | honest_office.HONEST | table_files.HONEST
HOSTILE = test_hostile_files.HOSTILE | hostile_office.HOSTILE | table_files.HOSTILE
TOLD = Path(__file__).parents[3] / "docs/documents.md"


def test_there_are_more_than_sixty_of_each() -> None:
    assert len(HONEST) >= 60
    assert len(HOSTILE) >= 60


def test_the_numbers_that_are_told_are_true() -> None:
    hostile, honest = re.findall(r"\*\*(\d+) (?:hostile|honest)\*\*", TOLD.read_text("utf-8"))

    assert (int(hostile), int(honest)) == (len(HOSTILE), len(HONEST))


def test_no_file_has_the_name_of_another() -> None:
    honest = (test_honest_files.HONEST, honest_office.HONEST, table_files.HONEST)
    hostile = (test_hostile_files.HOSTILE, hostile_office.HOSTILE, table_files.HOSTILE)

    assert sum(map(len, honest)) == len(HONEST)
    assert sum(map(len, hostile)) == len(HOSTILE)
