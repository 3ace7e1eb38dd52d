"""Whatever is sent, proven or not, gets an answer below 500."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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

bounded = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
VALID = [json.dumps([hubspot_event()]), json.dumps(pipedrive_v2()), json.dumps(deal_body())]


def _spoil(value, path, junk):
    """Put junk at a place of a JSON value, chosen by the numbers of `path`."""
    if not path or not isinstance(value, list | dict) or not value:
        return junk
    keys = sorted(value) if isinstance(value, dict) else list(range(len(value)))
    key = keys[path[0] % len(keys)]
    changed = dict(value) if isinstance(value, dict) else list(value)
    changed[key] = _spoil(value[key], path[1:], junk)
    return changed


@bounded
@given(path=st.lists(st.integers(0, 30), max_size=5), junk=anything, which=st.integers(0, 2))
def test_a_signed_body_with_any_value_anywhere_is_answered(path, junk, which, post):
    body = _spoil(json.loads(VALID[which]), path, junk)
    response = post([hubspot, pipedrive, deals][which](json.dumps(body).encode()))
    assert response.status_code in {200, 400}


@bounded
@given(body=st.binary(max_size=300))
def test_signed_noise_is_answered(body, post):
    for sender in (hubspot, pipedrive, deals, salesforce):
        assert post(sender(body)).status_code in {200, 400}


@bounded
@given(at=st.integers(0, 900), junk=st.binary(min_size=1, max_size=12), cut=st.integers(0, 20))
def test_a_spoilt_outbound_message_is_answered(at, junk, cut, post):
    body = outbound(OPPORTUNITY)
    assert post(salesforce(body[:at] + junk + body[at + cut :])).status_code in {200, 400}


@bounded
@given(
    name=st.sampled_from(
        ["X-HubSpot-Signature-v3", "X-HubSpot-Request-Timestamp", "webhook-id", "webhook-timestamp",
         "webhook-signature", "Authorization"]
    ),
    value=st.text(max_size=40),
)  # fmt: skip
def test_any_header_is_answered(name, value, post):
    for request in (hubspot([hubspot_event()]), pipedrive(pipedrive_v2()), deals(deal_body())):
        headers = request["headers"] | {name: value}
        assert post(request | {"headers": headers}).status_code in {200, 401}


@bounded
@given(which=st.integers(0, 2), place=st.integers(0, 10**6))
def test_a_signed_request_with_one_flipped_bit_is_refused(which, place, post, kept):
    request = (hubspot([hubspot_event()]), deals(deal_body()), pipedrive(pipedrive_v2()))[which]
    name = ("X-HubSpot-Signature-v3", "webhook-signature", "Authorization")[which]
    if which < 2 and place % 2:
        body = bytearray(request["body"])
        body[place // 8 % len(body)] ^= 1 << place % 8
        changed = {"body": bytes(body)}
    else:
        proof = bytearray(request["headers"][name].encode())
        at = place // 7 % (len(proof) - 6) + 6
        proof[at] ^= 1 << place % 7
        changed = {"headers": {**request["headers"], name: proof.decode()}}
    response = post({**request, **changed})
    assert response.status_code == 401
    assert not kept.entries


@bounded
@given(token=st.text(alphabet=st.characters(blacklist_characters="/?#%"), min_size=1, max_size=30))
def test_any_address_is_answered(token, post):
    assert post(salesforce(outbound(OPPORTUNITY), token=token)).status_code in {200, 401, 404, 403}
