"""What the present request asks for: in which language it is answered, and where its sender can go from an answer."""

from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

_TEAM = ("/console", "/team")  # below these addresses all words are English
_HOMES = (("/portal/", "/portal"), ("/console/act/", ""), ("/console/", "/console/needs-you"))  # the way back
_TASKS = ("/portal/tasks/{task}", "/portal/meetings/{task}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as pages are made from it; addresses are those below ours, empty where there is none.

    Attributes
    ----------
    language
        Whoever sent it reads this one, with the region whose formats they know.
    again
        Where the same can be asked for again, in another language.
    home
        The way back to where its sender came from.
    task
        The page of the task that it was about.
    """

    language: str = "en"
    again: str = ""
    home: str = ""
    task: str = ""


_present: ContextVar[Asked] = ContextVar("asked", default=Asked())  # noqa: B039 - it is frozen


def present() -> Asked:
    """Return what the present request asks for."""
    return _present.get()


def read_by(tag: str) -> None:
    """Remember the language of whoever sent the present request: pages are rendered in it from now on."""
    _present.set(replace(_present.get(), language=tag))


def begin(request: Any | None) -> None:
    """Take note of what a request asks for, and in which language, until its sender is known; None asks for nothing more."""
    _present.set(_asked(request) if request else Asked())


def _asked(request: Any) -> Asked:
    customers = not request.path.startswith(_TEAM)
    here = quote(request.path.format_map(request.uri_params or {}))
    return Asked(
        language=_wished(request) if customers else Asked().language,
        again=here if customers and request.method == "GET" else "",
        home=next((home for under, home in _HOMES if f"{request.path}/".startswith(under)), ""),
        task=_task_of(request),
    )


def _wished(request: Any) -> str:
    """Return the language that the address names, else the browser's."""
    from chalicelib.domain.languages import OFFERED, preferred

    wished: str = (request.query_params or {}).get("lang", "")
    return wished if wished in OFFERED else preferred(request.headers.get("accept-language", ""))


def _task_of(request: Any) -> str:
    """Return the page of the task that a request was about; none where that page itself was asked for, in vain."""
    its_page = "/".join(request.path.split("/")[:4])
    if its_page not in _TASKS or (request.method == "GET" and its_page == request.path):
        return ""
    return quote(its_page.format_map(request.uri_params))
