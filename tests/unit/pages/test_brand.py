import pytest

from chalicelib.application.brand import _contrast, _mixed, tokens


def colour(text):
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


@pytest.mark.parametrize(
    "brand", ["#1d4ed8", "#ffff00", "#000000", "#ffffff", "#e11d48", "#7c3aed", "#22c55e", "#808080"]
)
def test_text_can_be_read_on_and_in_every_brand_colour(brand):
    made = tokens(brand)
    for ink, card, share in (("ink_light", (255, 255, 255), 0.07), ("ink_dark", (27, 29, 34), 0.16)):
        tint = _mixed(card, colour(brand), share)
        assert _contrast(colour(made[ink]), card) >= 4.5
        assert _contrast(colour(made[ink]), tint) >= 4.5
    assert _contrast(colour(made["brand"]), colour(made["on_brand"])) >= 4.5


def test_what_is_no_colour_never_reaches_the_style_sheet():
    assert tokens("red;}body{display:none")["brand"] == "#1d4ed8"
