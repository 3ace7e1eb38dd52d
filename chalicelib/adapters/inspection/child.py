"""The process that parses one file: ``python -m chalicelib.adapters.inspection.child KIND MEGABYTES SECONDS [COLUMNS] < file``.

It gives up its means before it touches the file, prints its report as JSON, and ends with 0; with `OUT_OF_MEMORY` when its
memory did not suffice.
"""

import json
import resource
import sys
from typing import BinaryIO

from chalicelib.adapters.inspection.report import Report, to_data
from chalicelib.domain import tables
from chalicelib.domain.playbook import TableRule

OUT_OF_MEMORY = 3
MAX_OUTPUT = 4_000_000
MAX_OPEN_FILES = 64


def main(kind: str, megabytes: int, seconds: int, columns: str = "") -> int:
    """Judge standard input and say what was found."""
    limit(megabytes=megabytes, seconds=seconds)
    try:
        with open(0, "rb", closefd=False) as stream:
            found = judge(stream, kind=kind, table=tables.read(columns) if columns else None)
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.write(json.dumps(to_data(found)))
    return 0


def judge(stream: BinaryIO, *, kind: str, table: TableRule | None = None) -> Report:
    """Return the report of the parser of `kind`."""
    if kind == "pdf":
        from chalicelib.adapters.inspection import pdf

        return pdf.judge(stream)
    if kind == "zip":
        from chalicelib.adapters.inspection import office

        return _with_rows(office.judge(stream), stream, table)
    if kind == "csv":
        from chalicelib.adapters.inspection.table import judge as judge_rows

        return judge_rows(stream, kind=kind, rule=table)
    from chalicelib.adapters.inspection import picture

    return Report(reasons=picture.defects(stream, kind=kind))


def _with_rows(report: Report, stream: BinaryIO, table: TableRule | None) -> Report:
    """Read the rows of a workbook in which nothing is wrong."""
    if report.reasons or report.type != "xlsx":
        return report
    from chalicelib.adapters.inspection.table import judge as judge_rows

    stream.seek(0)
    return judge_rows(stream, kind=report.type, rule=table)


def limit(*, megabytes: int, seconds: int) -> None:
    """Cap this process for good: memory, processor time, size of its output, open files; no core dump."""
    caps = {
        resource.RLIMIT_AS: megabytes << 20,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: MAX_OUTPUT,
        resource.RLIMIT_NOFILE: MAX_OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    for which, cap in caps.items():
        resource.setrlimit(which, (cap, cap))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:5]))
