"""Renders mails from one template a kind: the same words become text and HTML by two sets of parts."""

import re
import textwrap
from collections.abc import Sized
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from chalicelib.adapters import languages
from chalicelib.application.brand import tokens
from chalicelib.application.mail.values import MailView
from chalicelib.application.outbox import CannotWriteError, Letter
from chalicelib.application.words.plain import plain

_TEMPLATES = Path(__file__).resolve().parents[2] / "templates/mail"
_WIDTH = 76
_BEFORE_A_SIGN = re.compile(r" (?=[:;?!»])|(?<=«) ")
_MARKUP = re.compile(r"(<style>.*?</style>|<[^>]*>)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """Whose mails these are."""

    name: str
    color: str

    @property
    def on_color(self) -> str:
        """Return the colour of words on the brand's colour."""
        return tokens(self.color)["on_brand"]


def render(view: MailView, *, key: str, brand: Brand) -> Letter:
    """Return the mail that a view makes.

    Raises
    ------
    CannotWriteError
        The template asks for what is not there.
    """
    try:
        with languages.speaking(view.language):
            subject = plain(_subject(view, brand), longest=160)
            text, html = _page("text", view, brand, subject), _page("html", view, brand, subject)
    except TemplateError as error:
        raise CannotWriteError(f"the template of {view.kind} is broken: {error}") from error
    return Letter(
        key=key,
        to=view.to,
        subject=subject,
        text=_tidy(text),
        html=_kept_together(html),
        reply_to=view.reply_to,
        unsubscribe=view.unsubscribe or None,
        invitation=view.invitation,
    )


@cache
def _environment(form: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([_TEMPLATES / form, _TEMPLATES]),
        autoescape=form == "html",  # noqa: S701  # the other form is plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    languages.install(environment)
    environment.filters["flow"] = _flow
    environment.filters["things"] = _things
    return environment


def _page(form: str, view: MailView, brand: Brand, subject: str) -> str:
    template = _environment(form).get_template(f"{view.kind}.j2")
    return template.render(_context(form, view, brand), subject=subject)


def _subject(view: MailView, brand: Brand) -> str:
    template = _environment("text").get_template(f"{view.kind}.j2")
    return "".join(template.blocks["subject"](template.new_context(_context("text", view, brand))))


def _context(form: str, view: MailView, brand: Brand) -> dict[str, Any]:
    environment = _environment(form)
    return {
        "mail": view,
        "brand": brand,
        "say": environment.get_template("parts.j2").make_module({"brand": brand}),
        "words": environment.get_template("words.j2").make_module({}),
    }


def _flow(text: str, indent: str = "") -> str:
    """Wrap a paragraph; addresses and long words stay whole, and no line begins with a French sign."""
    return textwrap.fill(
        _BEFORE_A_SIGN.sub("\xa0", " ".join(text.split())),
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    ).replace("\xa0", " ")


def _kept_together(html: str) -> str:
    """Let no line of the HTML begin with a French sign either: what is read, not what is markup."""
    parts = _MARKUP.split(html)
    return "".join(part if part.startswith("<") else _BEFORE_A_SIGN.sub("\xa0", part) for part in parts)


def _things(count: int | Sized, noun: str) -> str:
    number = count if isinstance(count, int) else len(count)
    return f"one {noun}" if number == 1 else f"{number} {noun}s"


def _tidy(text: str) -> str:
    """Leave one empty line between paragraphs and none at the ends."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line if line == "-- " else line.rstrip())
    return "\n".join(lines).strip("\n") + "\n"
