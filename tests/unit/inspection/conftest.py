"""The many files are parsed in this process, which is quick; `test_bounds` goes through the child process."""

import json
from io import BytesIO

import pytest

from chalicelib.adapters.inspection import bounded, child
from chalicelib.adapters.inspection.report import Report, from_data, to_data
from chalicelib.domain.playbook import TableRule


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def parsed(data: bytes, *, kind: str, bounds: bounded.Bounds, table: TableRule | None = None) -> Report:
        report = child.judge(BytesIO(data), kind=kind, table=table)
        return from_data(json.loads(json.dumps(to_data(report))))  # on the way it has to stay whole

    monkeypatch.setattr(bounded, "parsed", parsed)
