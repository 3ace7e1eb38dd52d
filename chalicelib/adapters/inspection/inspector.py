"""From bytes to findings."""

from dataclasses import dataclass
from hashlib import sha256

from chalicelib.adapters.inspection import bounded, kinds
from chalicelib.adapters.inspection.report import Report
from chalicelib.application.found import Seen
from chalicelib.domain.documents import Findings, SignatureFindings, TableFindings, Verdict
from chalicelib.domain.playbook import TableRule
from chalicelib.domain.tables import digest

HEAD = 1024
TAIL = 65_557  # the longest stretch in which a zip archive's directory can end
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """A file on its way through the checks."""

    data: bytes
    name: str
    table: TableRule | None
    bounds: bounded.Bounds


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
    given = _Given(data=data, name=declared_name, table=table, bounds=bounds or bounded.Bounds())
    kind = kinds.kind_of(data[:HEAD])
    if kind == "text" and (table or kinds.is_named_table(declared_name)):
        kind = "csv"
    report = _report(given, kind)
    verdict, reasons = _verdict(report.reasons)
    findings = Findings(
        verdict=verdict,
        reasons=reasons,
        type=report.type or kind,
        size=len(data),
        sha256=sha256(data).hexdigest(),
        table=_table(report, table),
        signature=_signature(report),
    )
    return Seen(findings=findings, errors=report.errors, values=report.values, signer=report.signer)


def _verdict(reasons: tuple[str, ...]) -> tuple[Verdict, tuple[str, ...]]:
    defects = tuple(code for code in reasons if not code.startswith("check."))
    if defects:
        return "rejected", defects
    return ("unchecked", reasons) if reasons else ("accepted", ())


def _report(given: _Given, kind: str | None) -> Report:
    if not given.data:
        return Report(reasons=("file.empty",))
    if kind not in kinds.CHECKED:
        return Report(reasons=(_foreign(given.data, kind),))
    try:
        report = bounded.parsed(given.data, kind=kind, bounds=given.bounds, table=given.table)
    except bounded.StoppedError:
        report = Report(reasons=("check.stopped",))
    except bounded.BrokenError:
        report = Report(reasons=("check.failed",))
    return _with_reasons(report, (*_outside(given, report.type or kind, report.reasons), *report.reasons))


def _outside(given: _Given, kind: str, found: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is wrong with a file's name, and with what stands behind its end."""
    named = kind == "zip" or "office.macros" in found or kinds.name_agrees(given.name, kind)
    reasons: tuple[str, ...] = () if named else ("file.name",)
    if kind in kinds.ENDING_ALONE and kinds.hides_an_archive(given.data[-TAIL:]):
        reasons += ("file.two_in_one",)
    return reasons


def _with_reasons(report: Report, reasons: tuple[str, ...]) -> Report:
    """Return a report with all that stands against the file; what was read of a file that is refused is not kept."""
    if not reasons:
        return report
    if all(code.startswith("table.") for code in reasons):
        return report
    return Report(reasons=reasons, type=report.type)


def _table(report: Report, table: TableRule | None) -> TableFindings | None:
    if table is None or report.rows is None:
        return None
    return TableFindings(rows=report.rows, asked=digest(table), wrong=report.wrong)


def _signature(report: Report) -> SignatureFindings | None:
    return (
        SignatureFindings(state=report.signature, count=report.signatures or 1) if report.signature else None
    )


def _foreign(data: bytes, kind: str | None) -> str:
    if kind == "ole":
        return "office.encrypted" if _ENCRYPTED in data else "office.legacy"
    if kind:
        return kinds.FOREIGN[kind]
    return "pdf.damaged" if b"%PDF-" in data[:HEAD] else "file.unknown"
