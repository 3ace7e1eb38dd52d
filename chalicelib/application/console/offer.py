"""One act that is offered to a person of the team, as data."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One act: a button, with a text, a reason, a day or a person to go with it.

    Attributes
    ----------
    act, subject
        What the form sends; `subject` is the id of the task, document and so on.
    label
        The button.
    wants
        What must or may be given: nothing, a ``note`` (optional), a ``reason`` (required), a ``person``, an ``address``
        (a name, an email address, or both), a ``colleague`` of the customer (both), a whole new ``task``, or only one of
        `codes`: a ``code``.
    prompt
        The question in front of the text.
    codes
        The reasons to choose from, each a code and its title; with them a text may be given, with ``other`` it must.
    day
        The question in front of a date, where one may be given.
    where
        The question in front of a line that says how to meet, where one may be given.
    moments
        Instants to choose from, each as it is sent and as it is read.
    about
        What it concerns, where that is not plain from the place.
    rare
        Whether it stands behind "More".
    """

    act: str
    subject: str
    label: str
    wants: Literal["nothing", "note", "reason", "person", "address", "colleague", "task", "code"] = "nothing"
    prompt: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    day: str = ""
    where: str = ""
    moments: tuple[tuple[str, str], ...] = ()
    about: str = ""
    danger: bool = False
    rare: bool = False
