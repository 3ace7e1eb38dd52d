"""Plants a bug in this process: the text of one file is another while it is loaded; nothing on the disk changes."""

import builtins
import io
import os
import sys
import tempfile
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from tests.faults.bugs.bug import ROOT, Bug


class NotPlantedError(Exception):
    """The bug cannot be planted; the message says why."""


class Planted:
    """A bug that is in place, and whether anything has met it.

    Attributes
    ----------
    met
        The file with the bug was loaded.
    broken
        Why it could not be loaded; such a bug proves nothing.
    """

    def __init__(self) -> None:
        self.met = False
        self.broken: str | None = None


def plant(bug: Bug) -> Planted:
    """Put a bug in place for the rest of this process.

    Raises
    ------
    NotPlantedError
        Its module is loaded already.
    """
    (file,) = bug.places()
    planted = Planted()
    if file.suffix != ".py":
        _redirect(file, bug.text(), planted)
        return planted
    parts = file.relative_to(ROOT).with_suffix("").parts
    module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    if module in sys.modules:
        raise NotPlantedError(f"{module} was loaded before the bug came.")
    sys.meta_path.insert(0, _Finder(module, str(file), bug.text(), planted))
    return planted


class _Finder:
    """Finds the one module by a loader of its own, and leaves all others to those who come after it."""

    def __init__(self, module: str, file: str, text: str, planted: Planted) -> None:
        self._module, self._loader = module, _Loader(module, file, text, planted)

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name == self._module else None
        if spec:
            spec.loader = self._loader
        return spec


class _Loader(SourceFileLoader):
    """Loads a module from another text than its file's, past all compiled files."""

    def __init__(self, module: str, file: str, text: str, planted: Planted) -> None:
        super().__init__(module, file)
        self._text, self._planted = text, planted

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._text, self.path, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        self._planted.met = True
        try:
            super().exec_module(module)
        except Exception as error:
            self._planted.broken = f"{type(error).__name__}: {error}"
            raise


def _redirect(file: Path, text: str, planted: Planted) -> None:
    """Let everybody who opens a file that is no module get another text."""
    handle, other = tempfile.mkstemp(prefix="golive-planted-", suffix=file.suffix)
    os.write(handle, text.encode())
    os.close(handle)
    really_open = builtins.open

    def opened(path: Any, *args: Any, **options: Any) -> Any:
        if isinstance(path, str | os.PathLike) and os.path.realpath(path) == str(file):
            planted.met = True
            path = other
        return really_open(path, *args, **options)

    builtins.open = io.open = opened
