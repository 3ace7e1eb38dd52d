"""The sandbox's HTTP interface, as CONTRACT describes it, and the pump's own door."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from infra.local import mailbox
from infra.local.answers import ProblemError, answer_json, body_of, page, problem
from infra.local.cloud import Cloud
from infra.local.durations import DurationError, seconds_of
from infra.local.fake_door import FakeDoor
from infra.local.http_server import Environ, StartResponse
from infra.local.product_clock import rfc3339
from infra.local.pump_door import PumpDoor
from infra.local.rescan import NothingToScanError, rescan
from infra.local.scanning import RESULTS
from infra.local.settling import PUMP_SECONDS, UnsettledError

Answer = Response | Any
ICON = Path(__file__).parents[2] / "chalicelib" / "static" / "icon.svg"


class Sandbox:
    """A WSGI app over the emulator's insides."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        door, fakes = PumpDoor(cloud.dispatcher), FakeDoor(cloud.fakes)
        views: list[tuple[str, str, Callable[..., Answer]]] = [
            ("GET", "/", self.home),
            (
                "GET",
                "/favicon.ico",
                lambda request: Response(ICON.read_bytes(), content_type="image/svg+xml"),
            ),
            ("GET", "/mailbox/<mail_id>", self.single),
            ("GET", "/mailbox/<mail_id>/html", self.framed),
            ("GET", "/mail", self.mail),
            ("DELETE", "/mail", self.empty),
            ("POST", "/mail/<mail_id>/bounce", self.bounce),
            ("POST", "/settle", self.settle),
            ("GET", "/clock", lambda request: self.clock()),
            ("POST", "/clock", self.advance),
            ("GET", "/fake/requests", fakes.requests),
            ("DELETE", "/fake/requests", fakes.forget),
            ("*", "/fake/<system>/<path:path>", fakes.fake),
            ("POST", "/scan/<onboarding>/<path:document>", self.scan),
            ("GET", "/failures", lambda request: list(cloud.dispatcher.failures)),
            ("GET", "/activity", lambda request: cloud.dispatcher.activity.shown()),
            ("DELETE", "/activity", self.forget_activity),
            ("GET", "/processes", lambda request: cloud.processes()),
            ("POST", "/_pump/join", door.join),
            ("POST", "/_pump/<pump>/next", door.next),
            ("POST", "/_pump/<pump>/done/<invocation_id>", door.done),
        ]
        self._map = Map(
            [
                Rule(path, endpoint=view, methods=None if method == "*" else [method])
                for method, path, view in views
            ],
            strict_slashes=False,
            merge_slashes=False,
        )

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        try:
            view, values = self._map.bind_to_environ(environ).match()
            answered = view(request, **values)
            response = answered if isinstance(answered, Response) else answer_json(answered)
        except ProblemError as error:
            response = problem(error.status, error.detail)
        except HTTPException as error:
            response = problem(error.code or 500, error.description or "")
        return response(environ, start_response)

    def home(self, request: Request) -> Answer:
        """The mailbox, for a person."""
        mails = self._cloud.office.shown()
        return page(mailbox.listing(mails, now=rfc3339(self._cloud.clock.now()), app_url=self._cloud.app_url))

    def mail(self, request: Request) -> Answer:
        """All mail, oldest first; `?brief` answers only what stands on the envelope."""
        return self._cloud.office.envelopes() if "brief" in request.args else self._cloud.office.shown()

    def _mail(self, mail_id: str) -> Any:
        mail = self._cloud.office.find(mail_id)
        if mail is None:
            raise ProblemError(404, f"There is no mail {mail_id}: GET /mail lists them.")
        return mail

    def single(self, request: Request, mail_id: str) -> Answer:
        """One mail, for a person."""
        return page(mailbox.single(self._mail(mail_id).shown()))

    def framed(self, request: Request, mail_id: str) -> Answer:
        """One mail's HTML, for the frame on its page."""
        policy = "sandbox allow-popups allow-popups-to-escape-sandbox; script-src 'none'"
        return Response(
            mailbox.framed(self._mail(mail_id).shown()),
            content_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": policy},
        )

    def empty(self, request: Request) -> Answer:
        """Forget all mail."""
        self._cloud.office.empty()
        return Response(status=204)

    def bounce(self, request: Request, mail_id: str) -> Answer:
        """Play a bounce, a complaint or a delivery of a mail."""
        kind = request.args.get("kind", "bounce")
        if kind not in ("bounce", "complaint", "delivery"):
            raise ProblemError(422, f"kind is bounce, complaint or delivery, not {kind}.")
        self._cloud.office.tell(self._mail(mail_id), kind.capitalize())
        return {"id": mail_id, "played": kind}

    def forget_activity(self, request: Request) -> Answer:
        """Count the functions' work anew."""
        self._cloud.dispatcher.activity.forget()
        return Response(status=204)

    def settle(self, request: Request) -> Answer:
        """Run what can run; `?patience=` says how many seconds to wait for a pump."""
        patience = request.args.get("patience", PUMP_SECONDS, float)
        try:
            waiting = self._cloud.settler.settle(patience=patience)
        except UnsettledError as error:
            raise ProblemError(503, str(error)) from error
        return {"idle": True, "waiting": [one.shown() for one in waiting]}

    def clock(self) -> dict[str, Any]:
        """Product and wall time."""
        now = self._cloud.clock.now()
        return {"now": rfc3339(now), "wall": rfc3339(now - self._cloud.clock.offset)}

    def advance(self, request: Request) -> Answer:
        """Move product time forward."""
        body = body_of(request)
        if not isinstance(body, dict) or set(body) != {"advance"}:
            raise ProblemError(422, 'Send {"advance": "PT72H"}.')
        try:
            waiting = self._cloud.settler.advance(seconds_of(body["advance"]))
        except DurationError as error:
            raise ProblemError(422, str(error)) from error
        except UnsettledError as error:
            raise ProblemError(503, str(error)) from error
        return {**self.clock(), "idle": True, "waiting": [one.shown() for one in waiting]}

    def scan(self, request: Request, onboarding: str, document: str) -> Answer:
        """Override the malware verdict of a document."""
        body = body_of(request)
        result = body.get("result") if isinstance(body, dict) else None
        if result not in RESULTS:
            raise ProblemError(422, f"result is one of {', '.join(sorted(RESULTS))}.")
        try:
            return {"result": result, "versions": rescan(self._cloud, onboarding, document, result)}
        except NothingToScanError as error:
            raise ProblemError(404, str(error)) from error
