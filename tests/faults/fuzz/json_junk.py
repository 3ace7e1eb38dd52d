"""What is put into JSON where something else was expected."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Raw:
    """JSON text that stands as it is, be it JSON or not."""

    text: str


def _nested(depth: int, *, closed: bool = True) -> Raw:
    return Raw("[" * depth + ("]" * depth if closed else ""))


JUNK: dict[str, Any] = {
    **{
        f"plain {value!r}": value
        for value in (None, True, False, 0, -1, 1, 7, 62515, "", " ", [], {}, [[]], [{}], {"": ""})
    },
    "huge number": 10**30,
    "too many digits": Raw("9" * 5000),
    "300 digits": Raw("9" * 300),
    "minus": -(10**18),
    "exponent": Raw("1e400"),
    "small": Raw("1e-400"),
    "smaller": "1e-99999999",
    "fraction": Raw("0." + "3" * 400),
    "nan": Raw("NaN"),
    "infinity": Raw("-Infinity"),
    "no number": Raw("01"),
    "no word": Raw("nul"),
    "nothing": Raw(""),
    "deep": _nested(30),
    "deeper": _nested(60),
    "deepest": _nested(90_000, closed=False),
    "deep object": Raw('{"a":' * 39 + "1" + "}" * 39),
    "nul": "a\x00b",
    "controls": "\x01\x02\x1b[31m\x7f\x85",
    "lines": "a\r\nBcc: x@evil.example\r\n\r\nb",
    "bidi": "\u202egnp.exe\u2066\u200f",
    "half": Raw('"\\ud800"'),
    "other half": Raw('"a\\udfff b"'),
    "no escape": Raw('"\\x41"'),
    "emoji": "👩‍👩‍👧‍👦" * 40,
    "zalgo": "a" + "\u0301" * 300,
    "separators": "\u2028\u2029\u0085\x1c",
    "private": "\ue000\ufffe\U0010ffff",
    "wide": "\uff21\uff43\uff4d\uff45\u3000\uff27",
    "template": "{{7*7}}{%x%}${x}%s{0}",
    "markup": "<script>alert(1)</script>\"'><img src=x>",
    "formula": "=cmd|'/c calc'!A0",
    "path": "../../../../etc/passwd",
    "query": "' OR '1'='1",
    "long": "x" * 5000,
    "long words": "wort " * 2000,
    "long wide": "界" * 9000,
    "longer": "y" * 300_000,
    "name of a key": "data",
    "many": [f"item {n}" for n in range(300)],
    "many long": [f"{n} " + "界" * 7900 for n in range(25)],
    "many objects": [
        {"text": f"{n} " + "ü" * 9000, "email": f"c{n}@acme.example", "name": f"N{n}"} for n in range(30)
    ],
    "a contact": [{"name": "Bo", "email": "bo@acme.example"}],
    "mail": "grace@acme.example",
    "odd mail": "a@b@c.example",
    "wide mail": "grüß@acme.example",
    "mail with a line": "a@b.example\nBcc: c@d.example",
    "day": "2026-12-24",
    "no day": "2026-13-45",
    "first day": "0001-01-01",
    "last instant": "9999-12-31T23:59:59-14:00",
    "old": "1969-12-31T23:59:59Z",
    "far": "2099-12-31T23:59:59Z",
    "odd offset": "2026-11-20T16:30:00+23:59:59.999999",
    "week": "2026-W47-5",
    "millis": 1795250400000,
    "seconds": "1795250400",
    "thirteen nines": 9999999999999,
    "arabic digits": "١٢٣",
    "won": "won",
    "lost": "lost",
    "open": "open",
    "deleted": "deleted",
    "closedwon": "closedwon",
    "closedlost": "closedlost",
    "true": "true",
    "false": "false",
    "deal.won": "deal.won",
    "deal.lost": "deal.lost",
    "deal.updated": "deal.updated",
    "tier": "enterprise",
    "no tier": "gold",
    "zone": "Pacific/Chatham",
    "no zone": "Mars/Base",
    "zone path": "../../etc/localtime",
    "zone folder": "Europe",
    "zone file": "tzdata.zi",
    "language": "de-DE-1996",
    "currency": "XTS",
    "country": "Deutschland",
    "url": "javascript:alert(1)",
    "odd url": "http://[::1",
    "object": {"value": 5, "id": "5", "name": "N", "results": "x"},
    "results": {"results": [None, 1, {"id": {}}]},
    "success": {"success": True, "data": None},
    "properties": {"properties": {}},
    "deal type": "0-3",
    "merge": "deal.merge",
    "deletion": "deal.deletion",
    "association": "deal.associationChange",
    "id": "21346988012",
    "sf id": "0065g00000AbCdEAAV",
    "person": "ada@vendor.example",
}
