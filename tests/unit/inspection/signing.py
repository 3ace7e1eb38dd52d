"""PDFs signed for the tests, with keys made for them; by hand, so that each step can be done wrongly."""

from datetime import UTC, datetime
from functools import cache
from io import BytesIO

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID
from pikepdf import Array, Dictionary, Name, Pdf, String

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
ROOM = 6_000  # bytes for a signature
_PLACE = b"<" + b"AA" * ROOM + b">"
_RANGE = (0, 1_000_000_001, 1_000_000_002, 1_000_000_003)


@cache
def key(kind: str = "rsa") -> Key:
    """Return one key of a kind: ``rsa``, ``ec``, or ``short``."""
    if kind == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=1024 if kind == "short" else 2048)


@cache
def certificate(name: str, kind: str = "rsa") -> x509.Certificate:
    """Return a certificate that somebody made for themselves."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(subject)
    made = made.public_key(key(kind).public_key()).serial_number(4711)
    made = made.not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
    return made.not_valid_after(datetime(2036, 1, 1, tzinfo=UTC)).sign(key(kind), hashes.SHA256())


def signed(
    data: bytes,
    *,
    name: str = "Grace Lind",
    kind: str = "rsa",
    filter_: str = "adbe.pkcs7.detached",
    digest: hashes.HashAlgorithm | None = None,
    field: str = "Signature1",
) -> bytes:
    """Return a PDF with one more signature, appended behind what is there."""
    placed = appended(data, filter_=filter_, field=field)
    begins = placed.rindex(_PLACE)
    resumes = begins + len(_PLACE)
    written = b"[ %d %d %d %d ]" % (0, begins, resumes, len(placed) - resumes)
    room = b"[ %d %d %d %d ]" % _RANGE
    placed = placed.replace(room, written.ljust(len(room)))
    made = cms(placed[:begins] + placed[resumes:], name=name, kind=kind, digest=digest)
    contents = b"<" + made.hex().encode().ljust(2 * ROOM, b"0") + b">"
    return placed[:begins] + contents + placed[resumes:]


def cms(covered: bytes, *, name: str, kind: str = "rsa", digest: hashes.HashAlgorithm | None = None) -> bytes:
    """Return a detached signature of bytes."""
    builder = pkcs7.PKCS7SignatureBuilder().set_data(covered)
    builder = builder.add_signer(certificate(name, kind), key(kind), digest or hashes.SHA256())
    options = [
        pkcs7.PKCS7Options.DetachedSignature,
        pkcs7.PKCS7Options.Binary,
        pkcs7.PKCS7Options.NoCapabilities,
    ]
    return builder.sign(Encoding.DER, options)


def appended(data: bytes, *, filter_: str, field: str) -> bytes:
    """Return a PDF with an update behind it that holds an empty signature."""
    with Pdf.open(BytesIO(data)) as pdf:
        root, page, size = pdf.Root.objgen[0], pdf.pages[0].obj.objgen[0], len(pdf.objects) + 1
        catalog, old = pdf.Root, pdf.Root.get("/AcroForm", Dictionary()).get("/Fields", Array())
        fields = b" ".join(b"%d 0 R" % each.objgen[0] for each in old)
        catalog_ = {k: v for k, v in catalog.items() if k != "/AcroForm"}
        head = b"".join(
            b"%s %s " % (k.encode(), v.objgen and b"%d 0 R" % v.objgen[0] if v.is_indirect else v.unparse())
            if isinstance(v, pikepdf.Object)
            else b"%s %s " % (k.encode(), str(v).encode())
            for k, v in catalog_.items()
        )
        assert page
    value, widget = size, size + 1
    objects = {
        root: b"<< %s /AcroForm << /SigFlags 3 /Fields [ %s %d 0 R ] >> >>" % (head, fields, widget),
        value: b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /%s /ByteRange [ %d %d %d %d ] /Contents %s >>"
        % (filter_.encode(), *_RANGE, _PLACE),
        widget: b"<< /FT /Sig /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /T (%s) /V %d 0 R >>"
        % (field.encode(), value),
    }
    return update(data, objects)


def update(data: bytes, objects: dict[int, bytes]) -> bytes:
    """Return a PDF with an update of these objects behind it."""
    with Pdf.open(BytesIO(data)) as pdf:
        root, size = pdf.Root.objgen[0], max(len(pdf.objects), *objects) + 1
    previous = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    out, table = bytearray(data if data.endswith(b"\n") else data + b"\n"), b"xref\n"
    for number, body in sorted(objects.items()):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    out += table + b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (size, root, previous)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % at)


def plain() -> bytes:
    """Return a PDF with a classic cross-reference table, which an update can follow."""
    with Pdf.new() as made:
        made.add_blank_page()
        out = BytesIO()
        made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return out.getvalue()


def form_fields(made: Pdf) -> None:
    """Fill a form: text on page 2, a tick, a list of which two are chosen, an inherited type, a password, an empty one."""

    def field(**entries: object) -> pikepdf.Object:
        return made.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, **entries))

    company = field(FT=Name.Tx, T=String("company"), TU=String("Company name"), V=String("Acme GmbH"))
    tick = field(FT=Name.Btn, T=String("sepa"), V=Name("/Yes"))
    off = field(FT=Name.Btn, T=String("paper"), V=Name.Off)
    chosen = field(FT=Name.Ch, T=String("modules"), V=Array([String("core"), String("sso")]))
    empty = field(FT=Name.Tx, T=String("fax"))
    password = field(FT=Name.Tx, T=String("pin"), V=String("1234"), Ff=1 << 13)
    group = made.make_indirect(Dictionary(FT=Name.Tx, T=String("billing")))
    street = field(T=String("street"), V=String("Ringstraße 1"), Parent=group)
    group.Kids = Array([street])
    made.pages[-1].obj.Annots = Array([company, street])
    made.Root.AcroForm = Dictionary(Fields=Array([company, tick, off, chosen, empty, password, group]))
