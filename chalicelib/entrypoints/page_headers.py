"""The headers of every page: what its browser may load and send, and that nothing of it is kept or passed on."""

from chalicelib.settings import settings


def page_headers(nonce: str, *, bucket: str, framed: bool) -> dict[str, str]:
    """Return the headers of a page.

    Parameters
    ----------
    nonce
        Its own scripts and styles carry this, and nothing else runs.
    bucket
        The origin of the document store, where the page sends files there; else empty.
    framed
        Whether it stands in a frame of another page of ours.
    """
    also = f" {bucket}" if bucket else ""
    policy = (
        "default-src 'none'",
        f"script-src 'nonce-{nonce}'",
        f"style-src 'self' 'nonce-{nonce}'",
        "img-src 'self' data:",
        f"connect-src 'self'{also}",
        f"form-action 'self'{also}",
        f"frame-src 'self'{also}" if bucket else "frame-src 'none'",
        "base-uri 'none'",
        f"frame-ancestors {chr(39)}{'self' if framed else 'none'}{chr(39)}",
    )
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": "; ".join(policy),
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN" if framed else "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "X-Robots-Tag": "noindex",
    }
    if settings().secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers
