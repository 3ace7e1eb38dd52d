"""Style sheets, scripts, icon and logo: served under names that change with their content, kept for a year.

Comments and indents stay at home: what is sent has only what a browser needs.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

from aws_lambda_powertools import Logger
from chalice.app import Response

from chalicelib.settings import settings

logger = Logger(service="golive", child=True)
_FOLDER = Path(__file__).parent.parent / "static"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@cache
def _named() -> dict[str, tuple[str, str]]:
    found = {}
    for path in sorted(_FOLDER.iterdir()):
        if path.suffix in _TYPES:
            text = _LESS.get(path.suffix, str)(path.read_text())
            found[f"{path.stem}-{hashlib.sha256(text.encode()).hexdigest()[:12]}{path.suffix}"] = (
                path.name,
                text,
            )
    return found


def _less_style(text: str) -> str:
    text = " ".join(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).split())
    return re.sub(r";?\s*([{};,])\s*", r"\1", re.sub(r": (?=[^{}]*[;}])", ":", text)).replace(";}", "}")


def _less_script(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


_LESS = {".css": _less_style, ".js": _less_script}


@cache
def address(name: str) -> str:
    """Return the address of a static file, with the hash of its content."""
    hashed = next(hashed for hashed, (known, _) in _named().items() if known == name)
    return f"{settings().public_url}/static/{hashed}"


def kept(name: str) -> str:
    """Return the name of a file if it was packaged; a logo that was forgotten is told, and the name stands in for it."""
    if not name or any(known == name for known, _ in _named().values()):
        return name
    logger.error("BRAND_LOGO names %s, which is not in chalicelib/static", name)
    return ""


def serve(name: str) -> Response:
    """Answer a request for a static file; only names that `address` gives exist."""
    found = _named().get(name)
    if found is None:
        return Response("Not found", status_code=404, headers={"Content-Type": "text/plain; charset=utf-8"})
    return Response(
        found[1],
        headers={
            "Content-Type": _TYPES[Path(name).suffix],
            "Cache-Control": "public, max-age=31536000, immutable",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )
