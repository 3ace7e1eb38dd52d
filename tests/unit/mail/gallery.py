"""The gallery of all mails with sample data, as `make docs` writes it to docs/mails/: the text beside the HTML."""

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from chalicelib.application.outbox import Letter
from chalicelib.domain.languages import OFFERED
from tests.unit.mail.samples import samples

FOLDER = Path(__file__).resolve().parents[3] / "docs/mails"
_STYLE = """
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0 auto;max-width:78rem;padding:1.5rem 1rem 4rem}
nav{display:flex;flex-wrap:wrap;gap:.3rem 1rem}
article{margin:3rem 0;border-top:1px solid #8888}
dl{display:grid;grid-template-columns:auto 1fr;gap:.1rem 1rem;margin:.5rem 0 1rem}dd{margin:0}
.two{display:grid;gap:1rem;grid-template-columns:minmax(0,1fr)}
@media(min-width:60rem){.two{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}}
iframe{width:100%;height:44rem;border:1px solid #8888;border-radius:8px}
pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85rem;padding:1rem;border:1px solid #8888;border-radius:8px}
"""


def pages() -> Mapping[str, str]:
    """Return the gallery's pages by the name of their file: one a kind of mail, and an index."""
    spoken = {language: samples(language) for language in OFFERED}
    kinds: dict[str, list[str]] = {}
    for name in spoken["en"]:
        kinds.setdefault(name.partition("-")[0], []).append(name)
    found = {
        f"{kind}.html": _page(f"Mail: {kind}", "".join(_kind(names, spoken)), kinds)
        for kind, names in sorted(kinds.items())
    }
    return {"index.html": _page("Mails", _index(kinds, spoken["en"]), {}), **found}


def _index(kinds: Mapping[str, list[str]], letters: Mapping[str, Letter]) -> str:
    rows = "".join(
        f'<li><a href="{kind}.html#{name}">{name}</a>: {escape(letters[name].subject)}</li>'
        for kind, names in sorted(kinds.items())
        for name in names
    )
    return (
        "<p>Every kind of mail, in every turn that it can take, with sample data; customers' mails in every language"
        f" that we offer. Written by <code>make docs</code>.</p><ul>{rows}</ul>"
    )


def _kind(names: list[str], spoken: Mapping[str, Mapping[str, Letter]]) -> Iterator[str]:
    for name in names:
        yield f'<article id="{name}"><h2>{name}</h2>'
        for language, word in OFFERED.items():
            letter = spoken[language][name]
            if language == "en" or letter.html != spoken["en"][name].html:
                yield _letter(letter, language, word)
        yield "</article>"


def _letter(letter: Letter, language: str, word: str) -> str:
    head = {"Subject": letter.subject, "To": letter.to, "Reply-To": letter.reply_to, "Language": word}
    facts = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in head.items() if value)
    return (
        f'<section lang="{language}"><h3>{word}</h3><dl>{facts}</dl><div class="two">'
        f'<iframe title="{escape(letter.subject)}" sandbox loading="lazy" srcdoc="{escape(letter.html)}"></iframe>'
        f"<pre>{escape(letter.text)}</pre></div></section>\n"
    )


def _page(title: str, body: str, kinds: Mapping[str, list[str]]) -> str:
    ways = "".join(f'<a href="{kind}.html">{kind}</a>' for kind in sorted(kinds))
    home = f'<nav><a href="index.html">all</a>{ways}</nav>' if kinds else ""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>\n'
        f"<body>{home}<h1>{title}</h1>{body}</body></html>\n"
    )


def main() -> None:
    """Write the gallery."""
    FOLDER.mkdir(exist_ok=True)
    wanted = pages()
    for path in FOLDER.glob("*.html"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, "utf-8")
    print(f"docs/mails: {len(wanted)} pages are written.")


if __name__ == "__main__":
    main()
