"""Intake reads pinned versions, reports what it found, and nothing else."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.application.documents import GoneError, Held, UploadForm
from chalicelib.application.found import Seen, found_values, row_errors
from chalicelib.application.intake import MAX_READ, Arrival, Desk, MessageError, judge_all, verdict
from chalicelib.domain.documents import Findings, SignatureFindings, TableFindings
from chalicelib.domain.errors import UnavailableError
from chalicelib.domain.playbook import ColumnRule, TableRule
from chalicelib.domain.tables import FoundValue, RowError, written

KEY = f"q/onb-abc/register/{'a' * 32}"
GOOD = Findings(verdict="accepted", type="pdf", size=3, sha256="ab")


class Store:
    """Holds versions in memory, and remembers what was read."""

    def __init__(self, held: dict[tuple[str, str], Held] | None = None, *, down: bool = False) -> None:
        self.held, self.down, self.reads = held or {}, down, list[str]()

    def head(self, key: str, version_id: str | None = None) -> Held:
        if self.down:
            raise UnavailableError("The store does not answer.")
        if (key, version_id or "") not in self.held:
            raise GoneError(key)
        return self.held[key, version_id or ""]

    def read(self, held: Held, *, limit: int) -> bytes:
        self.reads.append(held.version_id)
        return b"pdf"[:limit]

    def presigned_post(self, key: str, **how: Any) -> UploadForm:
        return UploadForm(url="", fields={})

    def presigned_get(self, key: str, version_id: str, *, name: str, seconds: int = 300) -> str:
        return ""


def held(version: str = "v1", *, size: int = 3, name: str = "order.pdf") -> Held:
    return Held(key=KEY, version_id=version, name=name, size=size, contact="contact-1", epoch=2)


def message(*records: Mapping[str, Any]) -> str:
    return json.dumps({"Records": list(records)})


def created(key: str = KEY, version: str = "v1", event: str = "ObjectCreated:Post") -> dict[str, Any]:
    return {"eventName": event, "s3": {"object": {"key": key, "versionId": version}}}


class Kept(dict[str, Mapping[str, Any]]):
    def __call__(self, arrival: Arrival, body: Mapping[str, Any]) -> None:
        self[arrival.delivery] = body


def desk(store: Store, kept: Kept) -> Desk:
    return Desk(store=store, inspect=lambda data, name, table: Seen(findings=GOOD), keep=kept)


def test_findings_of_a_version_are_kept_once_under_its_key_and_version() -> None:
    kept = Kept()
    store = Store({(KEY, "v1"): held()})

    assert judge_all(message(created()), desk(store, kept)) == 1

    assert kept == {
        f"{KEY}#v1": {
            "key": KEY,
            "version_id": "v1",
            "name": "order.pdf",
            "contact": "contact-1",
            "epoch": 2,
            "replaces": None,
            "dated": None,
            "findings": {
                "verdict": "accepted",
                "reasons": [],
                "type": "pdf",
                "size": 3,
                "sha256": "ab",
                "table": None,
                "values": None,
                "signature": None,
            },
        }
    }


def test_two_versions_of_one_key_are_two_arrivals() -> None:
    kept, store = Kept(), Store({(KEY, "v1"): held(), (KEY, "v2"): held("v2")})

    judge_all(message(created(), created(version="v2")), desk(store, kept))

    assert set(kept) == {f"{KEY}#v1", f"{KEY}#v2"}
    assert store.reads == ["v1", "v2"]


def test_a_file_beyond_all_limits_is_refused_without_being_read() -> None:
    kept, store = Kept(), Store({(KEY, "v1"): held(size=MAX_READ + 1)})

    judge_all(message(created()), desk(store, kept))

    assert store.reads == []
    assert kept[f"{KEY}#v1"]["findings"]["reasons"] == ["size.too_large"]
    assert kept[f"{KEY}#v1"]["findings"]["size"] == MAX_READ + 1


def test_a_version_that_is_gone_is_asked_for_again() -> None:
    kept = Kept()

    judge_all(message(created()), desk(Store(), kept))

    assert kept[f"{KEY}#v1"]["findings"]["verdict"] == "rejected"
    assert kept[f"{KEY}#v1"]["findings"]["reasons"] == ["file.gone"]


def test_a_store_that_does_not_answer_leaves_the_message_for_later() -> None:
    kept = Kept()

    with pytest.raises(UnavailableError):
        judge_all(message(created()), desk(Store(down=True), kept))

    assert kept == {}


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "golive"}),
        message(),
        message(created("inbox/hubspot/1.json.gz")),
        message(created("q/onb-abc/register/not-an-upload")),
        message(created(event="ObjectRemoved:DeleteMarkerCreated")),
    ],
    ids=["test event", "no records", "another prefix", "not an upload's key", "a deletion"],
)
def test_what_is_no_upload_is_passed_over(body: str) -> None:
    assert judge_all(body, desk(Store(), Kept())) == 0


@pytest.mark.parametrize(
    "body",
    ["", "[]", "no json", '{"Records": [{}]}', '{"Records": 7}', message({"s3": {"object": {"key": KEY}}})],
)
def test_a_message_that_no_bucket_sends_is_refused(body: str) -> None:
    with pytest.raises(MessageError):
        judge_all(body, desk(Store(), Kept()))


def test_a_percent_encoded_key_is_read_as_s3_writes_it() -> None:
    kept, store = Kept(), Store({(KEY, "v1"): held()})

    judge_all(message(created(KEY.replace("-", "%2D").replace("/", "%2F"))), desk(store, kept))

    assert set(kept) == {f"{KEY}#v1"}


def test_wrong_rows_values_and_the_signer_are_sealed_and_never_stand_in_the_command() -> None:
    found = Findings(
        verdict="rejected",
        reasons=("table.rows",),
        type="csv",
        size=3,
        table=TableFindings(rows=9, asked="abc", wrong=1),
        signature=SignatureFindings(state="whole", count=2),
    )
    errors = (RowError(row=2, column="E-Mail", code="row.email", value="grace@acme"),)
    values = (FoundValue(name="company", value="Acme GmbH", page=1),)
    seen = Seen(findings=found, errors=errors, values=values, signer="Grace Lind")
    kept = Kept()
    world = Desk(store=Store({(KEY, "v1"): held()}), inspect=lambda data, name, table: seen, keep=kept)
    judge_all(message(created()), world)

    envelope = verdict(json.loads(json.dumps(kept[f"{KEY}#v1"])))

    findings = envelope.command.findings
    assert (findings.table.rows, findings.table.wrong, findings.table.asked) == (9, 1, "abc")
    assert (findings.signature.state, findings.signature.count) == ("whole", 2)
    secrets = {
        f"{envelope.vault.id}.{field}": secret.value for field, secret in envelope.vault.values.items()
    }
    assert row_errors(secrets[findings.table.errors.p]) == errors
    assert found_values(secrets[findings.values.p]) == values
    assert secrets[findings.signature.by.p] == "Grace Lind"
    assert not [word for word in ("grace", "Acme", "Grace") if word in repr(envelope.command)]


@pytest.mark.parametrize("expects", ["", "no columns"])
def test_columns_that_no_form_of_ours_says_are_not_checked(expects: str) -> None:
    asked = list[object]()

    def inspect(data: bytes, name: str, table: TableRule | None) -> Seen:
        asked.append(table)
        return Seen(findings=GOOD)

    store = Store({(KEY, "v1"): replace(held(), expects=expects)})
    judge_all(message(created()), Desk(store=store, inspect=inspect, keep=Kept()))

    assert asked == [None]


def test_the_columns_of_the_form_are_what_the_rows_are_checked_by() -> None:
    rule, asked = TableRule(columns=(ColumnRule(name="Name"),)), list[object]()

    def inspect(data: bytes, name: str, table: TableRule | None) -> Seen:
        asked.append(table)
        return Seen(findings=GOOD)

    store = Store({(KEY, "v1"): replace(held(), expects=written(rule))})
    judge_all(message(created()), Desk(store=store, inspect=inspect, keep=Kept()))

    assert asked == [rule]


def test_kept_findings_become_the_command_that_records_them() -> None:
    kept = Kept()
    judge_all(message(created()), desk(Store({(KEY, "v1"): held()}), kept))

    envelope = verdict(json.loads(json.dumps(kept[f"{KEY}#v1"])))

    assert (envelope.onboarding, envelope.id, envelope.actor) == (
        "onb-abc",
        f"intake:{KEY}#v1",
        "system:intake",
    )
    assert (envelope.command.task, envelope.command.document) == ("register", "a" * 32)
    assert envelope.command.contact == "contact-1"
    assert envelope.command.findings == GOOD
    assert [secret.value for secret in envelope.vault.values.values()] == ["order.pdf"]
    assert "order.pdf" not in repr(envelope.command)
