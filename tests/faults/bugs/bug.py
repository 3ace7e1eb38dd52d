"""What a planted bug is: one small change of the text at one place, and the tests that should notice it."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Bug:
    """A small change that must not go unnoticed.

    Attributes
    ----------
    name
        What goes wrong with it, in words.
    place
        A file, or a folder below which `old` stands exactly once in all modules together.
    old, new
        The text as it is, and as it would be with the bug.
    caught_by
        What should turn red: files or tests as pytest names them, or ``faults:suite:selector``, a part of a fault suite.
    """

    name: str
    place: str
    old: str
    new: str
    caught_by: tuple[str, ...]

    def places(self) -> list[Path]:
        """Return the file of the bug's place, as often as its text stands there: once, or somebody has changed it."""
        given = ROOT / self.place
        files = [given] if given.is_file() else sorted(given.rglob("*.py"))
        return [file for file in files for _ in range(file.read_text(encoding="utf-8").count(self.old))]

    def text(self) -> str:
        """Return the text of the file with the bug in it."""
        (file,) = self.places()
        return file.read_text(encoding="utf-8").replace(self.old, self.new)
