"""Answers in words: texts, secrets, and one or several of the choices that there are."""

from chalicelib.application.forms.reader import Reader
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import FieldRule


def read_line(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    """Take a text of one line."""
    return text, phrase("Use one line only.") if "\n" in text else ""


def read_text(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    """Take a text as it is."""
    return text, ""


def read_secret(rule: FieldRule, text: str, _: Reader) -> tuple[str, str]:
    """Take a secret exactly as typed; to one of several lines goes back the end of the last: some programs take no key without."""
    if "\n" not in text:
        return text, ""
    if not rule.several_lines:
        return "", phrase("Use one line only.")
    return text + "\n", ""


def read_choice(rule: FieldRule, text: str, _: Reader) -> tuple[str, str]:
    """Take one of the rule's choices."""
    return text, "" if text in rule.choices else phrase("Choose one of the answers in the list.")


def read_choices(rule: FieldRule, text: str, _: Reader) -> tuple[str, str]:
    """Take some of the rule's choices, one a line, in the order of the rule."""
    chosen = set(text.split("\n"))
    if not chosen <= set(rule.choices):
        return "", phrase("Choose only answers of the list.")
    return "\n".join(one for one in rule.choices if one in chosen), ""


def read_yes_no(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    """Take a yes or a no."""
    return text, "" if text in {"Yes", "No"} else phrase("Choose Yes or No.")
