"""Whether a PDF's digital signatures hold, and cover all of it.

What is checked: each signature lies in the gap that its byte range leaves, its digest is that of the bytes around it, it
was made with the key of the certificate in it, and the last one reaches to the end of the file. Who may call themselves
by that certificate's name is not checked: the name is a claim.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from asn1crypto import cms

from chalicelib.adapters.inspection.keys import UnsupportedError, made_by
from chalicelib.adapters.inspection.pdf_fields import fields
from chalicelib.domain.documents import SignatureState

MOST = 20
_FORMS = ("/adbe.pkcs7.detached", "/ETSI.CAdES.detached")
_DIGESTS = ("sha256", "sha384", "sha512")
_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature: how it is, where what it covers ends, and whose name its certificate has."""

    state: SignatureState
    ends: int = 0
    name: str = ""


def signed(pdf: pikepdf.Pdf, data: bytes) -> tuple[SignatureState, int, str] | None:
    """Return the state of a PDF's signatures, their number and the last one's name; None where there is none."""
    found = [_checked(entry, data) for entry in _entries(pdf)]
    if not found:
        return None
    last = max(found, key=lambda each: each.ends)
    states = {each.state for each in found}
    if "changed" in states or (states == {"whole"} and data[last.ends :].strip()):
        return "changed", len(found), last.name
    return "whole" if states == {"whole"} and len(found) <= MOST else "unsure", len(found), last.name


def _entries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for _, entries, _ in fields(pdf):
        if str(entries.get("/FT", "")) == "/Sig" and isinstance(entries.get("/V"), pikepdf.Dictionary):
            yield entries["/V"]


def _checked(entry: Any, data: bytes) -> Signature:
    around = _around(entry, data)
    if around is None:
        return Signature(state="unsure")
    covered, signature, ends = around
    if str(entry.get("/SubFilter", "")) not in _FORMS:
        return Signature(state="unsure", ends=ends)
    try:
        return _held(signature, covered, ends)
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, UnsupportedError):
        return Signature(state="unsure", ends=ends)


def _around(entry: Any, data: bytes) -> tuple[bytes, bytes, int] | None:
    """Return the bytes that a signature covers, the signature, and where they end; None for a strange byte range."""
    numbers, contents = entry.get("/ByteRange"), entry.get("/Contents")
    if not (isinstance(numbers, pikepdf.Array) and isinstance(contents, pikepdf.String)):
        return None
    written: list[Any] = list(numbers)
    given = [each if isinstance(each, int) else -1 for each in written]
    if len(given) != 4 or min(given) < 0 or given[0] != 0:
        return None
    begins, resumes = given[1], given[2]
    ends = resumes + given[3]
    if not begins < resumes <= ends <= len(data):
        return None
    gap = data[begins:resumes]
    try:  # nothing but the signature may stand where nothing is covered
        if gap[:1] != b"<" or gap[-1:] != b">" or bytes.fromhex(gap[1:-1].decode("ascii")) != bytes(contents):
            return None
    except ValueError:
        return None
    return data[:begins] + data[resumes:ends], bytes(contents), ends


def _held(signature: bytes, covered: bytes, ends: int) -> Signature:
    """Return whether a detached CMS signature fits the bytes and its own certificate's key."""
    content = cms.ContentInfo.load(signature)["content"]
    if len(content["signer_infos"]) != 1:
        return Signature(state="unsure", ends=ends)
    signer = content["signer_infos"][0]
    certificate = _certificate(content, signer)
    name = str(certificate.subject.native.get("common_name", ""))[:_NAME]
    algorithm = signer["digest_algorithm"]["algorithm"].native
    if algorithm not in _DIGESTS:
        return Signature(state="unsure", ends=ends, name=name)
    attributes = {each["type"].native: each["values"][0] for each in signer["signed_attrs"]}
    if attributes["message_digest"].native != hashlib.new(algorithm, covered).digest():
        return Signature(state="changed", ends=ends, name=name)
    said = signer["signed_attrs"].untag().dump()  # signed as a plain set, whatever tag it is sent with
    made = made_by(
        certificate.public_key.dump(),
        signature=signer["signature"].native,
        message=said,
        digest=algorithm,
        scheme=signer["signature_algorithm"].signature_algo,
    )
    return Signature(state="whole" if made else "changed", ends=ends, name=name)


def _certificate(content: Any, signer: Any) -> Any:
    """Return the certificate that the signer names by its issuer and number."""
    wanted = signer["sid"].chosen
    for each in content["certificates"]:
        certificate = each.chosen
        if signer["sid"].name == "issuer_and_serial_number":
            if (
                certificate.serial_number == wanted["serial_number"].native
                and certificate.issuer.dump() == wanted["issuer"].dump()
            ):
                return certificate
        elif certificate.key_identifier == wanted.native:
            return certificate
    raise ValueError("The signer's certificate is not there.")
