"""Why a document was not taken, in words that tell the customer what to do. Codes are kept; words may get better."""

from collections.abc import Iterable
from dataclasses import replace

from chalicelib.domain.documents import Findings
from chalicelib.domain.playbook import DocumentRule

PRINT_AGAIN = "Open it, choose Print, then “Save as PDF”, and upload that copy."

REASONS: dict[str, str] = {
    "file.empty": "This file is empty. Please check that it opens on your side, then upload it again.",
    "size.too_large": "This file is larger than {limit}. Please upload a smaller one: saving it as a “reduced size” PDF,"
    " or scanning at 150 dpi, usually does it.",
    "type.unexpected": "This is {a_type}, but we need {types} here. Please save or print it as {types} and upload that.",
    "file.unknown": "We could not tell what kind of file this is. Please save the document as {types} and upload that.",
    "file.office": "This is a Word, Excel or ZIP file. Please open the document, choose “Save as PDF”, and upload the PDF.",
    "file.archive": "This is a packed archive. Please unpack it and upload the document inside as {types}.",
    "file.program": "This is a program, not a document. For safety we do not take programs; please upload {types}.",
    "file.web_page": "This is a web page or a drawing for web pages. Please open it, choose Print, then “Save as PDF”,"
    " and upload the PDF.",
    "file.picture_format": "We cannot read this picture format (for example HEIC, GIF or TIFF). Please save or print it"
    " as {types} and upload that.",
    "file.name": "The ending of the file's name does not fit what is in it. Please open it, save it again as"
    " {types}, and upload that copy.",
    "file.two_in_one": "A second file is hidden behind this one. " + PRINT_AGAIN,
    "file.gone": "This file is no longer in our store. Please upload it again.",
    "pdf.damaged": "This PDF is damaged or was cut off on the way. Please check that it opens on your side, save it again,"
    " and upload that copy.",
    "pdf.encrypted": "This PDF is locked with a password. Please save a copy without the password and upload that.",
    "pdf.restricted": "This PDF is protected against changes, so we cannot check it. " + PRINT_AGAIN,
    "pdf.no_pages": "This PDF has no pages. Please check that it opens on your side, save it again, and upload that copy.",
    "pdf.too_many_pages": "This PDF has more than 500 pages. Please upload only the pages that belong to this request.",
    "pdf.script": "This PDF contains a script, which we do not take for safety. " + PRINT_AGAIN,
    "pdf.launch": "This PDF tries to start another program, which we do not take for safety. " + PRINT_AGAIN,
    "pdf.attachment": "This PDF has other files attached inside. Please upload each file by itself, or a printed copy: "
    + PRINT_AGAIN,
    "pdf.xfa": "This PDF is an interactive form of a kind that we cannot read. " + PRINT_AGAIN,
    "pdf.media": "This PDF contains sound, video or 3D content, which we do not take for safety. "
    + PRINT_AGAIN,
    "pdf.action": "This PDF sends data or opens other files by itself, which we do not take for safety. "
    + PRINT_AGAIN,
    "picture.damaged": "This picture is damaged or was cut off on the way. Please check that it opens on your side, save it"
    " again, and upload that copy.",
    "picture.too_many_pixels": "This picture is larger than 50 megapixels. Please make it smaller (about 4000 pixels wide"
    " is plenty) and upload that.",
    "malware.found": "Our malware scanner found something harmful in this file, so we have locked it away. Please check your"
    " computer, and upload a clean copy.",
    "malware.unscanned": "Our malware scanner could not check this file. A person of our team will look at it and tell you;"
    " there is nothing you need to do.",
    "check.stopped": "This file took too long to check. A person of our team will look at it and tell you; there is nothing"
    " you need to do.",
    "check.late": "The check of this file takes longer than it should. A person of our team will look at it and tell you;"
    " there is nothing you need to do.",
    "check.failed": "We could not check this file by ourselves. A person of our team will look at it and tell you; there is"
    " nothing you need to do.",
    "person.rejected": "A person of our team has looked at this file and asks for a change. Please read their note, and"
    " upload a new copy.",
}
OTHERWISE = "We could not take this file. Please reply to our mail and we will help you."

TYPE_NAMES = {
    "pdf": "a PDF",
    "png": "a PNG picture",
    "jpeg": "a JPEG picture",
}


def explain(code: str, *, rule: DocumentRule | None = None, type: str | None = None) -> str:  # noqa: A002
    """Return what to tell the customer about a reason.

    Parameters
    ----------
    code
        A key of `REASONS`; a code of an older release that is gone still gets a sentence.
    rule
        What the task asks for, to name its types and limit.
    type
        The real type of the file, where it is known.
    """
    if code == "file.name" and rule and type in TYPE_NAMES and type not in rule.types:
        code = "type.unexpected"  # a better name would not help: the task takes no such file
    return REASONS.get(code, OTHERWISE).format(
        limit=size_words(rule.max_bytes) if rule else "we can take",
        types=types_words(rule.types) if rule else "a PDF",
        a_type=TYPE_NAMES.get(type or "", "another kind of file"),
    )


def explain_all(
    codes: Iterable[str],
    *,
    rule: DocumentRule | None = None,
    type: str | None = None,  # noqa: A002
) -> tuple[str, ...]:
    """Return the sentences for several reasons, each once, in order."""
    return tuple(dict.fromkeys(explain(code, rule=rule, type=type) for code in codes))


def against_rule(findings: Findings, rule: DocumentRule) -> Findings:
    """Return the findings judged against what the task asks for: its types and its size.

    The content check knows no playbook, so it reports type and size; the two are compared here. A file that is too
    large or of another type is rejected even where its content could not be checked.
    """
    wrong: tuple[str, ...] = ()
    if findings.size > rule.max_bytes and "size.too_large" not in findings.reasons:
        wrong += ("size.too_large",)
    told = findings.verdict == "accepted" or findings.type is not None
    if findings.verdict != "rejected" and told and findings.type not in rule.types:
        wrong += ("type.unexpected" if findings.type in TYPE_NAMES else "file.unknown",)
    if not wrong:
        return findings
    kept = findings.reasons if findings.verdict == "rejected" else ()
    return replace(findings, verdict="rejected", reasons=(*wrong, *kept))


def size_words(size: int) -> str:
    """Return a number of bytes in words, rounded down: ``10 MB``, ``750 KB``."""
    for unit, name in ((1_000_000, "MB"), (1_000, "KB")):
        if size >= unit:
            return f"{size // unit} {name}"
    return f"{size} bytes"


def types_words(types: Iterable[str]) -> str:
    """Return types in words: ``a PDF, a PNG picture or a JPEG picture``."""
    names = [TYPE_NAMES.get(each, each.upper()) for each in types]
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
