"""Colours made from the one brand colour, so that text on and in it can always be read (WCAG 2.2 AA)."""

import re
from functools import cache

Colour = tuple[int, int, int]
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
# The surfaces of style.css that text in the brand's colour stands on: --sunk, and --tint over --card.
_LIGHT_SUNK, _LIGHT_CARD, _LIGHT_TINT = (239, 237, 232), _WHITE, 0.07
_DARK_SUNK, _DARK_CARD, _DARK_TINT = (36, 39, 45), (27, 29, 34), 0.16
_READABLE = 4.6


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
    white = _contrast(colour, _WHITE) >= _contrast(colour, (17, 17, 17))
    light = (_LIGHT_SUNK, _mixed(_LIGHT_CARD, colour, _LIGHT_TINT))
    dark = (_DARK_SUNK, _mixed(_DARK_CARD, colour, _DARK_TINT))
    return {
        "brand": brand,
        "on_brand": "#ffffff" if white else "#111111",
        "ink_light": _hex(_readable(colour, towards=_BLACK, on=light)),
        "ink_dark": _hex(_readable(colour, towards=_WHITE, on=dark)),
    }


def _readable(colour: Colour, *, towards: Colour, on: tuple[Colour, ...]) -> Colour:
    for step in range(20):
        candidate = _mixed(colour, towards, step / 20)
        if min(_contrast(candidate, surface) for surface in on) >= _READABLE:
            return candidate
    return towards


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _contrast(one: Colour, other: Colour) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Colour) -> float:
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
