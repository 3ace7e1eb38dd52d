"""Bugs of uploaded versions: forms, judging, verdicts, scans, those whom nobody looks at."""

from tests.faults.bugs.bug import Bug

_DOMAIN = "chalicelib/domain"
_INTAKE = "chalicelib/application/intake.py"
_INSPECTOR = "chalicelib/adapters/inspection/inspector.py"
_S3 = "chalicelib/adapters/s3.py"
_PDF = "chalicelib/adapters/inspection/pdf.py"
_EVERY_VERSION = (
    "tests/promises/test_promises.py::test_7_every_version_ends_accepted_rejected_or_in_front_of_a_person"
)
_BY_DOMAIN = "tests/unit/domain/test_documents.py"
_BY_INTAKE = "tests/unit/documents/test_intake.py"
_BY_FORMS = "tests/unit/documents/test_forms.py"
_BY_PAGES = "tests/integration/test_portal_tasks.py"
_BY_VERSIONS = "tests/unit/domain/test_document_versions.py"
_BY_HOSTILE = "tests/unit/inspection/test_hostile_files.py"
_BY_BOUNDS = "tests/unit/inspection/test_bounds.py"
_BY_PACKAGES = "tests/unit/inspection/test_packages.py"
_BY_TABLES = "tests/unit/inspection/test_tables.py"
_BY_RULES = "tests/unit/inspection/test_reasons.py"
_BY_SIGNED = "tests/unit/inspection/test_signed_pdfs.py"
_INSPECTION = "chalicelib/adapters/inspection"
_BY_FEEDBACK = "tests/integration/test_feedback.py"

