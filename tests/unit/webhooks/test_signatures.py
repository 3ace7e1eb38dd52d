import base64
import hashlib
import hmac

import pytest
from standardwebhooks.webhooks import Webhook

from chalicelib.adapters.signatures import (
    SignatureError,
    hubspot_uri,
    verify_basic,
    verify_hubspot,
    verify_standard,
    verify_token,
)

SECRET = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy"
URI = "https://www.example.com/webhook_uri"
BODY = b"{'example_field':'example_value'}"
OFFICIAL = [
    ("1693657560000", "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y="),
    ("1700000300000", "RnbPH7+UMKVkbV32P8bz450N4M56aPmcru1+D3kSDtw="),
    ("15000000", "HPW73RUtKmcYoEDADG0s6MmGFWUzWJKAW07r8RDgcQw="),
]
STANDARD_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
STANDARD = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
STANDARD_BODY = b'{"test": 2432232314}'


def check_hubspot(body=BODY, *, signature, timestamp, uri=URI, secrets=(SECRET,), now=None):
    headers = {"x-hubspot-signature-v3": signature, "x-hubspot-request-timestamp": timestamp}
    now = int(timestamp) / 1000 if now is None else now
    verify_hubspot(body, method="POST", uri=uri, headers=headers, secrets=secrets, now=now)


def check_standard(body=STANDARD_BODY, *, secrets=(STANDARD_SECRET,), now=1614265330.0, **headers):
    changed = {name.replace("_", "-"): value for name, value in headers.items()}
    return verify_standard(body, headers=STANDARD | changed, secrets=secrets, now=now)


@pytest.mark.parametrize(("timestamp", "signature"), OFFICIAL)
def test_hubspots_own_vectors_pass(timestamp, signature):
    check_hubspot(signature=signature, timestamp=timestamp)


@pytest.mark.parametrize(("timestamp", "signature"), OFFICIAL)
def test_every_flipped_bit_of_a_hubspot_request_is_refused(timestamp, signature):
    for place in range(len(BODY) * 8):
        flipped = bytearray(BODY)
        flipped[place // 8] ^= 1 << place % 8
        with pytest.raises(SignatureError):
            check_hubspot(bytes(flipped), signature=signature, timestamp=timestamp)
    for place in range(len(signature) * 7):
        text = bytearray(signature.encode())
        text[place // 7] ^= 1 << place % 7
        with pytest.raises(SignatureError):
            check_hubspot(signature=text.decode(), timestamp=timestamp)
    for digit in range(len(timestamp)):
        other = timestamp[:digit] + str((int(timestamp[digit]) + 1) % 10) + timestamp[digit + 1 :]
        with pytest.raises(SignatureError):
            check_hubspot(signature=signature, timestamp=other)


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_signature_outside_five_minutes_is_refused_on_both_sides(seconds):
    timestamp, signature = OFFICIAL[0]
    check_hubspot(signature=signature, timestamp=timestamp, now=1693657560 + seconds - seconds / 301)
    with pytest.raises(SignatureError, match="five minutes"):
        check_hubspot(signature=signature, timestamp=timestamp, now=1693657560 + seconds)


def test_hubspot_decodes_twelve_escapes_and_nothing_else():
    encoded = "%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B"
    assert hubspot_uri(f"https://x.example/{encoded}") == "https://x.example/:/?@!$'()*,;"
    assert hubspot_uri(encoded.lower()) == ":/?@!$'()*,;"
    assert hubspot_uri("%20%2B%25%26%3D%23") == "%20%2B%25%26%3D%23"
    assert hubspot_uri("%252F") == "%252F"


def test_a_signature_over_the_decoded_address_passes():
    uri, timestamp = "https://www.example.com/a%2Fb%20c", "1693657560000"
    signed = b"POST" + b"https://www.example.com/a/b%20c" + "é".encode() + timestamp.encode()
    signature = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()
    check_hubspot("é".encode(), signature=signature, timestamp=timestamp, uri=uri)


def test_while_a_secret_is_replaced_both_pass():
    timestamp, signature = OFFICIAL[0]
    check_hubspot(signature=signature, timestamp=timestamp, secrets=("next", SECRET))
    check_hubspot(signature=signature, timestamp=timestamp, secrets=(SECRET, "next"))
    with pytest.raises(SignatureError):
        check_hubspot(signature=signature, timestamp=timestamp, secrets=("next",))
    with pytest.raises(SignatureError):
        check_hubspot(signature=signature, timestamp=timestamp, secrets=())


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-hubspot-signature": hashlib.sha256(SECRET.encode() + BODY).hexdigest()},
        {"x-hubspot-signature-v3": OFFICIAL[0][1]},
        {"x-hubspot-signature-v3": "ü", "x-hubspot-request-timestamp": "1693657560000"},
        {"x-hubspot-signature-v3": OFFICIAL[0][1], "x-hubspot-request-timestamp": "١٦٩٣٦٥٧٥٦٠٠٠٠"},
        {"x-hubspot-signature-v3": OFFICIAL[0][1], "x-hubspot-request-timestamp": "9" * 5000},
        {"x-hubspot-signature-v3": OFFICIAL[0][1], "x-hubspot-request-timestamp": "1693657560000.0"},
    ],
)
def test_older_hubspot_signatures_and_broken_headers_are_refused(headers):
    with pytest.raises(SignatureError):
        verify_hubspot(BODY, method="POST", uri=URI, headers=headers, secrets=(SECRET,), now=1693657560)


