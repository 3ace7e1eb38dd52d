import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.webhooks import senders
from tests.unit.webhooks.senders import (
    OPPORTUNITY,
    deal_body,
    deals,
    hubspot,
    hubspot_event,
    outbound,
    pipedrive,
    pipedrive_v2,
    salesforce,
)

REQUESTS = {
    "hubspot": lambda: hubspot([hubspot_event()]),
    "salesforce": lambda: salesforce(outbound(OPPORTUNITY)),
    "pipedrive": lambda: pipedrive(pipedrive_v2()),
    "deals": lambda: deals(deal_body()),
}
every_source = pytest.mark.parametrize("source", sorted(REQUESTS))


@every_source
def test_a_proven_webhook_is_kept_once_and_every_repetition_is_answered_the_same(source, post, kept):
    request = REQUESTS[source]()
    assert [post(request).status_code for _ in range(3)] == [200, 200, 200]
    assert kept.only.source == source
    assert len(kept.only.body["events"]) == 1


@every_source
def test_an_unproven_sender_is_refused_and_nothing_is_kept(source, post, kept):
    wrong = {
        "hubspot": hubspot([hubspot_event()], secret="wrong"),
        "salesforce": salesforce(outbound(OPPORTUNITY), token="wrong"),
        "pipedrive": pipedrive(pipedrive_v2(), password="wrong"),
        "deals": deals(deal_body()) | {"body": b"{}"},
    }[source]
    response = post(wrong)
    assert response.status_code == 401
    assert not kept.entries
    if source == "salesforce":
        assert b"<faultstring>" in response.body
    else:
        assert response.headers["Content-Type"] == "application/problem+json"
        assert json.loads(response.body)["status"] == 401


@every_source
def test_what_is_too_large_is_refused(source, post, kept):
    request = REQUESTS[source]()
    assert post(request | {"body": request["body"] + b" " * 1_000_000}).status_code == 413
    assert not kept.entries


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"\xff\xfe\x00",
        b"[1",
        b"[" * 100_000,
        b'{"a":' * 5000,
        b"[" * 60 + b"]" * 60,
        b"9" * 5000,
        b"NaN",
        b"null",
        b"3",
        b'"text"',
        b"[]",
    ],
)
def test_what_cannot_be_read_is_refused_in_words(body, post, kept):
    for request in (hubspot(body), pipedrive(body), deals(body), salesforce(body)):
        response = post(request)
        assert response.status_code == 400, request["path"]
    assert not kept.entries


@every_source
def test_while_nothing_can_be_kept_the_sender_is_asked_to_come_back(source, post, kept):
    kept.broken = True
    response = post(REQUESTS[source]())
    assert response.status_code == 503
    assert b"true" not in response.body


@every_source
@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "application/json; charset=latin-1", "x/ü", ";,;"]
)
def test_no_content_type_keeps_a_proven_webhook_out(source, content_type, post, kept):
    request = REQUESTS[source]()
    headers = {name: value for name, value in request["headers"].items() if name != "Content-Type"}
    headers |= {"Content-Type": content_type} if content_type else {}
    assert post(request | {"headers": headers}).status_code == 200
    assert kept.entries


def test_bodies_with_a_mark_or_in_sixteen_bits_are_read(post, kept):
    text = json.dumps(deal_body(), ensure_ascii=False)
    assert post(deals(text.encode("utf-8-sig"))).status_code == 200
    assert post(deals(text.encode("utf-16"))).status_code == 200
    assert (
        post(
            salesforce(outbound(OPPORTUNITY).decode().replace("UTF-8", "UTF-16").encode("utf-16"))
        ).status_code
        == 200
    )
    assert len(kept.entries) == 2


def test_of_a_hubspot_batch_only_our_deals_are_kept_in_their_order(post, kept):
    batch = [
        hubspot_event(propertyName="amount", propertyValue="2000"),
        hubspot_event(portalId=1),
        hubspot_event(subscriptionType="contact.creation"),
        hubspot_event(propertyName="hs_analytics_source"),
        "not an event",
        hubspot_event(objectId=None),
        {**hubspot_event(), "subscriptionType": "object.propertyChange", "objectTypeId": "0-3"},
        hubspot_event(subscriptionType="deal.deletion"),
    ]
    answer = json.loads(post(hubspot(batch)).body)
    assert answer == {"kept": 3, "ignored": 5, "duplicate": False}
    assert [event["subscriptionType"] for event in kept.only.body["events"]] == [
        "deal.propertyChange",
        "object.propertyChange",
        "deal.deletion",
    ]


def test_a_retried_hubspot_batch_is_the_same_delivery(post, kept):
    for attempt in range(3):
        post(hubspot([hubspot_event(attemptNumber=attempt)]))
    assert kept.only


