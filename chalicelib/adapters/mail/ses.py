"""Amazon SES. It has no idempotency token, so every way a request can end is told apart: not sent, never, nobody knows."""

from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ProxyConnectionError,
    SSLError,
)

from chalicelib.adapters.mail.message import address, wire
from chalicelib.adapters.mail.tags import TAG, tag_of
from chalicelib.application.outbox import InDoubtError, Letter, NotSentError, RefusedError

_REFUSED = frozenset(
    {
        "BadRequestException",
        "MailFromDomainNotVerifiedException",
        "MessageRejected",
        "NotFoundException",
        "ValidationException",
    }
)
_NEVER_LEFT = (
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ProxyConnectionError,
    SSLError,
)
_SERVER_ERROR = 500


class SesMailer:
    """Sends mail through SES v2.

    Parameters
    ----------
    client
        A boto3 SESv2 client that makes each request **once**: a request repeated by the client is a mail sent twice.
    sender, brand
        The address that mail comes from and the name shown with it.
    configuration_set
        The set whose events tell what became of each mail.
    """

    def __init__(self, client: Any, *, sender: str, brand: str, configuration_set: str) -> None:
        self._client, self._sender, self._brand = client, sender, brand
        self._set = {"ConfigurationSetName": configuration_set} if configuration_set else {}

    def send(self, letter: Letter) -> str:
        """Send one mail and return the id that SES gives it."""
        raw = wire(letter, sender=self._sender, brand=self._brand)
        try:
            answer = self._client.send_email(
                Destination={"ToAddresses": [address(letter.to).addr_spec]},
                Content={"Raw": {"Data": raw}},
                EmailTags=[{"Name": TAG, "Value": tag_of(letter.key)}],
                **self._set,
            )
        except ClientError as error:
            raise _meaning(error) from error
        except _NEVER_LEFT as error:
            raise NotSentError(str(error)) from error
        except BotoCoreError as error:
            raise InDoubtError(str(error)) from error
        return str(answer["MessageId"])


def _meaning(error: ClientError) -> Exception:
    code = error.response["Error"]["Code"]
    if error.response["ResponseMetadata"]["HTTPStatusCode"] >= _SERVER_ERROR:
        return InDoubtError(code)
    return RefusedError(code) if code in _REFUSED else NotSentError(code)
