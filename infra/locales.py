"""What packages say in many languages, as far as we use it.

Of Babel's data the days, numbers, lists, cities and countries of the languages that we offer: a hundredth of the whole.
Of the English names of holidays the names; what stands around them in each of 241 files is half of their weight.
"""

import gettext
import pickle
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chalicelib.domain.languages import OFFERED

REGIONS = {  # where a language of ours is spoken by many; elsewhere its own formats are used
    "en": {"US"},
    "de": {"AT", "CH", "LI", "LU"},
    "fr": {"BE", "CA", "CH", "LU"},
    "es": {
        "419",
        "AR",
        "BO",
        "CL",
        "CO",
        "CR",
        "DO",
        "EC",
        "GT",
        "HN",
        "MX",
        "NI",
        "PA",
        "PE",
        "PR",
        "PY",
        "SV",
        "US",
        "UY",
        "VE",
    },
}
KEPT = {"root", *OFFERED, *(f"{tag}_{region}" for tag, regions in REGIONS.items() for region in regions)}
OF_A_LOCALE = frozenset(
    {
        "locale_id",
        "territories",
        "plural_form",
        "ordinal_form",
        "day_period_rules",
        "list_patterns",
        "months",
        "days",
        "quarters",
        "eras",
        "day_periods",
        "date_formats",
        "time_formats",
        "datetime_formats",
        "datetime_skeletons",
        "number_symbols",
        "numbering_systems",
        "decimal_formats",
        "time_zones",
    }
)
OF_ALL = frozenset({"parent_exceptions"})
_MO_HEADER = struct.Struct("<7I")


def prune(tree: Path) -> None:
    """Leave of the packages' words below `tree` what we use."""
    for path in sorted((tree / "holidays/locale").rglob("*.mo")):
        _bare(path)
    if not (tree / "babel").exists():
        return
    for path in sorted((tree / "babel/locale-data").glob("*")):
        if path.stem in KEPT:
            _reduce(path, OF_A_LOCALE)
        else:
            path.unlink()
    _reduce(tree / "babel/global.dat", OF_ALL)


def _bare(path: Path) -> None:
    """Leave of a compiled catalogue the texts and how they are encoded."""
    with path.open("rb") as file:
        known = vars(gettext.GNUTranslations(file))["_catalog"]
    texts = {text: told for text, told in known.items() if text and text != told}
    path.write_bytes(_compiled({"": "Content-Type: text/plain; charset=utf-8\n", **texts}))


def _compiled(texts: Mapping[str, str]) -> bytes:
    """Return texts as gettext reads them: two tables of (length, place), then all texts, then all translations."""
    ids = sorted(texts)
    tables, blob, start = b"", b"", _MO_HEADER.size + 16 * len(texts)
    for words in (ids, [texts[text] for text in ids]):
        for word in words:
            raw = word.encode()
            tables += struct.pack("<2I", len(raw), start + len(blob))
            blob += raw + b"\0"
    first = _MO_HEADER.size
    return _MO_HEADER.pack(0x950412DE, 0, len(texts), first, first + 8 * len(texts), 0, 0) + tables + blob


def _reduce(path: Path, kept: frozenset[str]) -> None:
    data: dict[str, Any] = pickle.loads(path.read_bytes())
    smaller = {name: value for name, value in sorted(data.items()) if name in kept}
    path.write_bytes(pickle.dumps(smaller, protocol=2))
