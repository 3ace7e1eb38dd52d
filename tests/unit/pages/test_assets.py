import re
from pathlib import Path

import pytest

from chalicelib.entrypoints import assets

STATIC = Path(assets.__file__).parent.parent / "static"


def sent(name):
    return next(text for known, text in assets._named().values() if known == name)


@pytest.mark.parametrize("name", ["style.css", "team.css"])
def test_a_style_sheet_travels_without_its_comments_and_keeps_every_declaration(name):
    text = re.sub(r"/\*.*?\*/", "", (STATIC / name).read_text(), flags=re.DOTALL)
    declared = re.findall(r"([\w-]+)\s*:\s*([^;{}]+?)\s*[;}]", text)
    found = re.findall(r"([\w-]+):([^;{}]+)[;}]", sent(name))
    plain = [(prop, "".join(value.split())) for prop, value in declared]
    assert [(prop, "".join(value.split())) for prop, value in found] == plain
    assert "/*" not in sent(name)
    assert "\n" not in sent(name)


def test_what_needs_its_space_keeps_it():
    assert assets._less_style("a { margin: calc(1rem + 2px) 0; }\n\nb :is(i, u) { top: 0 }") == (
        "a{margin:calc(1rem + 2px) 0}b :is(i,u){top:0}"
    )


def test_a_script_travels_without_whole_lines_of_comment():
    assert (
        assets._less_script("// why\nlet a = 1; // kept\n\n  go('//x');\n")
        == "let a = 1; // kept\ngo('//x');"
    )
