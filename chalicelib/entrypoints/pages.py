"""Turns templates into answers: rendering, redirects, and a page for every refusal."""

import functools
import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aws_lambda_powertools import Logger
from chalice.app import Response

from chalicelib.entrypoints.asked import begin, present
from chalicelib.entrypoints.page_headers import page_headers
from chalicelib.settings import settings

if TYPE_CHECKING:
    from jinja2 import Environment

logger = Logger(service="golive", child=True)
_TEMPLATES = Path(__file__).parent.parent / "templates"


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
    """Render a page, in the language of its reader: see `asked.read_by`.

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

    nonce, asked = secrets.token_urlsafe(12), present()
    with speaking(asked.language):
        body = (
            _environment()
            .get_template(template)
            .render(
                nonce=nonce, language=language_of(asked.language), here_is=asked.again or quote(at), **values
            )
        )
    headers: dict[str, Any] = {**page_headers(nonce, bucket=bucket, framed=framed)}
    if cookie:
        headers["Set-Cookie"] = cookie
    return Response(body, status_code=status, headers=headers)


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

        begin(next((one for one in args if hasattr(one, "headers")), None))
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
    asked = present()
    return page("refused.html", home=asked.home, task=asked.task, at=asked.home, **values)
