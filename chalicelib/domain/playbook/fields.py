"""The rules of the questions that the customer answers."""

from dataclasses import dataclass
from typing import Literal

FieldType = Literal[
    "text",
    "long_text",
    "email",
    "number",
    "date",
    "choice",
    "choices",
    "yes_no",
    "url",
    "domain",
    "phone",
    "country",
    "time_zone",
    "vat_id",
    "iban",
    "bic",
    "secret",
]
Known = Literal["", "account.name", "account.country", "account.domain", "account.time_zone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldWhen:
    """Asks a question only after certain answers to another one of the same form.

    Attributes
    ----------
    field
        The other question, which stands before this one: ``choice``, ``choices`` or ``yes_no``.
    one_of
        The answers after which it is asked, quoted: ``["Okta", "Google Workspace"]``, ``["Yes"]``.
    """

    field: str
    one_of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FromDocument:
    """Where an answer may stand already: what was read from such a file is offered to be confirmed.

    Attributes
    ----------
    task
        The task that the file is given for; it may be the question's own.
    names
        How the field is called in the file: the name or label of a PDF form's field, or a table's column.
    """

    task: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """One question of a form.

    Attributes
    ----------
    id
        Letters, digits, ``_``.
    label
        The question.
    type
        What is answered; each is checked, and kept in one form: ``text`` (one line), ``long_text``, ``email``,
        ``number``, ``date``, ``choice`` (one of `choices`), ``choices`` (some of them), ``yes_no``, ``url``, ``domain``,
        ``phone`` (with its country code), ``country``, ``time_zone``, ``vat_id``, ``iban``, ``bic``, and ``secret``:
        a password or key, encrypted, shown once to who does the task.
    required
        Whether it must be answered, where it is asked.
    choices
        For ``choice`` and ``choices``: what can be chosen, at least two.
    hint
        Stands beneath the question.
    max_length
        The most characters of an answer.
    subject
        What is asked, in a word, so that nothing is asked for twice; left out: the question itself.
    when
        After which answers to another question it is asked. Left out: always.
    whole
        For ``number``: whether it must be a whole one.
    min
        For ``number``: the smallest that is taken, a whole number.
    max
        For ``number``: the largest that is taken, a whole number.
    earliest
        For ``date``: the first day that is taken, quoted: ``"2026-12-01"`` or ``today``.
    latest
        For ``date``: the last day that is taken, quoted: ``"2026-12-31"`` or ``today``.
    autocomplete
        What browsers may fill in, where the question is about whoever answers: a name of the HTML standard, such as
        ``organization`` or ``tel``.
    known
        What the order says of it, offered to be confirmed: ``account.name``, ``account.country``, ``account.domain`` or
        ``account.time_zone``.
    from_document
        The file in which the answer may stand already.
    several_lines
        Of a secret: whether it may have several lines, as private keys and certificates have.
    """

    id: str
    label: str
    type: FieldType = "text"
    required: bool = True
    choices: tuple[str, ...] = ()
    hint: str = ""
    max_length: int = 2000
    subject: str = ""
    when: FieldWhen | None = None
    whole: bool = False
    min: int | None = None
    max: int | None = None
    earliest: str = ""
    latest: str = ""
    autocomplete: str = ""
    known: Known = ""
    from_document: FromDocument | None = None
    several_lines: bool = False
