"""Whether a signature was made with a public key's other half."""

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

LEAST_BITS = 2_048
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


class UnsupportedError(Exception):
    """A kind of key or signature that is not checked here."""


def made_by(public_key: bytes, *, signature: bytes, message: bytes, digest: str, scheme: str) -> bool:
    """Say whether a signature of a message holds.

    Parameters
    ----------
    public_key
        In DER.
    digest
        ``sha256``, ``sha384`` or ``sha512``.
    scheme
        ``rsassa_pkcs1v15``, ``rsassa_pss`` or ``ecdsa``.

    Raises
    ------
    UnsupportedError
        Another key or scheme, or a key that is too short to say anything.
    """
    try:
        key = load_der_public_key(public_key)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UnsupportedError("This key cannot be read.") from error
    algorithm = _HASHES[digest]
    try:
        if isinstance(key, rsa.RSAPublicKey) and scheme in ("rsassa_pkcs1v15", "rsassa_pss"):
            if key.key_size < LEAST_BITS:
                raise UnsupportedError("This key is too short.")
            pss = padding.PSS(padding.MGF1(algorithm), padding.PSS.AUTO)
            key.verify(signature, message, padding.PKCS1v15() if "v15" in scheme else pss, algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey) and scheme == "ecdsa":
            key.verify(signature, message, ec.ECDSA(algorithm))
        else:
            raise UnsupportedError("This kind of signature is not checked.")
    except InvalidSignature:
        return False
    return True
