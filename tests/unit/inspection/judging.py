"""What most tests ask of an inspection: its findings."""

from chalicelib.adapters.inspection import inspector
from chalicelib.adapters.inspection.bounded import Bounds
from chalicelib.domain.documents import Findings
from chalicelib.domain.playbook import TableRule


def inspect(
    data: bytes, *, declared_name: str, table: TableRule | None = None, bounds: Bounds | None = None
) -> Findings:
    """Return the findings, without what was read out of the file."""
    return inspector.inspect(data, declared_name=declared_name, table=table, bounds=bounds).findings
