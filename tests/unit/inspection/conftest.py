"""The many files are parsed in this process, which is quick; `test_bounds` goes through the child process."""

from io import BytesIO

import pytest

from chalicelib.adapters.inspection import bounded, child


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def defects(data: bytes, *, kind: str, bounds: bounded.Bounds) -> tuple[str, ...]:
        return child.defects(BytesIO(data), kind=kind)

    monkeypatch.setattr(bounded, "defects", defects)
