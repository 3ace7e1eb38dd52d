"""What goes over the wire to the mail service, and what its answers mean."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ReadTimeoutError,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.mail.message import address, wire
from chalicelib.adapters.mail.ses import SesMailer
from chalicelib.adapters.mail.tags import key_of, tag_of
from chalicelib.application.outbox import InDoubtError, Letter, NotSentError, RefusedError

KEY = "onb-acme:7:receipt.contact-1"
LETTER = Letter(
    key=KEY,
    to="grace@acme.example",
    subject="Müller & Söhne: 3 things",
    text="Hallo Grüße\n" + "x" * 1200 + "\n",
    html="<p>Grüße",
    reply_to="ada@vendor.example",
)


def parsed(letter: Letter = LETTER, sender: str = "Golive <onboarding@vendor.example>") -> EmailMessage:
    raw = wire(letter, sender=sender, brand="Golive")
    return cast("EmailMessage", message_from_bytes(raw, policy=default))


def test_the_headers_are_what_receivers_and_machines_need() -> None:
    message = parsed()
    assert message["From"] == "Golive <onboarding@vendor.example>"
    assert message["To"] == "grace@acme.example"
    assert message["Reply-To"] == "ada@vendor.example"
    assert message["Subject"] == "Müller & Söhne: 3 things"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == f"<{tag_of(KEY)}@vendor.example>"


def test_one_click_ends_reminders_by_headers_that_no_policy_folds() -> None:
    where = "https://onboarding.vendor.example/unsubscribe/" + "x" * 200
    raw = wire(replace(LETTER, unsubscribe=where), sender="onboarding@vendor.example", brand="Golive")
    assert f"\r\nList-Unsubscribe: <{where}>\r\n".encode() in b"\r\n" + raw
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    message = parsed(replace(LETTER, unsubscribe=where))
    assert message["To"] == "grace@acme.example"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_other_mails_have_no_such_headers() -> None:
    assert b"List-Unsubscribe" not in wire(LETTER, sender="onboarding@vendor.example", brand="Golive")


@pytest.mark.parametrize(
    "where", ["https://x.example/\r\nBcc: a@b.example", "https://x.example/ü", "a b", "x" * 2000]
)
def test_an_address_that_would_break_the_header_is_refused(where: str) -> None:
    with pytest.raises(RefusedError):
        wire(replace(LETTER, unsubscribe=where), sender="onboarding@vendor.example", brand="Golive")


def test_both_parts_arrive_whole_in_seven_bits_and_short_lines() -> None:
    message, raw = parsed(), wire(LETTER, sender="onboarding@vendor.example", brand="Golive")
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == LETTER.text.splitlines()
    assert html.get_content().strip() == LETTER.html
    assert raw.isascii()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


@pytest.mark.parametrize(
    "subject",
    [
        "2 things need you: Gilt GmbH: the go-live date cannot hold any more, …",
        "Zürich Überbau AG: the customer is late, and so is a very long name of a very long thing, …",
        "Acme GmbH: " + "a plain subject that is folded " * 4 + "and ends",
    ],
)
def test_a_long_subject_keeps_its_spaces(subject: str) -> None:
    raw = wire(replace(LETTER, subject=subject), sender="a@vendor.example", brand="Golive")
    assert message_from_bytes(raw, policy=default)["Subject"] == subject
    assert all(len(line) <= 78 for line in raw.split(b"\r\n\r\n")[0].split(b"\r\n") if b"Subject" in line)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_subject_and_no_brand_adds_a_header(text: str) -> None:
    letter = Letter(key=KEY, to="a@b.example", subject=text, text="x", html="x")
    raw = wire(letter, sender="a@vendor.example", brand=text)
    message = message_from_bytes(raw, policy=default)
    assert set(message.keys()) == {
        "From",
        "To",
        "Subject",
        "Message-ID",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "grace",
        "@acme.example",
        "grace@",
        "grace@acme",
        "a b@acme.example",
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example, c@d.example",
        "grâce@acme.example",
        "a@-.-..example",
        "x" * 300 + "@acme.example",
        "<a@b.example>",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        address(text)


def test_an_international_domain_is_written_in_ascii() -> None:
    assert address(" info@müller.example ").addr_spec == "info@xn--mller-kva.example"


@settings(deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_a_tag_is_safe_and_reads_back(key: str) -> None:
    tag = tag_of(key)
    assert all(char.isascii() and (char.isalnum() or char in "-_") for char in tag)
    assert key_of(tag) == key


@pytest.mark.parametrize("tag", ["onb_", "a_zz", "a:b", "a_41"])
def test_a_tag_that_is_not_ours_is_refused(tag: str) -> None:
    with pytest.raises(ValueError, match=r"tag|decode"):
        key_of(tag)


class Ses:
    """A client that answers or fails as told."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.request: dict[str, Any] = {}

    def send_email(self, **request: Any) -> dict[str, str]:
        self.request = request
        if self.error:
            raise self.error
        return {"MessageId": "ses-1"}


def mailer(client: Ses) -> SesMailer:
    return SesMailer(
        client, sender="onboarding@vendor.example", brand="Golive", configuration_set="golive-local"
    )


def refusal(code: str, status: int) -> ClientError:
    response = {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, "SendEmail")  # type: ignore[arg-type]


def test_the_effects_key_travels_as_a_tag_so_that_events_find_it() -> None:
    client = Ses()
    assert mailer(client).send(LETTER) == "ses-1"
    assert client.request["EmailTags"] == [{"Name": "effect", "Value": tag_of(KEY)}]
    assert client.request["ConfigurationSetName"] == "golive-local"
    assert client.request["Destination"] == {"ToAddresses": ["grace@acme.example"]}


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (refusal("TooManyRequestsException", 429), NotSentError),
        (refusal("ThrottlingException", 400), NotSentError),
        (refusal("LimitExceededException", 400), NotSentError),
        (refusal("SendingPausedException", 400), NotSentError),
        (refusal("AccessDeniedException", 403), NotSentError),
        (refusal("MessageRejected", 400), RefusedError),
        (refusal("BadRequestException", 400), RefusedError),
        (refusal("InternalServiceError", 500), InDoubtError),
        (refusal("ServiceUnavailable", 503), InDoubtError),
        (ConnectTimeoutError(endpoint_url="x"), NotSentError),
        (EndpointConnectionError(endpoint_url="x"), NotSentError),
        (ReadTimeoutError(endpoint_url="x"), InDoubtError),
        (ConnectionClosedError(endpoint_url="x"), InDoubtError),
    ],
)
def test_each_way_to_fail_is_told_apart(error: Exception, meaning: type[Exception]) -> None:
    with pytest.raises(meaning):
        mailer(Ses(error)).send(LETTER)
