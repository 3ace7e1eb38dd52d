"""Which OpenDocument file a package is."""

from chalicelib.adapters.inspection.package import Package, RefusedError

_PREFIX = b"application/vnd.oasis.opendocument."
_KINDS = {b"text": "odt", b"spreadsheet": "ods", b"presentation": "odp"}


def kind(package: Package) -> str:
    """Return the type that a package's ``mimetype`` says.

    Raises
    ------
    RefusedError
        It says none of those that we take, or what belongs to it is missing.
    """
    said = package.read("mimetype", most=200).strip()
    found = _KINDS.get(said.removeprefix(_PREFIX)) if said.startswith(_PREFIX) else None
    if found is None:
        raise RefusedError("file.archive")
    if not {"META-INF/manifest.xml", "content.xml"} <= set(package.names):
        raise RefusedError("office.damaged")
    return found
