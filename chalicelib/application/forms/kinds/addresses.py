"""Addresses as answers: of mail, of pages and hosts, and phone numbers, which are kept with ``+`` and digits only."""

import re
from contextlib import suppress
from unicodedata import normalize
from urllib.parse import urlsplit

from chalicelib.application.forms.reader import Reader
from chalicelib.domain.phrases import phrase
from chalicelib.domain.playbook import FieldRule

# Plain ASCII, as SES wants it; without anchors, in words that both `re` and JSON Schema know.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_|~-]{1,64}"
EMAIL = rf"{_ATOM}(?:\.{_ATOM})*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?\.)+[A-Za-z0-9][A-Za-z0-9-]{{0,61}}[A-Za-z0-9]"
_HOST = re.compile(
    r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})"
)

_DOTS = re.compile(r"[.\u3002\uff0e\uff61]")
_OF_THEIR_OWN = re.compile(r"[ßς]")


def check_email(text: str) -> str:
    """Return what is wrong with an email address; empty when nothing is."""
    if re.fullmatch(EMAIL, text) and len(text) <= 254 and text.index("@") <= 64:
        return ""
    return phrase("Enter an email address in the form name@company.com.")


def read_email(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    """Take an email address, as mail programs copy it, too: with a name around it."""
    pasted = re.fullmatch(r"(?:mailto:|[^<>\n]*<)\s*([^<>\s]+?)\s*>?", text, re.IGNORECASE)
    address = pasted[1] if pasted else text
    return address, check_email(address)


def read_url(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    """Take the address of a page; https where it says nothing else. A host beyond ASCII is kept as that of a domain is."""
    address = text if "://" in text else f"https://{text}"
    wrong = phrase("Enter a web address in the form https://www.company.com.")
    try:
        parts = urlsplit(address)
        named, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return "", wrong
    host = _as_the_network_writes(named)
    good = parts.scheme in {"http", "https"} and _HOST.fullmatch(host) and not parts.username
    if not good or re.search(r"\s", address):
        return "", wrong
    if host == named:
        return address, ""
    return parts._replace(netloc=host if port is None else f"{host}:{port}").geturl(), ""


def read_domain(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    """Take a host's name, as a browser copies it, too; one beyond ASCII is kept as the network writes it."""
    address = re.fullmatch(r"https?://([^\s/:@]+)(?::\d{1,5})?(?:/\S*)?", text.lower())
    host = _as_the_network_writes((address[1] if address else text.lower()).rstrip("/."))
    if _HOST.fullmatch(host):
        return host, ""
    return "", phrase("Enter a domain in the form login.company.com.")


def _as_the_network_writes(host: str) -> str:
    """Return a host in ASCII, as browsers look it up; as it is where that cannot be done."""
    if host.isascii():
        return host
    with suppress(UnicodeError):
        return ".".join(_label(each) for each in _DOTS.split(host))
    return host


def _label(text: str) -> str:
    """Return one part of a host in ASCII. Python's codec would write ss for ß, which is the name of somebody else."""
    if _OF_THEIR_OWN.search(text):
        return "xn--" + normalize("NFKC", text).encode("punycode").decode()
    return text.encode("idna").decode()


def read_phone(_: FieldRule, text: str, __: Reader) -> tuple[str, str]:
    """Take a phone number with its country code."""
    plain = re.sub(r"[\s\u00a0\u202f().\-/]", "", text.replace("(0)", ""))
    plain = re.sub(r"^00", "+", plain)
    if re.fullmatch(r"\+[1-9][0-9]{6,14}", plain):  # E.164
        return plain, ""
    return "", phrase("Enter a phone number with its country code, for example +49 30 123456.")
