"""Why a document was not taken, in words that tell the customer what to do. Codes are kept; words may get better."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from chalicelib.domain.documents import Findings
from chalicelib.domain.phrases import Enumeration, Phrase, Value, all_of, any_of, phrase, phrases
from chalicelib.domain.playbook import DocumentRule
from chalicelib.domain.tables import digest

_MEGABYTE, _KILOBYTE = 1_000_000, 1_000

PRINT_AGAIN = "Open it, choose Print, then “Save as PDF”, and upload that copy."

REASONS: dict[str, str] = {
    "file.empty": "This file is empty. Please check that it opens on your side, then upload it again.",
    "size.too_large": "This file is larger than %(limit)s. Please upload a smaller one: saving it as a “reduced size” PDF,"
    " or scanning at 150 dpi, usually does it.",
    "type.unexpected": "This is %(a_type)s, but we need %(types)s here. Please save or print it as %(types)s and upload that.",
    "file.unknown": "We could not tell what kind of file this is. Please save the document as %(types)s and upload that.",
    "file.office": "This is a Word, Excel or ZIP file. Please open the document, choose “Save as PDF”, and upload the PDF.",
    "file.text": "This is plain text. Please put it into a document, save that as %(types)s, and upload it.",
    "file.archive": "This is a packed archive. Please unpack it and upload the document inside as %(types)s.",
    "file.program": "This is a program, not a document. For safety we do not take programs; please upload %(types)s.",
    "file.web_page": "This is a web page or a drawing for web pages. Please open it, choose Print, then “Save as PDF”,"
    " and upload the PDF.",
    "file.picture_format": "We cannot read this picture format (for example HEIC, GIF or TIFF). Please save or print it"
    " as %(types)s and upload that.",
    "file.name": "The ending of the file's name does not fit what is in it. Please open it, save it again as"
    " %(types)s, and upload that copy.",
    "file.two_in_one": "A second file is hidden behind this one. " + PRINT_AGAIN,
    "file.gone": "This file is no longer in our store. Please upload it again.",
    "office.legacy": "This file is in an old or uncommon Office format, such as .doc, .xls or .rtf. Please open it, choose"
    " “Save as”, and upload it as %(types)s.",
    "office.encrypted": "This file is locked with a password. Please save a copy without the password and upload that.",
    "office.macros": "This file contains macros, which are small programs, and for safety we do not take them. Please open it,"
    " choose “Save as”, pick a format without macros or a PDF, and upload %(types)s.",
    "office.active": "This file contains buttons or controls that can start programs, which we do not take for safety. Please"
    " remove them, save the file, and upload it again.",
    "office.external": "This file loads a picture, a template or data from somewhere else when it is opened, which we do not take"
    " for safety. Please break these links, or put the content itself into the file, save it, and upload it again.",
    "office.embedded": "Another file is embedded in this one. Please take it out and upload each file by itself.",
    "office.fields": "This file contains a field or a formula that fetches data from other programs, which we do not take for"
    " safety. Please replace it by its result, save the file, and upload it again.",
    "office.too_large": "This file unpacks to far more than an office document does, which we do not take for safety. Please"
    " open it, save only what belongs to this request in a new file, and upload that.",
    "office.unsafe": "This file is put together in an unusual way, so we cannot be sure what is in it. Please open it, save it"
    " again as %(types)s, and upload that copy.",
    "office.damaged": "This file is damaged or was cut off on the way. Please check that it opens on your side, save it again,"
    " and upload that copy.",
    "table.encoding": "We cannot read the letters in this file. Please open it, save it as “CSV UTF-8”, and upload that copy.",
    "table.damaged": "We cannot read this file as a table. Please open it in your spreadsheet program, check that all rows are"
    " there, save it anew, and upload that copy. In a CSV file each row stands on a line of its own, and every quotation mark"
    " is closed.",
    "table.empty": "There are no rows in this table. Please fill it in, save it, and upload it again.",
    "table.columns": "We did not find the columns that we need: %(columns)s. Please give your columns these names, in one row above"
    " the rows, save the file, and upload it again.",
    "table.rows": "Some rows need a change: the page of this step lists each with its row, its column and what to do. Please mend"
    " these rows in your file, save it, and upload it again.",
    "table.too_many_rows": "This table has more than %(most_rows)s rows. Please upload only the rows that belong to this request.",
    "signature.missing": "We found no digital signature in this file, so a person of our team will look for the signature and tell"
    " you; there is nothing you need to do.",
    "signature.changed": "This PDF was changed after it was signed, so a person of our team will look at it and tell you; there is"
    " nothing you need to do.",
    "signature.unsure": "We could not check the digital signature by ourselves, so a person of our team will look at it and tell"
    " you; there is nothing you need to do.",
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
    "picture.moves": "This file holds several pictures or moves. Please save each as a picture of its own, or all of them in one"
    " PDF, and upload that.",
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
    "document.expired": "By its date this document is not valid any more. Please upload one that is, and check the date that"
    " you enter with it.",
    "document.newer": "Everything that we asked for here was there already when this file came. A person of our team will"
    " look at it and tell you; there is nothing you need to do.",
    "document.left": "This file came by a page that was closed already. It counts only once a person of our team has looked"
    " at it. You need not wait for that: you can send yours on this page.",
    "person.rejected": "A person of our team has looked at this file and asks for a change. Please make it, and upload the new"
    " version.",
}
OTHERWISE = "We could not take this file. Please reply to our mail and we will help you."

TYPE_NAMES = {
    "pdf": "a PDF",
    "png": "a PNG picture",
    "jpeg": "a JPEG picture",
    "docx": "a Word document (.docx)",
    "xlsx": "an Excel workbook (.xlsx)",
    "pptx": "a PowerPoint presentation (.pptx)",
    "odt": "an OpenDocument text (.odt)",
    "ods": "an OpenDocument spreadsheet (.ods)",
    "odp": "an OpenDocument presentation (.odp)",
    "csv": "a CSV table",
    "office": "an Office document",
}
GROUPS = {"office": ("docx", "xlsx", "pptx", "odt", "ods", "odp")}


def explain(code: str, *, rule: DocumentRule | None = None, type: str | None = None) -> Phrase:  # noqa: A002
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
    if code == "file.name" and rule and type in TYPE_NAMES and type not in taken(rule.types):
        code = "type.unexpected"  # a better name would not help: the task takes no such file
    table = rule.table if rule else None
    values: dict[str, Value] = {
        "limit": size_words(rule.max_bytes) if rule else phrase("we can take"),
        "types": types_words(rule.types) if rule else types_words(("pdf",)),
        "a_type": phrase(TYPE_NAMES[type]) if type in TYPE_NAMES else phrase("another kind of file"),
        "columns": all_of(
            phrase("“%(column)s”", column=each.name)
            for each in (table.columns if table else ())
            if each.required
        ),
        "most_rows": table.most_rows if table else 10_000,
    }
    text = REASONS.get(code, OTHERWISE)
    return phrase(text, **{name: value for name, value in values.items() if f"%({name})s" in text})


def explain_all(
    codes: Iterable[str],
    *,
    rule: DocumentRule | None = None,
    type: str | None = None,  # noqa: A002
) -> tuple[str, ...]:
    """Return the sentences for several reasons, each once, in order."""
    return tuple(dict.fromkeys(explain(code, rule=rule, type=type) for code in codes))


def against_rule(findings: Findings, rule: DocumentRule) -> Findings:
    """Return the findings judged against what the task asks for: types, size, rows, and a signature.

    The content check knows no playbook, so it reports what it found; the two are compared here. A file that is too
    large or of another type is rejected even where its content could not be checked. Rows that were not checked by the
    task's own rule, and signatures that a machine cannot vouch for, are for a person.
    """
    wrong: tuple[str, ...] = ()
    if findings.size > rule.max_bytes and "size.too_large" not in findings.reasons:
        wrong += ("size.too_large",)
    told = findings.verdict == "accepted" or findings.type is not None
    known, fits = findings.type in TYPE_NAMES, findings.type in taken(rule.types)
    if not fits and (known or (findings.verdict != "rejected" and told)):
        wrong += ("type.unexpected" if known else "file.unknown",)
    if wrong:
        # what is wrong inside a file of a kind that the task does not take need not be mended
        kept = findings.reasons if findings.verdict == "rejected" and (fits or not known) else ()
        return replace(findings, verdict="rejected", reasons=(*wrong, *kept))
    doubts = tuple(_doubts(findings, rule)) if findings.verdict == "accepted" else ()
    return replace(findings, verdict="unchecked", reasons=doubts) if doubts else findings


def _doubts(findings: Findings, rule: DocumentRule) -> Iterator[str]:
    if rule.table and (findings.table is None or findings.table.asked != digest(rule.table)):
        yield "check.failed"
    if rule.signed and (findings.signature is None or findings.signature.state != "whole"):
        yield f"signature.{findings.signature.state if findings.signature else 'missing'}"


def taken(types: Iterable[str]) -> frozenset[str]:
    """Return the types that a rule's `types` stand for: a group's name stands for all that are in it."""
    return frozenset(one for each in types for one in GROUPS.get(each, (each,)))


def size_words(size: int) -> Phrase:
    """Return a number of bytes in words, rounded down: ``10 MB``, ``750 KB``."""
    if size >= _MEGABYTE:
        return phrase("%(count)s MB", count=size // _MEGABYTE)
    if size >= _KILOBYTE:
        return phrase("%(count)s KB", count=size // _KILOBYTE)
    return phrases("%(count)s byte", "%(count)s bytes", size)


def types_words(types: Iterable[str]) -> Enumeration:
    """Return types in words: ``a PDF, a PNG picture or a JPEG picture``."""
    return any_of(phrase(TYPE_NAMES[each]) if each in TYPE_NAMES else each.upper() for each in types)
