"""Playbooks as files: one YAML file a playbook, in the words of `domain.playbook`; docs/playbooks.md explains them."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from chalicelib.adapters import condition_lint, yaml_lines
from chalicelib.adapters.holiday_calendars import HolidayCalendars
from chalicelib.adapters.playbook_shapes import said, shaped
from chalicelib.adapters.yaml_lines import Document
from chalicelib.domain.errors import PlaybookError
from chalicelib.domain.lint import lint
from chalicelib.domain.lint.rules import Problem
from chalicelib.domain.playbook import Playbook
from chalicelib.domain.values import PlaybookRef

LARGEST = 200_000  # characters
FOLDER = Path(__file__).parent.parent / "playbooks"


def linted(text: str, *, source: str) -> Playbook:
    """Read a playbook from YAML text, and lint it.

    Raises
    ------
    PlaybookError
        It is no playbook, or the linter has found problems: each of them is a line of the message, in the order of the file.
    """
    playbook, document = _parse(text, source)
    problems = (*lint(playbook), *condition_lint.problems(playbook))
    if not any(one.place.startswith("calendar") for one in problems):
        problems += tuple(_holidays(playbook))
    if problems:
        raise PlaybookError(
            _told(((document.line_of(one.place), one.place, one.message) for one in problems), source)
        )
    return playbook


def load(path: Path) -> Playbook:
    """Read and lint a playbook file.

    Raises
    ------
    PlaybookError
        The file cannot be read, or the linter has found problems; every one of them is named.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise PlaybookError(f"There is no file {path}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise PlaybookError(f"{path.name}: the file cannot be read as UTF-8 text: {error}.") from error
    return linted(text, source=path.name)


def find(ref: PlaybookRef, folder: Path = FOLDER) -> Playbook | None:
    """Return a version from the files of a folder; None where no file that can be read holds just this one."""
    for path in sorted(folder.glob("*.yaml")):
        with suppress(PlaybookError):
            if (playbook := load(path)).ref == ref:
                return playbook
    return None


def load_all(folder: Path = FOLDER) -> tuple[Playbook, ...]:
    """Read and lint every playbook of a folder, by file name; raises PlaybookError as `load` does."""
    playbooks = tuple(load(path) for path in sorted(folder.glob("*.yaml")))
    names = [playbook.name for playbook in playbooks]
    if double := next((name for name in names if names.count(name) > 1), None):
        raise PlaybookError(f"{folder}: two files hold the playbook '{double}'. Give each its own name.")
    return playbooks


def _parse(text: str, source: str) -> tuple[Playbook, Document]:
    if len(text) > LARGEST:
        raise PlaybookError(f"{source}: the file has {len(text)} characters; {LARGEST} is the most.")
    document = yaml_lines.read(text, source=source)
    if not isinstance(document.data, dict):
        raise PlaybookError(
            f"{source}: a playbook is a mapping; begin with `name:`, `version:` and `title:`."
        )
    playbook, wrong = shaped(document.data)
    if playbook is None:
        places = ((document.line(path), said(path, document.data), f"{remedy}.") for path, remedy in wrong)
        raise PlaybookError(_told(places, source))
    return playbook, document


def _told(problems: Iterable[tuple[int, str, str]], source: str) -> str:
    """Return a line for each problem, in the order of the file: ``mine.yaml, line 8, task 'x' hours: …``."""
    return "\n".join(
        f"{source}, line {line}, {place}: {message}"
        for line, place, message in sorted(problems, key=lambda problem: problem[0])
    )


def _holidays(playbook: Playbook) -> Iterator[Problem]:
    try:
        HolidayCalendars().of(playbook.calendar)
    except LookupError:
        yield Problem(
            place="calendar country",
            message="no public holidays are known for this country and region; use ISO 3166 codes such as DE and BY",
        )
