"""Turns templates into answers: rendering, security headers, redirects, and a page for every refusal."""

import functools
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aws_lambda_powertools import Logger
from chalice.app import Response

from chalicelib.settings import settings

if TYPE_CHECKING:
    from jinja2 import Environment

logger = Logger(service="golive", child=True)
_TEMPLATES = Path(__file__).parent.parent / "templates"
_TEAM = ("/console", "/team")  # below these addresses all words are English
_HOMES = (("/portal/", "/portal"), ("/console/act/", ""), ("/console/", "/console/needs-you"))  # the way back
_reader: ContextVar[str] = ContextVar("reader", default="en")
_asked: ContextVar[str] = ContextVar(
    "asked", default=""
)  # the address below ours, where it can be asked for again
_home: ContextVar[str] = ContextVar("home", default="")


_task: ContextVar[str] = ContextVar("task", default="")  # below ours: the page of the task that it was about
_TASKS = ("/portal/tasks/{task}", "/portal/meetings/{task}")


class PageRefusalError(Exception):
    """A request that ends in a page of its own: `page` names the text in ``refused.html``."""

    def __init__(self, page: str, status: int) -> None:
        super().__init__(page)
        self.page, self.status = page, status


class ElsewhereError(Exception):
    """A request that another page of ours answers: `path` is where the browser is sent."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from chalicelib.adapters import languages
    from chalicelib.application import brand
    from chalicelib.application.words.done_words import done_words
    from chalicelib.domain.languages import OFFERED
    from chalicelib.entrypoints import assets

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    languages.install(environment)
    environment.globals.update(
        asset=assets.address,
        brand_name=settings().brand_name,
        logo=assets.kept(settings().brand_logo),
        done_words=done_words,
        colours=brand.tokens(settings().brand_color),
        offered=OFFERED,
        url=lambda path: settings().public_url + path,
    )
    return environment


def page(
    template: str,
    *,
    status: int = 200,
    cookie: str | None = None,
    bucket: str = "",
    framed: bool = False,
    at: str = "",
    **values: Any,
) -> Response:
    """Render a page, in the language of its reader: see `read_by`.

    Parameters
    ----------
    cookie
        A ``Set-Cookie`` header to send along.
    bucket
        The origin of the document store, where the page sends files there.
    framed
        Whether the page stands in a frame of another page of ours.
    at
        The address below ours where it can be asked for, for a page that answers a form: its languages lead there.
    values
        What the template needs.
    """
    from chalicelib.adapters.languages import speaking
    from chalicelib.domain.languages import language_of

    nonce, tag = secrets.token_urlsafe(12), _reader.get()
    with speaking(tag):
        body = (
            _environment()
            .get_template(template)
            .render(nonce=nonce, language=language_of(tag), here_is=_asked.get() or quote(at), **values)
        )
    headers: dict[str, Any] = {
        "Content-Type": "text/html; charset=utf-8",
        **_security(nonce, bucket=bucket, framed=framed),
    }
    if cookie:
        headers["Set-Cookie"] = cookie
    return Response(body, status_code=status, headers=headers)


def read_by(tag: str) -> None:
    """Remember the language of whoever sent the present request: pages are rendered in it from now on."""
    _reader.set(tag)


def redirect(path: str, *, cookie: str | None = None) -> Response:
    """Send the browser to another page of ours, with GET."""
    return see_other(settings().public_url + path, cookie=cookie)


def see_other(address: str, *, cookie: str | None = None) -> Response:
    """Send the browser to an address, with GET."""
    headers: dict[str, Any] = {
        "Location": address,
        "Content-Type": "text/plain; charset=utf-8",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    if cookie:
        headers["Set-Cookie"] = cookie
    return Response("", status_code=303, headers=headers)


def guarded(view: Callable[..., Response]) -> Callable[..., Response]:
    """Turn what a view refuses, or trips over, into a page that says what to do."""

    @functools.wraps(view)
    def answer(*args: Any, **kwargs: Any) -> Response:
        from chalicelib.domain.errors import DomainError, UnavailableError

        _begin(args)
        try:
            return view(*args, **kwargs)
        except ElsewhereError as other:
            return redirect(other.path)
        except PageRefusalError as refusal:
            return refusal_page(status=refusal.status, reason=refusal.page, message="")
        except DomainError as refusal:
            reason = "not-found" if refusal.status == 404 else "refused"
            return refusal_page(status=refusal.status, reason=reason, message=refusal.words)
        except UnavailableError:
            logger.exception("something outside is unavailable")
            return refusal_page(status=503, reason="unavailable", message="")
        except Exception:
            logger.exception("a page failed")
            return refusal_page(status=500, reason="failed", message="")

    return answer


def refusal_page(**values: Any) -> Response:
    """Say why something was not done, with the way back to where its sender came from."""
    return page("refused.html", home=_home.get(), task=_task.get(), at=_home.get(), **values)


def _begin(args: tuple[Any, ...]) -> None:
    """Take note of what a request asks for, and in which language, until its sender is known."""
    from chalicelib.domain.languages import ENGLISH, OFFERED, preferred

    request = next((one for one in args if hasattr(one, "headers")), None)
    customers = request is not None and not request.path.startswith(_TEAM)
    again = request is not None and customers and request.method == "GET"
    homes = (home for under, home in _HOMES if request and (request.path + "/").startswith(under))
    _home.set(next(homes, ""))
    _task.set(_task_of(request) if request else "")
    _asked.set(quote(request.path.format_map(request.uri_params or {})) if request and again else "")
    if request is None or not customers:
        return read_by(ENGLISH)
    wished = (request.query_params or {}).get("lang", "")
    return read_by(wished if wished in OFFERED else preferred(request.headers.get("accept-language", "")))


def _task_of(request: Any) -> str:
    """Return the page of the task that a request was about; none where that page itself was asked for, in vain."""
    its_page = "/".join(request.path.split("/")[:4])
    if its_page not in _TASKS or (request.method == "GET" and its_page == request.path):
        return ""
    return quote(its_page.format_map(request.uri_params))


def _security(nonce: str, *, bucket: str, framed: bool) -> dict[str, str]:
    also = f" {bucket}" if bucket else ""
    policy = (
        "default-src 'none'",
        f"script-src 'nonce-{nonce}'",
        f"style-src 'self' 'nonce-{nonce}'",
        "img-src 'self' data:",
        f"connect-src 'self'{also}",
        f"form-action 'self'{also}",
        f"frame-src 'self'{also}" if bucket else "frame-src 'none'",
        "base-uri 'none'",
        f"frame-ancestors {chr(39)}{'self' if framed else 'none'}{chr(39)}",
    )
    headers = {
        "Content-Security-Policy": "; ".join(policy),
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN" if framed else "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "X-Robots-Tag": "noindex",
    }
    if settings().secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers
