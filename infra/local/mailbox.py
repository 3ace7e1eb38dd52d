"""The sandbox's page for a person: the mail that was sent, and what time it is."""

from __future__ import annotations

from html import escape
from typing import Any

STYLE = """
:root{color-scheme:light;--ink:#1c2430;--soft:#5b6675;--line:#dfe4ea;--tint:#f5f7f9;--link:#1f5fbf}
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--tint)}
header,main{max-width:62rem;margin:auto;padding:1rem}h1{font-size:1.25rem;margin:.5rem 0}a{color:var(--link)}
p{margin:.25rem 0;color:var(--soft)}ol{list-style:none;margin:1rem 0;padding:0;border:1px solid var(--line);
border-radius:8px;overflow:hidden;background:#fff}li+li{border-top:1px solid var(--line)}li a{display:grid;
grid-template-columns:minmax(8rem,16rem) 1fr auto;gap:1rem;padding:.75rem 1rem;text-decoration:none;color:inherit}
li a:hover,li a:focus{background:var(--tint)}li a>*{min-width:0}
li span,li b{overflow-wrap:anywhere}li b{font-weight:600}time{color:var(--soft);
font-size:.875rem;white-space:nowrap}iframe{width:100%;height:70vh;border:1px solid var(--line);border-radius:8px;
background:#fff}pre{white-space:pre-wrap;background:#fff;border:1px solid var(--line);border-radius:8px;padding:1rem}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:.5rem 0 1rem}dt{color:var(--soft)}dd{margin:0}
form{display:inline}button{font:inherit;padding:.35rem .8rem;border:1px solid var(--line);border-radius:6px;
background:#fff;cursor:pointer}@media(max-width:40rem){li a{grid-template-columns:1fr;gap:.1rem}}
"""


def _page(title: str, inner: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{STYLE}</style></head>'
        f"<body>{inner}</body></html>"
    )


def listing(mails: list[dict[str, Any]], *, now: str, app_url: str) -> str:
    """Write the list of all mail, newest first."""
    rows = "".join(
        f'<li><a href="/mailbox/{escape(mail["id"])}"><span>{escape(", ".join(mail["to"]))}</span>'
        f"<b>{escape(mail['subject'])}</b><time>{escape(mail['sent_at'][:16].replace('T', ' '))}</time></a></li>"
        for mail in reversed(mails)
    )
    body = f"<ol>{rows}</ol>" if rows else "<p>No mail yet. Fire a webhook and reload.</p>"
    return _page(
        f"Mail ({len(mails)})",
        f"<header><h1>Golive sandbox: {len(mails)} mails</h1>"
        f'<p>Product time {escape(now[:19].replace("T", " "))} UTC · <a href="{escape(app_url)}/console">console</a> · '
        f'<a href="/mail">as JSON</a></p></header><main>{body}</main>',
    )


def single(mail: dict[str, Any]) -> str:
    """Write one mail; its HTML stands in a sandboxed frame."""
    facts = "".join(
        f"<dt>{name}</dt><dd>{escape(value)}</dd>"
        for name, value in (
            ("From", mail["from"]),
            ("To", ", ".join(mail["to"])),
            ("Cc", ", ".join(mail["cc"])),
            ("Sent", mail["sent_at"]),
        )
        if value
    )
    frame = (
        f'<iframe title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox" '
        f'src="/mailbox/{escape(mail["id"])}/html"></iframe>'
        if mail["html"]
        else ""
    )
    return _page(
        mail["subject"],
        f'<header><p><a href="/">All mail</a></p><h1>{escape(mail["subject"])}</h1></header>'
        f"<main><dl>{facts}</dl>{frame}<h1>As text</h1><pre>{escape(mail['text'])}</pre></main>",
    )


def framed(mail: dict[str, Any]) -> str:
    """Answer the mail's own HTML; its links open in a new tab."""
    return f'<base target="_blank">{mail["html"]}'
