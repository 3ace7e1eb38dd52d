"""The process that parses one file: ``python -m chalicelib.adapters.inspection.child KIND MEGABYTES SECONDS < file``.

It gives up its means before it touches the file, prints the reason codes as a JSON list, and ends with 0; with
`OUT_OF_MEMORY` when its memory did not suffice.
"""

import json
import resource
import sys
from typing import BinaryIO

OUT_OF_MEMORY = 3
MAX_OUTPUT = 4096
MAX_OPEN_FILES = 64


def main(kind: str, megabytes: int, seconds: int) -> int:
    """Judge standard input and say what was found."""
    limit(megabytes=megabytes, seconds=seconds)
    try:
        with open(0, "rb", closefd=False) as stream:
            found = defects(stream, kind=kind)
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.write(json.dumps(found))
    return 0


def defects(stream: BinaryIO, *, kind: str) -> tuple[str, ...]:
    """Return the reason codes of the parser of `kind`."""
    if kind == "pdf":
        from chalicelib.adapters.inspection import pdf

        return pdf.defects(stream)
    from chalicelib.adapters.inspection import picture

    return picture.defects(stream, kind=kind)


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
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
