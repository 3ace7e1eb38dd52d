"""The style sheet, the script and the icon: served under names that change with their content, kept for a year."""

import hashlib
from functools import cache
from pathlib import Path

from chalice.app import Response

from chalicelib.settings import settings

_FOLDER = Path(__file__).parent.parent / "static"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@cache
def _named() -> dict[str, Path]:
    found = {}
    for path in sorted(_FOLDER.iterdir()):
        if path.suffix in _TYPES:
            found[f"{path.stem}-{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}{path.suffix}"] = path
    return found


@cache
def address(name: str) -> str:
    """Return the address of a static file, with the hash of its content."""
    hashed = next(hashed for hashed, path in _named().items() if path.name == name)
    return f"{settings().public_url}/static/{hashed}"


def serve(name: str) -> Response:
    """Answer a request for a static file; only names that `address` gives exist."""
    path = _named().get(name)
    if path is None:
        return Response("Not found", status_code=404, headers={"Content-Type": "text/plain; charset=utf-8"})
    return Response(
        path.read_text(),
        headers={
            "Content-Type": _TYPES[path.suffix],
            "Cache-Control": "public, max-age=31536000, immutable",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )
