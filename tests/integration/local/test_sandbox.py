"""The sandbox as CONTRACT describes it."""

from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
import urllib3
from botocore.exceptions import ClientError

from infra.local.harness import LocalCloud


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud(app_module="tests.integration.local.no_functions") as cloud:
        cloud.start_pump()
        yield cloud


def send(cloud: LocalCloud, **headers: str) -> str:
    message = EmailMessage()
    for name, value in {
        "From": "Golive <onboarding@vendor.example>",
        "To": "Grace Lind <grace@acme.example>",
        "Subject": "Wir brauchen noch 3 Dinge, bis Freitag",
        **headers,
    }.items():
        message[name] = value
    message.set_content("Guten Tag\n")
    message.add_alternative(
        '<p>Guten <a href="https://acme.example">Tag</a></p><script>alert(1)</script>', subtype="html"
    )
    answer = cloud.client("sesv2").send_email(
        FromEmailAddress="Golive <onboarding@vendor.example>",
        Content={"Raw": {"Data": message.as_bytes()}},
        ConfigurationSetName=cloud.environment["MAIL_CONFIGURATION_SET"],
        EmailTags=[{"Name": "effect", "Value": "onb-1_12_mail"}],
    )
    return str(answer["MessageId"])


def test_mail_is_shown_with_everything_that_was_in_it(cloud: LocalCloud) -> None:
    cloud.sandbox("DELETE", "/mail")
    first = send(
        cloud, Cc="Lee <lee@vendor.example>, ben@vendor.example", **{"Reply-To": "ada@vendor.example"}
    )
    second = send(cloud)
    mails = cloud.sandbox("GET", "/mail")
    assert [mail["id"] for mail in mails] == [first, second]
    mail = mails[0]
    assert mail["to"] == ["grace@acme.example"]
    assert mail["cc"] == ["lee@vendor.example", "ben@vendor.example"]
    assert mail["from"] == "Golive <onboarding@vendor.example>"
    assert mail["subject"] == "Wir brauchen noch 3 Dinge, bis Freitag"
    assert mail["text"] == "Guten Tag\n"
    assert "<p>Guten" in mail["html"]
    assert mail["headers"]["Reply-To"] == "ada@vendor.example"
    assert mail["sent_at"].endswith("Z")
    cloud.sandbox("DELETE", "/mail")
    assert cloud.sandbox("GET", "/mail") == []


def test_a_person_reads_mail_in_a_frame_that_runs_nothing(cloud: LocalCloud) -> None:
    mail = send(cloud)
    home = urllib3.request("GET", cloud.sandbox_url + "/").data.decode()
    assert "Wir brauchen noch 3 Dinge" in home
    icon = urllib3.request("GET", cloud.sandbox_url + "/favicon.ico")
    assert (icon.status, icon.headers["Content-Type"]) == (200, "image/svg+xml")
    page = urllib3.request("GET", f"{cloud.sandbox_url}/mailbox/{mail}").data.decode()
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert "<script>" not in page
    frame = urllib3.request("GET", f"{cloud.sandbox_url}/mailbox/{mail}/html")
    assert frame.headers["Content-Security-Policy"].startswith("sandbox ")
    assert "script-src 'none'" in frame.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"FromEmailAddress": "a@stranger.example"}, "MessageRejected"),
        ({"ConfigurationSetName": "other"}, "NotFoundException"),
        ({"EmailTags": [{"Name": "effect", "Value": "a:b"}]}, "BadRequestException"),
        ({"EmailTags": [{"Name": "effect", "Value": ""}]}, "BadRequestException"),
    ],
)
def test_mail_that_ses_refuses_is_refused(cloud: LocalCloud, asked: dict[str, Any], code: str) -> None:
    good = {
        "FromEmailAddress": "onboarding@vendor.example",
        "Content": {"Simple": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}}},
        "Destination": {"ToAddresses": ["grace@acme.example"]},
    }
    with pytest.raises(ClientError) as error:
        cloud.client("sesv2").send_email(**{**good, **asked})
    assert error.value.response["Error"]["Code"] == code


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [("PT72H", 259200), ("P2DT30M", 174600), ("PT1.5S", 1.5), ("P1W", 604800), ("PT0S", 0)],
)
def test_the_clock_advances_by_a_duration(cloud: LocalCloud, duration: str, seconds: float) -> None:
    from infra.local.product_clock import instant_of

    before = instant_of(cloud.sandbox("GET", "/clock")["now"])
    after = cloud.sandbox("POST", "/clock", {"advance": duration})
    assert instant_of(after["now"]) >= before + seconds
    assert cloud.sandbox("POST", "/clock", {"advance": "PT0S"})["now"] >= after["now"]


def test_the_clock_is_written_for_app_and_pump(cloud: LocalCloud) -> None:
    from pathlib import Path

    from infra.local.product_clock import instant_of

    shown = cloud.sandbox("POST", "/clock", {"advance": "PT1H"})
    offset = float(Path(cloud.environment["CLOCK_FILE"]).read_text())
    assert offset == pytest.approx(instant_of(shown["now"]) - instant_of(shown["wall"]), abs=0.01)