def test_the_standard_webhooks_vector_passes_and_tells_id_and_time():
    assert check_standard() == ("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330)


def test_every_flipped_bit_of_a_standard_webhook_is_refused():
    for place in range(len(STANDARD_BODY) * 8):
        flipped = bytearray(STANDARD_BODY)
        flipped[place // 8] ^= 1 << place % 8
        with pytest.raises(SignatureError):
            check_standard(bytes(flipped))
    for name, value in STANDARD.items():
        for place in range(len(value) * 7):
            text = bytearray(value.encode())
            text[place // 7] ^= 1 << place % 7
            with pytest.raises(SignatureError):
                check_standard(**{name.replace("-", "_"): text.decode()})


@pytest.mark.parametrize(
    "given",
    [
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=",
        "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1,,",
        "v1",
        "v1,ü\ud800",
        " ",
    ],
)
def test_no_other_spelling_of_a_standard_signature_passes(given):
    with pytest.raises(SignatureError):
        check_standard(webhook_signature=given)


def test_one_right_signature_among_several_is_enough():
    right = STANDARD["webhook-signature"]
    check_standard(webhook_signature=f"v1,AAAA v1a,BBBB {right}")
    check_standard(secrets=("whsec_" + base64.b64encode(b"x" * 24).decode(), STANDARD_SECRET))


@pytest.mark.parametrize("now", [1614265330 + 301, 1614265330 - 301])
def test_a_standard_webhook_outside_five_minutes_is_refused(now):
    with pytest.raises(SignatureError, match="five minutes"):
        check_standard(now=now)


def test_what_the_official_library_signs_passes():
    from datetime import UTC, datetime

    body, sent = '{"type":"deal.won","é":1}', datetime.fromtimestamp(1614265330, UTC)
    signature = Webhook(STANDARD_SECRET).sign("msg_1", sent, body)
    check_standard(body.encode(), webhook_id="msg_1", webhook_signature=signature)


def test_basic_authentication_wants_user_and_password():
    def header(text):
        return "Basic " + base64.b64encode(text.encode()).decode()

    verify_basic(header("pipedrive:pass:word"), user="pipedrive", passwords=["old", "pass:word"])
    for wrong in [
        header("pipedrive:x"),
        header("x:old"),
        "Bearer x",
        "Basic ü",
        "Basic",
        "",
        None,
        "basic ====",
    ]:
        with pytest.raises(SignatureError):
            verify_basic(wrong, user="pipedrive", passwords=["old"])


def test_a_token_of_the_address_must_be_one_of_ours():
    verify_token("b", tokens=["a", "b"])
    for wrong in ["", "c", "B", "ü\udc80"]:
        with pytest.raises(SignatureError):
            verify_token(wrong, tokens=["a", "b"])
