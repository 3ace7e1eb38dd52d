"""XML that Salesforce should not send: its outbound message with tags, texts, namespaces and declarations changed."""

import re
from typing import Any

from hypothesis import strategies as st

from tests.faults.fuzz.xml_junk import AHEAD, INSIDE

KINDS = ("text", "text", "remove", "double", "insert", "insert", "tag", "swap")
_TOKEN = re.compile(r"<[^>]*>|[^<]+")
DECLARED = (
    *("UTF-8",) * 10,
    "UTF-16",
    "ISO-8859-1",
    "US-ASCII",
    "utf-7",
    "EBCDIC-CP-US",
    "x-nope",
    "idna",
    "hex",
    "zlib",
    "",
)


def changes(most: int = 6) -> st.SearchStrategy[list[list[Any]]]:
    """Draw a few changes."""
    one = st.tuples(st.sampled_from(KINDS), st.integers(0, 200), st.sampled_from(sorted(INSIDE)))
    return st.lists(one.map(list), min_size=1, max_size=most)


def singles(text: str) -> list[list[Any]]:
    """Return every single change: each piece of text at each place, and each token removed, doubled, made bare, swapped."""
    tokens = _TOKEN.findall(text.partition("?>")[2])
    texts = sum(1 for token in tokens if not token.startswith("<") and token.strip())
    found = [["text", at, name] for at in range(texts) for name in sorted(INSIDE)]
    found += [["insert", at, name] for at in range(len(tokens)) for name in sorted(INSIDE)]
    others = ("remove", "double", "tag", "swap")
    return found + [[kind, at, "empty"] for kind in others for at in range(len(tokens))]


def changed(text: str, made: list[list[Any]], *, ahead: str, declared: str) -> str:
    """Return an XML text with changes made to its tokens, something `ahead` of its root, and another declaration."""
    declaration, _, rest = text.partition("?>")
    tokens = _TOKEN.findall(rest)
    for kind, at, name in made:
        _change(tokens, kind, at % max(1, len(tokens)), INSIDE[name])
    return declaration.replace("UTF-8", declared) + "?>" + AHEAD[ahead] + "".join(tokens).lstrip("\n")


def _change(tokens: list[str], kind: str, at: int, inside: str) -> None:
    if not tokens:
        tokens.append(inside)
        return
    if kind == "text":
        texts = [n for n, token in enumerate(tokens) if not token.startswith("<") and token.strip()]
        if texts:
            tokens[texts[at % len(texts)]] = inside
    elif kind == "remove":
        del tokens[at]
    elif kind == "double":
        tokens.insert(at, tokens[at])
    elif kind == "insert":
        tokens.insert(at, inside)
    elif kind == "tag":
        tokens[at] = tokens[at].replace("sf:", "").replace("xsi:type", "type", 1)
    else:
        tokens[at], tokens[-1 - at] = tokens[-1 - at], tokens[at]
