"""From bytes to findings."""

from hashlib import sha256

from chalicelib.adapters.inspection import bounded, kinds
from chalicelib.application.found import Seen
from chalicelib.domain.documents import Findings, Verdict
from chalicelib.domain.playbook import TableRule

HEAD = 1024
TAIL = 65_557  # the longest stretch in which a zip archive's directory can end


def inspect(
    data: bytes, *, declared_name: str, table: TableRule | None = None, bounds: bounded.Bounds | None = None
) -> Seen:
    """Judge a file by its content alone; the name only has to agree with it.

    What a task asks for (its types, its size) is not judged here: `domain.reasons.against_rule` does that.

    Parameters
    ----------
    data
        The whole file.
    declared_name
        The name its sender gave it, cleaned.
    table
        The columns that a table must have.
    bounds
        What the parse may take.
    """
    kind = kinds.kind_of(data[:HEAD])
    verdict, reasons = _judge(data, kind, declared_name, bounds or bounded.Bounds())
    digest = sha256(data).hexdigest()
    return Seen(findings=Findings(verdict=verdict, reasons=reasons, type=kind, size=len(data), sha256=digest))


def _judge(
    data: bytes, kind: str | None, name: str, bounds: bounded.Bounds
) -> tuple[Verdict, tuple[str, ...]]:
    if not data:
        return "rejected", ("file.empty",)
    if kind not in kinds.CHECKED:
        return "rejected", (_foreign(data[:HEAD], kind),)
    reasons: tuple[str, ...] = () if kinds.name_agrees(name, kind) else ("file.name",)
    if kinds.hides_an_archive(data[-TAIL:]):
        reasons += ("file.two_in_one",)
    reasons += _parsed(data, kind, bounds)
    defects = tuple(code for code in reasons if not code.startswith("check."))
    if defects:
        return "rejected", defects
    return ("unchecked", reasons) if reasons else ("accepted", ())


def _parsed(data: bytes, kind: str, bounds: bounded.Bounds) -> tuple[str, ...]:
    try:
        return bounded.defects(data, kind=kind, bounds=bounds)
    except bounded.StoppedError:
        return ("check.stopped",)
    except bounded.BrokenError:
        return ("check.failed",)


def _foreign(head: bytes, kind: str | None) -> str:
    if kind:
        return kinds.FOREIGN[kind]
    return "pdf.damaged" if b"%PDF-" in head else "file.unknown"