@pytest.mark.parametrize(
    "body",
    [{"advance": "72h"}, {"advance": "P"}, {"advance": "PT"}, {"advance": "-PT1H"}, {"advance": "P1Y"},
     {"advance": 5}, {"advance": None}, {"advance": "P99999W"}, {}, [], "PT1H", {"advance": "PT1H", "to": "x"}],
)  # fmt: skip
def test_a_clock_that_cannot_be_moved_so_says_why(cloud: LocalCloud, body: Any) -> None:
    before = cloud.sandbox("GET", "/clock")["now"][:16]
    status, problem = cloud.sandbox("POST", "/clock", body, ok=False)
    assert (status, problem["status"]) == (422, 422)
    assert problem["detail"]
    assert cloud.sandbox("GET", "/clock")["now"][:13] == before[:13]


def test_a_message_that_no_function_takes_is_said_to_wait() -> None:
    with LocalCloud(app_module="tests.integration.local.only_relay") as other:
        other.start_pump()
        other.client("sqs").send_message(QueueUrl=other.environment["INGEST_QUEUE_URL"], MessageBody="{}")
        waiting = {one["what"]: one["why"] for one in other.settle()}
    assert waiting["ingest"] == "the app has no function of this name"


def test_bad_json_and_unknown_addresses_are_problems(cloud: LocalCloud) -> None:
    answer = urllib3.request("POST", cloud.sandbox_url + "/clock", body=b"{")
    assert (answer.status, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert cloud.sandbox("GET", "/nothing", ok=False)[0] == 404
    assert cloud.sandbox("PATCH", "/mail", ok=False)[0] == 405


def test_a_fake_answers_what_was_stored_with_and_without_query(cloud: LocalCloud) -> None:
    cloud.sandbox("PUT", "/fake/hubspot/crm/v3/objects/deals/1", {"id": "1"})
    cloud.sandbox("PUT", "/fake/salesforce/services/data/v61.0/query?q=SELECT+Id", {"records": [1]})
    assert cloud.sandbox("GET", "/fake/hubspot/crm/v3/objects/deals/1?properties=a,b") == {"id": "1"}
    assert cloud.sandbox("GET", "/fake/salesforce/services/data/v61.0/query?q=SELECT+Id") == {"records": [1]}
    assert cloud.sandbox("GET", "/fake/salesforce/services/data/v61.0/query?q=other", ok=False)[0] == 404
    cloud.sandbox("PUT", "/fake/hubspot/crm/v3/objects/deals/1?properties=c", {"id": "c"})
    assert cloud.sandbox("GET", "/fake/hubspot/crm/v3/objects/deals/1?properties=c") == {"id": "c"}


def test_a_fake_fails_as_often_as_it_was_told(cloud: LocalCloud) -> None:
    path = "/fake/hubspot/crm/v3/objects/deals/2"
    cloud.sandbox("PUT", path, {"id": "2"})
    cloud.sandbox("PUT", path, {"$status": 503, "$times": 2})
    assert [cloud.sandbox("GET", path, ok=False)[0] for _ in range(3)] == [503, 503, 200]
    cloud.sandbox("PUT", path, {"$status": 429, "message": "slow down"})
    assert [cloud.sandbox("GET", path, ok=False) for _ in range(2)] == [(429, {"message": "slow down"})] * 2
    cloud.sandbox("PUT", path, {"id": "2"})
    assert cloud.sandbox("GET", path) == {"id": "2"}


@pytest.mark.parametrize(
    "body", [{"$status": "503"}, {"$status": 99}, {"$status": 600}, {"$status": 503, "$times": 0}]
)
def test_a_failure_that_cannot_be_played_is_refused(cloud: LocalCloud, body: Any) -> None:
    assert cloud.sandbox("PUT", "/fake/hubspot/x", body, ok=False)[0] == 422


def test_calls_are_recorded_and_answered_with_an_id_for_each_key(cloud: LocalCloud) -> None:
    cloud.sandbox("DELETE", "/fake/requests")
    url = cloud.sandbox_url + "/fake/provisioning/accounts"

    def call(key: str) -> str:
        answer = urllib3.request("POST", url, json={"name": "Acme"}, headers={"Idempotency-Key": key})
        assert answer.status == 201
        return str(answer.json()["id"])

    assert call("a") == call("a")
    assert call("a") != call("b")
    cloud.sandbox("PUT", "/fake/provisioning/accounts", {"$status": 500, "$times": 1})
    assert urllib3.request("POST", url, json={}).status == 500
    seen = cloud.sandbox("GET", "/fake/requests")
    assert [(one["method"], one["path"]) for one in seen] == [("POST", "/fake/provisioning/accounts")] * 5
    assert seen[0]["body"] == {"name": "Acme"}
    assert seen[0]["headers"]["Idempotency-Key"] == "a"
    assert seen[0]["at"].endswith("Z")


def test_playing_mail_events_needs_a_mail_and_a_kind(cloud: LocalCloud) -> None:
    assert cloud.sandbox("POST", "/mail/none/bounce", ok=False)[0] == 404
    mail = send(cloud)
    assert cloud.sandbox("POST", f"/mail/{mail}/bounce?kind=other", ok=False)[0] == 422
    assert cloud.sandbox("POST", f"/mail/{mail}/bounce?kind=complaint")["played"] == "complaint"


def test_a_scan_needs_a_known_result_and_an_upload(cloud: LocalCloud) -> None:
    assert cloud.sandbox("POST", "/scan/onb-9/contract", {"result": "CLEAN"}, ok=False)[0] == 422
    assert cloud.sandbox("POST", "/scan/onb-9/contract", {"result": "THREATS_FOUND"}, ok=False)[0] == 404
