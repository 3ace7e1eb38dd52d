"""The zip that an Office file is. What its directory claims is compared with what really comes out, and both have limits."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

MOST_PARTS = 5_000
MOST_BYTES = 200_000_000
MOST_TIMES = 100  # unpacked bytes for each packed one
FREE_BYTES = 1_000_000  # so much may come out of any file, however small
_DIRECTORY = 2_000_000  # bytes: 5,000 parts with names of 350 characters
_LOCAL_HEADER = 30
_CHUNK = 1 << 16
_END = b"PK\x05\x06"
_ODD_NAME = re.compile(r"^/|^[A-Za-z]:|\\|[\x00-\x1f\x7f]|(^|/)\.\.?(/|$)|//")


class RefusedError(Exception):
    """The package cannot be taken; `code` is one of `domain.reasons`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Package:
    """An opened zip: its parts by name, and how much has come out of it so far.

    Parameters
    ----------
    stream
        The whole file, seekable.
    used
        Bytes that another package, in which this one lies, has given already.

    Raises
    ------
    RefusedError
        Its directory cannot be read, or is not one that an Office program writes.
    """

    def __init__(self, stream: BinaryIO, *, used: int = 0) -> None:
        self._stream = stream
        self._size = stream.seek(0, 2)
        self._most = min(MOST_BYTES, max(FREE_BYTES, MOST_TIMES * self._size))
        self.used = used
        _has_small_directory(stream, self._size)
        try:
            self._parts = {part.filename: part for part in _listed(stream)}
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
            raise RefusedError("office.damaged") from error

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all parts, folders left out."""
        return tuple(name for name in self._parts if not name.endswith("/"))

    def check_names(self) -> None:
        """Refuse names and places that no Office program writes.

        Raises
        ------
        RefusedError
            A part is locked, leaves the package, or hides behind another.
        """
        folded = {name.casefold() for name in self._parts}
        if len(folded) < len(self._parts) or any(_ODD_NAME.search(name) for name in self._parts):
            raise RefusedError("office.unsafe")
        if any(part.flag_bits & 0x1 for part in self._parts.values()):
            raise RefusedError("office.encrypted")
        ends = 0
        for part in sorted(self._parts.values(), key=lambda part: part.header_offset):
            if part.header_offset < ends:
                raise RefusedError("office.unsafe")  # two parts share their bytes
            ends = part.header_offset + _LOCAL_HEADER + part.compress_size

    def read(self, name: str, *, most: int) -> bytes:
        """Return a part that has to be small.

        Raises
        ------
        RefusedError
            It is not there, not small, or not what the directory says.
        """
        data = b""
        for chunk in self.chunks(name):
            data += chunk
            if len(data) > most:
                raise RefusedError("office.too_large")
        return data

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield what really comes out of a part, piece by piece.

        Raises
        ------
        RefusedError
            It is not there, too much comes out, or other bytes than the directory says.
        """
        part = self._parts.get(name)
        if part is None:
            raise RefusedError("office.damaged")
        measured = checksum = 0
        for chunk in self._unpacked(part):
            measured += len(chunk)
            self.used += len(chunk)
            checksum = zlib.crc32(chunk, checksum)
            if self.used > self._most:
                raise RefusedError("office.too_large")
            yield chunk
        if measured != part.file_size:
            raise RefusedError("office.unsafe")
        if checksum != part.CRC:
            raise RefusedError("office.damaged")

    def _unpacked(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        """Unpack by the packed bytes alone: the directory's word for the size would end too early, or never."""
        left = part.compress_size
        self._stream.seek(_start(self._stream, part))
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise RefusedError("office.unsafe")
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS) if part.compress_type == zipfile.ZIP_DEFLATED else None
        while left:
            packed = self._stream.read(min(left, _CHUNK))
            if not packed:
                raise RefusedError("office.damaged")
            left -= len(packed)
            if unpacker is None:
                yield packed
                continue
            while packed:
                try:
                    yield unpacker.decompress(packed, _CHUNK)
                except zlib.error as error:
                    raise RefusedError("office.damaged") from error
                packed = unpacker.unconsumed_tail
        if unpacker and not unpacker.eof:
            raise RefusedError("office.damaged")


def _listed(stream: BinaryIO) -> list[zipfile.ZipInfo]:
    with zipfile.ZipFile(stream) as archive:
        parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise RefusedError("office.too_large")
    if len({part.filename for part in parts}) < len(parts):
        raise RefusedError("office.unsafe")
    return parts


def _has_small_directory(stream: BinaryIO, size: int) -> None:
    """Look at the directory's own size before it is read, and that nothing stands behind it."""
    stream.seek(max(0, size - (1 << 16) - 22))
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise RefusedError("office.damaged")
    if int.from_bytes(tail[at + 12 : at + 16], "little") > _DIRECTORY:
        raise RefusedError("office.too_large")
    if len(tail) != at + 22 + int.from_bytes(tail[at + 20 : at + 22], "little"):
        raise RefusedError("file.two_in_one")


def _start(stream: BinaryIO, part: zipfile.ZipInfo) -> int:
    """Return where a part's bytes begin; its own header has to name it as the directory does."""
    stream.seek(part.header_offset)
    header = stream.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        raise RefusedError("office.damaged")
    name, more = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
    written = stream.read(name)
    if written != part.orig_filename.encode("utf-8" if part.flag_bits & 0x800 else "cp437", "replace"):
        raise RefusedError("office.unsafe")
    return part.header_offset + _LOCAL_HEADER + name + more