@pytest.mark.parametrize(
    "signed",
    [
        lambda: hubspot([hubspot_event(portalId=1)]),
        lambda: hubspot([hubspot_event(subscriptionType="contact.creation")]),
        lambda: salesforce(outbound(OPPORTUNITY, organization="00D000000000002EAA")),
        lambda: salesforce(outbound(OPPORTUNITY).replace(b"sf:Opportunity", b"sf:Account")),
        lambda: pipedrive({**pipedrive_v2(), "meta": {**pipedrive_v2()["meta"], "company_id": 2}}),
        lambda: pipedrive({**pipedrive_v2(), "meta": {**pipedrive_v2()["meta"], "entity": "person"}}),
        lambda: pipedrive({**pipedrive_v2(), "data": {"status": "open"}, "previous": {"title": "x"}}),
        lambda: deals(deal_body(type="invoice.paid")),
    ],
)
def test_what_does_not_concern_us_is_accepted_counted_and_not_kept(signed, post, kept, capsys):
    assert post(signed()).status_code == 200
    assert not kept.entries
    counted = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    assert counted["WebhooksNotKept"] == [1.0]
    assert counted["reason"] in {"foreign", "irrelevant"}


def test_the_short_form_of_the_organization_is_the_same_organization(post, kept):
    post(salesforce(outbound(OPPORTUNITY, organization=senders.ORGANIZATION[:15])))
    assert kept.only.body["tenant"] == senders.ORGANIZATION


def test_an_outbound_message_is_acknowledged_and_its_session_never_kept(post, kept):
    response = post(salesforce(outbound(OPPORTUNITY, OPPORTUNITY, session="00D!SECRET")))
    assert response.headers["Content-Type"].startswith("text/xml")
    assert b"<Ack>true</Ack>" in response.body
    assert "SECRET" not in json.dumps(kept.only.body)
    again = post(salesforce(outbound(OPPORTUNITY, OPPORTUNITY, session="00D!OTHER")))
    assert b"<Ack>true</Ack>" in again.body
    assert kept.only


@pytest.mark.parametrize(
    "doctype",
    [
        b"<!DOCTYPE a>",
        b'<!DOCTYPE a SYSTEM "http://x.example/x.dtd">',
        b'<!DOCTYPE a [<!ENTITY b "b">]>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_document_type_is_refused(doctype, post, kept):
    body = outbound(OPPORTUNITY).replace(b"?>", b"?>" + doctype, 1)
    response = post(salesforce(body))
    assert response.status_code == 400
    assert b"document types" in response.body


@pytest.mark.parametrize("missing", ["data.deal.id", "data.deal.name", "data.account.name"])
def test_a_won_deal_without_id_name_or_account_is_refused_by_name(missing, post, kept):
    body = deal_body()
    _, part, name = missing.split(".")
    body["data"][part][name] = "  "
    response = post(deals(body))
    assert response.status_code == 400
    assert missing in json.loads(response.body)["detail"]


def test_the_same_message_id_with_another_content_is_kept_too(post, kept):
    post(deals(deal_body(), message="msg_1"))
    post(deals(deal_body(timestamp="2026-11-21T09:00:01Z"), message="msg_1"))
    assert len(kept.entries) == 2


def test_long_texts_that_no_mapping_reads_are_not_kept(post, kept):
    post(hubspot([hubspot_event(note="x" * 2000, propertyName="golive_history", propertyValue="y" * 2000)]))
    assert "note" not in kept.only.body["events"][0]
    assert kept.only.body["events"][0]["propertyValue"] == "y" * 2000


def test_amounts_stay_exact_and_half_characters_are_replaced(post, kept):
    body = b'{"type":"deal.won","data":{"deal":{"id":1,"name":"a\\ud800","amount":0.1e400},"account":{"name":"b"}}}'
    assert post(deals(body)).status_code == 200
    deal = kept.only.body["events"][0]["data"]["deal"]
    assert deal == {"id": 1, "name": "a?", "amount": "0.1e400"}


def test_healthz_tells_the_version(client):
    answer = client.http.get("/healthz").json_body
    assert answer["status"] == "ok"
    assert answer["version"]


def test_answering_a_webhook_loads_neither_domain_nor_anything_heavy():
    code = (
        "import sys; from chalicelib.entrypoints import webhooks; from chalicelib import bootstrap; bootstrap.clock();"
        "from chalicelib.adapters.crm import soap;"
        "heavy = {m for m in sys.modules if m.startswith(('chalicelib.domain', 'chalicelib.application', 'pydantic',"
        " 'jinja2', 'yaml', 'holidays', 'aws_xray_sdk'))}; sys.exit(str(sorted(heavy)) if heavy else 0)"
    )
    root = Path(__file__).parents[3]
    env = {"PUBLIC_URL": "http://x", "TABLE_NAME": "x", "AWS_DEFAULT_REGION": "eu-central-1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