DOCUMENTS = (
    Bug(
        "a page that stays open says twice that nothing is to be done",
        "chalicelib/templates/portal/documents.html",
        "{{ '-person' if",
        "{{ '' if",
        (
            "tests/integration/test_portal_documents.py"
            "::test_a_file_that_a_person_looks_at_says_once_that_nothing_is_to_be_done",
        ),
    ),
    Bug(
        "evolve forgets the reason of a rejection",
        _DOMAIN,
        'status="rejected", reasons=event.reasons, note=event.note)',
        'status="rejected", note=event.note)',
        (_EVERY_VERSION,),
    ),
    Bug(
        "rows that go backwards are left out, and the rest of the table is taken",
        f"{_INSPECTION}/workbook.py",
        "if not last < number <= LAST_ROW:",
        "if not number <= LAST_ROW:",
        (f"{_BY_TABLES}::test_a_table_that_is_no_answer_is_refused_with_the_reason",),
    ),
    Bug(
        "a day that can be read either way is read with the day first, in silence",
        "chalicelib/application/forms/typed_days.py",
        "    return tuple(dict.fromkeys(day_leads + month_leads))",
        "    return day_leads or month_leads",
        (
            "tests/unit/pages/test_answer_kinds.py"
            "::test_a_date_that_can_be_read_either_way_is_asked_again_where_no_region_decides",
        ),
    ),
    Bug(
        "a December day with the day first is none",
        "chalicelib/application/forms/typed_days.py",
        "(?: de(?= ))?",
        "(?: de)?",
        (
            "tests/unit/pages/test_answer_kinds.py"
            "::test_every_month_is_read_in_every_language_with_the_day_on_either_side",
        ),
    ),
    Bug(
        "days of a table that can be read either way are taken",
        f"{_INSPECTION}/days.py",
        "return [] if len(ways) == 1 else self.open",
        "return []",
        (
            f"{_BY_TABLES}::test_a_day_that_can_be_read_either_way_is_told_unless_the_region_or_the_other_rows_decide",
        ),
    ),
    Bug(
        "the list of wrong rows falls into one column in a German spreadsheet",
        "chalicelib/application/found.py",
        'writer = csv.writer(out, delimiter=";" if comma else ",")',
        "writer = csv.writer(out)",
        (f"{_BY_TABLES}::test_no_cell_of_the_list_is_calculated",),
    ),
    Bug(
        "the scan is ignored",
        _DOMAIN,
        'if verdict == "accepted" and scan in CLEAN:',
        'if verdict == "accepted":',
        (_EVERY_VERSION,),
    ),
    Bug(
        "a form outlives the link by which it was handed out",
        _DOMAIN,
        "(epoch is not None and epoch != self.epoch_of(contact))",
        "(epoch is not None and epoch > self.epoch_of(contact))",
        (f"{_BY_VERSIONS}::test_a_file_by_a_form_from_before_a_new_link_is_kept_for_a_person",),
    ),
    Bug(
        "a page that closes between check and scan makes no difference",
        _DOMAIN,
        "and state.closed_to(document.contact, document.epoch):",
        "and state.closed_to(None, document.epoch):",
        (
            f"{_BY_VERSIONS}::test_a_page_that_closes_between_the_check_and_the_scan_leaves_the_file_to_a_person",
        ),
    ),
    Bug(
        "an upload's form does not say of which link it is",
        _S3,
        'epoch=_number(found["Metadata"].get("epoch", "")),',
        "epoch=None,",
        (f"{_BY_FORMS}::test_what_is_held_says_by_whose_form_and_which_link_it_came",),
    ),
    Bug(
        "an unscannable file counts as clean",
        _DOMAIN,
        'CLEAN = frozenset({"NO_THREATS_FOUND", "not_required"})',
        'CLEAN = frozenset({"NO_THREATS_FOUND", "not_required", "UNSUPPORTED"})',
        (_EVERY_VERSION,),
    ),
    Bug(
        "nobody looks at an unjudged file",
        _DOMAIN,
        'if document.status in {"received", "checking"}:\n            yield document.check_by',
        'if document.status == "received":\n            yield document.check_by',
        (_EVERY_VERSION,),
    ),
    Bug(
        "a clean scan counts for every version of a key",
        _DOMAIN,
        "if d.key == key and d.version_id == version_id",
        "if d.key == key",
        ("tests/promises/test_promises.py::test_7_a_clean_scan_of_one_version_says_nothing_of_another",),
    ),
    Bug(
        "a threat found late leaves the acceptance as it is",
        _DOMAIN,
        'if command.result == "THREATS_FOUND" and document.status in {"accepted", "needs_person"}:',
        'if command.result == "THREATS_FOUND" and document.status == "needs_person":',
        (f"{_BY_DOMAIN}::test_a_threat_found_after_the_acceptance_takes_it_back_and_tells_the_owner",),
    ),
    Bug(
        "what was accepted with a threat stays given",
        _DOMAIN,
        'if task and task.status == "done" and not state.ended:\n        reason = why("document.threat"',
        'if task and task.status == "open" and not state.ended:\n        reason = why("document.threat"',
        (f"{_BY_DOMAIN}::test_a_threat_found_after_the_acceptance_takes_it_back_and_tells_the_owner",),
    ),
    Bug(
        "a second verdict counts, too",
        _DOMAIN,
        "if document.verdict is not None or document.over:",
        "if document.over and document.verdict is None:",
        (_BY_DOMAIN,),
    ),
    Bug(
        "a file version is received twice",
        _DOMAIN,
        "    if known:\n        return known, ()\n    old = _named",
        "    old = _named",
        (_BY_DOMAIN, _BY_PAGES),
    ),
    Bug(
        "a good file of a kind that the task does not take is accepted",
        _DOMAIN,
        "return against_rule(findings, rule.documents) if rule and rule.documents else findings",
        "return findings if rule and rule.documents else against_rule(findings, rule.documents)",
        (_BY_DOMAIN,),
    ),
    Bug(
        "a killed parse counts as clean",
        _INSPECTOR,
        'report = Report(reasons=("check.stopped",))',
        "report = Report()",
        (f"{_BY_BOUNDS}::test_a_parser_that_is_killed_leaves_the_file_to_a_person",),
    ),
    Bug(
        "a parser's answer is believed however it ended",
        "chalicelib/adapters/inspection/bounded.py",
        "if code > 0 and code != 3:",
        "if code > 99 and code != 3:",
        (f"{_BY_BOUNDS}::test_an_answer_that_cannot_be_believed_is_no_acceptance",),
    ),
    Bug(
        "the parser gets our credentials",
        "chalicelib/adapters/inspection/bounded.py",
        'return {**kept, "PYTHONPATH"',
        'return {**os.environ, **kept, "PYTHONPATH"',
        (f"{_BY_BOUNDS}::test_the_parser_is_given_no_credentials",),
    ),
    Bug(
        "a file with a doubt and no defect counts as clean",
        _INSPECTOR,
        'return ("unchecked", reasons) if reasons else ("accepted", ())',
        'return ("accepted", ())',
        (f"{_BY_BOUNDS}::test_the_parser_says_by_itself_that_something_stayed_in_the_dark",),
    ),
    Bug(
        "a name may say anything",
        _INSPECTOR,
        'reasons: tuple[str, ...] = () if named else ("file.name",)',
        "reasons: tuple[str, ...] = ()",
        (_BY_HOSTILE,),
    ),
    Bug(
        "a second file behind the first is overlooked",
        _INSPECTOR,
        "kinds.hides_an_archive(given.data[-TAIL:])",
        "kinds.hides_an_archive(given.data[:HEAD])",
        (_BY_HOSTILE,),
    ),
    Bug(
        "what lies deeper in a PDF is overlooked",
        _PDF,
        "inside += [item for item in entries.values() if _direct(item)]",
        "inside += []",
        (_BY_HOSTILE,),
    ),
    Bug(
        "a PDF may start a program",
        _PDF,
        '    "/Launch": "pdf.launch",\n',
        "",
        (_BY_HOSTILE,),
    ),
    Bug(
        "what a PDF hides from the parser counts as clean",
        _PDF,
        'return ("check.failed",) if any(',
        "return () if any(",
        (f"{_BY_BOUNDS}::test_the_parser_says_by_itself_that_something_stayed_in_the_dark",),
    ),
    Bug(
        "a picture of any size is decoded",
        "chalicelib/adapters/inspection/picture.py",
        "MAX_PIXELS = 50_000_000",
        "MAX_PIXELS = 50_000_000_000",
        (_BY_HOSTILE,),
    ),
    Bug(
        "macros are taken under a harmless name",
        f"{_INSPECTION}/parts.py",
        '    "vbaProject": "office.macros",\n',
        "",
        (_BY_PACKAGES,),
    ),
    Bug(
        "an Office file may unpack to any size",
        f"{_INSPECTION}/package.py",
        "if self.used > self._most:",
        "if self.used > MOST_BYTES:",
        (_BY_PACKAGES,),
    ),
    Bug(
        "a zip's directory is believed",
        f"{_INSPECTION}/package.py",
        "if measured != part.file_size:",
        "if measured < part.file_size:",
        (_BY_PACKAGES,),
    ),
    Bug(
        "what an Office file loads from elsewhere is overlooked",
        f"{_INSPECTION}/parts.py",
        'elif kind != "hyperlink":',
        'elif kind == "attachedTemplate":',
        (_BY_PACKAGES,),
    ),
    Bug(
        "of a table's wrong rows only the first is told",
        f"{_INSPECTION}/rows.py",
        "if len(self.errors) < MOST_ERRORS:",
        "if not self.errors:",
        (f"{_BY_TABLES}::test_every_wrong_row_is_counted_and_the_first_thousand_are_told",),
    ),
    Bug(
        "rows that nobody has checked are accepted",
        _DOMAIN,
        "if rule.table and (findings.table is None or findings.table.asked != digest(rule.table)):",
        "if rule.table and findings.table and findings.table.asked != digest(rule.table):",
        (_BY_RULES,),
    ),
    Bug(
        "a contract without a signature is accepted",
        _DOMAIN,
        'if rule.signed and (findings.signature is None or findings.signature.state != "whole"):',
        'if rule.signed and findings.signature and findings.signature.state != "whole":',
        (_BY_RULES,),
    ),
    Bug(
        "what was added after signing counts as signed",
        f"{_INSPECTION}/pdf_signatures.py",
        "data[last.ends :].strip()",
        "data[last.ends : last.ends].strip()",
        (_BY_SIGNED,),
    ),
    Bug(
        "the newest version of a key is judged in place of the one that came",
        _S3,
        "self._client.get_object(Bucket=self._bucket, Key=held.key, VersionId=held.version_id)",
        "self._client.get_object(Bucket=self._bucket, Key=held.key)",
        (f"{_BY_FORMS}::test_the_pinned_version_is_read_whatever_has_come_since",),
    ),
    Bug(
        "the newest version of a key is handed out in place of the accepted one",
        _S3,
        '                "VersionId": version_id,\n',
        "",
        (f"{_BY_FORMS}::test_a_download_is_of_one_version_as_an_attachment_and_for_five_minutes_at_most",),
    ),
    Bug(
        "an upload form takes a file of any size",
        _S3,
        '                ["content-length-range", 0, LEEWAY * max_bytes],\n',
        "",
        (f"{_BY_FORMS}::test_a_form_fixes_all_but_the_files_name",),
    ),
    Bug(
        "an upload form lets its answer be changed",
        _S3,
        "*({field: value} for field, value in exact.items()),",
        '*(["starts-with", f"${field}", ""] for field, value in exact.items()),',
        (f"{_BY_FORMS}::test_a_form_fixes_all_but_the_files_name",),
    ),
    Bug(
        "an upload form has no end",
        _S3,
        "ExpiresIn=FORM_SECONDS,",
        "ExpiresIn=FORM_SECONDS * 1000,",
        (f"{_BY_FORMS}::test_a_form_ends_after_an_hour",),
    ),
    Bug(
        "of a bucket's message only the first version is judged",
        _INTAKE,
        "    for arrival in arrived:\n",
        "    for arrival in arrived[:1]:\n",
        (_BY_INTAKE,),
    ),
    Bug(
        "a store that does not answer counts as a file that is gone",
        _INTAKE,
        "    except GoneError:\n",
        "    except Exception:\n",
        (f"{_BY_INTAKE}::test_a_store_that_does_not_answer_leaves_the_message_for_later",),
    ),
    Bug(
        "two versions of a key are one arrival",
        _INTAKE,
        'return f"{self.key}#{self.version_id}"',
        'return f"{self.key}#{self.version_id[:0]}"',
        (f"{_BY_INTAKE}::test_two_versions_of_one_key_are_two_arrivals",),
    ),
    Bug(
        "a scan that found nothing out counts as one that found nothing",
        "chalicelib/application/feedback.py",
        'result=str(found.get("scanResultStatus") or detail["scanStatus"]),',
        'result=str(found.get("scanResultStatus") or "NO_THREATS_FOUND"),',
        (f"{_BY_FEEDBACK}::test_a_scan_without_a_result_passes_its_status_on",),
    ),
    Bug(
        "a second result for a version is taken for a repetition",
        "chalicelib/application/feedback.py",
        'command_id = f"scan:{scan.key}:{scan.version_id}:{scan.result}"',
        'command_id = f"scan:{scan.key}:{scan.version_id}"',
        (f"{_BY_FEEDBACK}::test_another_result_for_the_same_version_is_another_command",),
    ),
    Bug(
        "a file of somebody else's onboarding is recorded",
        "chalicelib/entrypoints/portal/uploads.py",
        "place is None or place.onboarding != visit.session.onboarding or",
        "place is None or",
        (f"{_BY_PAGES}::test_a_file_of_another_onboarding_is_not_recorded_there",),
    ),
    Bug(
        "whose file it is is forgotten",
        _DOMAIN,
        'changes |= {"contact": (known.contact if known else None) or event.contact}',
        'changes |= {"contact": known.contact if known else None}',
        (f"{_BY_DOMAIN}::test_whose_file_it_is_stands_in_the_file_even_if_nobody_says_that_it_has_arrived",),
    ),
    Bug(
        "a file may belong to anybody",
        _DOMAIN,
        "contact=command.contact if state.contact(command.contact) else None,",
        "contact=command.contact,",
        (f"{_BY_DOMAIN}::test_a_file_of_nobody_who_is_known_has_no_contact",),
    ),
)
