"""Effect keys as the mail service allows them in tags, and as a Message-ID can hold them: letters, digits, ``-`` and ``_``."""

import re

TAG = "effect"


def tag_of(key: str) -> str:
    """Write a key so that it is safe in a tag; every other character becomes ``_`` and two hexadecimal digits a byte."""
    return re.sub(r"[^A-Za-z0-9-]", lambda found: "".join(f"_{byte:02x}" for byte in found[0].encode()), key)


def key_of(tag: str) -> str:
    """Read the key that `tag_of` wrote.

    Raises
    ------
    ValueError
        It did not write this.
    """
    written = re.sub(r"_([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), tag)
    key = written.encode("latin-1").decode()
    if tag_of(key) != tag:
        raise ValueError("not the tag of an effect")
    return key
