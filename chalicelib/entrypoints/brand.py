"""Colours made from the one brand colour, so that text on and in it can always be read (WCAG 2.2 AA)."""

import re
from functools import cache

_LIGHT_PAGE, _DARK_PAGE = (255, 255, 255), (27, 29, 34)
_READABLE = 4.6
Colour = tuple[int, int, int]


@cache
def tokens(brand: str) -> dict[str, str]:
    """Return the CSS colours of a brand: ``brand``, ``on_brand``, and as text ``ink_light``, ``ink_dark``.

    Parameters
    ----------
    brand
        ``#rrggbb``; anything else counts as the product's own blue, since it stands in a style sheet.
    """
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", brand):
        brand = "#1d4ed8"
    colour = (int(brand[1:3], 16), int(brand[3:5], 16), int(brand[5:7], 16))
    white = _contrast(colour, (255, 255, 255)) >= _contrast(colour, (17, 17, 17))
    return {
        "brand": brand,
        "on_brand": "#ffffff" if white else "#111111",
        "ink_light": _hex(_towards(colour, (0, 0, 0), on=_LIGHT_PAGE)),
        "ink_dark": _hex(_towards(colour, (255, 255, 255), on=_DARK_PAGE)),
    }


def _towards(colour: Colour, end: Colour, *, on: Colour) -> Colour:
    for step in range(21):
        mixed = tuple(round(a + (b - a) * step / 20) for a, b in zip(colour, end, strict=True))
        candidate = (mixed[0], mixed[1], mixed[2])
        if _contrast(candidate, on) >= _READABLE:
            return candidate
    return end


def _contrast(one: Colour, other: Colour) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Colour) -> float:
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
