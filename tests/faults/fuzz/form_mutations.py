"""Forms that no page of ours sends: fields, names, order, encodings and content types are changed."""

from typing import Any
from urllib.parse import quote, quote_plus

from hypothesis import strategies as st

from tests.faults.fuzz.json_junk import JUNK

Pairs = list[tuple[str, str]]
VALUES: dict[str, str] = {
    **{name: value for name, value in JUNK.items() if isinstance(value, str)},
    "too long": "x" * 250_000,
    "just too long": "y" * 2001,
    "five thousand": "z" * 5001,
    "digits": "9" * 5000,
    "separators of ours": "a\x1fb\x1ec",
    "nonce": "12345678",
    "short nonce": "1234567",
    "yes": "yes",
    "answer": "answer",
    "confirm": "confirm",
    "approve": "approve",
    "decline": "decline",
    "cancel": "cancel",
    "hold": "hold",
    "release": "release",
    "not me": "not_me",
    "left": "left",
    "number": "1.234,50",
    "nan": "sNaN",
    "exponent": "1E+2",
    "odd number": "1_0\u00a0'0",
    "task": "registration",
    "stage": "stage:setup",
    "person": "person:lee",
    "somebody": "lee",
    "escalation": "escalation-1",
    "filename": "${filename}",
}
KINDS = (
    "value",
    "value",
    "value",
    "name",
    "drop",
    "double first",
    "double last",
    "add",
    "swap",
    "many",
    "none",
)
ENCODINGS = (
    *("form",) * 12,
    "latin-1",
    "raw",
    "bad escapes",
    "utf-16",
    "multipart",
    "cut",
    "semicolons",
    "bytes",
)
FORM = "application/x-www-form-urlencoded"
CONTENT_TYPES = (
    *(FORM,) * 10, "", "application/json", "multipart/form-data; boundary=x", "text/plain;charset=utf-7", "x", ";,;",
    f"{FORM}; charset=utf-16",
)  # fmt: skip


def changes(most: int = 4) -> st.SearchStrategy[list[list[Any]]]:
    """Draw a few changes."""
    one = st.tuples(st.sampled_from(KINDS), st.integers(0, 20), st.sampled_from(sorted(VALUES))).map(list)
    return st.lists(one, min_size=1, max_size=most)


def changed(pairs: Pairs, change: list[Any]) -> Pairs:
    """Return a form's pairs with one change made."""
    kind, at, name = change
    junk, made = VALUES[name], list(pairs)
    if kind == "many":
        return made + [(f"{name}.{n}", junk[:20]) for n in range(300)]
    if kind == "none":
        return []
    if kind == "add" or not made:
        return [*made, (junk[:60], junk)]
    at %= len(made)
    field, value = made[at]
    match kind:
        case "value":
            made[at] = (field, junk)
        case "name":
            made[at] = (junk[:60], value)
        case "drop":
            del made[at]
        case "double first":
            made.insert(at, (field, junk))
        case "double last":
            made.insert(at + 1, (field, junk))
        case "swap":
            other = (at + 1) % len(made)
            made[at], made[other] = (field, made[other][1]), (made[other][0], value)
    return made


def bytes_of(pairs: Pairs, encoding: str) -> bytes:
    """Return the form's body."""
    text = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)
    match encoding:
        case "latin-1":
            return "&".join(f"{name}={value}" for name, value in pairs).encode("latin-1", "replace")
        case "raw":
            return "&".join(f"{name}={value}" for name, value in pairs).encode("utf-8", "surrogatepass")
        case "bad escapes":
            return text.replace("%", "%zz%").encode() + b"&a=%ff%fe%"
        case "utf-16":
            return text.encode("utf-16")
        case "multipart":
            part = '--x\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
            return ("".join(part.format(*pair) for pair in pairs) + "--x--\r\n").encode("utf-8", "replace")
        case "cut":
            return text.encode()[: len(text) * 2 // 3]
        case "semicolons":
            return text.replace("&", ";").encode()
        case "bytes":
            return text.encode() + bytes(range(256))
    return text.encode()


def _quoted(text: str) -> str:
    return quote_plus(text, errors="surrogatepass")


def in_path(text: str) -> str:
    """Return text as one step of an address."""
    return quote(text[:300], safe="", errors="surrogatepass")
