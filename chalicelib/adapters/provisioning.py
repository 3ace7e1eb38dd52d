"""Downstream systems behind one small HTTP interface: ``POST {api}/accounts``, ``/tickets``, ``/billing``, ``/access``."""

import json
from typing import Any

import urllib3
from urllib3.exceptions import HTTPError

from chalicelib.application.outbox import Answer, NotSentError
from chalicelib.application.ports import Json

_TRY_AGAIN = frozenset({408, 409, 425, 429})
_TIMEOUT = urllib3.Timeout(connect=2, read=4)
_ENOUGH = 64_000
_LONGEST = 200


class HttpProvisioner:
    """Calls with the effect's key as ``Idempotency-Key``, so that the same call twice makes one thing.

    Parameters
    ----------
    api
        Where the systems are; empty when there are none, and then each call is refused with a sentence that says so.
    token
        Sent as bearer token.
    """

    def __init__(self, api: str, token: str) -> None:
        self._api, self._token = api.rstrip("/"), token
        self._pool = urllib3.PoolManager(retries=False, timeout=_TIMEOUT)

    def call(self, resource: str, *, key: str, body: Json) -> Answer:
        """Ask for something; what failed for the moment raises NotSentError and may be asked again."""
        if not self._api:
            return Answer(succeeded=False, detail="PROVISIONING_API is not set, so there is nobody to ask.")
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        try:
            response = self._pool.request(
                "POST",
                f"{self._api}/{resource}",
                body=json.dumps(body).encode(),
                headers=headers,
                redirect=False,
                preload_content=False,
            )
            data = response.read(_ENOUGH)
            response.release_conn()
        except HTTPError as error:
            raise NotSentError(type(error).__name__) from error
        return _answer(response.status, _read(data))


def _answer(status: int, said: dict[str, Any]) -> Answer:
    if 200 <= status < 300:
        reference = said.get("id")
        return Answer(succeeded=True, reference=None if reference is None else str(reference)[:_LONGEST])
    reason = said.get("detail") or said.get("title") or said.get("message") or ""
    detail = f"{status} {reason}".strip()[:_LONGEST]
    if status >= 500 or status in _TRY_AGAIN:
        raise NotSentError(detail)
    return Answer(succeeded=False, detail=detail)


def _read(data: bytes) -> dict[str, Any]:
    try:
        said = json.loads(data)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
