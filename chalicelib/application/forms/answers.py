"""Checks typed answers against the questions of a task, and says in words what to change."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalicelib.application.forms import kinds
from chalicelib.application.forms.conditions import holds
from chalicelib.application.forms.reader import Reader
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import FieldRule

_LINE_ENDS = str.maketrans({"\r": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")  # letters by their category, and blank
_JOINERS = frozenset("\u200c\u200d")  # some scripts, and emoji, are not right without them
LONGEST_SECRET = 2000
LONGEST_KEY = 4000  # a secret of several lines: a private key of 4,096 bits has 3,300
_LOCKED_AT_ONCE = 4_090  # bytes, which the key takes in one piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was typed, as it can be kept.

    Attributes
    ----------
    answers
        By field, each in the one form in which its type is kept.
    secrets
        By field, exactly as typed: they go nowhere but into the key's hands.
    errors
        By field: what is wrong, and what to do.
    hidden
        Questions that these answers leave unasked.
    """

    answers: dict[str, str]
    secrets: dict[str, str]
    errors: dict[str, str]
    hidden: tuple[str, ...]


def tidy(text: str) -> str:
    """Return typed text without surrounding space, control, direction and unseen characters, with plain line ends."""
    lines = text.replace("\r\n", "\n").translate(_LINE_ENDS)
    return "".join(c for c in lines if c in "\n\t" or c in _JOINERS or not _unseen(c)).strip()


def check(
    rules: Iterable[FieldRule],
    typed: Mapping[str, str],
    *,
    reader: Reader,
    kept: frozenset[str] = frozenset(),
) -> Checked:
    """Return what was typed, checked: what is asked of whom depends on the answers before it.

    Fields left empty are not among the answers. Secrets in `kept` are there already and need not be typed again.
    """
    found = Checked(answers={}, secrets={}, errors={}, hidden=())
    hidden = []
    for rule in rules:
        text = tidy(typed.get(rule.id, ""))
        if not holds(rule.when, found.answers):
            hidden.append(rule.id)
        elif not text:
            if rule.required and rule.id not in kept:
                found.errors[rule.id] = kinds.missing(rule)
        else:
            value, error = _checked(rule, text, reader)
            if error:
                found.errors[rule.id] = error
            elif rule.type == "secret":
                found.secrets[rule.id] = value
            else:
                found.answers[rule.id] = value
    return Checked(answers=found.answers, secrets=found.secrets, errors=found.errors, hidden=tuple(hidden))


def check_name(text: str, *, missing: str = "") -> str:
    """Return what is wrong with a person's name, `missing` when there is none; empty when nothing is."""
    if not any(_readable(c) for c in text):
        return missing or phrase("Enter your full name.")
    if len(text) > 120 or len(text.splitlines()) > 1:
        return phrase("Enter a name of at most 120 letters, on one line.")
    if any(_unseen(c) and not (c in _JOINERS and _joins(text, at)) for at, c in enumerate(text)):
        return phrase("Type the name again: it has characters in it that nobody can see.")
    return ""


def _unseen(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs"}


def _readable(char: str) -> bool:
    """Say whether a character is a letter or a digit that somebody sees: one of them at least makes a name."""
    return unicodedata.category(char)[0] in "LN" and char not in _FILLERS


def _joins(text: str, at: int) -> bool:
    """Say whether a joiner stands between letters of a script that has use for one; Latin letters have none."""
    around = text[at - 1 : at] + text[at + 1 : at + 2]
    return len(around) == 2 and all(unicodedata.category(c) in {"Lo", "Mn", "Mc"} for c in around)


def _checked(rule: FieldRule, text: str, reader: Reader) -> tuple[str, str]:
    most, length = rule.max_length, len(text)
    if rule.type == "secret":
        most = LONGEST_KEY if rule.several_lines else min(rule.max_length, LONGEST_SECRET)
        if len(text.encode()) > _LOCKED_AT_ONCE:
            most = min(most, _LOCKED_AT_ONCE * length // len(text.encode()))
    if length > most:
        told = phrase("Shorten this to %(most)s characters; it has %(length)s.", most=most, length=length)
        return "", told
    return kinds.KINDS[rule.type](rule, text, reader)
